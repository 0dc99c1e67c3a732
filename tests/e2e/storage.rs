//! What a browser keeps, and what it refuses to: several tabs, a visit that ends in the middle of a run, no room, and no
//! storage at all.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use grove_protocol::tracking::{RunId, RunInfo};
use grove_recipe::stage::Stage;
use grove_recipe::{DataReference, Recipe, Task};
use grove_store::memory::MemoryStore;
use grove_store::runs::{self, RunRecord};
use grove_store::{archive, in_transaction};
use serde_json::json;

use crate::accessibility::has_no_faults;
use crate::harness::browser::Browser;
use crate::harness::page::{Page, noise};
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
    // A table on which so many trees take minutes, so that the visit ends in the middle on any machine.
    page.upload("noise.csv", noise(20_000).as_bytes());
    page.select("target-select", "label");
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
    assert!(page.text("store-error").contains("not enough storage"));
    says(&page, "place-runs", "runs", "0");
    // Nothing that was computed is lost, and it is said beside it.
    assert_eq!(page.state(Stage::Evaluate), "fresh");
    page.show(Stage::Evaluate);
    assert!(page.text("notice").contains("not kept"));
    page.click("place-runs");
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
    assert!(page.text("runs-usage").contains("Nothing is stored"));
    page.show(Stage::Evaluate);
    assert!(page.text("notice").contains("as long as this tab"));
    page.click("place-runs");
    page.click("export-runs");
    assert!(!page.browser.downloaded("grove-runs.zip").is_empty());
    page.reload();
    page.sample("iris");
    says(&page, "place-runs", "runs", "0");
    assert_eq!(page.browser.errors(), [""; 0]);
}

/// In a frame of its own: opens the page, runs iris, and ends the page so many milliseconds after the last stage is shown
/// as up to date.
const RUN_AND_END: &str = "const [url, delay] = arguments;
    const pause = ms => new Promise(done => setTimeout(done, ms));
    const until = async probe => { while (!probe()) await pause(1); };
    return (async () => {
        const frame = document.createElement('iframe');
        frame.style = 'width: 1200px; height: 800px';
        frame.src = url;
        document.body.append(frame);
        const find = handle => frame.contentDocument?.querySelector(`[data-testid='${handle}']`);
        await until(() => find('sample-iris'));
        find('sample-iris').click();
        await until(() => find('run-all')?.disabled === false);
        find('run-all').click();
        await until(() => find('stage-evaluate')?.dataset.state === 'fresh');
        if (delay > 0) await pause(delay);
        frame.remove();
        return true;
    })()";

#[test]
fn a_run_that_is_shown_as_finished_is_kept_whenever_the_page_ends() {
    const DELAYS: [u32; 12] = [0, 0, 0, 1, 2, 5, 10, 20, 50, 100, 250, 500];
    let page = Page::open();
    page.browser.goto(&page.site.elsewhere());
    for delay in DELAYS {
        let arguments = vec![json!(page.site.url()), json!(delay)];
        page.browser.script(RUN_AND_END, arguments);
    }
    page.reload();
    page.sample("iris");
    says(&page, "place-runs", "runs", &DELAYS.len().to_string());
}

/// The names of the runs that the browser keeps.
const KEPT: &str = "return new Promise((found, failed) => {
        const open = indexedDB.open('grove');
        open.onerror = failed;
        open.onsuccess = () => {
            const keys = open.result.transaction('runs').objectStore('runs').getAllKeys();
            keys.onsuccess = () => { open.result.close(); found(keys.result); };
        };
    })";

#[test]
fn a_run_that_finishes_during_an_import_does_not_wait_for_it() {
    const MANY: u32 = 3000;
    let page = Page::open();
    page.sample("iris");
    page.click("place-runs");
    page.choose_file("import-runs", "many.zip", &export(MANY));
    let importing = "return document.body.innerText.includes('Importing …')";
    page.browser.until("an import", importing, vec![]);
    page.run();
    page.browser.goto(&page.site.elsewhere());
    let kept: Vec<String> =
        serde_json::from_value(page.browser.script(KEPT, vec![])).expect("names");
    let imported: Vec<String> = (1..=MANY).map(|number| id(number).0).collect();
    let own: Vec<&String> = kept.iter().filter(|key| !imported.contains(key)).collect();
    assert_eq!(own.len(), 1, "of {} runs", kept.len());
    assert!((kept.len() as u32) < MANY, "the import was over before");
}

fn id(number: u32) -> RunId {
    RunId::new(f64::from(number), [7; 5])
}

/// An export that holds so many runs.
fn export(runs: u32) -> Vec<u8> {
    let memory = MemoryStore::new(usize::MAX);
    let data = DataReference {
        name: "many.csv".into(),
        sha256: "0".repeat(64),
    };
    now(async {
        in_transaction(&memory, async |records| {
            for number in 1..=runs {
                let recipe = Recipe::new(
                    data.clone(),
                    "kind".into(),
                    Task::Classification,
                    Vec::new(),
                );
                let run = RunRecord {
                    info: RunInfo::new(id(number), recipe, f64::from(number)),
                    stages: Vec::new(),
                    model: None,
                    predicted: None,
                };
                runs::keep(records, &run, true).await?;
            }
            archive::write(records, Vec::new()).await
        })
        .await
    })
    .expect("room for all")
}

/// What a future gives that never waits, as those over memory.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("memory does not wait"),
    }
}
