//! Runs outlive the visit: they are found again, compared, deleted and brought back, and their models put to use.

use grove_recipe::stage::Stage;
use serde_json::json;

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, sample};

/// Waits until the table has so many rows.
pub fn lists(page: &Page, rows: u32) {
    let script = "return document.querySelector(\"[data-testid='runs-table']\")?.dataset.rows === arguments[0]";
    let what = format!("{rows} rows of runs");
    page.browser
        .until(&what, script, vec![json!(rows.to_string())]);
}

/// Waits until an element says this to automation.
pub fn says(page: &Page, handle: &str, name: &str, value: &str) {
    let script = "return document.querySelector(`[data-testid='${arguments[0]}']`)?.dataset[arguments[1]] === arguments[2]";
    let what = format!("{name} of {handle} to be {value}");
    page.browser.until(
        &what,
        script,
        vec![json!(handle), json!(name), json!(value)],
    );
}

/// The sample twice, with other trees.
pub fn two_runs() -> Page {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Train);
    page.fill("n_estimators", "3");
    page.reaches(Stage::Train, "stale");
    page.run();
    says(&page, "place-runs", "runs", "2");
    page
}

#[test]
fn runs_are_there_on_the_next_visit_and_are_compared_and_brought_back() {
    let page = two_runs();
    page.reload();
    page.click("place-runs");
    lists(&page, 2);
    has_no_faults(&page, "the table of runs");

    page.write("runs-filter", "n_estimators > 50");
    lists(&page, 1);
    page.write("runs-filter", "trees > 50");
    assert!(page.text("runs-filter-problem").contains("“trees”"));
    page.write("runs-filter", "n_estimators >= 3 AND accuracy > 0");
    lists(&page, 2);

    page.click("runs-select-all");
    page.click("compare-runs");
    page.appears("comparison");
    assert!(
        page.text("compared-parameters")
            .contains("train.n_estimators")
    );
    assert!(!page.data("delta-accuracy", "verdict").is_empty());
    has_no_faults(&page, "a comparison");

    page.click("runs-kept");
    page.click("delete-runs");
    page.disappears("runs-table");
    page.click("undo-delete");
    lists(&page, 2);

    page.click("run-open");
    page.appears("run-detail");
    page.appears("metric-accuracy");
    page.write("run-name", "a few trees");
    has_no_faults(&page, "a run");
    page.click("runs-kept");
    page.write("runs-filter", "few");
    lists(&page, 1);
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn runs_name_themselves_and_stand_side_by_side_on_other_test_rows() {
    let page = two_runs();
    page.show(Stage::Split);
    page.write("seed-input", "7");
    page.run();
    says(&page, "place-runs", "runs", "3");
    page.click("place-runs");
    lists(&page, 3);
    says(&page, "run-scores", "runs", "3");
    let saved = "return document.querySelectorAll('[data-testid=run-scores] .figure-save').length";
    assert_eq!(page.browser.script(saved, vec![]), json!(2));
    page.click("numbers");
    let listed = "return document.querySelectorAll('[data-testid=run-scores] tbody tr').length";
    assert_eq!(page.browser.script(listed, vec![]), json!(3));
    let focus = "document.querySelector('[data-testid=run-scores] [data-mark]').focus()";
    page.browser.script(focus, vec![]);
    page.browser.press(thirtyfour::Key::Enter);
    page.appears("run-detail");
    page.click("runs-kept");
    let names = page.text("runs-table");
    assert!(names.contains("trees 3"), "{names}");
    assert!(names.contains("seed 7"), "{names}");
    // The last two are chosen.
    page.click("compare-runs");
    says(&page, "comparison", "runs", "2");
    page.appears("other-rows");
    assert_eq!(page.data("delta-accuracy", "verdict"), "");
    has_no_faults(&page, "runs on other test rows");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn the_recipe_of_a_run_is_taken_as_one_step_to_undo() {
    let page = two_runs();
    page.click("place-runs");
    page.write("runs-filter", "n_estimators = 100");
    lists(&page, 1);
    page.click("run-open");
    page.click("take-recipe");
    page.appears("notice");
    page.reaches(Stage::Train, "stale");
    page.click("undo");
    page.reaches(Stage::Train, "fresh");
}

#[test]
fn a_registered_champion_predicts_on_the_next_visit() {
    let page = two_runs();
    page.click("place-runs");
    page.click("run-open");
    page.click("register");
    page.write("register-name", "flowers");
    page.click("register-model");
    page.appears("runs-notice");
    page.click("runs-models");
    page.click("alias-champion");
    says(&page, "model-version", "aliases", "champion");
    has_no_faults(&page, "the models");

    page.reload();
    page.sample("iris");
    page.click("predict");
    says(&page, "version-in-use", "model", "flowers");
    page.choose_file("predict-input", "iris.csv", &sample("iris"));
    assert_eq!(page.data("predict-rows", "rows"), "150");

    // It stays in use beside a model that is trained on the same data, unless the person wants that one.
    page.run();
    page.click("predict");
    says(&page, "version-in-use", "model", "flowers");
    page.click("use-trained");
    page.appears("trained-in-use");
    page.click("use-champion");
    says(&page, "version-in-use", "model", "flowers");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn runs_and_models_move_to_another_browser() {
    let page = two_runs();
    page.click("place-runs");
    page.click("export-runs");
    let zip = page.browser.downloaded("grove-runs.zip");
    page.click("export-mlruns");
    let tree = page.browser.downloaded("mlruns.zip");
    assert!(tree.starts_with(b"PK"), "no zip");
    // One browser at a time.
    drop(page);

    let other = Page::open();
    other.sample("wine");
    other.click("place-runs");
    other.choose_file("import-runs", "grove-runs.zip", &zip);
    lists(&other, 2);
    assert!(other.text("runs-notice").contains("2 runs"));
    other.choose_file("import-runs", "wine.csv", &sample("wine"));
    other.appears("store-error");
    lists(&other, 2);
}

#[test]
fn one_file_takes_everything_along_and_brings_it_back() {
    let page = Page::open();
    let table = sample("messy");
    page.upload("of mine.csv", &table);
    page.predict("outcome");
    page.run();
    page.show(Stage::Train);
    page.fill("n_estimators", "7");
    page.click("place-runs");
    page.click("theme");
    page.click("export-runs");
    let zip = page.browser.downloaded("grove-runs.zip");
    page.click("forget-all");
    page.click("forget-all-yes");
    page.disappears("runs-table");
    page.reload();
    page.appears("sample-iris");
    assert!(!page.shows("place-runs") && !page.shows("continue-table"));

    // On the first visit.
    has_no_faults(&page, "a first visit");
    page.choose_file("import-runs", "grove-runs.zip", &zip);
    page.opened(&table);
    says(&page, "place-runs", "runs", "1");
    let theme = "return document.documentElement.dataset.theme";
    assert_eq!(page.browser.script(theme, vec![]), json!("light"));
    let told = "return document.querySelector('[data-testid=theme]').title";
    let told = page.browser.script(told, vec![]);
    assert_eq!(told, json!("Colours: light. Change to dark."));
    page.show(Stage::Train);
    let value = "return document.querySelector(\"[data-testid='parameter-n_estimators']\").value";
    assert_eq!(page.browser.script(value, vec![]), json!("7"));
    page.click("undo");
    let before =
        "return document.querySelector(\"[data-testid='parameter-n_estimators']\").value === '100'";
    page.browser.until("the recipe before", before, vec![]);
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_search_shows_its_candidates_and_the_best_is_taken() {
    let page = Page::open();
    page.sample("iris");
    page.click("place-runs");
    page.click("runs-search");
    page.select("search-parameter", "Trees (train.n_estimators)");
    page.write("axis-train.n_estimators", "1, 3, 30");
    assert!(page.text("search-foretold").starts_with("3 candidates"));
    has_no_faults(&page, "a new search");
    page.click("search-start");
    says(&page, "search-result", "candidates", "3");
    page.appears("parallel");
    page.appears("search-form");
    has_no_faults(&page, "a search that has ended");
    page.click("runs-kept");
    lists(&page, 1);
    page.click("runs-search");
    page.click("take-best");
    page.appears("notice");
}
