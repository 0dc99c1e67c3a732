//! Replaces a set of files atomically: readers see the old set or the new one, never a mix.
//!
//! ```text
//! .grove-unfinished-…/   what is being written
//! .grove-ready/          what is whole and moves to its places, by whoever comes next if this process does not
//! .grove-before/         what was in these places, until all have moved
//! ```

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use grove_export::bundle::BundleEntry;

use crate::failure::CommandFailure;
use crate::files::{self, UNFINISHED};
use crate::interrupt;

const READY: &str = ".grove-ready";
const BEFORE: &str = ".grove-before";
/// A lock cannot be awaited together with an interrupt, so it is tried at this interval.
const PAUSE: Duration = Duration::from_millis(20);

/// Writes files into a folder, which is created if it does not exist. If one cannot be written, or on an interrupt, all
/// are as before. Nothing else is to be written.
pub fn put(folder: &Path, files: &[BundleEntry]) -> Result<(), CommandFailure> {
    place(folder, files, true)
}

/// Writes files in the same way; more is to be written.
pub fn put_some(folder: &Path, files: &[BundleEntry]) -> Result<(), CommandFailure> {
    place(folder, files, false)
}

fn place(folder: &Path, entries: &[BundleEntry], last: bool) -> Result<(), CommandFailure> {
    if entries.is_empty() {
        return Ok(());
    }
    files::make_folder(folder)?;
    let lock = lock(folder)?;
    finish_moves(folder)?;
    if lock.is_some() {
        tidy(folder);
    }
    for (path, _) in entries {
        files::replaceable(&folder.join(path))?;
    }
    let unfinished = folder.join(format!("{UNFINISHED}{}", std::process::id()));
    *interrupt::unfinished() = Some(unfinished.clone());
    let placed = write(folder, &unfinished, entries).and_then(|()| {
        let _placing = interrupt::placing();
        interrupt::check()?;
        let ready = folder.join(READY);
        fs::rename(&unfinished, &ready).map_err(|error| files::failed("write", &ready, &error))?;
        settle(folder)?;
        if last {
            interrupt::done();
        }
        Ok(())
    });
    interrupt::unfinished().take();
    if placed.is_err() {
        // The folder may not exist yet.
        let _ = fs::remove_dir_all(&unfinished);
    }
    placed
}

fn write(folder: &Path, unfinished: &Path, entries: &[BundleEntry]) -> Result<(), CommandFailure> {
    for (path, bytes) in entries {
        interrupt::check()?;
        let (wanted, path) = (folder.join(path), unfinished.join(path));
        let inside = path.parent().unwrap_or(unfinished);
        fs::create_dir_all(inside).map_err(|error| files::failed("write", &wanted, &error))?;
        files::write_whole(&path, bytes, &wanted)?;
    }
    Ok(())
}

/// Moves the finished files to their places. If one cannot be moved, all are moved back.
fn settle(folder: &Path) -> Result<(), CommandFailure> {
    let (ready, before) = (folder.join(READY), folder.join(BEFORE));
    let names = files::below(&ready).map_err(|error| files::failed("read", &ready, &error))?;
    // Without hard links nothing can be moved back, and the next command tries again.
    let kept = keep(folder, &before, &names).is_ok();
    for (done, name) in names.iter().enumerate() {
        let Err(error) = move_to(&ready.join(name), &folder.join(name)) else {
            continue;
        };
        if kept {
            for name in &names[..done] {
                let place = folder.join(name);
                if fs::rename(before.join(name), &place).is_err() {
                    // There was no such file before.
                    let _ = fs::remove_file(&place);
                }
            }
            remove(&ready);
        }
        remove(&before);
        return Err(files::failed("write", &folder.join(name), &error));
    }
    remove(&ready);
    remove(&before);
    Ok(())
}

/// Completes a file's set if the process that was moving it was killed.
pub fn whole(file: &Path) -> Result<(), CommandFailure> {
    let folder = file.parent().unwrap_or(Path::new(""));
    if !folder.join(READY).is_dir() {
        return Ok(());
    }
    let _lock = lock(folder)?;
    finish_moves(folder)
}

/// Finishes moving the files of a process that was killed while it moved them.
fn finish_moves(folder: &Path) -> Result<(), CommandFailure> {
    let ready = folder.join(READY);
    if !ready.is_dir() {
        return Ok(());
    }
    let _placing = interrupt::placing();
    let names = files::below(&ready).map_err(|error| files::failed("read", &ready, &error))?;
    for name in names {
        let place = folder.join(&name);
        files::replaceable(&place)?;
        move_to(&ready.join(&name), &place)
            .map_err(|error| files::failed("write", &place, &error))?;
    }
    remove(&ready);
    remove(&folder.join(BEFORE));
    Ok(())
}

/// Keeps hard links to the present files.
fn keep(folder: &Path, before: &Path, names: &[PathBuf]) -> io::Result<()> {
    for name in names {
        let (place, kept) = (folder.join(name), before.join(name));
        if place.exists() {
            fs::create_dir_all(kept.parent().unwrap_or(before))?;
            fs::hard_link(place, kept)?;
        }
    }
    Ok(())
}

fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(from, to)
}

/// Removes a folder that nothing reads.
fn remove(folder: &Path) {
    // The next command that writes removes the rest.
    let _ = fs::remove_dir_all(folder);
}

/// Removes what a killed process left in a folder.
fn tidy(folder: &Path) {
    remove(&folder.join(BEFORE));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let path = entry.path();
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
    }
}

/// Waits until no other command writes there; `None` if the file system has no locks.
fn lock(folder: &Path) -> Result<Option<File>, CommandFailure> {
    let here = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let Ok(opened) = File::open(here) else {
        return Ok(None);
    };
    let mut told = false;
    loop {
        match opened.try_lock() {
            Ok(()) => return Ok(Some(opened)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) => {
                interrupt::check()?;
                if !told {
                    eprintln!(
                        "note: Another grove command is writing to {}. Waiting until it has ended.",
                        here.display()
                    );
                    told = true;
                }
                thread::sleep(PAUSE);
            }
        }
    }
}
