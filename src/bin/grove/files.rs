//! Reads files within limits, and writes them completely or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process;

use grove_engine::load::check_size;
use grove_recipe::limits::MAX_BYTES;

use crate::failure::CommandFailure;
use crate::interrupt;

/// The start of the name of an unfinished file or folder.
pub const UNFINISHED: &str = ".grove-unfinished-";
/// The number of bytes between two checks for an interrupt.
const SLICE: u64 = 1 << 22;

/// Reads a file of Grove or a person, of at most `bytes` bytes and one more, by which a larger one is recognised.
pub fn read_at_most(path: &Path, bytes: u64) -> Result<Vec<u8>, CommandFailure> {
    let cannot = |error| failed("read", path, &error);
    let file = File::open(path).map_err(cannot)?;
    let mut read = Vec::new();
    file.take(bytes.saturating_add(1))
        .read_to_end(&mut read)
        .map_err(cannot)?;
    Ok(read)
}

pub fn read(path: &Path) -> Result<Vec<u8>, CommandFailure> {
    fs::read(path).map_err(|error| failed("read", path, &error))
}

/// Reads a table, unless it is too large; from a pipe no more than the limit.
pub fn read_data(path: &Path) -> Result<Vec<u8>, CommandFailure> {
    let cannot = |error| failed("read", path, &error);
    let file = File::open(path).map_err(cannot)?;
    let about = file.metadata().map_err(cannot)?;
    let mut bytes = Vec::new();
    if about.is_file() {
        check_size(about.len())?;
        bytes.reserve_exact(about.len() as usize);
    }
    loop {
        interrupt::check()?;
        let mut slice = (&file).take(SLICE);
        if slice.read_to_end(&mut bytes).map_err(cannot)? == 0 {
            return Ok(bytes);
        }
        if bytes.len() as u64 > MAX_BYTES {
            return Err(CommandFailure::Said(format!(
                "{} gives more than {} MB, the most that Grove opens. Take a sample of its rows, or leave out columns \
                 that you do not need.",
                path.display(),
                MAX_BYTES >> 20
            )));
        }
    }
}

/// Returns the last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Replaces a file. Nothing else is to be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandFailure> {
    place(path, bytes, true)
}

/// Replaces a file; more is to be written.
pub fn write_some(path: &Path, bytes: &[u8]) -> Result<(), CommandFailure> {
    place(path, bytes, false)
}

fn place(path: &Path, bytes: &[u8], last: bool) -> Result<(), CommandFailure> {
    replaceable(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    make_folder(folder)?;
    let name = format!("{UNFINISHED}{}-{}", process::id(), file_name(path));
    let unfinished = path.with_file_name(name);
    *interrupt::unfinished() = Some(unfinished.clone());
    let written = write_whole(&unfinished, bytes, path).and_then(|()| {
        let _placing = interrupt::placing();
        interrupt::check()?;
        fs::rename(&unfinished, path).map_err(|error| failed("write", path, &error))?;
        if last {
            interrupt::done();
        }
        Ok(())
    });
    interrupt::unfinished().take();
    if written.is_err() {
        // The file may not exist yet.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// Checks that only a regular file would be replaced: nobody wants to lose a folder, a link, a device or a pipe.
pub fn replaceable(path: &Path) -> Result<(), CommandFailure> {
    let Ok(about) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    let kind = about.file_type();
    let what = match () {
        () if kind.is_file() => return Ok(()),
        () if kind.is_dir() => "a folder",
        () if kind.is_symlink() => "a link",
        () => "a device or a pipe",
    };
    Err(CommandFailure::File(format!(
        "Cannot write {}: it is {what}, and only files are replaced. Choose another name.",
        path.display()
    )))
}

pub fn make_folder(folder: &Path) -> Result<(), CommandFailure> {
    fs::create_dir_all(folder).map_err(|error| failed("make", folder, &error))
}

/// Writes a new file that nothing reads yet; errors name the file that it will become.
pub fn write_whole(path: &Path, bytes: &[u8], wanted: &Path) -> Result<(), CommandFailure> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        // A full disk may be reported only now.
        file.sync_all()
    };
    write().map_err(|error| failed("write", wanted, &error))
}

pub fn failed(verb: &str, path: &Path, error: &io::Error) -> CommandFailure {
    CommandFailure::File(format!("Cannot {verb} {}: {error}.", path.display()))
}

/// Returns all files below a folder, by their paths from there.
pub fn below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(folder.join(&at))? {
            let entry = entry?;
            let path = at.join(entry.file_name());
            match entry.file_type()?.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}
