//! Rows for the page: a row that was typed into a form, and background rows of the model's table.

use std::collections::HashSet;

use grove_recipe::error::StageError;

use super::{draw_background, refused};
use crate::load::types::cell_text;
use crate::predict::fitted::FittedPipeline;
use crate::predict::row::{TakenRows, read_rows};
use crate::table::Table;

/// Reads a row of these columns and values, and at most `wanted` background rows of the model's table that are not test rows.
/// Returns them in one table, the background rows first, and their number. The typed row has the number 0. O(rows).
///
/// # Errors
/// Where a value cannot be read as its column was in training.
pub fn beside_background(
    fitted: &FittedPipeline,
    values: &[(String, String)],
    taken: TakenRows<'_>,
    wanted: u32,
) -> Result<(Table, u32), StageError> {
    let drawn = drawn(taken, wanted, fitted.recipe.seed)?;
    let columns = fitted.preparation.columns();
    let texts = |position: &u32| -> Vec<(String, String)> {
        let cell = |name: &String| {
            let column = taken.table.column(name)?;
            cell_text(column, *position as usize)
        };
        let named = columns.iter().map(|(name, _)| name);
        named
            .map(|name| (name.clone(), cell(name).unwrap_or_default()))
            .collect()
    };
    let background: Vec<Vec<(String, String)>> = drawn.iter().map(texts).collect();
    let all = background.iter().map(Vec::as_slice).chain([values]);
    let mut table = read_rows(fitted, all)?.table;
    let numbers = drawn.iter().map(|&at| taken.table.rows[at as usize]);
    table.rows = numbers.chain([0]).collect();
    Ok((table, drawn.len() as u32))
}

/// Draws at most `wanted` rows of the model's table that are not test rows.
///
/// # Errors
/// Where there is none.
pub fn draw_taken(taken: TakenRows<'_>, wanted: u32, seed: u32) -> Result<Table, StageError> {
    Ok(taken.table.take(&drawn(taken, wanted, seed)?))
}

fn drawn(taken: TakenRows<'_>, wanted: u32, seed: u32) -> Result<Vec<u32>, StageError> {
    let others = other_rows(taken);
    if others.is_empty() {
        return Err(refused(
            "There is no row to compare with.",
            "Open the table that the model was trained on.",
        ));
    }
    Ok(draw_background(&others, wanted, seed))
}

/// Returns the positions of the rows of the model's table that are not test rows. O(rows).
pub fn other_rows(taken: TakenRows<'_>) -> Vec<u32> {
    let test: HashSet<u32> = taken.test.iter().copied().collect();
    let rows = (0..).zip(&taken.table.rows);
    let others = rows.filter(|(_, number)| !test.contains(number));
    others.map(|(position, _)| position).collect()
}
