//! Results of earlier choices come back, and every panel tells how its output came about.

use grove_recipe::models::trees::ForestParameters;
use grove_recipe::stage::Stage;

use crate::harness::page::Page;

#[test]
fn a_choice_that_is_taken_back_runs_nothing() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    page.show(Stage::Train);
    assert!(!page.shows("provenance-key"), "it is folded");
    page.click("provenance-turn");
    let of_train = || {
        page.tells("provenance-output", "sha256");
        (
            page.data("provenance-key", "key"),
            page.data("provenance-output", "sha256"),
        )
    };
    let first = of_train();
    assert_eq!((first.0.len(), first.1.len()), (64, 64), "{first:?}");
    assert!(!page.shows("provenance-stale"));

    page.fill(ForestParameters::n_estimators.name, "7");
    page.reaches(Stage::Train, "stale");
    page.run();
    page.show(Stage::Train);
    let other = of_train();
    assert!(other.0 != first.0 && other.1 != first.1, "{other:?}");

    page.fill(ForestParameters::n_estimators.name, "100");
    page.reaches(Stage::Train, "stale");
    page.watch_stages();
    page.run();
    assert_eq!(page.stages_that_ran(), [""; 0]);
    page.show(Stage::Train);
    assert_eq!(page.state(Stage::Train), "fresh");
    assert_eq!(of_train(), first);

    // The bar at the top lies above what is scrolled to.
    page.browser.script("window.scrollTo(0, 0)", vec![]);
    page.click("run-again-train");
    // The end of a run shows what it came to.
    page.appears("confusion-matrix");
    page.reaches(Stage::Evaluate, "fresh");
    page.show(Stage::Train);
    assert_eq!(of_train(), first, "made anew, it is the same");
    assert_eq!(page.browser.errors(), [""; 0]);
}
