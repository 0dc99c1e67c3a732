//! A parameter stands beside the picture that it changes, and what it moved is said.

use grove_recipe::models::trees::TreeParameters;
use grove_recipe::stage::Stage;
use serde_json::json;

use crate::harness::page::Page;

/// Lets the page have the size of a common laptop.
fn laptop(page: &Page) {
    let size = json!({ "width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": false });
    page.browser
        .devtools("Emulation.setDeviceMetricsOverride", size);
}

/// Whether all of an element is in sight.
const IN_SIGHT: &str = "
    const box = document.querySelector(arguments[0]).getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth";

fn is_in_sight(page: &Page, selector: &str) -> bool {
    let there = "return document.querySelector(arguments[0])";
    page.browser.until(selector, there, vec![json!(selector)]);
    let seen = page.browser.script(IN_SIGHT, vec![json!(selector)]);
    seen.as_bool().expect("a truth")
}

#[test]
fn a_parameter_is_changed_and_its_effect_read_without_scrolling() {
    let page = Page::open();
    laptop(&page);
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    let before = page.metric("accuracy");

    page.show(Stage::Train);
    let depth = format!("[data-testid=parameter-{}]", TreeParameters::max_depth.name);
    assert!(is_in_sight(&page, &depth), "the parameter");
    assert!(is_in_sight(&page, ".panel-pictures figure"), "the trees");
    page.fill(TreeParameters::max_depth.name, "1");
    page.reaches(Stage::Train, "stale");
    page.run();

    assert!(is_in_sight(&page, "[data-testid=metric-accuracy]"));
    let earlier = page.data("before-accuracy", "value");
    assert_eq!(earlier.parse(), Ok(before));
    let changed = page.text("changed-since");
    for words in ["max_depth", "is 1"] {
        assert!(changed.contains(words), "no “{words}” in: {changed}");
    }
    let scrolled = page.browser.script("return scrollY", vec![]);
    assert_eq!(scrolled, json!(0));
}

#[test]
fn all_stages_and_places_fit_beside_the_panel() {
    let page = Page::open();
    let small = json!({ "width": 1366, "height": 620, "deviceScaleFactor": 1, "mobile": false });
    page.browser
        .devtools("Emulation.setDeviceMetricsOverride", small);
    page.sample("iris");
    page.run();
    for handle in [
        "stage-load",
        "stage-evaluate",
        "stage-profile",
        "predict",
        "place-runs",
        "take-home",
        "recipe",
        "make-data",
    ] {
        let selector = format!("[data-testid={handle}]");
        assert!(is_in_sight(&page, &selector), "{handle}");
    }
}
