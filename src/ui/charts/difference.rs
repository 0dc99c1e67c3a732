//! Runs: the difference of two runs' scores and its interval, on an axis around 0.

use yew::Html;

use super::scene::draw;
pub use grove_charts::difference::{in_words, signed};

/// Draws a difference. `reach` is the length of the axis on either side of 0. The same stands beside it in words, from
/// [`in_words`].
pub fn difference(value: f64, interval: (f64, f64), reach: f64) -> Html {
    draw(&[grove_charts::difference::difference(value, interval, reach)])
}
