//! Removes duplicate rows and rows without a target.

use polars::prelude::{
    BooleanChunked, Column, DataFrame, IntoColumn, NamedFrom, Series, UniqueKeepStrategy,
};

use crate::table::Table;
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::{MissingTarget, Recipe};

use super::error;

/// Returns for each row whether it is the first of those that are equal in these columns. O(cells).
pub fn first_of_equals(table: &Table, columns: &[String]) -> Result<Vec<bool>, StageError> {
    let failed = |e| error(format!("Duplicates could not be compared: {e}."), "");
    let mut compared: Vec<Column> = Vec::with_capacity(columns.len() + 1);
    for name in columns {
        super::columns::kind_of(table, name)?;
        compared.extend(table.column(name).cloned());
    }
    // A name that no column has, for a column of positions.
    let longest = columns.iter().map(String::as_str).max_by_key(|n| n.len());
    let position = format!("{}#", longest.unwrap_or_default());
    let positions: Vec<u32> = (0..table.height()).collect();
    compared.push(Series::new(position.as_str().into(), positions).into_column());
    let frame = DataFrame::new(table.rows.len(), compared).map_err(failed)?;
    let first = frame
        .unique_stable(Some(columns), UniqueKeepStrategy::First, None)
        .and_then(|frame| frame.column(&position)?.u32().cloned())
        .map_err(failed)?;
    let mut kept = vec![false; table.rows.len()];
    for position in first.iter().flatten() {
        kept[position as usize] = true;
    }
    Ok(kept)
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
    let present = |column: &Column| -> BooleanChunked { column.is_not_null() };
    let present = table.column(column).map(present);
    present.map_or_else(Vec::new, |p| p.iter().map(|p| p == Some(true)).collect())
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
            "Let rows without a target be dropped, or fill them in.",
        )
        .in_column(target)
        .at_row(row));
    }
    Ok(kept)
}
