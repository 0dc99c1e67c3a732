//! Nothing is lost: Back and Forward walk the panels, the address and the title name what is shown, a table that is kept is
//! there after a reload, and leaving asks while work is under way.

use grove_protocol::Download;
use grove_recipe::stage::Stage;
use serde_json::json;

use crate::accessibility::has_no_faults;
use crate::harness::browser::Browser;
use crate::harness::page::{Page, noise};
use crate::runs::{lists, says};

/// Waits until the address ends so.
fn address(page: &Page, fragment: &str) {
    let script = "return window.location.hash === arguments[0]";
    let what = format!("the address {fragment:?}");
    page.browser.until(&what, script, vec![json!(fragment)]);
}

/// Waits until the window is called so.
fn title(page: &Page, title: &str) {
    let script = "return document.title === arguments[0]";
    let what = format!("the title {title:?}");
    page.browser.until(&what, script, vec![json!(title)]);
}

fn go(page: &Page, steps: i32) {
    page.browser
        .script("window.history.go(arguments[0])", vec![json!(steps)]);
}

/// Opens another page, then this one at an address.
fn enter(page: &Page, fragment: &str) {
    page.browser.goto("about:blank");
    let url = format!("{}{fragment}", page.site.url());
    page.browser.goto(&url);
}

/// Whether the browser would ask before the page is left.
fn asks(page: &Page) -> bool {
    let script = "const event = new Event('beforeunload', { cancelable: true });
                  window.dispatchEvent(event);
                  return event.defaultPrevented";
    page.browser.script(script, vec![]) == json!(true)
}

/// The heading that is shown, and whether it is in sight.
fn heading(page: &Page) -> (String, bool) {
    let script = "const heading = document.querySelector('#panel-title');
                  return [heading.innerText, heading.getBoundingClientRect().top >= 0]";
    serde_json::from_value(page.browser.script(script, vec![])).expect("a heading")
}

/// A table of two classes that no sample has.
fn rows() -> String {
    let rows = (0..60).map(|i| format!("{},{},{}\n", i % 7, i * 5 % 11, ["a", "b"][i % 2]));
    ["x,y,kind\n".to_owned(), rows.collect()].concat()
}

/// Waits until the recipe of a kept table says this. It is written after a pause in typing.
fn is_written(page: &Page, text: &str) {
    let script = "const text = arguments[0];
        return new Promise((found, failed) => {
            const open = indexedDB.open('grove');
            open.onerror = failed;
            open.onsuccess = () => (function look() {
                const all = open.result.transaction('tables').objectStore('tables').getAll();
                all.onsuccess = () => {
                    const says = record => new TextDecoder().decode(record).includes(text);
                    if (!all.result.some(says)) return setTimeout(look, 50);
                    open.result.close();
                    found(true);
                };
            })();
        })";
    page.browser.script(script, vec![json!(text)]);
}

fn value(page: &Page, handle: &str) -> String {
    page.appears(handle);
    let script = "return document.querySelector(`[data-testid='${arguments[0]}']`).value";
    let value = page.browser.script(script, vec![json!(handle)]);
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn back_and_forward_walk_the_panels() {
    let page = Page::open();
    address(&page, "");
    title(&page, "Grove");
    page.sample("iris");
    address(&page, "#/load");
    title(&page, "iris.csv – Data – Grove");
    page.show(Stage::Split);
    address(&page, "#/split");
    page.click("stage-profile");
    address(&page, "#/profile");
    page.show(Stage::Train);
    title(&page, "iris.csv – Train – Grove");

    go(&page, -2);
    address(&page, "#/split");
    title(&page, "iris.csv – Split – Grove");
    assert_eq!(heading(&page), ("Split".to_owned(), true));
    // As after a click, the focus stays on the list of stages.
    let focused = "return document.activeElement.dataset.testid";
    assert_eq!(page.browser.script(focused, vec![]), json!("stage-train"));
    go(&page, 2);
    address(&page, "#/train");

    // The run takes the page along, and Back returns to the panel before the one on which it began.
    page.run();
    address(&page, "#/evaluate");
    go(&page, -1);
    address(&page, "#/profile");
    title(&page, "iris.csv – Data – Grove");
    go(&page, -2);
    address(&page, "#/load");
    page.reaches(Stage::Evaluate, "fresh");

    // The way past the list of stages is no address.
    page.browser
        .script("document.querySelector('.skip').click()", vec![]);
    address(&page, "#/load");
    let focused = "return document.activeElement.id";
    assert_eq!(page.browser.script(focused, vec![]), json!("main"));
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn an_address_shows_its_panel_once_a_table_is_open() {
    let page = Page::open();
    enter(&page, "#/train");
    page.click("sample-iris");
    title(&page, "iris.csv – Train – Grove");
    address(&page, "#/train");
    // A link that is entered beside it is read and leaves the address of the panel.
    page.browser
        .script("window.location.hash = 'recipe=AA'", vec![]);
    let (stage, said) = page.take_error();
    assert_eq!((stage.as_str(), said.contains("link")), ("load", true));
    address(&page, "#/load");
    page.browser
        .script("window.location.hash = 'nothing'", vec![]);
    address(&page, "#/load");
}

#[test]
fn the_address_names_the_stored_run() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    says(&page, "place-runs", "runs", "1");
    page.click("place-runs");
    address(&page, "#/runs");
    page.click("run-open");
    page.appears("run-detail");
    let named = page.browser.script("return window.location.hash", vec![]);
    let named = named.as_str().expect("an address").to_owned();
    assert!(named.starts_with("#/runs/") && named.len() > 20, "{named}");
    go(&page, -1);
    lists(&page, 1);
    go(&page, 1);
    page.appears("run-detail");

    enter(&page, &named);
    page.appears("run-detail");
    title(&page, "Runs – Grove");
    enter(&page, "#/runs/0123");
    assert!(page.text("store-error").contains("no longer there"));
    address(&page, "#/runs");
}

#[test]
fn leaving_asks_while_a_run_is_under_way_and_only_then() {
    let page = Page::open();
    assert!(!asks(&page));
    page.upload("noise.csv", noise(20_000).as_bytes());
    page.select("target-select", "label");
    page.show(Stage::Train);
    page.fill("n_estimators", "5000");
    assert!(!asks(&page));
    page.click("run-all");
    page.reaches(Stage::Train, "running");
    assert!(asks(&page));
    page.click("cancel");
    page.appears("run-all");
    assert!(!asks(&page));
    page.fill("n_estimators", "3");
    page.run();
    says(&page, "place-runs", "runs", "1");
    assert!(!asks(&page));
}

#[test]
fn leaving_asks_for_runs_that_nothing_keeps_until_they_are_exported() {
    let page = Page::open_in(Browser::start_without_storage());
    page.sample("iris");
    assert!(!page.shows("keep-table"));
    page.run();
    page.click("place-runs");
    lists(&page, 1);
    assert!(asks(&page));
    page.click("export-runs");
    assert!(!page.browser.downloaded("grove-runs.zip").is_empty());
    let saved = "const event = new Event('beforeunload', { cancelable: true });
                 window.dispatchEvent(event);
                 return !event.defaultPrevented";
    page.browser.until("nothing to lose", saved, vec![]);
}

#[test]
fn a_table_that_is_kept_is_there_with_its_recipe_after_a_reload() {
    let page = Page::open();
    page.upload("mine.csv", rows().as_bytes());
    page.predict("kind");
    // Nothing of one's own is kept unless one wishes it.
    page.reload();
    page.appears("sample-iris");
    assert!(!page.shows("continue-table"));

    page.upload("mine.csv", rows().as_bytes());
    page.predict("kind");
    page.click("keep-table");
    has_no_faults(&page, "with a table to keep");
    page.seed("7");
    page.show(Stage::Train);
    page.fill("n_estimators", "9");
    page.run();
    page.show(Stage::Evaluate);
    let recipe = page.download(Download::Recipe);
    address(&page, "#/evaluate");
    is_written(&page, "\"n_estimators\":9");

    enter(&page, "#/evaluate");
    assert_eq!(page.text("continue-table"), "Continue with mine.csv");
    has_no_faults(&page, "with a table to continue with");
    page.click("continue-table");
    page.opened(rows().as_bytes());
    // At the panel that was shown.
    title(&page, "mine.csv – Evaluate – Grove");
    assert!(page.text("notice").contains("mine.csv is open again"));
    page.show(Stage::Split);
    assert_eq!(value(&page, "seed-input"), "7");
    page.run();
    page.show(Stage::Evaluate);
    assert_eq!(page.download(Download::Recipe), recipe);

    // It is kept until the person no longer wishes it.
    page.show(Stage::Load);
    let checked = "return document.querySelector(\"[data-testid='keep-table']\").checked";
    assert_eq!(page.browser.script(checked, vec![]), json!(true));
    page.click("keep-table");
    let dropped = "return document.querySelector(\"[data-testid='keep-table']\").checked === false";
    page.browser.until("no table to be kept", dropped, vec![]);
    page.reload();
    page.appears("place-runs");
    assert!(!page.shows("continue-table"));
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_sample_continues_without_a_choice_and_everything_can_be_forgotten() {
    let page = Page::open();
    page.sample("wine");
    assert!(!page.shows("keep-table"));
    page.show(Stage::Train);
    page.fill("n_estimators", "9");
    page.run();
    says(&page, "place-runs", "runs", "1");
    is_written(&page, "\"n_estimators\":9");
    page.reload();
    assert_eq!(page.text("continue-table"), "Continue with wine.csv");
    page.click("continue-table");
    page.reaches(Stage::Load, "fresh");
    page.show(Stage::Train);
    let nine =
        "return document.querySelector(\"[data-testid='parameter-n_estimators']\")?.value === '9'";
    page.browser.until("the trees of before", nine, vec![]);

    page.reload();
    page.appears("continue-table");
    page.appears("place-runs");
    page.click("forget-all");
    page.click("forget-all-yes");
    page.disappears("continue-table");
    page.disappears("place-runs");
    assert!(page.text("runs-notice").contains("deleted"));
    page.reload();
    page.sample("iris");
    says(&page, "place-runs", "runs", "0");
    assert_eq!(page.browser.errors(), [""; 0]);
}
