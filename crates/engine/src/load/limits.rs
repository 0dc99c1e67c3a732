//! The limits of a file, each checked before memory is allocated for what it limits.

use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::limits::{
    MAX_BYTES, MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROW_BYTES, MAX_TEXT_BYTES,
};

use super::error;

const SAMPLE: &str = "Take a sample of its rows, or leave out columns that you do not need.";

/// Refuses a file of this size if it is too large, before it is read.
pub fn check_size(bytes: u64) -> Result<(), StageError> {
    if bytes > MAX_BYTES {
        return Err(error(
            format!(
                "The file has {} MB; Grove opens files of up to {} MB.",
                bytes >> 20,
                MAX_BYTES >> 20
            ),
            SAMPLE,
        ));
    }
    Ok(())
}

/// Refuses more columns than a table can have.
pub fn check_columns(columns: usize) -> Result<(), StageError> {
    if columns <= MAX_COLUMNS {
        return Ok(());
    }
    Err(error(
        format!("The file has {columns} columns; Grove reads up to {MAX_COLUMNS}."),
        "Leave out columns that you do not need, or check the delimiter.",
    ))
}

/// Refuses more cells than a table can have.
pub fn check_cells(rows: u64, columns: u64) -> Result<(), StageError> {
    if rows.saturating_mul(columns) <= MAX_CELLS {
        return Ok(());
    }
    Err(error(
        format!(
            "The file has more than {} million cells.",
            MAX_CELLS / 1_000_000
        ),
        SAMPLE,
    ))
}

/// Refuses more bytes of cells than a table can have.
pub fn check_text(bytes: u64) -> Result<(), StageError> {
    if bytes <= MAX_TEXT_BYTES {
        return Ok(());
    }
    Err(error(
        format!(
            "The file's cells hold more than {} MB of text.",
            MAX_TEXT_BYTES >> 20
        ),
        SAMPLE,
    ))
}

/// Refuses a cell of this size if it is too large.
pub fn check_cell(bytes: usize, row: u32, column: &str) -> Result<(), StageError> {
    if bytes <= MAX_CELL_BYTES {
        return Ok(());
    }
    Err(error(
        format!(
            "The cell in row {row} of column {column} has {}; Grove reads up to {} MB in one.",
            counted(u32::try_from(bytes >> 20).unwrap_or(u32::MAX), "MB", "MB"),
            MAX_CELL_BYTES >> 20
        ),
        "Shorten the text, or check that every quote is closed.",
    )
    .in_column(column)
    .at_row(row))
}

/// Makes the error of a row that is too long.
pub fn long_row(row: u32, line: u64) -> StageError {
    error(
        format!(
            "Row {row} (line {line}) has more than {} MB.",
            MAX_ROW_BYTES >> 20
        ),
        "Check that every quote is closed and that lines end; shorten the row.",
    )
    .at_row(row)
}
