//! Why a model answers as it does for some rows.

use serde::{Deserialize, Serialize};

use grove_recipe::columns::ColumnKind;

/// The most background rows: the mean answer of more differs little, and the work grows with their number.
pub const BACKGROUND_AT_MOST: u32 = 200;

/// The most rows that are explained at once.
pub const EXPLAINED_AT_MOST: u32 = 500;

/// How Shapley values were computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapleyMethod {
    /// Exactly, from the trees or the coefficients of the model.
    Exact,
    /// Exactly, from the model's answers for every subset of the columns.
    EverySubset,
    /// Estimated, from random orders of the columns.
    Sampled,
}

/// Shapley values of the columns of some rows: how much each column moves the answer away from the mean answer of the
/// background rows. Answers have one number per class, which is its probability, or a single one, in the target's units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShapleyReport {
    /// The columns of the file that the model needs. Everything that is made of a column belongs to it.
    pub columns: Vec<String>,
    /// The kind of each.
    pub kinds: Vec<ColumnKind>,
    /// The names of the classes; empty for a regression.
    pub classes: Vec<String>,
    /// The numbers of the background rows in the file, from 1 below the header, ascending.
    pub background_rows: Vec<u32>,
    /// How the values were computed.
    pub method: ShapleyMethod,
    /// The mean answer of the background rows.
    pub base: Vec<f64>,
    /// The explained rows, in the order in which they were asked for.
    pub rows: Vec<ExplainedRow>,
}

impl ShapleyReport {
    /// Returns by column the mean over the rows of how far it moves the answer, to either side. `output` is the class, or 0.
    /// 0 without a row. O(rows × columns).
    pub fn mean_moves(&self, output: usize) -> Vec<f64> {
        let rows = self.rows.len().max(1) as f64;
        let mean = |column: usize| {
            let moves = self
                .rows
                .iter()
                .map(|row| row.contributions[column][output].abs());
            moves.sum::<f64>() / rows
        };
        (0..self.columns.len()).map(mean).collect()
    }
}

/// The explanation of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedRow {
    /// The row's number in the file, from 1 below the header.
    pub row: u32,
    /// By column, the row's value as text; `None` where it is missing.
    pub values: Vec<Option<String>>,
    /// By column, a number, a day or a moment as a number; `None` for other kinds, and where it is missing. Days and
    /// microseconds count from 1970.
    pub amounts: Vec<Option<f64>>,
    /// What the model predicts.
    pub answer: Vec<f64>,
    /// The class that is decided, as a position among the classes; 0 for a regression.
    pub class: u32,
    /// By column, its Shapley values. With the base they sum to the answer.
    pub contributions: Vec<Vec<f64>>,
    /// By column, the standard errors of estimated values; empty for exact ones.
    pub standard_errors: Vec<Vec<f64>>,
    /// answer − base − Σ contributions: what rounding leaves.
    pub residual: Vec<f64>,
}
