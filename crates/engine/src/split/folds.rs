//! Splits by a column that names each row's part, or its fold.

use crate::load::types::cell_text;
use crate::table::column::Column;
use crate::table::{Table, shorten};
use grove_recipe::Split;
use grove_recipe::count::counted;
use grove_recipe::error::StageError;

use super::{SplitParts, error, gather};

/// The names of the parts, whatever their case, in the order of the parts.
const WORDS: [&str; 3] = ["train", "validation", "test"];

/// Splits the rows by the column. O(rows × test folds).
///
/// # Errors
/// Where a row has no part, or train or test would get no row.
pub fn split_by_column(
    table: &Table,
    column: &Column,
    parameters: &Split,
) -> Result<SplitParts, StageError> {
    let name = column.name();
    let folds = &parameters.test_fold;
    let mut of_rows = Vec::new();
    for (position, &row) in table.rows.iter().enumerate() {
        let Some(text) = cell_text(column, position) else {
            return Err(error(
                format!("Row {row} has no value of {name}, so its part is unknown."),
                "Fill it in, or drop the row.",
            )
            .in_column(name)
            .at_row(row));
        };
        let text = text.trim();
        let part = if folds.is_empty() {
            WORDS
                .iter()
                .position(|word| text.eq_ignore_ascii_case(word))
        } else {
            Some(if folds.iter().any(|fold| fold == text) {
                2
            } else {
                0
            })
        };
        let part = part.ok_or_else(|| {
            error(
                format!(
                    "Row {row} of {name} is {}, which is not train, validation or test.",
                    shorten(text)
                ),
                "Change the value, or choose the folds to test on.",
            )
            .in_column(name)
            .at_row(row)
        })?;
        of_rows.push(part);
    }
    let [train, validation, test] = [0, 1, 2].map(|part| gather(&of_rows, part));
    if test.is_empty() || train.is_empty() {
        let none = if test.is_empty() { "test" } else { "train" };
        let problem = match folds.as_slice() {
            [] => format!(
                "No row of {name} is {none}, in {}.",
                counted(table.height(), "row", "rows")
            ),
            folds if test.is_empty() => format!(
                "No row of {name} is {}, so there are no test rows.",
                shorten(&folds.join(", "))
            ),
            _ => format!("All rows of {name} are test rows, so there are no train rows."),
        };
        return Err(error(problem, "Choose other folds, or another column.").in_column(name));
    }
    Ok(SplitParts {
        train,
        validation,
        test,
        stratified: false,
        note: None,
    })
}
