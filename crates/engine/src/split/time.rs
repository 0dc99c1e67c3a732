//! Splits by time: trains on the earliest rows and tests on the latest.

use crate::load::odd_cells::with_odd_cells;
use crate::load::types::numbers;
use crate::table::Table;
use crate::table::column::Column;
use grove_recipe::Split;
use grove_recipe::count::{count, counted};
use grove_recipe::error::StageError;

use super::{PartSizes, SplitParts, error};

/// Returns the times of all rows. `Err` if one is missing or the column has no times.
///
/// # Errors
/// Names the first row without a time, or the type of a column without times.
pub fn times(table: &Table, column: &Column) -> Result<Vec<f64>, StageError> {
    let name = column.name();
    let kinds = table.kinds();
    let kind = kinds.iter().find(|(column, _)| column == name);
    let kind = kind.map(|(_, kind)| *kind).expect("a column has a kind");
    if !kind.is_date() && !kind.is_number() {
        let wrong = error(
            format!(
                "A split by time needs dates or numbers, but {name} is of type {}.",
                kind.name()
            ),
            "Choose another column.",
        );
        return Err(with_odd_cells(wrong.in_column(name), column));
    }
    let times = numbers(column);
    if let Some(first) = times.iter().position(Option::is_none) {
        let lacking = times.iter().filter(|time| time.is_none()).count() as u32;
        let row = table.rows[first];
        return Err(error(
            format!(
                "{} no value of {name}, so their place in time is unknown; the first is row {row}.",
                counted(lacking, "row has", "rows have")
            ),
            "Fill them in, drop these rows, or choose another column.",
        )
        .in_column(name)
        .at_row(row));
    }
    Ok(times.into_iter().flatten().collect())
}

pub fn split_by_time(
    table: &Table,
    column: &Column,
    parameters: &Split,
) -> Result<SplitParts, StageError> {
    let name = column.name();
    by_time(&times(table, column)?, parameters).map_err(|error| error.in_column(name))
}

/// Splits rows by their times, which must not be NaN: train before validation before test. Rows of the same time are in
/// the same part, so that sizes may differ from those asked for. O(rows · log rows).
///
/// # Errors
/// Where all rows have the same time.
pub fn by_time(times: &[f64], parameters: &Split) -> Result<SplitParts, StageError> {
    let time = |row: u32| times[row as usize];
    let mut order: Vec<u32> = (0..times.len() as u32).collect();
    order.sort_by(|&a, &b| time(a).total_cmp(&time(b)));
    // The positions in the order at which a part may end.
    let ends: Vec<u32> = (1..)
        .zip(order.windows(2))
        .filter_map(|(place, pair)| (time(pair[0]) < time(pair[1])).then_some(place))
        .collect();
    let wanted = PartSizes::new(times.len() as u32, parameters);
    let rows = times.len() as u32;
    let test_from = nearest(&ends, rows - wanted.test).ok_or_else(|| {
        error(
            "All rows have the same time, so they cannot be split by time.",
            "Choose another column, or split the rows by another method.",
        )
    })?;
    let earlier = &ends[..ends.partition_point(|&end| end < test_from)];
    let validation_from = match wanted.validation {
        0 => None,
        validation => nearest(earlier, (rows - wanted.test).saturating_sub(validation)),
    };
    let part = |from: u32, to: u32| {
        let mut rows = order[from as usize..to as usize].to_vec();
        rows.sort_unstable();
        rows
    };
    let train_to = validation_from.unwrap_or(test_from);
    let mut notes = Vec::new();
    let sizes = [
        ("Test", rows - test_from, wanted.test),
        ("Validation", test_from - train_to, wanted.validation),
    ];
    for (part, found, wanted) in sizes {
        if found != wanted {
            notes.push(format!(
                "{part} has {} instead of the {} asked for, because rows of the same time are kept together.",
                counted(found, "row", "rows"),
                count(wanted)
            ));
        }
    }
    Ok(SplitParts {
        train: part(0, train_to),
        validation: part(train_to, test_from),
        test: part(test_from, rows),
        stratified: false,
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    })
}

/// Returns the end nearest to the wanted one, the earlier of two.
fn nearest(ends: &[u32], wanted: u32) -> Option<u32> {
    ends.iter().copied().min_by_key(|end| end.abs_diff(wanted))
}
