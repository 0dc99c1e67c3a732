//! One cell of a table.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::calls::TableName;

/// Asks for the text of a cell, of which [`super::Rows`] gives only the beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The table of the cell.
    pub table: TableName,
    /// Position in that table, from 0.
    pub row: u32,
    /// Position in that table, from 0.
    pub column: u32,
}

/// The first [`grove_recipe::cut::CELL_IN_FULL`] characters of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellText {
    /// The text; `None` where the cell is missing or does not exist.
    pub text: Option<String>,
}

impl Call for Cell {
    type Answer = CellText;
    type Progress = Never;
}
