//! Limits how much cleaning steps may enlarge a table: a few short steps could make texts of any length.

use crate::table::Table;
use crate::table::column::{Column, bytes_of};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::limits::{MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_TEXT_BYTES};

use super::error;

const ADVICE: &str = "Use a shorter text, or change this step.";

/// Counts the bytes of a column's texts while they are made.
pub struct TextGrowth<'c> {
    column: &'c str,
    bytes: u64,
}

impl<'c> TextGrowth<'c> {
    pub fn of(column: &'c str) -> Self {
        Self { column, bytes: 0 }
    }

    /// Adds a text of this length. `Err` if the column's texts become too long together.
    pub fn add(&mut self, length: usize) -> Result<(), StageError> {
        if length > MAX_CELL_BYTES {
            let most = MAX_CELL_BYTES >> 20;
            let problem = format!(
                "This step makes a text in {} longer than {most} MB.",
                self.column
            );
            return Err(error(problem, ADVICE).in_column(self.column));
        }
        self.bytes += length as u64;
        match self.bytes > MAX_TEXT_BYTES {
            true => Err(too_long(self.column)),
            false => Ok(()),
        }
    }
}

/// Makes the error of a column whose texts would be too long together.
pub fn too_long(column: &str) -> StageError {
    let most = MAX_TEXT_BYTES >> 20;
    let problem = format!("This step makes the texts of {column} longer than {most} MB in total.");
    error(problem, ADVICE).in_column(column)
}

/// Checks that a step has not made more of a table than a file may have.
pub fn check(table: &Table) -> Result<(), StageError> {
    let columns = table.frame.columns();
    let texts = columns.iter().filter_map(Column::texts);
    let bytes: u64 = texts.map(|texts| bytes_of(texts) as u64).sum();
    let problem = if bytes > MAX_TEXT_BYTES {
        let most = MAX_TEXT_BYTES >> 20;
        format!("This step makes the texts of all columns longer than {most} MB in total.")
    } else if columns.len() > MAX_COLUMNS {
        let most = counted(MAX_COLUMNS as u64, "column", "columns");
        format!("This step makes more than {most}.")
    } else if columns.len() as u64 * u64::from(table.height()) > MAX_CELLS {
        let most = MAX_CELLS / 1_000_000;
        format!("This step makes more than {most} million cells.")
    } else {
        return Ok(());
    };
    Err(error(
        problem,
        "Drop rows or columns that you do not need in an earlier step, or leave this step out.",
    ))
}
