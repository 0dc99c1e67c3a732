//! Draws long lists in pieces, so that the page stays responsive.

use gloo::timers::callback::Timeout;
use yew::{hook, use_effect_with, use_state_eq};

/// Returns how many of `total` parts to draw now: `step` at first, and `step` more each time the page is idle.
#[hook]
pub fn use_growing(total: usize, step: usize) -> usize {
    let shown = use_state_eq(|| step);
    let count = (*shown).min(total);
    {
        let shown = shown.setter();
        use_effect_with((count, total), move |&(count, total)| {
            let next = (count < total).then(|| Timeout::new(0, move || shown.set(count + step)));
            move || drop(next)
        });
    }
    count
}
