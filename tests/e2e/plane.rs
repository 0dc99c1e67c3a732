//! Two columns as a plane: rows in Profile, the model's answers behind them in Train and Evaluate, points drawn by hand.

use grove_recipe::stage::Stage;
use serde_json::json;

use crate::harness::page::Page;

/// The trees whose answers are drawn.
const TREES: &str = "return document.querySelector('[data-testid=plane-field]')?.dataset.trees";

/// Clicks into the plane at these shares of its width and height.
const CLICK: &str = "
    const plane = document.querySelector('[data-testid=draw-plane] svg');
    const box = plane.getBoundingClientRect();
    plane.dispatchEvent(new MouseEvent('click', { bubbles: true,
        clientX: box.left + arguments[0] * box.width, clientY: box.top + arguments[1] * box.height }))";

#[test]
fn moons_are_seen_as_a_plane_with_the_forests_answers_behind_them() {
    let page = Page::open();
    page.click("synthetic-moons");
    page.click("synthesize");
    page.has_columns("x,y,class");
    page.click("stage-profile");
    page.appears("plane");
    assert!(!page.shows("plane-field"), "there is no model yet");
    assert_eq!(page.options("plane-x"), ["x", "y", "class"]);
    page.run();
    page.show(Stage::Evaluate);
    page.tells("plane-field", "trees");
    assert_eq!(page.data("plane-field", "trees"), "100");

    // The keyboard walks the rows.
    page.browser.script(
        "document.querySelector('[data-testid=plane]').focus()",
        vec![],
    );
    page.browser.press(thirtyfour::Key::Right);
    let read = "return document.querySelector('[data-testid=plane-readout]').textContent.includes('class ')";
    page.browser.until("a row to be read", read, vec![]);
    let first = page.text("plane-readout");
    page.browser.press(thirtyfour::Key::Right);
    let moved =
        "return document.querySelector('[data-testid=plane-readout]').textContent !== arguments[0]";
    page.browser
        .until("the next row", moved, vec![json!(first)]);

    // The plane leads to the one on which points are drawn.
    page.click("draw-own");
    page.appears("draw-plane");
    page.browser.until(
        "the plane to be in sight",
        "return document.activeElement?.dataset.testid === 'draw-plane'",
        vec![],
    );
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn points_drawn_by_hand_are_a_table_to_learn_from() {
    let page = Page::open();
    page.click("draw-points");
    page.appears("draw-plane");
    assert!(page.is_disabled("draw-open"));
    for (class, places) in [(0, [[0.2, 0.3], [0.3, 0.4]]), (1, [[0.7, 0.6], [0.8, 0.8]])] {
        let choose =
            "document.querySelectorAll('[data-testid=draw-class] input')[arguments[0]].click()";
        page.browser.script(choose, vec![json!(class)]);
        for [x, y] in places {
            page.browser.script(CLICK, vec![json!(x), json!(y)]);
        }
    }
    page.click("draw-open");
    page.has_columns("x,y,class");
    page.run();
    page.show(Stage::Train);
    page.browser.until("the field of the forest", TREES, vec![]);
    page.click("stage-profile");
    page.click("draw-more");
    page.appears("draw-plane");
    page.browser.script(CLICK, vec![json!(0.5), json!(0.5)]);
    page.click("draw-open");
    page.reaches(Stage::Evaluate, "idle");
    page.run();
    assert_eq!(page.browser.errors(), [""; 0]);
}
