//! Residuals against a column of the cleaned table.

use serde::{Deserialize, Serialize};

use grove_recipe::columns::ColumnKind;

/// Residuals of the test rows, actual minus predicted, in the target's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResidualsReport {
    /// The column.
    pub column: String,
    /// Its kind.
    pub kind: ColumnKind,
    /// The name of the target column.
    pub target: String,
    /// All test rows; the places are of all of them.
    pub rows: u32,
    /// Values and residuals of at most 2,000 rows, evenly spread over the test rows; dates are days since 1970. Empty for
    /// texts.
    pub points: Vec<(f64, f64)>,
    /// Bins of about equally many rows in ascending order, or the most frequent texts first.
    pub places: Vec<ResidualPlace>,
    /// Rows with another text than those of the places.
    pub others: u32,
}

/// Rows with the same text, or with numbers that are close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResidualPlace {
    /// The text; `None` for numbers, and for missing cells.
    pub value: Option<String>,
    /// The smallest and the largest number; `None` for texts, and for missing cells.
    pub ends: Option<(f64, f64)>,
    /// Its rows.
    pub rows: u32,
    /// Of their residuals.
    pub quartiles: ResidualQuartiles,
}

/// Quartiles of residuals, linear between two rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResidualQuartiles {
    /// A quarter is at most this.
    pub lower: f64,
    /// Half.
    pub median: f64,
    /// Three quarters.
    pub upper: f64,
}
