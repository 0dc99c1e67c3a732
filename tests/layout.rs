//! The source keeps the shape that ARCHITECTURE.md promises: who may import whom, how long a file may be, and a line
//! for every module.
#![allow(
    clippy::disallowed_methods,
    reason = "a native test that reads the source"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LINES_AT_MOST: usize = 400;

/// A source file: its path below src/ with forward slashes, and its text.
struct Source {
    path: String,
    text: String,
}

fn collect(folder: &Path, below: &str, sources: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    entries.sort();
    for entry in entries {
        let name = entry
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name in UTF-8");
        let path = format!("{below}{name}");
        if entry.is_dir() {
            collect(&entry, &format!("{path}/"), sources);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&entry).expect("text in UTF-8");
            sources.push(Source { path, text });
        }
    }
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    collect(&root, "", &mut sources);
    assert!(sources.len() > 10, "src/ was not found");
    sources
}

/// The lines of a file without their texts and comments, with their numbers.
fn code(source: &Source) -> impl Iterator<Item = (usize, String)> {
    source.text.lines().zip(1..).map(|(line, number)| {
        let outside_of_quotes: Vec<_> = line.split('"').step_by(2).collect();
        let line = outside_of_quotes.join("\"\"");
        let line = line.split("//").next().unwrap_or_default();
        (number, line.trim().to_owned())
    })
}

fn names_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
        !line[..at].ends_with(part_of_name) && !line[at + word.len()..].starts_with(part_of_name)
    })
}

/// Every place below `folder` where the code names one of these.
fn naming(sources: &[Source], folder: &str, words: &[&str]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.path.starts_with(folder))
        .flat_map(|source| {
            code(source)
                .filter(|(_, line)| words.iter().any(|word| names_word(line, word)))
                .map(|(number, line)| format!("src/{}:{number}: {line}", source.path))
        })
        .collect()
}

/// Every place outside of `folders` where the code names one of these.
fn naming_outside(sources: &[Source], folders: &[&str], words: &[&str]) -> Vec<String> {
    naming(sources, "", words)
        .into_iter()
        .filter(|place| {
            !folders
                .iter()
                .any(|folder| place.starts_with(&format!("src/{folder}")))
        })
        .collect()
}

#[test]
fn no_file_is_long() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > LINES_AT_MOST)
        .collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    assert!(silent.is_empty(), "no //! line at the start of {silent:?}");
}

#[test]
fn boundary_types_know_nothing_but_serde_and_sha2() {
    let crates = [
        "polars",
        "smartcore",
        "csv",
        "postcard",
        "libm",
        "prost",
        "sqlparser",
        "gloo",
        "wasm_bindgen",
        "serde_wasm_bindgen",
        "js_sys",
        "web_sys",
        "yew",
        "clap",
    ];
    assert_eq!(naming(&sources(), "api/", &crates), [""; 0]);
    let modules = [
        "crate::forest",
        "crate::models",
        "crate::pipeline",
        "crate::export",
        "crate::synthetic",
        "crate::worker",
        "crate::storage",
        "crate::ui",
    ];
    assert_eq!(naming(&sources(), "api/", &modules), [""; 0]);
}

#[test]
fn each_engine_has_one_importer() {
    let sources = sources();
    assert_eq!(
        naming_outside(&sources, &["models/"], &["smartcore"]),
        [""; 0]
    );
    assert_eq!(
        naming_outside(&sources, &["pipeline/", "export/"], &["polars"]),
        [""; 0]
    );
    assert_eq!(
        naming_outside(&sources, &["pipeline/expression/"], &["sqlparser"]),
        [""; 0]
    );
    assert_eq!(
        naming_outside(&sources, &["export/onnx/"], &["prost"]),
        [""; 0]
    );
    assert_eq!(
        naming_outside(&sources, &["ui/", "bin/app.rs"], &["yew"]),
        [""; 0]
    );
}

#[test]
fn the_forest_stands_alone() {
    assert_eq!(naming(&sources(), "forest/", &["crate::api"]), [""; 0]);
    let others: Vec<_> = naming(&sources(), "forest/", &["crate"])
        .into_iter()
        .filter(|place| !place.contains("crate::forest") && !place.contains("pub(crate)"))
        .collect();
    assert_eq!(others, [""; 0]);
}

#[test]
fn made_data_is_no_part_of_the_pipeline() {
    let sources = sources();
    let engine = ["crate::pipeline", "crate::models", "crate::export"];
    assert_eq!(naming(&sources, "synthetic/", &engine), [""; 0]);
    for folder in ["pipeline/", "forest/", "models/", "export/"] {
        assert_eq!(naming(&sources, folder, &["crate::synthetic"]), [""; 0]);
    }
}

#[test]
fn the_page_knows_the_engine_by_its_messages_alone() {
    let sources = sources();
    let engine = [
        "crate::pipeline",
        "crate::forest",
        "crate::models",
        "crate::export",
        "crate::synthetic",
    ];
    assert_eq!(naming(&sources, "ui/", &engine), [""; 0]);
    for folder in ["pipeline/", "forest/", "models/", "export/", "synthetic/"] {
        assert_eq!(
            naming(&sources, folder, &["crate::ui", "crate::worker"]),
            [""; 0]
        );
    }
}

#[test]
fn the_store_knows_nothing_but_the_boundary_types() {
    let sources = sources();
    let others = [
        "crate::pipeline",
        "crate::forest",
        "crate::models",
        "crate::export",
        "crate::synthetic",
        "crate::worker",
        "crate::ui",
    ];
    assert_eq!(naming(&sources, "storage/", &others), [""; 0]);
    assert_eq!(
        naming_outside(&sources, &["storage/", "worker/"], &["crate::storage"]),
        [""; 0]
    );
    assert_eq!(
        naming_outside(&sources, &["storage/browser.rs"], &["idb"]),
        [""; 0]
    );
}

#[test]
fn imports_name_what_they_take() {
    let globs: Vec<_> = naming(&sources(), "", &["use"])
        .into_iter()
        .filter(|place| place.ends_with("::*;") && !place.ends_with("super::*;"))
        .collect();
    assert_eq!(globs, [""; 0]);
}

/// The paths below src/ that ARCHITECTURE.md has a line for: the first code span of each list item.
fn described() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(path).expect("ARCHITECTURE.md is there");
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix("- `src/"))
        .filter_map(|rest| rest.split('`').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_architecture_omits_no_module_and_invents_none() {
    let described = described();
    // A folder's line stands for its mod.rs.
    let present: BTreeSet<_> = sources()
        .into_iter()
        .map(|source| {
            source
                .path
                .strip_suffix("mod.rs")
                .unwrap_or(&source.path)
                .to_owned()
        })
        .collect();
    let omitted: Vec<_> = present.difference(&described).collect();
    let invented: Vec<_> = described.difference(&present).collect();
    assert_eq!(omitted, [""; 0], "ARCHITECTURE.md omits these");
    assert_eq!(invented, [""; 0], "ARCHITECTURE.md invents these");
}
