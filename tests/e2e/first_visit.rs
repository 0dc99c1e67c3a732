//! From the first visit to a boundary, where the focus goes on the way, and the keys that run.

use grove_recipe::stage::{PATH, Stage};
use serde_json::json;
use thirtyfour::Key;

use crate::accessibility::{has_no_faults, resize};
use crate::harness::page::{Page, sample};

/// Waits until the element of a selector has the focus.
fn has_focus(page: &Page, selector: &str) {
    let focused = "return document.activeElement === document.querySelector(arguments[0])";
    let what = format!("the focus on {selector}");
    page.browser.until(&what, focused, vec![json!(selector)]);
}

#[test]
fn one_click_grows_a_forest_on_the_moons() {
    let page = Page::open();
    page.click("grow-moons");
    page.reaches(Stage::Evaluate, "fresh");
    page.appears("confusion-matrix");
    assert!(page.metric("accuracy") > 0.8);
    for stage in PATH {
        assert_eq!(page.state(stage), "fresh", "{stage:?}");
    }
    // A table that is opened later is only opened.
    page.sample("iris");
    assert_eq!(page.state(Stage::Train), "idle");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn the_cards_open_data_of_each_kind() {
    let page = Page::open();
    for card in ["iris", "messy", "taxi-trips", "moons"] {
        assert!(!page.text(&format!("sample-{card}")).is_empty());
    }
    page.click("sample-moons");
    page.has_columns("x,y,class");
    assert_eq!(page.state(Stage::Train), "idle");
}

#[test]
fn control_and_enter_run_also_from_a_field() {
    let page = Page::open();
    page.sample("iris");
    page.browser.press_with(Key::Control, Key::Enter);
    page.reaches(Stage::Evaluate, "fresh");

    page.show(Stage::Clean);
    page.show(Stage::Train);
    let field = page.appears("parameter-n_estimators");
    page.browser.type_into(&field, "7");
    page.browser.press_with(Key::Control, Key::Enter);
    let grown = "return document.querySelector(\"[data-testid='stage-train']\").innerText.replace(/\\D/g, '') === '1007'";
    page.browser
        .until("as many trees as were typed", grown, vec![]);
    page.reaches(Stage::Evaluate, "fresh");
}

#[test]
fn the_seed_is_a_parameter_of_the_split() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Load);
    assert!(!page.shows("seed-input"));
    page.seed("7");
    page.reaches(Stage::Train, "stale");
    // The split itself is quick, and comes by itself.
    page.reaches(Stage::Split, "fresh");
    page.run();
}

#[test]
fn the_focus_goes_to_the_question_or_to_the_heading_of_an_opened_table() {
    let page = Page::open();
    page.sample("iris");
    has_focus(&page, "#panel-title");
    page.choose_file("file-input", "flowers.csv", &sample("wine"));
    has_focus(&page, "[data-testid=target-question]");
    page.click("suggest-cultivar");
    has_focus(&page, "#panel-title");
    // Also where another panel is shown.
    page.show(Stage::Train);
    page.sample("messy");
    has_focus(&page, "#panel-title");
    page.click("stage-profile");
    has_focus(&page, "#profile-title");

    let skip = "document.querySelectorAll('.skip')[1].click()";
    page.browser.script(skip, vec![]);
    has_focus(&page, "[data-testid=run-all]");
}

#[test]
fn a_phone_shows_the_current_stage_and_the_run() {
    let page = Page::open();
    resize(&page, 390, 844);
    has_no_faults(&page, "on a phone");
    page.sample("iris");
    page.run();
    let seen = "const { left, right, top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();
        return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight";
    for stage in PATH {
        page.show(stage);
        for selector in [".rail [aria-current]", "[data-testid=run-all]"] {
            let what = format!("{selector} in sight at {}", stage.name());
            page.browser.until(&what, seen, vec![json!(selector)]);
        }
    }
    has_no_faults(&page, "after a run on a phone");
}
