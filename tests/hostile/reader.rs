//! Who reads the files: the command, as a child with bounds. `tests/e2e/hostile` has the page read them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use grove_recipe::{DataReference, Recipe, Task};

/// Of address space: the command's own code and stacks take 200 MB of it, memory for data the rest.
const KILOBYTES: u64 = 1_250_000;

/// Seconds of a processor that a file of 10 MB may cost: a machine that is busy with other things makes no file hostile.
/// A dev build takes about six times as long as the shipped one.
fn seconds() -> u64 {
    match std::env::var_os("GROVE_COMMAND") {
        Some(_) => 10,
        None => 60,
    }
}

fn command() -> PathBuf {
    match std::env::var_os("GROVE_COMMAND") {
        Some(command) => command.into(),
        None => env!("CARGO_BIN_EXE_grove").into(),
    }
}

/// A folder of one test's own.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("hostile")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is removed by the next that needs the name.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub struct Ended {
    pub code: Option<i32>,
    pub said: String,
}

/// Runs the command in a folder of a test. Where it takes too much, the system ends it.
pub fn run(folder: &Folder, arguments: &[&str]) -> Ended {
    let began = Instant::now();
    let limits = format!(
        "ulimit -v {KILOBYTES} && ulimit -t {} && exec \"$@\"",
        seconds()
    );
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new("sh")
        .args(["-c", &limits, "sh"])
        .arg(command())
        .args(arguments)
        .current_dir(&folder.0)
        // Each of the allocator's arenas would take 64 MB of address space.
        .env("MALLOC_ARENA_MAX", "2")
        .env("POLARS_MAX_THREADS", "2")
        .stdin(Stdio::null())
        .output()
        .expect("sh and the command");
    let took = began.elapsed();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&stdout),
        String::from_utf8_lossy(&stderr)
    );
    let start: String = said.chars().take(600).collect();
    println!("{arguments:?}: {took:.1?}, {:?}: {start}", status.code());
    assert!(
        status.code().is_some(),
        "{arguments:?} was ended after {took:.1?} ({status}): {start}"
    );
    assert!(!said.contains("panicked at"), "{arguments:?}: {start}");
    assert!(
        said.len() < 100_000,
        "{arguments:?} says {} bytes",
        said.len()
    );
    Ended {
        code: status.code(),
        said,
    }
}

/// What the command says of a file that it has read: the recipe asks for a target that is in none.
pub const READ: &str = "has no column no such column";

/// Has a file read, of which the command says these words.
pub fn says(folder: &Folder, name: &str, bytes: &[u8], words: &str) {
    says_with(folder, name, bytes, words, |_| {});
}

/// The same, with other choices.
pub fn says_with(
    folder: &Folder,
    name: &str,
    bytes: &[u8],
    words: &str,
    change: impl FnOnce(&mut Recipe),
) {
    folder.write(name, bytes);
    let data = DataReference {
        name: name.into(),
        sha256: "0".repeat(64),
    };
    // Whether there is a target is asked before any step of cleaning runs.
    let target = if words == READ { "no such column" } else { "n" };
    let mut recipe = Recipe::new(data, target.into(), Task::Regression, Vec::new());
    change(&mut recipe);
    folder.write("recipe.json", recipe.to_json().as_bytes());
    let ended = run(
        folder,
        &["prepare", "recipe.json", name, "--out", "out.csv"],
    );
    assert_eq!(ended.code, Some(1), "{name}: {}", ended.said);
    assert!(ended.said.contains(words), "{name}: {}", ended.said);
}
