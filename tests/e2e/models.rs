//! A model leaves the page and comes back to another visit.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use grove_protocol::Download;
use grove_recipe::stage::Stage;

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, sample};

/// Rows by their number in the data: the prediction and its probabilities.
fn by_row(csv: &[u8]) -> BTreeMap<u32, Vec<String>> {
    let mut rows = csv::Reader::from_reader(csv);
    let header = rows.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name);
    let row = at("row").expect("a column row");
    let from = at("prediction").expect("a column prediction");
    rows.records()
        .map(|record| {
            let record = record.expect("a row as long as the header");
            let number = record[row].parse().expect("a row number");
            (
                number,
                record.iter().skip(from).map(str::to_owned).collect(),
            )
        })
        .collect()
}

/// The CSV without its last column.
fn without_last_column(csv: &[u8]) -> String {
    String::from_utf8_lossy(csv)
        .lines()
        .filter_map(|line| line.rsplit_once(','))
        .map(|(line, _)| format!("{line}\n"))
        .collect()
}

fn predicted_natively(page: &Page, model: &[u8], data: &str) -> Vec<u8> {
    let out = page.browser.folder().join("native.csv");
    let output = Command::new(env!("CARGO_BIN_EXE_grove"))
        .arg("predict")
        .arg(page.browser.file("model.grove", model))
        .arg(page.browser.file("new wine.csv", data.as_bytes()))
        .arg("--out")
        .arg(&out)
        .output()
        .expect("the command starts");
    assert!(output.status.success());
    fs::read(out).expect("the command wrote it")
}

#[test]
fn a_model_predicts_on_another_visit_what_it_predicted_on_the_first() {
    let page = Page::open();
    let wine = sample("wine");
    page.upload("my wine.csv", &wine);
    page.select("target-select", "cultivar");
    page.run();
    page.show(Stage::Evaluate);
    let model = page.download(Download::Model);
    let metrics = page.download(Download::Metrics);
    let recipe = page.download(Download::Recipe);
    let predictions = by_row(&page.download(Download::Predictions));
    serde_json::from_slice::<serde_json::Value>(&metrics).expect("metrics in JSON");
    serde_json::from_slice::<serde_json::Value>(&recipe).expect("a recipe in JSON");
    assert!(predictions.len() > 40);

    page.reload();
    let new = without_last_column(&wine);
    page.choose_file("model-input", "model.grove", &model);
    page.choose_file("predict-input", "new wine.csv", new.as_bytes());
    page.appears("predict-rows");
    let downloaded = page.download(Download::NewPredictions);
    assert!(
        predicted_natively(&page, &model, &new) == downloaded,
        "the native command predicts other bytes"
    );
    let again = by_row(&downloaded);
    assert_eq!(again.len(), 178);
    for (row, prediction) in &predictions {
        assert_eq!(again.get(row), Some(prediction), "row {row}");
    }
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_file_that_is_no_model_is_refused_and_a_good_one_is_still_taken() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    let model = page.download(Download::Model);

    page.reload();
    for (name, bytes) in [
        ("iris.csv", sample("iris")),
        ("cut.grove", model[..model.len() / 2].to_vec()),
    ] {
        page.choose_file("model-input", name, &bytes);
        let (_, message) = page.take_error();
        assert!(!message.is_empty(), "{name}");
    }
    page.choose_file("model-input", "model.grove", &model);
    page.appears("predict-input");
    assert!(!page.shows("error"));
}

#[test]
fn a_row_is_predicted_by_a_form_as_in_the_file() {
    let page = Page::open();
    page.sample("messy");
    page.run();
    page.click("predict");
    page.appears("row-answer");
    has_no_faults(&page, "a row to predict");
    page.click("row-take");
    page.tells("row-source", "row");
    let row: u32 = page.data("row-source", "row").parse().expect("a number");
    let answer = page.data("row-answer", "prediction");
    page.choose_file("predict-input", "messy.csv", &sample("messy"));
    page.appears("predict-rows");
    let predictions = by_row(&page.download(Download::NewPredictions));
    assert_eq!(predictions[&row][0], answer);

    page.click("row-typical");
    page.appears("row-answer");
    // An old answer never stands below a new error.
    page.choose_file("predict-input", "no.csv", b"a,b\n1,2\n");
    page.appears("error");
    assert!(!page.shows("predict-rows"));
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn files_of_a_run_say_when_they_are_out_of_date() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.click("take-home");
    page.appears("download-model");
    assert!(!page.shows("take-home-stale"));
    page.show(Stage::Train);
    page.fill("n_estimators", "5000");
    page.click("take-home");
    page.appears("take-home-stale");
    assert!(page.text("take-home-stale").contains("trees 100 → 5"));
    has_no_faults(&page, "files that are out of date");
    page.click("take-home-run");
    page.disappears("take-home-stale");
}
