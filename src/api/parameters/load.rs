//! The parameters of loading.

use super::{Choice, Switch};
use crate::api::recipe::OnBadLines;

pub const TRIM: Switch = Switch {
    name: "trim",
    label: "Trim spaces",
    help: "Removes spaces before and after each value, so that “red ” and “red” are one category.",
    default: true,
};
/// What counts as missing besides the empty cell, unless the recipe says otherwise.
pub const MISSING_VALUES: [&str; 9] = [
    "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?",
];
pub const ON_BAD_LINES: Choice<OnBadLines> = Choice {
    name: "on_bad_lines",
    label: "What cannot be read",
    help: "Rows with too few or too many values, and cells that are no value of their column's type.",
    options: &[
        (OnBadLines::Warn, "is set aside and listed"),
        (OnBadLines::Error, "stops the loading"),
    ],
};
