//! Why a row has its answer, and how answers depend on a column.

use std::process::Command;

use grove_protocol::Download;
use grove_recipe::stage::Stage;
use serde_json::Value;

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, sample};

/// What the native command explains of a row of iris.
fn natively(page: &Page, model: &[u8], row: &str) -> Value {
    let out = page.browser.folder().join("explain.json");
    let output = Command::new(env!("CARGO_BIN_EXE_grove"))
        .arg("explain")
        .arg(page.browser.file("model.grove", model))
        .arg(page.browser.file("iris.csv", &sample("iris")))
        .args(["--rows", row, "--background", "100", "--out"])
        .arg(&out)
        .output()
        .expect("the command starts");
    assert!(output.status.success());
    let json = std::fs::read(out).expect("the command wrote it");
    serde_json::from_slice(&json).expect("JSON")
}

#[test]
fn the_page_explains_a_row_with_the_bits_of_the_command_and_follows_an_edit() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    let model = page.download(Download::Model);
    page.click("predict");
    page.appears("row-answer");
    page.click("row-take");
    page.tells("row-source", "row");
    page.appears("shapley-values");
    page.browser.until(
        "the explanation of the row that was taken",
        "const answer = document.querySelector('[data-testid=row-answer]').dataset.prediction;
         const values = document.querySelector('[data-testid=shapley-values]');
         return values && values.dataset.class === answer;",
        vec![],
    );
    let row = page.data("row-source", "row");
    let told = natively(&page, &model, &row);
    let class = page.data("shapley-values", "class");
    let classes = told["classes"].as_array().expect("classes");
    let at = classes.iter().position(|of| *of == class).expect("a class");
    let native = &told["rows"][0];
    let moved = native["contributions"].as_object().expect("columns");
    let moved = moved.values().map(|of| of[at].as_f64().expect("a number"));
    let moved: Vec<String> = moved.map(|value| value.to_string()).collect();
    assert_eq!(
        page.data("shapley-values", "contributions"),
        moved.join(" ")
    );
    let answer: f64 = page
        .data("shapley-values", "answer")
        .parse()
        .expect("a number");
    assert_eq!(native["answer"][at].as_f64(), Some(answer));
    has_no_faults(&page, "a row that is explained");

    page.write("row-petal_length_cm", "9");
    page.browser.until(
        "another explanation",
        "const values = document.querySelector('[data-testid=shapley-values]');
         return values && values.dataset.contributions !== arguments[0];",
        vec![moved.join(" ").into()],
    );
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn the_effect_of_a_column_is_drawn_beside_the_importances() {
    let page = Page::open();
    page.sample("messy");
    page.run();
    page.show(Stage::Evaluate);
    page.appears("effect");
    let columns = page.options("effect-column");
    assert!(columns.len() > 3, "{columns:?}");
    for column in &columns {
        page.select("effect-column", column);
        page.browser.until(
            "its picture",
            "const effect = document.querySelector('[data-testid=effect]');
             return effect.dataset.column === arguments[0] && effect.querySelector('figure') !== null;",
            vec![column.clone().into()],
        );
    }
    assert!(!page.shows("effect-error"));
    has_no_faults(&page, "the effect of a column");
    assert_eq!(page.browser.errors(), [""; 0]);
}
