//! Keeps the window in step with the state: its address, its title, and the question before it is left.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BeforeUnloadEvent, ScrollRestoration};
use yew::{hook, use_effect_with, use_memo};

use super::app::StateSnapshot;
use crate::ui::page::Page;
use crate::ui::state::{Action, is_address};
use grove_protocol::calls::OpenRun;
use grove_recipe::link::FRAGMENT;

/// Returns what follows the `#` in the page's address.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Follows the state with the window, and the window with the state.
#[hook]
pub fn use_window(page: &Page, state: &StateSnapshot) {
    let shown = use_memo((), |()| RefCell::new(String::new()));
    let turns = use_memo((), |()| Cell::new(0));
    let (address, title) = (state.address(), state.title());
    {
        let (page, shown) = (page.clone(), Rc::clone(&shown));
        use_effect_with((), move |()| {
            follow_link(&page, &fragment());
            if let Ok(history) = window().history() {
                // A panel comes into sight by its heading, as after a click.
                let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
            }
            let turned = EventListener::new(&window(), "hashchange", move |_| {
                let address = fragment();
                if is_address(&address) {
                    page.tell(Action::AddressTurned(address));
                } else {
                    follow_link(&page, &address);
                    // Later changes are not in the link, so it is removed from the address.
                    write(&shown.borrow(), false);
                }
            });
            move || drop(turned)
        });
    }
    use_effect_with((address, state.turns), move |(address, now)| {
        write(address, turns.replace(*now) != *now);
        shown.replace(address.clone());
    });
    use_effect_with(title, |title| document().set_title(title));
    use_effect_with(state.is_unsaved(), |unsaved| {
        let question = unsaved.then(|| {
            let ours = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window(), "beforeunload", ours, |event| {
                event.prevent_default();
                // What some browsers ask by instead; the text is their own.
                if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                    event.set_return_value("unsaved");
                }
            })
        });
        move || drop(question)
    });
    {
        let page = page.clone();
        let wanted = state.run_wanted().filter(|_| state.engine.is_ready());
        use_effect_with(wanted, move |wanted| {
            if let Some(run) = wanted.clone() {
                page.client().store(OpenRun { run });
            }
        });
    }
}

/// Reads the recipe in a fragment, if there is one.
fn follow_link(page: &Page, fragment: &str) {
    if fragment.starts_with(FRAGMENT) {
        page.client().read_link(fragment);
    }
}

/// Writes the address of what is shown, as a step to go back from or in place of the present one. If the browser refuses
/// that, the address stays.
fn write(address: &str, step: bool) {
    if fragment() == address {
        return;
    }
    let location = window().location();
    let path = [location.pathname(), location.search()].map(Result::unwrap_or_default);
    let hash = if address.is_empty() { "" } else { "#" };
    let url = [&path[0], &path[1], hash, address].concat();
    if let Ok(history) = window().history() {
        let _ = match step {
            true => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
            false => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
        };
    }
}
