//! The guide to additions holds: the diffs of `docs/adding.md` are applied to a copy of the source, where each may touch
//! as many files as promised, and all of them together must compile, with every test and for the browser.
#![allow(
    clippy::disallowed_methods,
    reason = "a native test that copies the source and calls cargo"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many files each addition touches, its own among them.
const PROMISED: [(&str, usize); 5] = [
    ("A model", 4),
    ("A parameter", 2),
    ("A call", 5),
    ("A chart", 4),
    ("An export", 4),
];

/// What the copy needs not: what is built, and what no Rust code is read from.
const LEFT_OUT: [&str; 6] = [".git", "target", "dist", "node_modules", "docs", "interop"];

/// The pages of the guide by their headings, each with its diff.
fn diffs() -> BTreeMap<String, String> {
    let guide = fs::read_to_string(source().join("docs/adding.md")).expect("the guide");
    let mut found = BTreeMap::new();
    for section in guide.split("\n## ").skip(1) {
        let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
        let mut blocks = text.split("```diff\n").skip(1);
        if let Some(block) = blocks.next() {
            assert!(blocks.next().is_none(), "{heading} has two diffs");
            let diff = block.split("```").next().unwrap_or_default();
            found.insert(heading.to_owned(), diff.to_owned());
        }
    }
    found
}

fn source() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder of the test's own");
    for entry in fs::read_dir(from).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().expect("a name");
        if LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        let target = to.join(name);
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a readable file");
        }
    }
}

/// Applies a diff without line numbers: the lines of a hunk that are there already must be found at one place alone.
/// Returns the number of files that it touches.
fn apply(diff: &str, folder: &Path) -> usize {
    let files: Vec<&str> = diff.split("+++ ").skip(1).collect();
    for file in &files {
        let (path, changes) = file.split_once('\n').expect("lines below the path");
        let target = folder.join(path);
        let mut text = fs::read_to_string(&target).unwrap_or_default();
        for hunk in changes.split("@@\n").filter(|hunk| !hunk.is_empty()) {
            let side = |other: char| -> String {
                let lines = hunk.lines().filter(|line| !line.starts_with(other));
                lines
                    .map(|line| [line.get(1..).unwrap_or_default(), "\n"].concat())
                    .collect()
            };
            let (before, after) = (side('+'), side('-'));
            if text.is_empty() && before.is_empty() {
                text = after;
                continue;
            }
            assert_eq!(
                text.matches(&before).count(),
                1,
                "{path} has not one place for\n{hunk}"
            );
            text = text.replacen(&before, &after, 1);
        }
        fs::create_dir_all(target.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(&target, text).expect("a file of the test's own");
    }
    files.len()
}

fn check(folder: &Path, arguments: &str) {
    let checked = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args(["check", "--locked"])
        .args(arguments.split(' '))
        .status()
        .expect("cargo runs");
    assert!(checked.success(), "cargo check {arguments}");
}

#[test]
fn every_addition_of_the_guide_touches_as_many_files_as_promised_and_compiles() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("additions");
    // What an earlier run left.
    let _ = fs::remove_dir_all(&folder);
    copy(&source(), &folder);
    let diffs = diffs();
    let touched: BTreeMap<&str, usize> = (diffs.iter())
        .map(|(heading, diff)| (heading.as_str(), apply(diff, &folder)))
        .collect();
    assert_eq!(touched, PROMISED.into());
    // As the lints are checked, so that dependencies are checked once.
    check(
        &folder,
        "--workspace --features cli --all-targets --test e2e",
    );
    check(
        &folder,
        "--target wasm32-unknown-unknown --no-default-features --features ui,worker --lib --bins --test web",
    );
}
