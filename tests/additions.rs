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

/// How many files each addition makes, and how many others it changes, most of them by the line that names its module.
const PROMISED: [(&str, (usize, usize)); 6] = [
    ("A model", (2, 2)),
    ("A parameter", (0, 2)),
    ("A call", (2, 3)),
    ("A chart", (1, 3)),
    ("A stage", (6, 9)),
    ("An export", (1, 3)),
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
/// Returns how many files it makes, and how many it changes.
fn apply(diff: &str, folder: &Path) -> (usize, usize) {
    let (mut made, mut changed) = (0, 0);
    for file in diff.split("+++ ").skip(1) {
        let (path, changes) = file.split_once('\n').expect("lines below the path");
        let target = folder.join(path);
        let mut text = fs::read_to_string(&target).unwrap_or_default();
        *(if text.is_empty() {
            &mut made
        } else {
            &mut changed
        }) += 1;
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
    (made, changed)
}

/// Gives the copy's crates a version of their own: cargo tells crates of one target folder apart by name and version, and
/// would take what is compiled here for what the source compiles to.
fn rename_version(folder: &Path) {
    let path = folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).expect("the copy's manifest");
    let other = manifest.replacen(
        "\nversion = \"0.1.0\"\n",
        "\nversion = \"0.1.0-additions\"\n",
        1,
    );
    assert_ne!(other, manifest, "the manifest has another version");
    fs::write(&path, other).expect("a file of the test's own");
}

fn check(folder: &Path, arguments: &str) {
    let checked = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args(["check", "--offline"])
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
    rename_version(&folder);
    let diffs = diffs();
    let touched: BTreeMap<&str, (usize, usize)> = (diffs.iter())
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
