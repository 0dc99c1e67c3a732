//! What speaks against the scores stands above them, with a button that mends it and one that says that it is known.

use grove_recipe::stage::Stage;
use serde_json::Value;

use crate::accessibility::has_no_faults;
use crate::harness::page::Page;

/// A table of passengers with a column that says the outcome in other words.
fn leaking() -> Vec<u8> {
    let mut csv = String::from("age,fare,alive,survived\n");
    for row in 0..240u32 {
        let noise = row.wrapping_mul(2_654_435_761) >> 16;
        let survived = noise % 5 < 2;
        let alive = if survived { "yes" } else { "no" };
        let (age, fare) = (noise % 71, row.wrapping_mul(40_503) % 997);
        csv.push_str(&format!("{age},{fare},{alive},{}\n", u8::from(survived)));
    }
    csv.into_bytes()
}

/// Whether the banner stands before the first score in the document.
fn is_above_the_scores(page: &Page) -> bool {
    let script = "const [belief, score] = ['belief', 'metric-accuracy'].map(handle => document.querySelector(`[data-testid='${handle}']`));
                  return Boolean(belief.compareDocumentPosition(score) & Node.DOCUMENT_POSITION_FOLLOWING)";
    page.browser.script(script, vec![]) == Value::Bool(true)
}

#[test]
fn a_leak_is_told_above_the_scores_and_mended_by_a_button() {
    let page = Page::open();
    page.upload("passengers.csv", &leaking());
    page.select("target-select", "survived");
    page.run();
    page.show(Stage::Evaluate);
    assert_eq!(page.metric("accuracy"), 1.0);
    assert_eq!(page.data("belief", "doubts"), "1");
    assert!(is_above_the_scores(&page));
    assert!(
        page.text("belief")
            .contains("alive alone predicts survived")
    );
    assert_eq!(page.text("belief-mark"), "! 1 doubt");
    has_no_faults(&page, "with a doubt");

    // What is known is quiet, and still there.
    page.click("belief-know");
    page.reaches(Stage::Evaluate, "fresh");
    page.appears("belief-known");
    assert_eq!(page.data("belief", "doubts"), "0");
    page.disappears("belief-mark");
    page.click("belief-known");
    page.click("belief-forget");
    page.reaches(Stage::Evaluate, "fresh");
    page.appears("belief-mend");

    assert!(page.text("belief-mend").contains("Leave out alive"));
    page.watch_stages();
    page.click("belief-mend");
    page.reaches(Stage::Evaluate, "fresh");
    let script = "return Number(document.querySelector(\"[data-testid='metric-accuracy']\")?.dataset.value) < 1";
    page.browser.until("another score", script, vec![]);
    assert!(!page.text("belief").contains("alive"));
    assert_eq!(page.browser.errors(), [""; 0]);
}
