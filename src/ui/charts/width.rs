//! Draws plots at their size on the screen, so that their text is never scaled.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, MouseEvent, ResizeObserver};
use yew::{NodeRef, TargetCast, hook, use_effect_with, use_node_ref, use_state_eq};

/// The width before the page has been laid out.
const UNKNOWN: f64 = 480.0;
const NARROWEST: f64 = 200.0;

thread_local! {
    /// The latest width of a plot. Most of them are equally wide, so that the next is not drawn twice.
    static LATEST: Cell<f64> = const { Cell::new(UNKNOWN) };
}

/// Returns a reference for an element, and its width in CSS pixels, now and whenever it changes.
#[hook]
pub fn use_width() -> (NodeRef, f64) {
    let node = use_node_ref();
    let width = use_state_eq(|| LATEST.get());
    {
        let width = width.setter();
        use_effect_with(node.clone(), move |node| {
            let observed = node.cast::<Element>().and_then(|element| {
                let seen = element.clone();
                let changed = Closure::<dyn Fn()>::new(move || {
                    let now = f64::from(seen.client_width()).max(NARROWEST);
                    LATEST.set(now);
                    width.set(now);
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

/// Returns the place of an event in its picture, in the picture's own units, which are CSS pixels. `None` outside of
/// any picture.
pub fn pointed_at(event: &MouseEvent) -> Option<(f64, f64)> {
    let target = event.target_dyn_into::<Element>()?;
    let corner = target.closest("svg").ok()??.get_bounding_client_rect();
    let x = f64::from(event.client_x()) - corner.left();
    let y = f64::from(event.client_y()) - corner.top();
    Some((x, y))
}
