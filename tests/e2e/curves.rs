//! Intervals of scores and the curves of the test rows: the same bits as the command's, and the same threshold as the slider's.

use std::process::Command;

use grove_protocol::Download;
use grove_recipe::stage::Stage;
use serde_json::Value;

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, sample};

/// The metrics that the native command writes for this recipe.
fn natively(page: &Page, recipe: &[u8], data: &str) -> Value {
    let out = page.browser.folder().join("out");
    let status = Command::new(env!("CARGO_BIN_EXE_grove"))
        .arg("run")
        .arg(page.browser.file("run.json", recipe))
        .arg(page.browser.file(&format!("{data}.csv"), &sample(data)))
        .arg("--out")
        .arg(&out)
        .status();
    assert!(status.expect("the command starts").success());
    let json = std::fs::read(out.join(Download::Metrics.file_name()));
    serde_json::from_slice(&json.expect("the command wrote it")).expect("JSON")
}

/// Waits for the picture with this title.
fn draws(page: &Page, title: &str) {
    page.browser.until(
        title,
        "const title = document.querySelector('[data-testid=curves] .figure-title');
         return title !== null && title.textContent === arguments[0];",
        vec![title.into()],
    );
}

#[test]
fn the_intervals_of_the_page_are_those_of_the_command() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    let recipe = page.download(Download::Recipe);
    let native = natively(&page, &recipe, "iris");
    for name in ["accuracy", "log_loss", "roc_auc"] {
        let tile = ["metric-", name].concat();
        page.appears(&tile);
        let ends = native["test"]["score_intervals"][name].as_array();
        for (end, at) in ["low", "high"].into_iter().zip(ends.expect("an interval")) {
            let shown: f64 = page.data(&tile, end).parse().expect("a number");
            assert_eq!(Some(shown), at.as_f64(), "{name} {end}");
        }
    }
    let intervals = page.text("metric-accuracy");
    assert!(intervals.contains('–'), "{intervals}");
}

#[test]
fn the_curves_mark_the_threshold_that_is_tried() {
    let page = Page::open();
    page.sample("breast_cancer");
    page.run();
    page.show(Stage::Evaluate);
    page.appears("curves");
    let script = "return document.getElementById('threshold-title').textContent.replace('Threshold of ', '')";
    let class = page.browser.script(script, vec![]);
    let class = class.as_str().expect("a text").to_owned();
    let named = |title: &str| [title, ": ", &class].concat();
    draws(&page, &named("ROC curve"));
    assert!(!page.shows("curves-class"));
    page.write("threshold-input", "0.3");
    let marked = "return document.querySelector('[data-testid=curves] .threshold-mark') !== null;";
    page.browser
        .until("the mark of the threshold", marked, vec![]);
    for (place, title) in [
        "ROC curve",
        "Precision and recall",
        "Cumulative gain",
        "Lift",
        "Calibration",
    ]
    .into_iter()
    .enumerate()
    {
        page.click(&format!("curves-kind-{place}"));
        draws(&page, &named(title));
    }
    has_no_faults(&page, "the calibration");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn several_classes_have_an_average_first_and_a_curve_each() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    page.appears("curves-class");
    draws(&page, "ROC curve: macro average");
    assert_eq!(page.options("curves-class")[0], "macro average");
    page.select("curves-class", "versicolor");
    draws(&page, "ROC curve: versicolor");
    assert_eq!(page.browser.errors(), [""; 0]);
}
