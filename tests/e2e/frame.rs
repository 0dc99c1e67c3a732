//! A parameter stands beside the picture that it changes, and what it moved is said.

use grove_recipe::models::trees::TreeParameters;
use grove_recipe::stage::Stage;
use serde_json::json;

use crate::harness::page::{Page, noise};

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
    // It is quick, so that it runs at once, and the page stays where it is.
    let earlier = page.data("before-accuracy", "value");
    assert_eq!(earlier.parse(), Ok(before));
    for handle in ["leading-score", "before-accuracy"] {
        assert!(
            is_in_sight(&page, &format!("[data-testid={handle}]")),
            "{handle}"
        );
    }
    assert!(is_in_sight(&page, &depth), "the parameter");
    let effect = page.text("leading-score");
    assert!(effect.contains("depth none → 1"), "{effect}");
    // Whether that is more than chance follows, once both runs are stored.
    let noise = "return /noise/.test(document.querySelector(\"[data-testid='before-accuracy']\")?.textContent)";
    page.browser.until("a word on noise", noise, vec![]);
    let scrolled = page.browser.script("return scrollY", vec![]);
    assert_eq!(scrolled, json!(0));

    page.show(Stage::Evaluate);
    assert!(is_in_sight(&page, "[data-testid=metric-accuracy]"));
    let changed = page.text("changed-since");
    assert!(changed.contains("depth none → 1"), "{changed}");
}

#[test]
fn what_takes_longer_waits_for_apply_and_says_that_it_is_out_of_date() {
    let page = Page::open();
    laptop(&page);
    page.upload("noise.csv", noise(20_000).as_bytes());
    page.predict("label");
    page.show(Stage::Train);
    page.fill("n_estimators", "5");
    page.run();
    page.show(Stage::Train);
    page.fill("n_estimators", "400");
    page.appears("apply");
    assert!(page.text("out-of-date").contains("n_estimators"));
    assert!(is_in_sight(&page, "[data-testid=apply]"));
    assert_eq!(page.state(Stage::Train), "stale");
    // What was seen is chosen again: nothing has to run.
    page.click("undo");
    page.reaches(Stage::Evaluate, "fresh");
    page.disappears("out-of-date");
    page.disappears("apply");
    page.click("redo");
    page.click("apply");
    page.reaches(Stage::Train, "running");
    page.click("cancel");
    page.appears("notice");
    assert!(page.text("notice").contains("cancelled"));
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
