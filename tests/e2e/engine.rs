//! The page does not wait for the engine.

use crate::harness::browser::Browser;
use crate::harness::page::Page;
use crate::harness::site::Site;

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
