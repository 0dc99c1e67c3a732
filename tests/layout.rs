//! The source keeps the shape that ARCHITECTURE.md promises: what the page and the forest link, which crate may use
//! which library, and how long a file may be. Who may know whom else is said by the manifests in crates/.
#![allow(
    clippy::disallowed_methods,
    reason = "a native test that reads the source"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const LINES_AT_MOST: usize = 400;

/// A source file: its path in the repository with forward slashes, and its text.
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

/// The crates below crates/ with their manifests, in the order of their names.
fn manifests() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let mut manifests: Vec<_> = fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| {
            let path = entry.expect("a readable entry").path();
            let name = path.file_name().and_then(|name| name.to_str());
            let text = fs::read_to_string(path.join("Cargo.toml")).expect("a manifest");
            (name.expect("a name in UTF-8").to_owned(), text)
        })
        .collect();
    manifests.sort();
    manifests
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    collect(&root.join("src"), "src/", &mut sources);
    for (name, _) in manifests() {
        let below = format!("crates/{name}/src/");
        collect(&root.join(&below), &below, &mut sources);
    }
    assert!(sources.len() > 10, "no sources were found");
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
                .map(|(number, line)| format!("{}:{number}: {line}", source.path))
        })
        .collect()
}

/// Every place outside of `folders` where the code names one of these.
fn naming_outside(sources: &[Source], folders: &[&str], words: &[&str]) -> Vec<String> {
    naming(sources, "", words)
        .into_iter()
        .filter(|place| !folders.iter().any(|folder| place.starts_with(folder)))
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

/// What cargo would link into these, by name.
fn linked(arguments: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--prefix", "none"])
        .args(["--format", "{p}", "--edges", "normal"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo tree: {output:?}");
    String::from_utf8(output.stdout)
        .expect("text in UTF-8")
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_links_no_engine() {
    let page = linked(&[
        "--package=grove",
        "--no-default-features",
        "--features=ui",
        "--target=wasm32-unknown-unknown",
    ]);
    let grove: Vec<_> = page
        .iter()
        .filter(|name| name.starts_with("grove"))
        .collect();
    assert_eq!(
        grove,
        [
            "grove",
            "grove-charts",
            "grove-elements",
            "grove-protocol",
            "grove-recipe",
            "grove-wire"
        ]
    );
    for name in ["polars", "smartcore", "sqlparser", "parquet", "prost"] {
        assert!(!page.contains(name), "the page links {name}");
    }
}

#[test]
fn the_forest_stands_alone() {
    let forest = linked(&["--package=grove-forest", "--depth=1"]);
    assert_eq!(Vec::from_iter(&forest), ["grove-forest", "serde"]);
}

#[test]
fn gradient_boosting_takes_the_forests_matrix_alone() {
    let boosting = linked(&["--package=grove-boosting", "--depth=1"]);
    let linked = Vec::from_iter(&boosting);
    assert_eq!(linked, ["grove-boosting", "grove-forest", "libm", "serde"]);
}

/// The page draws marks and the report writes them; neither says where anything is.
#[test]
fn pictures_are_drawn_in_one_place() {
    let shapes = ["g", "rect", "line", "path", "circle", "polyline", "text"];
    let drawing: Vec<_> = sources()
        .into_iter()
        .filter(|source| !source.path.starts_with("crates/charts/"))
        .flat_map(|source| {
            let found = shapes.iter().filter(|shape| {
                source.text.contains(&format!("<{shape} "))
                    || source.text.contains(&format!("<{shape}>"))
            });
            let found = found.map(|shape| format!("{}: <{shape}", source.path));
            found.collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(drawing, [""; 0]);
    let charts = linked(&["--package=grove-charts"]);
    let grove: Vec<_> = charts.iter().filter(|n| n.starts_with("grove")).collect();
    assert_eq!(grove, ["grove-charts", "grove-protocol", "grove-recipe"]);
    for name in ["yew", "web-sys", "polars"] {
        assert!(!charts.contains(name), "the charts link {name}");
    }
}

/// The crates whose manifests name a dependency, outside of tests.
fn depending_on(dependency: &str) -> Vec<String> {
    manifests()
        .into_iter()
        .filter(|(_, manifest)| {
            manifest
                .split("\n[")
                .filter(|table| {
                    let head = table.lines().next().unwrap_or_default();
                    head.ends_with("dependencies]") && !head.contains("dev-")
                })
                .flat_map(str::lines)
                .any(|line| line.split([' ', '.']).next() == Some(dependency))
        })
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn each_engine_has_one_importer() {
    assert_eq!(depending_on("smartcore"), ["models"]);
    assert_eq!(depending_on("polars"), ["engine"]);
    assert_eq!(depending_on("sqlparser"), ["engine"]);
    assert_eq!(depending_on("parquet"), ["engine"]);
    assert_eq!(depending_on("prost"), ["export"]);
    assert_eq!(depending_on("idb"), ["store"]);
    assert_eq!(depending_on("yew"), ["elements"]);
    let sources = sources();
    let expression = ["crates/engine/src/expression/"];
    assert_eq!(
        naming_outside(&sources, &expression, &["sqlparser"]),
        [""; 0]
    );
    let onnx = ["crates/export/src/onnx/"];
    assert_eq!(naming_outside(&sources, &onnx, &["prost"]), [""; 0]);
}

#[test]
fn imports_name_what_they_take() {
    let globs: Vec<_> = naming(&sources(), "", &["use"])
        .into_iter()
        .filter(|place| place.ends_with("::*;") && !place.ends_with("super::*;"))
        .collect();
    assert_eq!(globs, [""; 0]);
}

/// The code of a file without its unit tests.
fn without_tests(sources: Vec<Source>) -> Vec<Source> {
    let outside = sources
        .into_iter()
        .filter(|source| !source.path.contains("/tests/"));
    let cut = |source: Source| {
        let code = source.text.split("#[cfg(test)]").next();
        let text = code.unwrap_or_default().to_owned();
        Source { text, ..source }
    };
    outside.map(cut).collect()
}

#[test]
fn a_model_is_named_in_its_own_files_the_list_and_exporters() {
    let sources = without_tests(sources());
    for (model, module) in [
        ("RandomForest", "random_forest"),
        ("GradientBoosting", "gradient_boosting"),
        ("ExtraTrees", "extra_trees"),
        ("DecisionTree", "decision_tree"),
        ("LogisticRegression", "logistic_regression"),
        ("Ridge", "ridge"),
        ("Lasso", "lasso"),
        ("KNeighbors", "k_neighbors"),
        ("GaussianNB", "gaussian_nb"),
        ("Dummy", "dummy"),
    ] {
        let declared = format!("crates/recipe/src/models/{module}.rs");
        let learns = format!("crates/models/src/{module}.rs");
        let own = [
            declared.as_str(),
            &learns,
            // The list, what trees share, and the kinds of what is learned.
            "crates/recipe/src/models/mod.rs",
            "crates/recipe/src/models/trees.rs",
            "crates/models/src/model.rs",
            "crates/models/src/lib.rs",
            // smartcore's estimator of the same name, and the model of the crate of its own.
            "crates/models/src/forest.rs",
            "crates/boosting/src/",
            // How it grows, and what a tree of it looks like.
            "crates/engine/src/train/boosted_tree.rs",
            "crates/engine/src/train/boosting.rs",
            "crates/engine/src/train/boosting_report.rs",
            // Intervals and pictures, which only some kinds of models have.
            "crates/engine/src/predict/fitted.rs",
            "crates/engine/src/run/preview.rs",
            "crates/export/src/onnx/",
            "crates/export/src/script/",
        ];
        assert_eq!(naming_outside(&sources, &own, &[model]), [""; 0]);
        for file in [&declared, &learns] {
            assert!(sources.iter().any(|source| source.path == *file), "{file}");
        }
    }
}

#[test]
fn a_parameter_of_a_model_is_named_where_it_is_declared_and_where_it_is_read() {
    let sources = without_tests(sources());
    let parameters = [
        "min_samples_split",
        "min_samples_leaf",
        "min_impurity_decrease",
        "max_leaf_nodes",
        "max_samples",
        "class_weight",
        "ccp_alpha",
        "n_neighbors",
        "var_smoothing",
    ];
    let read = [
        "crates/boosting/src/",
        "crates/forest/src/",
        "crates/recipe/src/models/",
        "crates/models/src/",
        "crates/export/src/script/",
    ];
    assert_eq!(naming_outside(&sources, &read, &parameters), [""; 0]);
    for parameter in parameters {
        let declared = naming(&sources, "crates/recipe/src/", &[parameter]);
        let declared: Vec<_> = declared
            .iter()
            .filter(|line| line.contains(" = "))
            // Gradient boosting has other defaults and help for some parameters of a tree.
            .filter(|line| !line.starts_with("crates/recipe/src/models/gradient_boosting.rs"))
            .collect();
        assert_eq!(declared.len(), 1, "{parameter}: {declared:?}");
    }
}
