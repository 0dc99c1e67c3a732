//! Trials: other splits and seeds, and the learning curve, without another run.

use std::process::Command;

use grove_protocol::Download;
use grove_recipe::stage::Stage;
use serde_json::Value;

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, noise, sample};

/// What the native command tells of the same recipe.
fn natively(page: &Page, recipe: &[u8]) -> Value {
    let out = page.browser.folder().join("trials.json");
    let output = Command::new(env!("CARGO_BIN_EXE_grove"))
        .arg("trials")
        .arg(page.browser.file("recipe.json", recipe))
        .arg(page.browser.file("iris.csv", &sample("iris")))
        .args(["--repeats", "10", "--out"])
        .arg(&out)
        .output()
        .expect("the command starts");
    assert!(output.status.success());
    serde_json::from_slice(&std::fs::read(out).expect("the command wrote it")).expect("JSON")
}

#[test]
fn other_splits_and_seeds_give_the_scores_of_the_command_and_the_run_stays() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    let (accuracy, recipe) = (page.metric("accuracy"), page.download(Download::Recipe));
    page.click("trials-repeats");
    page.browser.until(
        "ten repeats",
        "const row = document.querySelector('[data-testid=repeats-accuracy]');
         return row && row.dataset.splits.split(' ').length === 10 && row.dataset.seeds.split(' ').length === 10;",
        vec![],
    );
    page.appears("trials-repeats");
    let told = natively(&page, &recipe);
    for scores in told["repeats"]["scores"].as_array().expect("scores") {
        let name = scores["name"].as_str().expect("a name");
        for (by, shown) in [("by_split", "splits"), ("by_seed", "seeds")] {
            let each = scores[by].as_array().expect("scores").iter();
            let each: Vec<String> = each
                .map(|score| {
                    score
                        .as_f64()
                        .map_or(String::new(), |score| score.to_string())
                })
                .collect();
            assert_eq!(
                page.data(&format!("repeats-{name}"), shown),
                each.join(" "),
                "{name}"
            );
        }
    }
    page.click("trials-curve");
    page.browser.until(
        "the whole curve",
        "const curve = document.querySelector('[data-testid=learning-curve]');
         return curve && curve.innerText.includes('train rows, accuracy changed');",
        vec![],
    );
    assert_eq!(page.metric("accuracy"), accuracy);
    page.reaches(Stage::Evaluate, "fresh");
    has_no_faults(&page, "after trials");
}

#[test]
fn trials_stop_and_what_they_have_shown_stays() {
    let page = Page::open();
    page.upload("noise.csv", noise(4000).as_bytes());
    page.predict("label");
    page.run();
    page.show(Stage::Evaluate);
    page.click("trials-repeats");
    page.appears("repeats");
    page.click("trials-cancel");
    page.appears("trials-repeats");
    assert!(page.shows("repeats"));
    assert!(!page.shows("error"));
}
