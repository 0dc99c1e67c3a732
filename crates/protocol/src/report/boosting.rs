//! What the train stage reports of gradient boosting.

use serde::{Deserialize, Serialize};

use super::bounds::{Bounded, at_most, fit};
use grove_recipe::models::trees::TREES_AT_MOST;

/// The most example rows.
pub const EXAMPLE_ROWS: usize = 4;

/// The mean losses of the rows, after an iteration or before the first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// Of the rows that are learned from.
    pub train: f64,
    /// By how much the iteration decreased that of the rows that are learned from; 0 before the first.
    pub corrected: f64,
    /// Of the validation rows, if there are any.
    pub validation: Option<f64>,
}

/// The rows that validation losses are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Watched {
    /// There are none, and growing does not stop early.
    Nothing,
    /// The validation part of the split.
    Split {
        /// How many there are.
        rows: u32,
    },
    /// Train rows that were drawn for it and are not learned from.
    Drawn {
        /// How many there are.
        rows: u32,
    },
}

/// How the loss decreased. The losses of each iteration are with its trees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoostingReport {
    /// What was minimised, such as `log_loss` or `squared_error`.
    pub loss: String,
    /// The number of rows that the trees learned from: the train rows, without those that were drawn for validation.
    pub rows: u32,
    /// The rows that validation losses are of.
    pub watched: Watched,
    /// Before the first iteration.
    pub baseline: Losses,
    /// The trees of an iteration: one, or one for each of more than two classes.
    pub per_iteration: u32,
    /// The most iterations that were asked for.
    pub asked: u32,
    /// Whether growing stopped because the validation loss no longer decreased.
    pub stopped_early: bool,
    /// The iteration with the least validation loss, from 1; 0 for the baseline. `None` without validation rows.
    pub best: Option<u32>,
    /// A few train rows, at most [`EXAMPLE_ROWS`].
    pub examples: Vec<ExampleRow>,
}

/// How the prediction of one train row changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExampleRow {
    /// The row's number in the file, from 1.
    pub row: u32,
    /// The row's class; `None` for a regression.
    pub class: Option<String>,
    /// What should be predicted: the target's value; 1 for a class.
    pub truth: f64,
    /// The prediction before the first iteration and after each: a value, or the probability of the row's own class.
    pub predicted: Vec<f64>,
}

impl Bounded for BoostingReport {
    fn check(&self) -> Result<(), String> {
        let most = TREES_AT_MOST as usize + 1;
        at_most("example rows", self.examples.len(), EXAMPLE_ROWS)?;
        fit(self.examples.iter().all(|row| row.predicted.len() <= most))
    }
}
