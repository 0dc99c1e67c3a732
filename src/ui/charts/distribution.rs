//! Profile: a column's rows by value, stacked by the target's class if it has classes.

use yew::Html;

use super::scene::draw;
use grove_protocol::profile::ColumnProfile;

/// Draws a distribution. `groups` are the report's. With `closely`, each bar has its own description.
pub fn distribution(column: &ColumnProfile, groups: &[String], closely: bool) -> Html {
    draw(&[grove_charts::distribution::distribution(
        column, groups, closely,
    )])
}
