//! Numbers the build by the sources of the messages, of what they hold and of how they cross, so that the number changes
//! whenever one of them does, and is the same in every program of one build.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script that reads the sources"
)]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let folders = ["src", "../recipe/src", "../wire/src"];
    for folder in folders {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!(
        "cargo::rustc-env=GROVE_BUILD={}",
        number(&folders.map(Path::new))
    );
}

/// The number that follows from all files below these folders. Every number of a message is exact in JavaScript, so it
/// has 32 bits.
pub fn number(folders: &[&Path]) -> u32 {
    let mut hasher = DefaultHasher::new();
    for folder in folders {
        let mut sources = Vec::new();
        collect(folder, &mut sources);
        sources.sort();
        for path in sources {
            fs::read(path).expect("a readable source").hash(&mut hasher);
        }
    }
    hasher.finish() as u32
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        match path.is_dir() {
            true => collect(&path, sources),
            false => sources.push(path),
        }
    }
}
