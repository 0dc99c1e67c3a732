//! Calibrated probabilities and conformal answers, chosen in the page: their sections, and the same numbers natively.

use std::fs;

use grove_protocol::Download;
use grove_recipe::stage::Stage;

use crate::harness::page::{Page, sample};
use crate::same_bits::{FILES, run_natively};

#[test]
fn steps_and_sets_are_told_and_are_those_of_the_command() {
    let page = Page::open();
    page.upload("breast_cancer.csv", &sample("breast_cancer"));
    page.select("target-select", "diagnosis");
    page.run();
    page.show(Stage::Evaluate);
    assert!(!page.shows("calibration") && !page.shows("conformal"));
    page.select("parameter-calibration", "isotonic: steps that only rise");
    page.select("parameter-conformal", "split conformal");
    page.fill("confidence_level", "0.95");
    page.run();
    page.show(Stage::Evaluate);
    let calibration = page.text("calibration");
    let rows = "train rows by their out-of-bag predictions";
    assert!(calibration.contains(rows), "{calibration}");
    assert!(calibration.contains("log loss"), "{calibration}");
    let conformal = page.text("conformal");
    assert!(conformal.contains("95"), "{conformal}");
    assert_eq!(page.data("conformal-level", "value"), "0.95");
    let coverage: f64 = page
        .data("conformal-coverage", "value")
        .parse()
        .expect("a share");
    assert!(coverage > 0.85, "{coverage}");

    let recipe = page
        .browser
        .file("run.json", &page.download(Download::Recipe));
    let data = page
        .browser
        .file("breast_cancer.csv", &sample("breast_cancer"));
    let out = run_natively(&page, &recipe, &data, 0);
    for file in FILES {
        let native = fs::read(out.join(file.file_name())).expect("the command wrote it");
        assert!(native == page.download(file), "{}", file.file_name());
    }
    let predictions = fs::read_to_string(out.join(Download::Predictions.file_name()));
    let predictions = predictions.expect("text");
    let header = predictions.lines().next().expect("a header");
    assert!(header.ends_with(",prediction_set"), "{header}");
}
