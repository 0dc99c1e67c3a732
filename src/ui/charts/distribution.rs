//! A column's rows by value: of the open table, or of the profiled one, stacked by the target's class if it has classes.

use yew::Html;

use super::scene::draw;
use grove_protocol::profile::ColumnProfile;
use grove_recipe::columns::ColumnSummary;

/// Draws a distribution. `groups` are the report's. With `closely`, each bar has its own description.
pub fn distribution(column: &ColumnProfile, groups: &[String], closely: bool) -> Html {
    draw(&[grove_charts::distribution::distribution(
        column, groups, closely,
    )])
}

/// Draws a column as it was opened. `rows` is the table's number of rows.
pub fn values(column: &ColumnSummary, rows: u32) -> Html {
    draw(&grove_charts::column::values(column, rows))
}
