//! Files, wholly or not at all: each is written under another name beside its own and then renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use grove::export::bundle::Entry;

use crate::failure::Failure;
use crate::interrupt;

/// What the name of a file begins with that is not finished.
const UNFINISHED: &str = ".grove-unfinished-";

pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| failed("read", path, &error))
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    put(folder, &[(file_name(path), bytes.to_vec())])
}

/// Writes files into a folder, which is made if it is not there. Where one cannot be written, or on an interrupt, none
/// is there in place of what was before; they are put in place one after the other in the order given, all within a
/// moment.
pub fn put(folder: &Path, files: &[Entry]) -> Result<(), Failure> {
    let places: Vec<PathBuf> = files.iter().map(|(path, _)| folder.join(path)).collect();
    let unfinished: Vec<PathBuf> = places.iter().map(|place| unfinished(place)).collect();
    let mut pairs = files.iter().zip(&unfinished);
    let written = pairs
        .try_for_each(|((_, bytes), path)| write_whole(path, bytes))
        .and_then(|()| interrupt::check());
    let renamed = written.and_then(|()| {
        let mut pairs = unfinished.iter().zip(&places);
        pairs.try_for_each(|(from, to)| {
            fs::rename(from, to).map_err(|error| failed("write", to, &error))
        })
    });
    if renamed.is_err() {
        for path in &unfinished {
            // It may not have come so far; what is in the way is found by the next that writes.
            let _ = fs::remove_file(path);
        }
    }
    renamed
}

/// Removes what a process left in a folder that was killed while it wrote.
pub fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // Nothing reads it.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn unfinished(place: &Path) -> PathBuf {
    place.with_file_name(UNFINISHED.to_owned() + &file_name(place))
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).map_err(|error| failed("make", folder, &error))?;
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        // A full disk may only be told now.
        file.sync_all()
    };
    write().map_err(|error| {
        let wanted = path.with_file_name(file_name(path).replacen(UNFINISHED, "", 1));
        failed("write", &wanted, &error)
    })
}

pub fn failed(verb: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::File(format!("Cannot {verb} {}: {error}.", path.display()))
}
