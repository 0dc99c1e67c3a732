//! What a browser keeps, and what it refuses to: several tabs, a visit that ends in the middle of a run, no room, and no
//! storage at all.

use grove::api::stage::Stage;
use serde_json::json;

use crate::accessibility::has_no_faults;
use crate::harness::browser::Browser;
use crate::harness::page::Page;
use crate::runs::{lists, says, two_runs};

#[test]
fn two_tabs_keep_everything_and_tell_each_other() {
    let page = two_runs();
    let first = page.browser.another_tab();
    page.reload();
    page.sample("wine");
    page.run();
    says(&page, "place-runs", "runs", "3");
    page.click("place-runs");
    lists(&page, 3);

    let second = page.browser.turn_to(first);
    says(&page, "place-runs", "runs", "3");
    page.show(Stage::Train);
    page.fill("n_estimators", "5");
    page.reaches(Stage::Train, "stale");
    page.run();
    page.click("place-runs");
    lists(&page, 4);

    let first = page.browser.turn_to(second);
    lists(&page, 4);
    page.click("runs-select-all");
    page.click("delete-runs");
    page.disappears("runs-table");
    page.browser.turn_to(first);
    page.disappears("runs-table");
    page.reload();
    page.sample("iris");
    says(&page, "place-runs", "runs", "0");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_visit_that_ends_in_the_middle_of_a_run_loses_nothing_that_had_finished() {
    let page = two_runs();
    page.show(Stage::Train);
    page.fill("n_estimators", "5000");
    page.click("run-all");
    page.reaches(Stage::Train, "running");
    page.reload();
    page.sample("iris");
    page.click("place-runs");
    lists(&page, 2);
    page.run();
    says(&page, "place-runs", "runs", "3");
}

#[test]
fn a_run_that_finds_no_room_is_kept_once_there_is_some() {
    let page = Page::open();
    let quota = |bytes: Option<u32>| {
        let origin = page.site.url();
        let parameters = match bytes {
            Some(bytes) => json!({ "origin": origin, "quotaSize": bytes }),
            None => json!({ "origin": origin }),
        };
        let command = "Storage.overrideQuotaForOrigin";
        page.browser.devtools(command, parameters);
    };
    page.sample("iris");
    quota(Some(1000));
    page.run();
    page.click("place-runs");
    assert!(page.text("store-error").contains("no room"));
    says(&page, "place-runs", "runs", "0");
    // Nothing that was computed is lost.
    assert_eq!(page.state(Stage::Evaluate), "fresh");
    has_no_faults(&page, "no room for runs");

    quota(None);
    page.run();
    says(&page, "place-runs", "runs", "1");
    page.reload();
    says(&page, "place-runs", "runs", "1");
}

#[test]
fn without_storage_runs_last_as_long_as_the_tab_and_it_is_said() {
    let page = Page::open_in(Browser::start_without_storage());
    page.sample("iris");
    page.run();
    page.click("place-runs");
    lists(&page, 1);
    assert!(page.text("runs-usage").contains("Nothing is kept"));
    page.click("export-runs");
    assert!(!page.browser.downloaded("grove-runs.zip").is_empty());
    page.reload();
    page.sample("iris");
    says(&page, "place-runs", "runs", "0");
    assert_eq!(page.browser.errors(), [""; 0]);
}
