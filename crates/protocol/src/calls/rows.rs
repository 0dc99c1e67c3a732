//! Rows of a table for the screen.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};

/// Asks for `count` rows from row `from` on, or fewer where the table ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The table to read from.
    pub table: TableName,
    /// Position of the first row in that table, from 0.
    pub from: u32,
    /// The most rows to return.
    pub count: u32,
}

/// The tables that the page can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    /// The data set as it was opened.
    Raw,
    /// The same by the rows' numbers in the file, from 1. Only cells are read by them.
    Numbered,
    /// After the clean stage.
    Cleaned,
    /// The cleaned rows that fail an expectation of the recipe.
    Failing {
        /// The expectation's place in the recipe, from 0.
        expectation: u32,
    },
    /// The rows of the latest [`super::Predict`].
    Predictions,
}

/// A row of a table as texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    /// The data row in the file, counted from 1 below the header.
    pub row: u32,
    /// Each cut to [`grove_recipe::cut::CELL`] characters; `None` is a missing value.
    pub cells: Vec<Option<String>>,
}

impl Call for Rows {
    type Answer = Vec<TableRow>;
    type Progress = Never;
}
