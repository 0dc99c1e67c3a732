//! Profile: a column's rows by value, stacked by the target's class where there is one.

use yew::Html;

use super::scene::draw;
use grove_protocol::profile::ColumnProfile;

/// `groups` are the report's. Bars are told in words where the picture is to be read closely.
pub fn distribution(column: &ColumnProfile, groups: &[String], closely: bool) -> Html {
    draw(&[grove_charts::distribution::distribution(
        column, groups, closely,
    )])
}
