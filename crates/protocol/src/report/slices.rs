//! Where a model fails: slices of the test rows with more errors than the others.

use serde::{Deserialize, Serialize};

/// Slices that were found on one half of the rows and judged on the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SliceReport {
    /// The score, by scikit-learn's name: `accuracy` or `rmse`.
    pub metric: String,
    /// All rows.
    pub rows: u32,
    /// Rows on which slices were found, by their errors.
    pub found_on: u32,
    /// The other rows, on which they were judged.
    pub judged_on: u32,
    /// The fewest rows of a slice, and of the others, in each half.
    pub smallest: u32,
    /// How many rows would do, if there are too few.
    pub rows_needed: Option<u32>,
    /// Columns whose values describe slices.
    pub columns: u32,
    /// Columns that were not looked at, since there are more than can be.
    pub columns_left: u32,
    /// Slices that were judged. The p-values are corrected for so many.
    pub looked_at: u32,
    /// What was found, in a sentence or two.
    pub sentence: String,
    /// Slices with a worse score than the other rows, at most 20: by corrected p-value, then by how much worse.
    pub slices: Vec<Slice>,
}

/// A slice with its score on the rows that judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// What its rows have in common, such as `age ≤ 30 and region is North`.
    pub description: String,
    /// Its rows.
    pub rows: u32,
    /// Their accuracy, or the root of the mean squared error in the target's unit.
    pub score: f64,
    /// The 95 % interval of the score.
    pub interval: (f64, f64),
    /// The other rows.
    pub other_rows: u32,
    /// Their score.
    pub other_score: f64,
    /// The probability of a score that is worse by at least as much if the slice were like the other rows.
    pub p: f64,
    /// The same, corrected by Holm's method for all slices that were judged.
    pub corrected_p: f64,
    /// Whether the corrected p-value is at most 0.05.
    pub holds: bool,
}
