//! Casts columns to another kind, and substitutes values.

use crate::load::types::{cast, cell_text, truth};
use crate::table::column::{Cells, Column, Storage};
use crate::table::shorten;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::error;
use super::growth::TextGrowth;

/// Converts the column to another kind; values that cannot be converted become missing. O(rows).
pub fn cast_column(column: &Column, kind: ColumnKind) -> Column {
    let name = column.name();
    if let Some(cells) = column.texts() {
        return match kind {
            ColumnKind::Boolean => cast(name, kind, &mut cells.iter().map(|c| c.and_then(word))),
            _ => cast(name, kind, &mut cells.iter()),
        }
        .column;
    }
    let day_of_moment = kind == ColumnKind::Date && column.storage() == Storage::Moments;
    let cells: Vec<Option<String>> = (0..column.len())
        .map(|row| {
            let mut text = cell_text(column, row)?;
            if day_of_moment {
                text.truncate("2024-12-31".len());
            }
            Some(text)
        })
        .collect();
    let mut cells = cells.iter().map(Option::as_deref);
    match kind {
        ColumnKind::Boolean => cast(name, kind, &mut cells.map(|c| c.and_then(word))),
        _ => cast(name, kind, &mut cells),
    }
    .column
}

/// Returns the canonical form of a truth value.
fn word(text: &str) -> Option<&'static str> {
    let truth = match text {
        "1" => true,
        "0" => false,
        text => truth(text)?.1,
    };
    Some(if truth { "true" } else { "false" })
}

/// Parses a text as the single value of a column of this kind.
pub fn single(text: &str, kind: ColumnKind, name: &str) -> Result<Column, StageError> {
    let single = cast(name, kind, &mut std::iter::once(Some(text))).column;
    if single.null_count() == 0 {
        return Ok(single);
    }
    let problem = format!(
        "{} is not a valid value for {name}, which is of type {}.",
        shorten(text),
        kind.name()
    );
    let advice = "Enter another value, or cast the column in an earlier step.";
    Err(error(problem, advice).in_column(name))
}

/// Replaces every cell that equals `which` by `value`; `None` is the missing value. Both are columns of one row from
/// [`single`]. O(rows).
pub fn substitute(
    column: &Column,
    which: Option<&Column>,
    value: Option<&Column>,
) -> Result<Column, StageError> {
    const SAME: &str = "columns of the same kind";
    let name = column.name();
    Ok(match column.cells() {
        Cells::Texts(cells) => {
            let one = |single: Option<&Column>| single.and_then(|c| cell_text(c, 0));
            let (which, value) = (one(which), one(value));
            let (which, value) = (which.as_deref(), value.as_deref());
            let mut growth = TextGrowth::of(name);
            for text in exchanged(cells.iter(), which, value) {
                growth.add(text.map_or(0, str::len))?;
            }
            Column::of_texts(name, exchanged(cells.iter(), which, value))
        }
        Cells::Decimals(cells) => {
            let read = |c: &Column| c.decimals().expect(SAME).get(0);
            let (which, value) = (which.and_then(read), value.and_then(read));
            Column::of_decimals(name, exchanged(cells.iter(), which, value))
        }
        Cells::Integers(cells) => {
            let read = |c: &Column| c.integers().expect(SAME).get(0);
            let (which, value) = (which.and_then(read), value.and_then(read));
            Column::of_integers(name, exchanged(cells.iter(), which, value))
        }
        Cells::Days(cells) => {
            let read = |c: &Column| c.days().expect(SAME).get(0);
            let (which, value) = (which.and_then(read), value.and_then(read));
            Column::of_days(name, exchanged(cells.iter(), which, value))
        }
        Cells::Moments(cells) => {
            let read = |c: &Column| c.moments().expect(SAME).get(0);
            let (which, value) = (which.and_then(read), value.and_then(read));
            Column::of_moments(name, exchanged(cells.iter(), which, value))
        }
    })
}

fn exchanged<T: PartialEq + Copy>(
    cells: impl Iterator<Item = Option<T>>,
    which: Option<T>,
    value: Option<T>,
) -> impl Iterator<Item = Option<T>> {
    cells.map(move |cell| if cell == which { value } else { cell })
}

/// Converts a column of whole numbers to decimals; leaves others unchanged.
pub fn widened(column: &Column) -> Column {
    let Some(cells) = column.integers() else {
        return column.clone();
    };
    Column::of_decimals(column.name(), cells.iter().map(|v| v.map(|v| v as f64)))
}
