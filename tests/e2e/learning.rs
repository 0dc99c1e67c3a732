//! Other models, what training would take, and the trees of a forest that was stopped.

use grove_recipe::models::logistic_regression;
use grove_recipe::models::trees::ForestParameters;
use grove_recipe::parameters::MODEL;
use grove_recipe::stage::Stage;
use grove_recipe::{Featurize, ModelName, NumericImputation};

use crate::harness::page::{Page, noise};

fn choose(page: &Page, model: ModelName) {
    page.show(Stage::Train);
    page.select("model-select", MODEL.label_of(model));
}

fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("“{text}” is not a number"))
}

#[test]
fn another_model_learns_and_is_judged() {
    let page = Page::open();
    page.sample("iris");
    choose(&page, ModelName::LogisticRegression);
    page.appears(&format!(
        "parameter-{}",
        logistic_regression::Parameters::c.name
    ));
    assert!(!page.shows(&format!(
        "parameter-{}",
        ForestParameters::n_estimators.name
    )));
    page.run();
    page.show(Stage::Evaluate);
    let accuracy = page.metric("accuracy");
    assert!(accuracy > 0.8 && accuracy <= 1.0, "accuracy is {accuracy}");
    assert_eq!(page.confusion().len(), 9);
    assert!(
        !page.shows("no-importances"),
        "it loses accuracy without its columns"
    );
    page.show(Stage::Train);
    assert!(page.text("train-facts").contains("logistic regression"));
    assert!(!page.shows("oob-score") && !page.shows("tree-sizes"));

    choose(&page, ModelName::Dummy);
    page.reaches(Stage::Train, "stale");
    page.run();
    page.show(Stage::Evaluate);
    assert!(page.metric("accuracy") < 0.4, "of three equal classes");
    page.appears("no-importances");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn only_models_for_the_task_are_offered() {
    let page = Page::open();
    page.sample("diabetes");
    page.select("task-select", "regression");
    page.show(Stage::Train);
    let models = [
        ModelName::RandomForest,
        ModelName::GradientBoosting,
        ModelName::ExtraTrees,
        ModelName::DecisionTree,
        ModelName::Ridge,
        ModelName::Lasso,
        ModelName::KNeighbors,
        ModelName::Dummy,
    ];
    assert_eq!(
        page.options("model-select"),
        models.map(|m| MODEL.label_of(m))
    );
}

#[test]
fn a_forest_tells_what_it_would_take_and_how_good_it_is_out_of_bag() {
    let page = Page::open();
    page.sample("iris");
    page.show(Stage::Train);
    let estimate = |what: &str| number(&page.data("estimate", what));
    let (seconds, bytes) = (estimate("seconds"), estimate("modelBytes"));
    // A browser's clock may be too coarse for a few small trees.
    assert!(
        (0.0..60.0).contains(&seconds) && bytes > 0.0,
        "{seconds} s, {bytes} bytes"
    );
    assert!(estimate("memoryBytes") > bytes);
    page.fill(ForestParameters::n_estimators.name, "1000");
    let larger = "return document.querySelector(\"[data-testid='estimate']\")?.dataset.modelBytes > 5 * arguments[0]";
    page.browser.until(
        "an estimate for more trees",
        larger,
        vec![serde_json::json!(bytes)],
    );

    page.fill(ForestParameters::n_estimators.name, "50");
    page.run();
    page.show(Stage::Train);
    let score = number(&page.data("oob-score", "value"));
    assert!(score > 0.8 && score <= 1.0, "{score}");
    assert!(page.text("tree-sizes").contains("Median"));
    assert!(!page.shows("estimate"), "there is nothing to train");

    choose(&page, ModelName::KNeighbors);
    page.reaches(Stage::Train, "stale");
    assert!(!page.shows("estimate"), "no trees, no estimate");
}

#[test]
fn a_forest_too_large_for_memory_is_refused_until_it_is_smaller() {
    let page = Page::open();
    page.upload("noise.csv", noise(40_000).as_bytes());
    page.select("target-select", "a");
    page.select("task-select", "regression");
    page.show(Stage::Train);
    page.fill(
        ForestParameters::n_estimators.name,
        &ForestParameters::n_estimators.max.to_string(),
    );
    let reason = page.text("estimate-refusal");
    assert!(reason.contains("3.0 GB"), "{reason}");
    assert!(reason.contains("Grow fewer trees"), "{reason}");
    // Who runs it nevertheless hears the same before the memory is gone.
    page.click("run-all");
    let (stage, told) = page.take_error();
    assert_eq!(stage, Stage::Train.name());
    assert!(told.contains("3.0 GB"), "{told}");
    assert!(told.contains("Grow fewer trees"), "{told}");

    page.fill(ForestParameters::n_estimators.name, "10");
    page.disappears("estimate-refusal");
    page.run();
    page.show(Stage::Evaluate);
    assert!(page.metric("rmse") > 0.0);
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn the_trees_of_a_stopped_forest_are_kept() {
    let page = Page::open();
    page.upload("noise.csv", noise(4000).as_bytes());
    page.select("target-select", "label");
    page.show(Stage::Train);
    page.fill(
        ForestParameters::n_estimators.name,
        &ForestParameters::n_estimators.max.to_string(),
    );
    page.click("run-all");
    page.tells("oob-score", "value");
    page.tells("time-left", "seconds");
    page.click("cancel");
    let offer = page.text("keep-trees");
    let kept: String = offer.chars().filter(char::is_ascii_digit).collect();
    page.click("keep-trees");
    page.reaches(Stage::Evaluate, "fresh");
    page.show(Stage::Train);
    let trees = "return document.querySelector(\"[data-testid='parameter-n_estimators']\").value";
    assert_eq!(page.browser.script(trees, vec![]), kept.as_str());
    let grown = page.text("stage-train").replace(
        |c: char| !c.is_ascii_digit() && !c.is_whitespace() || c == '\u{202f}',
        "",
    );
    assert!(grown.contains(&kept), "{kept} trees were kept, not {grown}");
    assert!(!page.shows("keep-trees"));
}

#[test]
fn missing_numbers_that_stay_are_for_trees_alone() {
    let page = Page::open();
    page.sample("messy");
    page.show(Stage::Featurize);
    let handle = format!("parameter-{}", Featurize::numeric_imputation.name);
    page.select(
        &handle,
        Featurize::numeric_imputation.label_of(NumericImputation::Keep),
    );
    choose(&page, ModelName::KNeighbors);
    page.appears("gaps");
    choose(&page, ModelName::RandomForest);
    page.disappears("gaps");
    choose(&page, ModelName::KNeighbors);
    page.click("fill-gaps");
    page.disappears("gaps");
    page.run();
    assert_eq!(page.state(Stage::Evaluate), "fresh");
}
