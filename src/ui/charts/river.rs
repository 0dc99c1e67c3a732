//! The rail's river: between two stages, a band as wide as the rows that pass.

use yew::Html;

use super::scene::draw;
pub use grove_charts::river::{Course, StageRows};

pub fn band(rows: &StageRows) -> Html {
    draw(&[grove_charts::river::river(rows)])
}
