//! A bar inside text or a table.

use yew::Html;

use super::scene::draw;

/// Draws a bar. `share` is from 0 to 1; `kind` is a class of the style sheet that gives the colour.
pub fn bar(share: f64, kind: &'static str) -> Html {
    draw(&[grove_charts::bar::bar(share, kind)])
}
