//! Gradient boosting: its curve, the trees in order, growing on, and categories as they are.

use grove_recipe::models::gradient_boosting::{EarlyStopping, Parameters};
use grove_recipe::parameters::MODEL;
use grove_recipe::stage::Stage;
use grove_recipe::{Featurize, ModelName};

use crate::harness::page::{Page, noise};

fn choose(page: &Page) {
    page.show(Stage::Train);
    page.select("model-select", MODEL.label_of(ModelName::GradientBoosting));
}

fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("“{text}” is not a number"))
}

fn max_iter(page: &Page) -> u32 {
    let field = format!(
        "return document.querySelector(\"[data-testid='parameter-{}']\").value",
        Parameters::max_iter.name
    );
    let value = page.browser.script(&field, vec![]);
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .expect("a number")
}

/// The number of bars of the picture of the trees in order.
fn bars(page: &Page) -> usize {
    let script = "return document.querySelectorAll('.grove button.tree').length";
    page.browser
        .script(script, vec![])
        .as_u64()
        .expect("a count") as usize
}

#[test]
fn the_loss_falls_while_it_grows_what_is_stopped_is_kept_and_grows_on() {
    let page = Page::open();
    page.upload("noise.csv", noise(4000).as_bytes());
    page.select("target-select", "label");
    choose(&page);
    page.fill(
        Parameters::max_iter.name,
        &Parameters::max_iter.max.to_string(),
    );
    page.click("run-all");
    page.tells("loss", "value");
    page.tells("time-left", "seconds");
    let early = number(&page.data("loss", "value"));
    assert!(early < 0.7, "the log loss is {early}");
    page.click("cancel");
    let offer = page.text("keep-trees");
    assert!(offer.contains("iterations"), "{offer}");
    let kept: String = offer.chars().filter(char::is_ascii_digit).collect();
    page.click("keep-trees");
    page.reaches(Stage::Evaluate, "fresh");
    page.show(Stage::Train);
    assert_eq!(max_iter(&page).to_string(), kept);
    let late = number(&page.data("loss", "value"));
    assert!(late <= early, "{late} after {early}");
    assert!(page.shows("train-facts") && !page.shows("oob-score"));

    page.fill(Parameters::max_iter.name, "20");
    page.run();
    page.show(Stage::Train);
    assert_eq!(bars(&page), 20);
    let before = number(&page.data("loss", "value"));
    page.click("grow-on");
    page.reaches(Stage::Evaluate, "fresh");
    page.show(Stage::Train);
    assert_eq!((bars(&page), max_iter(&page)), (40, 40));
    assert!(number(&page.data("loss", "value")) < before);
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn the_best_iteration_is_told_and_trees_of_each_class_open() {
    let page = Page::open();
    page.sample("iris");
    choose(&page);
    let early_stopping = format!("parameter-{}", Parameters::early_stopping.name);
    page.select(
        &early_stopping,
        Parameters::early_stopping.label_of(EarlyStopping::On),
    );
    page.run();
    page.show(Stage::Evaluate);
    assert!(page.metric("accuracy") > 0.8);
    page.click("importance-1");
    let gain = "return document.body.innerText.includes('by gain')";
    page.browser.until("the importances by gain", gain, vec![]);

    page.show(Stage::Train);
    let best = number(&page.data("loss", "best")) as usize;
    assert!(best >= 1 && best <= bars(&page), "{best}");
    let script = "document.querySelector('.grove button.tree').click()";
    page.browser.script(script, vec![]);
    assert!(
        page.text("tree").contains("for setosa"),
        "{}",
        page.text("tree")
    );
    page.select("tree-class", "virginica");
    let opened = "return document.querySelector(\"[data-testid='tree']\")?.innerText.includes('for virginica')";
    page.browser
        .until("the tree of another class", opened, vec![]);
    if page.shows("keep-best") {
        page.click("keep-best");
        page.reaches(Stage::Evaluate, "fresh");
        page.show(Stage::Train);
        assert_eq!(bars(&page), best);
    }
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn categories_stay_as_they_are_for_gradient_boosting_alone() {
    let page = Page::open();
    page.sample("messy");
    choose(&page);
    page.show(Stage::Featurize);
    page.click("stay-categories");
    page.disappears("could-stay-categories");
    page.run();
    page.show(Stage::Featurize);
    assert!(page.text("features").contains("categories as they are"));
    page.show(Stage::Train);
    assert!(!page.shows("categories"));
    page.select("model-select", MODEL.label_of(ModelName::RandomForest));
    assert!(page.text("categories").contains("another encoding"));
    page.show(Stage::Featurize);
    let encoding = format!("parameter-{}", Featurize::encoding.name);
    page.select(
        &encoding,
        Featurize::encoding.label_of(grove_recipe::Encoding::OneHot),
    );
    page.disappears("categories");
    page.run();
    assert_eq!(page.browser.errors(), [""; 0]);
}
