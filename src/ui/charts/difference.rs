//! Runs: a score beside another run's, with the interval that the difference lies in, around no difference at all.

use yew::Html;

use super::scene::draw;
pub use grove_charts::difference::{in_words, signed};

/// `reach` is how far the picture goes to either side of 0. Beside it stands the same in words, from [`in_words`].
pub fn difference(value: f64, interval: (f64, f64), reach: f64) -> Html {
    draw(&[grove_charts::difference::difference(value, interval, reach)])
}
