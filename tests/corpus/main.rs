//! The corpus: small files of many kinds, each with the reading that is right. `make.py` writes the files from known
//! values, so that what is right never comes from a reader. One test for each kind tells all that is wrong in it.
#![allow(
    clippy::disallowed_methods,
    reason = "these tests run natively, where files are at hand"
)]

mod case;
mod commands;
mod compare;
mod new_files;

use case::{Case, cases};
use grove_engine::load::load;
use grove_recipe::Load;

/// What is wrong in the reading of a file; `None` where it is one of those that are right.
fn wrong(case: &Case) -> Option<String> {
    let loaded = match load(&case.file.file, &case.file.bytes(), &Load::default()) {
        Ok(loaded) => loaded,
        Err(error) => return Some(format!("  error: {error}\n")),
    };
    let mut wrong: Vec<Vec<String>> = Vec::new();
    for reading in &case.expected {
        match compare::differences(reading, &loaded) {
            differences if differences.is_empty() => return None,
            differences => wrong.push(differences),
        }
    }
    // The closest of the right readings says best what is missing.
    let closest = wrong.into_iter().min_by_key(Vec::len).unwrap_or_default();
    let mut text: String = closest.iter().map(|line| format!("  {line}\n")).collect();
    for note in &loaded.notes {
        let doubt = if note.doubt { "doubt" } else { "note" };
        text.push_str(&format!("  {doubt}: {note}\n"));
    }
    for bad in loaded.bad_lines.listed.iter().take(3) {
        text.push_str(&format!("  listed: {}\n", bad.problem));
    }
    text.push_str(&format!("  read with {:?}\n", loaded.layout));
    Some(text)
}

fn all_are_right(kind: &str) {
    let cases: Vec<Case> = cases(kind);
    let mut failures = String::new();
    let mut failed = 0;
    for case in &cases {
        if let Some(wrong) = wrong(case) {
            failed += 1;
            let start = case.file.start();
            failures.push_str(&format!("\n{kind}/{}: {start}\n{wrong}", case.file.name));
        }
    }
    let count = cases.len();
    assert!(
        failed == 0,
        "{failed} of {count} are read wrongly:\n{failures}"
    );
}

macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),*];
        $(#[test]
        fn $kind() {
            all_are_right(stringify!($kind));
        })*
    };
}

kinds!(
    dates,
    delimiter,
    encodings,
    first_missing,
    formats,
    header,
    numbers,
    odd_cells,
    order,
    ordinary,
    rows,
    truth,
    years,
);

#[test]
fn every_kind_is_tested_and_there_are_many() {
    let folder = format!("{}/tests/corpus", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut tested = [KINDS, &[new_files::KIND]].concat();
    tested.sort_unstable();
    assert_eq!(files, tested);
    let count: usize = KINDS.iter().map(|kind| cases::<Case>(kind).len()).sum();
    assert!(count >= 300, "{count} cases");
}
