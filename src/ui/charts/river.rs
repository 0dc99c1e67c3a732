//! The bands between the stages in the list of stages: as wide as the number of rows that pass.

use yew::Html;

use super::scene::draw;
pub use grove_charts::river::{Course, StageRows};

pub fn band(rows: &StageRows) -> Html {
    draw(&[grove_charts::river::river(rows)])
}
