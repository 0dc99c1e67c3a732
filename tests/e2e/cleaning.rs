//! From a derived target to a model that does not see what it was derived from.

use std::path::Path;

use grove_recipe::stage::Stage;

use crate::harness::page::Page;

#[test]
fn a_derived_target_is_learned_without_its_formula() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/taxis.csv");
    // The data is not part of the project.
    let Ok(csv) = std::fs::read(file) else {
        return;
    };
    let page = Page::open();
    page.upload("taxis.csv", &csv);
    page.show(Stage::Clean);

    page.select("operation", "derive");
    page.click("add-step");
    page.write("parameter-column", "high_tip");
    // A mistake is told with its place.
    page.write("expression-input", "tip / fair > 0.2");
    page.select("target-select", "high_tip");
    page.click("run-all");
    page.reaches(Stage::Clean, "failed");
    page.show(Stage::Clean);
    let told = page.text("step-0");
    assert!(
        told.contains("✕ Step 1: ") && told.contains("character 7"),
        "{told}"
    );

    page.write("expression-input", "tip / fare > 0.2");
    page.run();
    page.show(Stage::Clean);
    assert_eq!(page.text("leave-out-leaks"), "Leave out tip, fare");
    page.click("leave-out-leaks");
    page.disappears("leave-out-leaks");
    // In place, and by itself.
    page.click("put-back");
    assert_eq!(page.text("leave-out-leaks"), "Leave out tip, fare");
    page.click("leave-out-leaks");
    page.disappears("leave-out-leaks");
    page.show(Stage::Split);
    page.select("parameter-method", "by time: train before, test after");
    page.select("parameter-time_column", "pickup");
    page.run();
    page.show(Stage::Evaluate);
    let cells = page.confusion();
    assert_eq!(cells.len(), 4, "{cells:?}");
    assert!(cells.iter().all(|(_, _, count)| *count > 0), "{cells:?}");
    let accuracy = page.metric("accuracy");
    assert!(accuracy > 0.5 && accuracy < 1.0, "accuracy is {accuracy}");

    // Off means off: without the step there is no such target.
    page.show(Stage::Clean);
    page.click("step-0-on");
    page.click("run-all");
    page.reaches(Stage::Clean, "failed");
}

#[test]
fn missing_horsepower_is_told_and_filled() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mpg.csv");
    // The data is not part of the project.
    let Ok(csv) = std::fs::read(file) else {
        return;
    };
    let page = Page::open();
    page.upload("mpg.csv", &csv);
    page.select("target-select", "mpg");
    page.select("task-select", "regression");
    page.run();
    let forest = page.metric("r2");
    assert!((0.7..1.0).contains(&forest), "{forest}");
    page.show(Stage::Featurize);
    assert!(
        page.text("features")
            .contains("horsepower\thorsepower\tmissing → 95"),
        "{}",
        page.text("features")
    );

    // Filled by a step of cleaning instead, with what the train rows say.
    page.show(Stage::Clean);
    page.select("operation", "fill_missing");
    page.click("add-step");
    page.appears("step-0");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn what_a_step_does_is_seen_without_a_run() {
    let page = Page::open();
    page.sample("messy");
    page.show(Stage::Clean);
    page.reaches(Stage::Clean, "fresh");
    page.select("operation", "filter");
    page.click("add-step");
    page.write("expression-input", "weight_kg <");
    page.reaches(Stage::Clean, "failed");
    let told = page.text("step-0");
    assert!(told.contains("✕ Step 1: "), "{told}");
    page.write("expression-input", "weight_kg < 100");
    page.reaches(Stage::Clean, "fresh");
    let told = page.text("step-0");
    assert!(told.contains("dropped"), "{told}");
    // What is moved keeps the focus.
    page.select("operation", "drop_duplicates");
    page.click("add-step");
    page.reaches(Stage::Clean, "fresh");
    page.click("step-1-up");
    page.browser.until(
        "the focus to follow the step",
        "return document.activeElement.id === 'step-0-down'",
        Vec::new(),
    );
    // What nobody looks at waits.
    assert_eq!(page.state(Stage::Split), "idle");
    page.show(Stage::Split);
    page.reaches(Stage::Split, "fresh");
    assert_eq!(page.state(Stage::Train), "idle");
    assert_eq!(page.browser.errors(), [""; 0]);
}
