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

#[test]
fn the_trees_of_a_row_and_its_path_follow_an_edit() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    page.click("predict");
    page.appears("anatomy-votes");
    page.appears("anatomy-path");
    page.browser.until(
        "pictures of the votes, of how common the row is, and of its path in the tree",
        "const lit = document.querySelectorAll('[data-testid=anatomy] .tree-lit').length;
         const nodes = document.querySelector('[data-testid=anatomy-path]').dataset.nodes.split(' ').length;
         return document.querySelectorAll('[data-testid=anatomy] figure').length === 3 && lit > 0 && lit <= nodes;",
        vec![],
    );
    has_no_faults(&page, "the anatomy of a row");
    let outside = "return document.querySelector('[data-testid=anatomy-outside] [data-column=petal_length_cm]') !== null";
    let votes = page.text("anatomy-votes");
    let path = page.data("anatomy-path", "nodes");
    page.write("row-petal_length_cm", "99");
    page.browser.until("what lies outside", outside, vec![]);
    page.browser.until(
        "other votes and another path",
        "return document.querySelector('[data-testid=anatomy-votes]').innerText !== arguments[0]
            && document.querySelector('[data-testid=anatomy-path]').dataset.nodes !== arguments[1];",
        vec![votes.into(), path.clone().into()],
    );
    // Another tree has another path.
    let path = page.data("anatomy-path", "nodes");
    page.write("anatomy-tree", "7");
    page.browser.until(
        "the path through tree 7, and its picture",
        "const figure = [...document.querySelectorAll('[data-testid=anatomy] figure h2')];
         return figure.some((title) => title.textContent === 'Tree 7')
            && document.querySelector('[data-testid=anatomy-path]').dataset.nodes !== arguments[0];",
        vec![path.into()],
    );
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn many_rows_are_explained_and_a_stop_keeps_those_that_are_done() {
    let page = Page::open();
    page.sample("breast_cancer");
    page.run();
    page.show(Stage::Evaluate);
    page.appears("shapley-all-run");
    page.click("shapley-all-run");
    page.browser.until(
        "the first rows",
        "return Number(document.querySelector('[data-testid=shapley-all]').dataset.rows) > 0;",
        vec![],
    );
    page.browser.until(
        "the end with three pictures of the rows that are done",
        "const all = document.querySelector('[data-testid=shapley-all]');
         document.querySelector('[data-testid=shapley-all-stop]')?.click();
         return all.dataset.underWay === 'false' && Number(all.dataset.rows) > 0
            && all.querySelectorAll('figure').length === 3;",
        vec![],
    );
    let columns = page.options("shapley-all-column");
    page.select("shapley-all-column", &columns[columns.len() - 1]);
    page.browser.until(
        "the picture of that column",
        "return [...document.querySelectorAll('[data-testid=shapley-all] figure h2')]
            .some((title) => title.textContent === 'What ' + arguments[0] + ' moves, by its value');",
        vec![columns[columns.len() - 1].clone().into()],
    );
    has_no_faults(&page, "many rows that are explained");
    assert_eq!(page.browser.errors(), [""; 0]);
}
