//! Rows that are like a row, and what would have to change for another answer.

use serde::{Deserialize, Serialize};

/// A train row that is like a row in the eyes of a forest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// The number of the train row in the file.
    pub row: u32,
    /// Its weight in the forest's answer, 0 to 1; those of all train rows sum to 1.
    pub proximity: f64,
    /// Its target.
    pub target: String,
}

/// The least change of a row that was found to give another answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeastChange {
    /// The number of the row in the file.
    pub row: u32,
    /// The class that the model predicts now.
    pub from: String,
    /// The class that it predicts after the change.
    pub to: String,
    /// The probability of that class before and after the change.
    pub probability: (f64, f64),
    /// The columns to change. All values occur in the rows that were searched.
    pub changes: Vec<ColumnChange>,
}

/// The change of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnChange {
    /// The column of the file.
    pub column: String,
    /// Its value now; `None` where it is missing.
    pub from: Option<String>,
    /// Its value after the change.
    pub to: Option<String>,
}
