//! The engine's own workers: trees grow in them, and what happens where they break or cannot be had.

use grove_recipe::models::trees::TreeParameters;
use grove_recipe::stage::{PATH, Stage};

use crate::harness::page::{Page, noise};
use crate::harness::site::Site;

/// A table of [`noise`] with so many rows is worth trainers.
pub const ENOUGH_ROWS: u32 = 8000;

const SCRIPT: &str = "trainer.js";

/// Lets every trainer that starts say so.
pub fn count(site: &Site) {
    site.precede(
        SCRIPT,
        "new BroadcastChannel('trainers').postMessage('started');",
    );
}

/// Listens to the trainers that start from now on.
pub fn listen(page: &Page) {
    let script = "window.trainers = 0;
        window.trainersChannel = new BroadcastChannel('trainers');
        window.trainersChannel.onmessage = () => { window.trainers += 1; };";
    page.browser.script(script, vec![]);
}

/// How many trainers have started.
pub fn started(page: &Page) -> u64 {
    let trainers = page.browser.script("return window.trainers", vec![]);
    trainers.as_u64().expect("a number")
}

/// The page with two workers, and a table that is worth them.
fn open(prepare: impl FnOnce(&Site)) -> Page {
    let page = Page::open_prepared(prepare);
    page.reload_with("?workers=2");
    listen(&page);
    page.upload("noise.csv", noise(ENOUGH_ROWS).as_bytes());
    page.select("target-select", "label");
    page
}

fn all_fresh(page: &Page) {
    for stage in PATH {
        assert_eq!(page.state(stage), "fresh", "{stage:?}");
    }
}

#[test]
fn where_no_trainer_can_be_had_the_engine_grows_the_trees() {
    let page = open(|site| site.remove(SCRIPT));
    page.run();
    all_fresh(&page);
    assert!(
        page.site.missed().contains(&SCRIPT.to_owned()),
        "none was asked for"
    );
}

#[test]
fn a_trainer_that_breaks_leaves_its_trees_to_the_others() {
    // The first to open the database breaks when it is asked for a tree. It stays the first when it is gone.
    let one_breaks = "let fragile = false;
        const database = indexedDB.open('fragile');
        database.onupgradeneeded = () => {
            database.onsuccess = () => { fragile = true; };
        };
        self.addEventListener('message', ({ data }) => {
            if (!fragile || typeof data !== 'number') return;
            new BroadcastChannel('trainers').postMessage('broke');
            throw new Error('out of memory');
        });";
    let page = open(|site| site.precede(SCRIPT, one_breaks));
    page.run();
    all_fresh(&page);
    assert_eq!(started(&page), 1, "one of them should have broken");
}

#[test]
fn when_every_trainer_breaks_the_page_says_what_to_do() {
    let all_break = "self.addEventListener('message', ({ data }) => {
        if (data === 5) throw new Error('out of memory');
    });";
    let page = open(|site| site.precede(SCRIPT, all_break));
    page.click("run-all");
    page.reaches(Stage::Train, "failed");
    let (stage, message) = page.take_error();
    assert_eq!(stage, "train");
    for words in ["out of memory", "fewer trees"] {
        assert!(message.contains(words), "no “{words}” in: {message}");
    }
    // Small jobs need no trainers, and the engine is as it was.
    page.sample("iris");
    page.run();
    all_fresh(&page);
}

#[test]
fn trainers_serve_one_run_after_the_other() {
    let page = open(count);
    page.run();
    page.show(Stage::Train);
    page.fill(TreeParameters::min_samples_leaf.name, "3");
    page.reaches(Stage::Train, "stale");
    page.run();
    all_fresh(&page);
    assert_eq!(
        started(&page),
        2,
        "the trainers of the first run were at hand"
    );
}
