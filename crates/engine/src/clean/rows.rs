//! Removes duplicate rows and rows without a target.

use crate::profile::full::hashes::join;
use crate::table::Table;
use crate::table::column::{Cells, Column};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::{MissingTarget, Recipe};

use super::error;

/// Returns for each row whether it is the first of those that are equal in these columns. O(cells).
pub fn first_of_equals(table: &Table, columns: &[String]) -> Result<Vec<bool>, StageError> {
    let mut hashes = vec![0; table.rows.len()];
    let mut compared: Vec<&Column> = Vec::with_capacity(columns.len());
    for name in columns {
        super::columns::kind_of(table, name)?;
        compared.extend(table.column(name));
    }
    compared.iter().for_each(|column| join(column, &mut hashes));
    let mut order: Vec<u32> = (0..table.height()).collect();
    order.sort_unstable_by_key(|&row| (hashes[row as usize], row));
    let mut kept = vec![false; table.rows.len()];
    // Rows with one hash may differ all the same.
    let mut first: Vec<u32> = Vec::new();
    for rows in order.chunk_by(|&a, &b| hashes[a as usize] == hashes[b as usize]) {
        first.clear();
        for &row in rows {
            let equals = |&other: &u32| compared.iter().all(|c| are_equal(c, other, row));
            if !first.iter().any(equals) {
                first.push(row);
                kept[row as usize] = true;
            }
        }
    }
    Ok(kept)
}

/// Compares two rows: a missing value equals a missing one, −0 equals 0, and NaN equals NaN.
fn are_equal(column: &Column, a: u32, b: u32) -> bool {
    let (a, b) = (a as usize, b as usize);
    match column.cells() {
        Cells::Integers(cells) | Cells::Moments(cells) => cells.get(a) == cells.get(b),
        Cells::Decimals(cells) => match (cells.get(a), cells.get(b)) {
            (Some(a), Some(b)) => a == b || a.is_nan() && b.is_nan(),
            (a, b) => a.is_none() && b.is_none(),
        },
        Cells::Days(cells) => cells.get(a) == cells.get(b),
        Cells::Texts(cells) => cells.get(a) == cells.get(b),
    }
}

/// Returns the rows for which `kept` is true.
pub fn only(table: &Table, kept: &[bool]) -> Table {
    if kept.iter().all(|kept| *kept) {
        return table.clone();
    }
    let positions: Vec<u32> = (0..)
        .zip(kept)
        .filter_map(|(i, keep)| keep.then_some(i))
        .collect();
    table.take(&positions)
}

/// Returns for each row whether it has a value in this column, which must exist. O(rows).
pub fn with_value(table: &Table, column: &str) -> Vec<bool> {
    let column = table.column(column);
    column.map_or_else(Vec::new, Column::present)
}

/// Returns for each row whether it has a target. `Err` if some lack it and the recipe refuses that, or if all do.
pub fn with_target(table: &Table, recipe: &Recipe) -> Result<Vec<bool>, StageError> {
    let target = recipe.target.as_str();
    let kept = with_value(table, target);
    let lacking = kept.iter().filter(|kept| !**kept).count() as u32;
    if lacking == table.height() {
        return Err(error(
            format!("The target {target} has no value in any row."),
            "Choose another target, or change what counts as missing.",
        )
        .in_column(target));
    }
    if lacking > 0 && recipe.clean.missing_target == MissingTarget::Stop {
        let first = kept.iter().position(|kept| !kept).unwrap_or(0);
        let row = table.rows[first];
        return Err(error(
            format!(
                "{} no value of the target {target}; the first is row {row}.",
                counted(lacking, "row has", "rows have")
            ),
            "Drop rows without a target, or fill in the missing values.",
        )
        .in_column(target)
        .at_row(row));
    }
    Ok(kept)
}
