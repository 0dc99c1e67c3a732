//! What every browser has to do, also those in which the other tests are not run.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use grove_recipe::stage::Stage;
use serde_json::Value;

use crate::harness::page::{Page, sample};

/// Runs the native command to its end, and returns what it printed.
fn natively(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_grove"))
        .args(arguments)
        .output()
        .expect("the command starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

/// The scores of a sample by the native command, by name.
fn native_scores(page: &Page, name: &str, target: &str) -> BTreeMap<String, f64> {
    let data = page.browser.file(&format!("{name}.csv"), &sample(name));
    let recipe = natively(&["new", &data, "--target", target]);
    let recipe = page.browser.file("recipe.yaml", recipe.as_bytes());
    let out = page.browser.folder().join("out");
    let folder = out.to_str().expect("a path in UTF-8");
    natively(&["run", &recipe, &data, "--out", folder]);
    let written = fs::read(out.join("metrics.json")).expect("the command wrote it");
    fs::remove_dir_all(&out).expect("the folder of this run");
    let written: Value = serde_json::from_slice(&written).expect("JSON");
    serde_json::from_value(written["test"]["metrics"].clone()).expect("scores by name")
}

#[test]
fn a_run_gives_the_native_scores_to_the_last_bit() {
    let page = Page::open();
    for (name, target) in [("iris", "species"), ("diabetes", "progression")] {
        page.reload();
        page.upload(&format!("{name}.csv"), &sample(name));
        page.predict(target);
        page.run();
        page.show(Stage::Evaluate);
        let scores = native_scores(&page, name, target);
        assert!(scores.len() >= 4, "{scores:?}");
        for (metric, native) in scores {
            let shown = page.metric(&metric);
            assert_eq!(shown.to_bits(), native.to_bits(), "{name}: {metric}");
        }
    }
}

#[test]
fn a_table_is_opened_and_learned_from_and_an_error_is_told() {
    let page = Page::open();
    page.choose_file("file-input", "empty.csv", b"");
    let (stage, text) = page.take_error();
    assert_eq!(stage, "load");
    assert!(text.contains("empty"), "{text}");
    page.sample("messy");
    page.run();
    page.show(Stage::Train);
    page.appears("train-facts");
    page.show(Stage::Evaluate);
    assert!(page.metric("accuracy") > 0.5);
    assert_eq!(page.confusion().len(), 9);
    page.reload();
    let kept =
        "return document.querySelector(\"[data-testid='place-runs']\")?.dataset.runs === '1'";
    page.browser.until("the run to be kept", kept, vec![]);
    assert_eq!(page.browser.errors(), [""; 0]);
}
