//! Moves the focus and the sight to an element, once the page has been drawn.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Does something once all changes so far are on the page.
pub fn after_drawing(then: fn()) {
    Timeout::new(0, then).forget();
}

/// Finds the first element of a selector.
pub fn find(selector: &str) -> Option<HtmlElement> {
    let found = gloo::utils::document().query_selector(selector).ok()?;
    found?.dyn_into().ok()
}

/// Moves the focus to the first of these elements that is there.
pub fn focus(selectors: &[&str]) {
    if let Some(element) = selectors.iter().find_map(|selector| find(selector)) {
        // Nothing depends on it where it fails.
        let _ = element.focus();
    }
}
