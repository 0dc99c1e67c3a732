//! A bar inside text or a table: as wide as its share of the room it is given.

use yew::{Html, classes, html};

/// `share` is from 0 to 1; `kind` is a class of the style sheet that gives the colour.
pub fn bar(share: f64, kind: &'static str) -> Html {
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    // What is there must be seen.
    let width = if share > 0.0 { share.max(0.004) } else { 0.0 };
    html! {
        <svg class={classes!("bar", kind)} aria-hidden="true" focusable="false">
            <rect class="bar-ground" width="100%" height="100%" />
            <rect class="bar-value" width={format!("{:.2}%", width * 100.0)} height="100%" />
        </svg>
    }
}
