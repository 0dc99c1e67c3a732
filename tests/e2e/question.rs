//! The question what to predict: asked for a file of one's own, answered by a suggestion or from the list.

use grove_recipe::stage::Stage;

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, sample};

#[test]
fn a_suggestion_answers_the_question_and_the_run_goes_on() {
    let page = Page::open();
    page.choose_file("file-input", "flowers.csv", &sample("iris"));
    page.appears("target-question");
    assert_eq!(page.options("target-select")[0], "choose …");
    assert!(page.is_disabled("run-all"));
    assert_eq!(page.text("run-why"), "Choose what to predict first.");

    has_no_faults(&page, "with the question");

    // Cleaning can be looked at; what comes after it waits.
    page.click("stage-clean");
    page.reaches(Stage::Clean, "fresh");
    page.click("stage-split");
    assert!(page.text("target-wanted").contains("waits"));
    page.click("stage-load");

    page.click("suggest-species");
    page.disappears("target-question");
    page.run();
    assert!(page.metric("accuracy") > 0.8);

    // Undone, the question is back; a sample needs none.
    page.click("undo");
    page.click("stage-load");
    page.appears("target-question");
    page.sample("wine");
    page.disappears("target-question");
}

#[test]
fn choosing_from_the_list_is_enough() {
    let page = Page::open();
    page.choose_file("file-input", "flowers.csv", &sample("iris"));
    page.appears("target-question");
    page.predict("species");
    page.disappears("target-question");
    page.run();
    // The next file of the same columns keeps the choice.
    let all = String::from_utf8(sample("iris")).expect("text");
    let fewer: Vec<&str> = all.lines().take(120).collect();
    page.choose_file("file-input", "fewer.csv", fewer.join("\n").as_bytes());
    page.reaches(Stage::Evaluate, "idle");
    page.run();
}
