//! The page does not wait for the engine, and goes on when one ends.

use std::time::{Duration, Instant};

use grove_protocol::call::In;
use grove_protocol::calls::Run;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{DataReference, Recipe, Task};
use grove_wire::bytes;
use serde_json::json;

use crate::accessibility::has_no_faults;
use crate::harness::browser::Browser;
use crate::harness::page::{Page, sample};
use crate::harness::site::Site;
use crate::runs::says;

#[test]
fn the_page_is_usable_before_the_engine_has_arrived() {
    let page = Page {
        browser: Browser::start(),
        site: Site::built(),
    };
    page.site.hold("worker_bg.wasm");
    page.reload();
    page.click("sample-iris");
    assert!(!page.shows("target-select"), "nothing can be opened yet");
    page.site.release();
    page.appears("target-select");
    page.run();
}

/// Lets the engine get stuck in one endless step when it is to open a file with this name, or to run with seed 13; and
/// break at seed 14. A message is bytes, of which the first is the call's number; in a recipe the seed is before the target.
fn stuck() -> String {
    let data = DataReference {
        name: "iris.csv".into(),
        sha256: String::new(),
    };
    let run = Run {
        recipe: Recipe::new(data, "species".into(), Task::Classification, Vec::new()),
        through: Stage::Evaluate,
    };
    let run = bytes::of_request(&run.request())[0];
    format!(
        "self.addEventListener('message', ({{ data: {{ message = [] }} = {{}} }}) => {{
            const text = String.fromCharCode(...message);
            const seed = message[0] === {run} && text.charCodeAt(text.indexOf('\\x07species') - 1);
            if (text.includes('stuck.csv') || seed === 13) for (;;);
            if (seed === 14) throw new WebAssembly.RuntimeError('unreachable');
        }});"
    )
}

fn open_with_stuck_engine() -> Page {
    let page = Page::open_prepared(|site| site.precede("engine.js", &stuck()));
    page.sample("iris");
    page.run();
    says(&page, "place-runs", "runs", "1");
    page
}

/// Waits until the engine can be used again.
fn engine_is_ready(page: &Page) {
    says(page, "engine", "engine", "ready");
    let opened = "return !document.querySelector(\"[data-testid='opening']\")";
    page.browser.until("the file to be open", opened, vec![]);
}

/// Presses Stop, and waits until the stuck engine is gone.
fn stop(page: &Page) {
    let pressed = Instant::now();
    page.click("cancel");
    let gone = "return document.querySelector(\"[data-testid='notice']\")?.innerText.startsWith('Stopped')";
    page.browser
        .until("the engine to be replaced", gone, vec![]);
    let took = pressed.elapsed();
    assert!(took < Duration::from_secs(3), "Stop took {took:?}");
}

#[test]
fn an_engine_that_is_stuck_is_replaced_when_it_is_stopped() {
    let page = open_with_stuck_engine();
    page.show(Stage::Train);
    page.fill("n_estimators", "7");
    page.reaches(Stage::Train, "stale");
    page.seed("13");
    page.show(Stage::Train);
    page.click("run-all");
    stop(&page);
    engine_is_ready(&page);
    // What was written and what is kept are as they were, and the file is open in the new engine.
    for (stage, field, value) in [
        (Stage::Train, "parameter-n_estimators", "7"),
        (Stage::Split, "seed-input", "13"),
    ] {
        page.show(stage);
        page.appears(field);
        let script = "return document.querySelector(`[data-testid='${arguments[0]}']`)?.value";
        let now = page.browser.script(script, vec![json!(field)]);
        assert_eq!(now, json!(value), "{field}");
    }
    says(&page, "place-runs", "runs", "1");
    page.seed("12");
    page.run();
    says(&page, "place-runs", "runs", "2");
    assert!(!page.shows("error"));
}

#[test]
fn a_file_that_does_not_open_is_stopped_and_the_table_before_it_stays() {
    let page = open_with_stuck_engine();
    page.show(Stage::Load);
    page.choose_file("file-input", "stuck.csv", b"a,b\n1,2\n");
    page.appears("opening");
    has_no_faults(&page, "a file that opens beside a table");
    stop(&page);
    engine_is_ready(&page);
    page.opened(&sample("iris"));
    page.run();

    page.show(Stage::Load);
    // A file that is chosen before the stuck engine is gone is opened by the next.
    page.choose_file("file-input", "stuck.csv", b"a,b\n1,2\n");
    page.appears("opening");
    let path = page.browser.file("wine.csv", &sample("wine"));
    let input = page.appears("file-input");
    page.click("cancel");
    page.browser.type_into(&input, &path);
    page.opened(&sample("wine"));
    page.predict("cultivar");
    page.run();
}

#[test]
fn an_engine_that_breaks_says_so_in_words_and_is_replaced() {
    let page = open_with_stuck_engine();
    page.seed("14");
    page.show(Stage::Train);
    page.click("run-all");
    let (_, message) = page.take_error();
    assert!(message.contains("The engine stopped"), "{message}");
    for code in [".rs", "unreachable", "wasm", "panicked"] {
        assert!(!message.contains(code), "{message}");
    }
    engine_is_ready(&page);
    page.show(Stage::Train);
    page.seed("15");
    page.run();
    for stage in PATH {
        assert_eq!(page.state(stage), "fresh", "{stage:?}");
    }
}
