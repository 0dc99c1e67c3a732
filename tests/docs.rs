//! The documents stay true: what they name exists, and they stay as short as they promise.
#![allow(
    clippy::disallowed_methods,
    reason = "a native test that reads the documents and the source"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of ARCHITECTURE.md.
const ARCHITECTURE_AT_MOST: usize = 10_000;
/// Lines of a decision record.
const RECORD_AT_MOST: usize = 45;
/// What a path in a document begins with.
const ROOTS: [&str; 10] = [
    "crates/",
    "src/",
    "tests/",
    "docs/",
    "www/",
    "scripts/",
    "benches/",
    "examples/",
    "interop/",
    ".ci/",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below a folder whose names end so, in the order of their paths.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn records() -> Vec<PathBuf> {
    let mut records = files(&root().join("docs/decisions"), ".md");
    records.retain(|path| !path.ends_with("README.md"));
    assert!(records.len() >= 30, "the decision records were not found");
    records
}

/// Documents that name paths and symbols of the source.
fn documents() -> Vec<PathBuf> {
    let names = [
        "ARCHITECTURE.md",
        "README.md",
        "docs/adding.md",
        "docs/guarantees.md",
    ];
    names
        .iter()
        .map(|name| root().join(name))
        .chain(records())
        .collect()
}

/// The code spans of a document, without its blocks of code.
fn spans(text: &str) -> Vec<String> {
    let outside: String = text.split("```").step_by(2).collect::<Vec<_>>().join("\n");
    outside
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Every name that the source declares.
fn declared() -> BTreeSet<String> {
    const KEYWORDS: [&str; 9] = [
        "fn",
        "struct",
        "enum",
        "trait",
        "const",
        "type",
        "mod",
        "static",
        "macro_rules!",
    ];
    let mut names = BTreeSet::new();
    for folder in ["src", "crates", "tests", "benches", "examples"] {
        for path in files(&root().join(folder), ".rs") {
            let text = read(&path);
            for line in text.lines() {
                let words: Vec<_> = line.split_whitespace().collect();
                for pair in words.windows(2).filter(|pair| KEYWORDS.contains(&pair[0])) {
                    let name = pair[1]
                        .split(|c: char| !c.is_alphanumeric() && c != '_')
                        .next();
                    names.extend(name.map(str::to_owned));
                }
                // Fields and variants.
                let name = line.trim_start().trim_start_matches("pub ");
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
                let (name, rest) = name.split_at(end.unwrap_or(name.len()));
                if rest.is_empty() || rest.starts_with([':', ',', ' ', '(']) {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    names
}

#[test]
fn every_path_in_a_document_exists() {
    let mut lost = Vec::new();
    for document in documents() {
        let text = read(&document);
        for span in spans(&text) {
            let path = span.split("::").next().unwrap_or_default();
            let plain = !path.contains(|c: char| c.is_whitespace() || "*…{<$NAME".contains(c));
            let named = ROOTS.iter().any(|root| path.starts_with(root)) && plain;
            if named && !root().join(path).exists() {
                lost.push(format!("{}: {span}", document.display()));
            }
        }
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let target = target.split('#').next().unwrap_or_default();
            let outside = target.contains("://") || target.is_empty();
            let folder = document.parent().expect("a file is in a folder");
            if !outside && !folder.join(target).exists() {
                lost.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert_eq!(lost, [""; 0]);
}

#[test]
fn every_symbol_in_a_document_is_declared() {
    let declared = declared();
    let mut lost = Vec::new();
    for document in documents()
        .into_iter()
        .filter(|path| !path.ends_with("README.md"))
    {
        let text = read(&document);
        // A record tells of what was rejected, too; what stands in the code is named at its end.
        let text = match text.split_once("## In the code") {
            Some((_, code)) => code.to_owned(),
            None => text,
        };
        for span in spans(&text) {
            let symbol = span
                .trim_end_matches("()")
                .rsplit("::")
                .next()
                .unwrap_or_default();
            let identifier = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let is_symbol = symbol.chars().all(identifier)
                && symbol.chars().any(|c| c.is_ascii_lowercase())
                && (symbol.starts_with(|c: char| c.is_ascii_uppercase())
                    || span.ends_with("()")
                    || span.contains("::"));
            if is_symbol && !declared.contains(symbol) {
                lost.push(format!("{}: {span}", document.display()));
            }
        }
    }
    assert_eq!(lost, [""; 0]);
}

#[test]
fn the_architecture_stays_short() {
    let bytes = read(&root().join("ARCHITECTURE.md")).len();
    assert!(
        bytes <= ARCHITECTURE_AT_MOST,
        "ARCHITECTURE.md has {bytes} bytes"
    );
}

#[test]
fn every_invariant_has_a_test_that_exists() {
    let text = read(&root().join("ARCHITECTURE.md"));
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with("Invariants"));
    let section = section.expect("a section on invariants");
    let mut items: Vec<String> = Vec::new();
    for line in section.lines().skip(1) {
        match line.starts_with(|c: char| c.is_ascii_digit()) {
            true => items.push(line.to_owned()),
            false => items
                .iter_mut()
                .next_back()
                .into_iter()
                .for_each(|item| item.push_str(line)),
        }
    }
    assert!(items.len() >= 6, "the invariants were not found");
    for item in items {
        let tests: Vec<_> = spans(&item)
            .into_iter()
            .filter(|span| span.contains(".rs::"))
            .collect();
        assert!(!tests.is_empty(), "no test is named: {item}");
        for test in tests {
            let (file, name) = test.split_once("::").expect("a file and a test");
            let source = read(&root().join(file));
            assert!(
                source.contains(&format!("fn {name}(")),
                "there is no {test}"
            );
        }
    }
}

#[test]
fn decision_records_are_short_numbered_and_listed() {
    let index = read(&root().join("docs/decisions/README.md"));
    for (path, number) in records().into_iter().zip(1..) {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name in UTF-8");
        let text = read(&path);
        assert!(
            name.starts_with(&format!("{number:04}-")),
            "{name} is not number {number}"
        );
        assert!(
            text.starts_with(&format!("# {number:04} ")),
            "{name} has another title"
        );
        assert!(index.contains(name), "{name} is not in the index");
        for section in ["## Context", "## Choice", "## Rejected", "## In the code"] {
            assert!(text.contains(section), "{name} has no {section}");
        }
        let lines = text.lines().count();
        assert!(lines <= RECORD_AT_MOST, "{name} has {lines} lines");
    }
}

#[test]
fn decision_records_are_linked_from_the_code() {
    let mut source = String::new();
    for folder in ["src", "crates", "tests", "scripts"] {
        files(&root().join(folder), "").iter().for_each(|path| {
            let text = fs::read(path).expect("a readable file");
            source.push_str(&String::from_utf8_lossy(&text));
        });
    }
    for path in ["Cargo.toml", "index.html", "Trunk.toml"] {
        source.push_str(&read(&root().join(path)));
    }
    let unlinked: Vec<_> = records()
        .into_iter()
        .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
        .filter(|name| !source.contains(&format!("docs/decisions/{}", &name[..4])))
        .collect();
    assert_eq!(unlinked, [""; 0]);
}
