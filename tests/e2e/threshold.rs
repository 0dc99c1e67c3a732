//! A decision threshold: tried on the page without a run, and decided by in the next one.

use grove_recipe::stage::Stage;

use crate::harness::page::Page;

#[test]
fn a_tried_threshold_moves_the_counts_at_once_and_decides_the_next_run() {
    let page = Page::open();
    page.sample("breast_cancer");
    page.run();
    page.show(Stage::Evaluate);
    let counts = page.text("threshold-matrix");
    assert!(!page.shows("threshold-warning"));
    page.watch_stages();
    page.write("threshold-input", "0.05");
    page.appears("threshold-warning");
    let tried = page.text("threshold-matrix");
    assert_ne!(counts, tried);
    assert!(page.stages_that_ran().is_empty());
    assert!(
        page.text("threshold-warning")
            .contains("chosen on the test rows")
    );

    page.click("threshold-keep");
    page.reaches(Stage::Evaluate, "stale");
    page.run();
    assert_eq!(page.stages_that_ran(), ["stage-evaluate"]);
    page.show(Stage::Evaluate);
    assert!(page.text("threshold").contains("at least 0.05"));
    assert_eq!(page.text("threshold-matrix"), tried);
}

#[test]
fn a_threshold_is_chosen_without_the_test_rows() {
    let page = Page::open();
    page.sample("breast_cancer");
    page.run();
    page.show(Stage::Evaluate);
    page.select("parameter-threshold_by", "the best F1 score");
    page.run();
    page.show(Stage::Evaluate);
    let told = page.text("threshold");
    assert!(
        told.contains("train rows by their out-of-bag predictions"),
        "{told}"
    );
}
