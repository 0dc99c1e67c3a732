//! Draws plots at the size at which they are seen, so that their text is never scaled.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};
use yew::{NodeRef, hook, use_effect_with, use_node_ref, use_state_eq};

/// Before the page has been laid out.
const UNKNOWN: f64 = 480.0;
const NARROWEST: f64 = 200.0;

/// The width in CSS pixels of the element that carries the reference, now and whenever it changes.
#[hook]
pub fn use_width() -> (NodeRef, f64) {
    let node = use_node_ref();
    let width = use_state_eq(|| UNKNOWN);
    {
        let width = width.setter();
        use_effect_with(node.clone(), move |node| {
            let observed = node.cast::<Element>().and_then(|element| {
                let seen = element.clone();
                let changed = Closure::<dyn Fn()>::new(move || {
                    width.set(f64::from(seen.client_width()).max(NARROWEST));
                });
                let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, changed))
            });
            move || {
                if let Some((observer, _changed)) = observed {
                    observer.disconnect();
                }
            }
        });
    }
    (node, *width)
}
