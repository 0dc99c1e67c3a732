//! What a person expects of the data: proposed, taken, checked, and the rows that fail.

use grove_recipe::stage::Stage;
use serde_json::{Value, json};

use crate::accessibility::has_no_faults;
use crate::harness::page::Page;

/// The verdicts of the person's expectations, in their order.
fn verdicts(page: &Page) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll('li.expectation[data-testid]'), item => item.dataset.verdict)";
    serde_json::from_value(page.browser.script(script, vec![])).expect("a list of verdicts")
}

fn becomes(page: &Page, handle: &str, verdict: &str) {
    let script = "return document.querySelector(`[data-testid='${arguments[0]}']`)?.dataset.verdict === arguments[1]";
    let wanted = vec![json!(handle), json!(verdict)];
    page.browser.until("a verdict", script, wanted);
}

#[test]
fn proposals_hold_and_an_expectation_that_fails_shows_its_rows() {
    let page = Page::open();
    page.sample("iris");
    page.show(Stage::Check);
    page.click("propose-expectations");
    page.appears("proposals");
    has_no_faults(&page, "with proposals");
    page.click("take-proposals");
    page.disappears("proposals");
    becomes(&page, "expectation-1", "unchecked");
    page.run();
    page.show(Stage::Check);
    becomes(&page, "expectation-1", "passed");
    let proposed = verdicts(&page);
    assert!(proposed.len() > 10, "{proposed:?}");
    assert!(
        proposed.iter().all(|verdict| verdict == "passed"),
        "{proposed:?}"
    );

    page.select("new-expectation-column", "petal_length_cm");
    page.select("new-expectation-rule", "is within a range");
    page.click("add-expectation");
    let last = format!("expectation-{}", proposed.len() + 1);
    page.click(&format!("{last}-change"));
    // The shortest petals are those of one species, 50 flowers.
    page.fill("min", "2");
    page.select(&format!("{last}-severity"), "stop the run");
    has_no_faults(&page, "with an expectation's parameters");
    page.click("run-all");
    page.reaches(Stage::Check, "failed");
    page.reaches(Stage::Split, "stale");
    let (stage, text) = page.take_error();
    assert_eq!(stage, "check");
    assert!(text.contains("petal_length_cm is at least 2"), "{text}");
    becomes(&page, &last, "stopped");
    assert!(
        page.text(&last).contains("50 of 150"),
        "{}",
        page.text(&last)
    );
    page.click(&format!("{last}-rows"));
    page.appears("failing-rows");
    let species = "const cells = Array.from(document.querySelectorAll(\"[data-testid='failing-rows'] tbody tr\"),
                       row => row.lastElementChild.textContent);
                   return cells.length > 0 && cells.every(cell => cell !== '…') && cells";
    let shown = page.browser.until("rows", species, vec![]);
    let shown: Vec<Value> = serde_json::from_value(shown).expect("a list of cells");
    assert!(shown.iter().all(|cell| cell == "setosa"), "{shown:?}");
    has_no_faults(&page, "with failing rows");

    page.select(&format!("{last}-severity"), "warn");
    page.run();
    page.show(Stage::Check);
    becomes(&page, &last, "warned");
    assert_eq!(page.browser.errors(), [""; 0]);
}
