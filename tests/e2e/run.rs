//! From a sample to scores, and what a change makes stale.

use grove_protocol::Download;
use grove_recipe::Split;
use grove_recipe::models::trees::ForestParameters;
use grove_recipe::stage::{PATH, Stage};

use crate::harness::page::{Page, noise};

#[test]
fn a_sample_becomes_a_confusion_matrix() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    for stage in PATH {
        assert_eq!(page.state(stage), "fresh", "{stage:?}");
    }

    page.show(Stage::Evaluate);
    let cells = page.confusion();
    let classes = ["setosa", "versicolor", "virginica"];
    assert_eq!(cells.len(), 9);
    for actual in classes {
        for predicted in classes {
            assert!(
                cells.iter().any(|(a, p, _)| a == actual && p == predicted),
                "no cell for {actual} taken for {predicted}"
            );
        }
    }

    let predictions = String::from_utf8(page.download(Download::Predictions)).expect("a CSV");
    let test_rows = predictions.lines().count() - 1;
    assert!(
        (36..=39).contains(&test_rows),
        "a quarter of 150 rows, not {test_rows}"
    );
    let counted: u32 = cells.iter().map(|(_, _, count)| count).sum();
    assert_eq!(counted as usize, test_rows);

    // Always answering with the most frequent of three equal classes is right for a third of the rows.
    let accuracy = page.metric("accuracy");
    assert!(accuracy > 0.8 && accuracy <= 1.0, "accuracy is {accuracy}");
    let diagonal: u32 = cells
        .iter()
        .filter(|(a, p, _)| a == p)
        .map(|(_, _, n)| n)
        .sum();
    assert!((accuracy - f64::from(diagonal) / f64::from(counted)).abs() < 1e-3);
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_regression_is_scored() {
    let page = Page::open();
    page.sample("diabetes");
    page.select("task-select", "regression");
    page.run();
    page.show(Stage::Evaluate);
    let r2 = page.metric("r2");
    assert!(r2 > 0.2 && r2 < 0.8, "r2 is {r2}");
    assert!(page.metric("rmse") > page.metric("mae"));
    assert!(!page.shows("confusion-matrix"));
}

#[test]
fn a_change_runs_the_stages_behind_it_alone() {
    let page = Page::open();
    page.sample("iris");
    page.run();

    page.show(Stage::Train);
    page.fill(ForestParameters::n_estimators.name, "7");
    page.reaches(Stage::Train, "stale");
    page.reaches(Stage::Evaluate, "stale");
    for stage in &PATH[..5] {
        assert_eq!(page.state(*stage), "fresh", "{stage:?}");
    }
    page.watch_stages();
    page.run();
    let ran = page.stages_that_ran();
    assert!(
        ran.iter()
            .all(|stage| ["stage-train", "stage-evaluate"].contains(&stage.as_str())),
        "{ran:?} ran for another number of trees"
    );

    page.show(Stage::Split);
    page.fill(Split::test_size.name, "0.5");
    page.reaches(Stage::Split, "stale");
    // What the check tells of both sides of the split is out of date with it.
    for stage in &PATH[..2] {
        assert_eq!(page.state(*stage), "fresh", "{stage:?}");
    }
    page.run();
    page.show(Stage::Evaluate);
    let counted: u32 = page.confusion().iter().map(|(_, _, count)| count).sum();
    assert_eq!(counted, 75);
}

#[test]
fn a_long_training_can_be_cancelled() {
    let page = Page::open();
    page.upload("noise.csv", noise(4000).as_bytes());
    page.select("target-select", "label");
    page.show(Stage::Train);
    page.fill(
        ForestParameters::n_estimators.name,
        &ForestParameters::n_estimators.max.to_string(),
    );
    page.click("run-all");
    page.reaches(Stage::Train, "running");
    page.click("cancel");
    let stopped = "return document.querySelector(\"[data-testid='stage-train']\").dataset.state !== 'running'";
    page.browser.until("the training to stop", stopped, vec![]);
    assert_ne!(page.state(Stage::Train), "fresh");
    for stage in &PATH[..5] {
        assert_eq!(page.state(*stage), "fresh", "{stage:?} had finished");
    }

    page.fill(ForestParameters::n_estimators.name, "3");
    page.watch_stages();
    page.run();
    let ran = page.stages_that_ran();
    assert!(
        !ran.contains(&"stage-split".to_owned()),
        "{ran:?} ran after the cancelled run"
    );
}
