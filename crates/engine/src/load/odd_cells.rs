//! Finds the few cells that keep a column from being numeric, and suggests what to do.

use grove_recipe::count::{count, counted};
use grove_recipe::error::StageError;

use crate::table::column::Column;
use crate::table::shorten;

/// From this share of numbers on, the other cells are odd.
const SHARE: f64 = 0.5;
/// The most different odd cells that are named.
const NAMED: usize = 5;

/// Adds the odd cells and what to do about them to the error, if most cells of the column are numbers. O(rows).
pub fn with_odd_cells(error: StageError, column: &Column) -> StageError {
    let Some(texts) = column.texts() else {
        return error;
    };
    let (mut present, mut odd) = (0_u32, 0_u32);
    let mut named: Vec<&str> = Vec::new();
    for text in texts.iter().flatten() {
        present += 1;
        if !is_number(text) {
            odd += 1;
            if named.len() <= NAMED && !named.contains(&text) {
                named.push(text);
            }
        }
    }
    let numbers = present - odd;
    if odd == 0 || f64::from(numbers) < SHARE * f64::from(present) {
        return error;
    }
    let name = column.name();
    let more = if named.len() > NAMED {
        " and others"
    } else {
        ""
    };
    named.truncate(NAMED);
    let named: Vec<String> = named.into_iter().map(shorten).collect();
    StageError {
        problem: format!(
            "{} {} of its {} are numbers; {} not: {}{more}.",
            error.problem,
            count(numbers),
            counted(present, "value", "values"),
            if odd == 1 { "this one is" } else { "these are" },
            named.join(", "),
        ),
        advice: format!(
            "Choose the type decimal for {name} in Load, so that such cells count as missing, or add them to what counts as missing."
        ),
        ..error
    }
}

/// Returns whether a text is a number with a point or a comma, with or without a sign.
fn is_number(text: &str) -> bool {
    let number = text.trim().replace(',', ".");
    number.ends_with(|c: char| c.is_ascii_digit() || c == '.') && number.parse::<f64>().is_ok()
}
