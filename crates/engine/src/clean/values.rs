//! Casts columns to another kind, and substitutes values.

use polars::prelude::{
    Column, DataType, Float64Chunked, Int64Chunked, IntoColumn, NewChunkedArray,
    StringChunkedBuilder,
};

use crate::load::types::{cast, cell_text, texts, truth};
use crate::table::{shorten, storage};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::error;
use super::growth::TextGrowth;

/// Converts the column to another kind; values that cannot be converted become missing. O(rows).
pub fn cast_column(column: &Column, kind: ColumnKind) -> Column {
    let name = column.name();
    if column.dtype() == &DataType::String {
        let cells = texts(column);
        return match kind {
            ColumnKind::Boolean => cast(name, kind, &mut cells.iter().map(|c| c.and_then(word))),
            _ => cast(name, kind, &mut cells.iter()),
        }
        .column;
    }
    let day_of_moment =
        kind == ColumnKind::Date && matches!(column.dtype(), DataType::Datetime(..));
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
        "{} is no value of {name}, which is of type {}.",
        shorten(text),
        kind.name()
    );
    let advice = "Write another value, or cast the column in a step before.";
    Err(error(problem, advice).in_column(name))
}

/// Replaces every cell that equals `which` by `value`; `None` is the missing value. Both are columns of one row from
/// [`single`]. O(rows).
pub fn substitute(
    column: &Column,
    which: Option<&Column>,
    value: Option<&Column>,
) -> Result<Column, StageError> {
    let name = column.name().clone();
    if column.dtype() == &DataType::String {
        let one = |single: Option<&Column>| single.and_then(|c| cell_text(c, 0));
        let (which, value) = (one(which), one(value));
        let cells = texts(column);
        let mut growth = TextGrowth::of(column.name());
        let mut builder = StringChunkedBuilder::new(name, cells.len());
        for cell in cells.iter() {
            let text = if cell == which.as_deref() {
                value.as_deref()
            } else {
                cell
            };
            growth.add(text.map_or(0, str::len))?;
            builder.append_option(text);
        }
        return Ok(builder.finish().into_column());
    }
    Ok(if column.dtype() == &DataType::Float64 {
        let read = |c: &Column| c.f64().expect("of the column's kind").get(0);
        let (which, value) = (which.and_then(read), value.and_then(read));
        let cells = column.f64().expect("just seen").iter();
        let cells: Vec<Option<f64>> = cells.map(|c| if c == which { value } else { c }).collect();
        Float64Chunked::from_iter_options(name, cells.into_iter()).into_column()
    } else {
        let read = |c: &Column| whole(c).first().copied().flatten();
        let (which, value) = (which.and_then(read), value.and_then(read));
        let cells = whole(column).into_iter();
        let cells: Vec<Option<i64>> = cells.map(|c| if c == which { value } else { c }).collect();
        of_whole(
            &Int64Chunked::from_iter_options(name, cells.into_iter()).into_column(),
            column,
        )
    })
}

/// Returns whole numbers, days or milliseconds.
pub fn whole(column: &Column) -> Vec<Option<i64>> {
    let numbers = column
        .to_physical_repr()
        .cast(&DataType::Int64)
        .expect("numbers and dates are whole numbers inside");
    numbers.i64().expect("just cast").iter().collect()
}

/// Converts whole numbers to values of the kind of another column.
pub fn of_whole(numbers: &Column, like: &Column) -> Column {
    let narrow = match like.dtype() {
        DataType::Date => numbers.cast(&DataType::Int32),
        _ => Ok(numbers.clone()),
    };
    narrow
        .and_then(|numbers| numbers.cast(like.dtype()))
        .expect("values of that kind")
}

/// Converts a column of whole numbers to decimals; leaves others unchanged.
pub fn widened(column: &Column) -> Column {
    if column.dtype() == &DataType::Int64 {
        return column
            .cast(&storage(ColumnKind::Decimal))
            .expect("whole numbers are decimals");
    }
    column.clone()
}
