//! Counts the cells that a step changed.

use crate::load::types::cell_text;
use crate::table::Table;
use crate::table::column::{Cells, Column};
use grove_protocol::report::{CellChange, EXAMPLES};

/// Returns how many cells differ in these columns of two tables of the same rows, and the first of them. Cells of a new
/// column do not count, but the first of them are listed. O(cells of these columns).
pub fn changes(before: &Table, after: &Table, columns: &[String]) -> (u32, Vec<CellChange>) {
    let mut count = 0;
    let mut examples = Vec::new();
    for name in columns {
        let Some(now) = after.column(name) else {
            continue;
        };
        let was = before.column(name);
        let differing = match was {
            Some(was) => differing(was, now),
            None => (0..after.height()).take(EXAMPLES).collect(),
        };
        if was.is_some() {
            count += differing.len() as u32;
        }
        let room = EXAMPLES - examples.len();
        examples.extend(differing.into_iter().take(room).map(|row| CellChange {
            row: after.rows[row as usize],
            column: name.clone(),
            before: was.and_then(|was| cell_text(was, row as usize)),
            after: cell_text(now, row as usize),
        }));
    }
    (count, examples)
}

/// Returns the positions at which two columns of the same length differ; values of different types differ if their
/// texts do. O(rows).
pub fn differing(before: &Column, after: &Column) -> Vec<u32> {
    match (before.cells(), after.cells()) {
        (Cells::Texts(a), Cells::Texts(b)) => places(a.iter().zip(b.iter()).map(|(a, b)| a != b)),
        (Cells::Decimals(a), Cells::Decimals(b)) => {
            places(a.iter().zip(b.iter()).map(|(a, b)| a != b))
        }
        (Cells::Integers(a), Cells::Integers(b)) | (Cells::Moments(a), Cells::Moments(b)) => {
            places(a.iter().zip(b.iter()).map(|(a, b)| a != b))
        }
        (Cells::Days(a), Cells::Days(b)) => places(a.iter().zip(b.iter()).map(|(a, b)| a != b)),
        _ => {
            let rows = 0..before.len();
            places(rows.map(|row| cell_text(before, row) != cell_text(after, row)))
        }
    }
}

fn places(differ: impl Iterator<Item = bool>) -> Vec<u32> {
    (0..)
        .zip(differ)
        .filter_map(|(row, differs)| differs.then_some(row))
        .collect()
}
