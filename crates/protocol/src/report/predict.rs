//! The summary of a model file, and the report of the predict stage.

use serde::{Deserialize, Serialize};

use grove_recipe::columns::ColumnKind;
use grove_recipe::{ModelName, Task};

/// The content of a model file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    /// The file's name, or the name and the version of a registered model.
    pub name: String,
    /// The model's algorithm.
    pub model: ModelName,
    /// Whether it predicts classes or numbers.
    pub task: Task,
    /// The column that it predicts.
    pub target: String,
    /// The classes, in the order of the probabilities; empty for a regression.
    pub classes: Vec<String>,
    /// The number of trees; 0 for a model without trees.
    pub trees: u32,
    /// The name of the file that it was trained on.
    pub trained_on: String,
    /// The number of train rows.
    pub train_rows: u32,
    /// The columns that a file to predict must have, with the names of their kinds.
    pub columns: Vec<(String, String)>,
    /// The size of the model file in bytes.
    pub bytes: u32,
}

/// The result of predicting a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionSummary {
    /// The name of the file that was predicted.
    pub name: String,
    /// Rows that were predicted.
    pub rows: u32,
    /// Column names of the predictions: `row`, `prediction`, then a probability per class, or the ends of the interval
    /// if the model has intervals, and a conformal interval or set if it has one.
    pub header: Vec<String>,
    /// Differences from the training data that do not prevent predictions.
    pub notes: Vec<String>,
    /// The number of rows predicted as each class; empty for a regression.
    pub counts: Vec<(String, u32)>,
}

/// What a form asks for to predict one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowForm {
    /// The column that is predicted.
    pub target: String,
    /// The columns that the model needs.
    pub fields: Vec<RowField>,
    /// How many rows of the open table can be taken: the test rows of the model, or all rows of its table; 0 where its table
    /// is not open.
    pub rows: u32,
    /// The number of the row that was taken in its file, from 1 below the header; `None` for typical values.
    pub row: Option<u32>,
    /// The target in the row that was taken.
    pub actual: Option<String>,
}

/// A column that a model needs, as a form asks for it. Values are written as a table shows them: with a decimal point, and
/// dates with the year in front.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowField {
    /// The column's name in the file.
    pub name: String,
    /// Its kind in training.
    pub kind: ColumnKind,
    /// The least and the largest number or date of the rows outside of the test; `None` for texts, and where the model's
    /// table is not open.
    pub range: Option<(String, String)>,
    /// The most frequent categories of these rows, most frequent first; empty for other kinds.
    pub values: Vec<String>,
    /// Whether these are all of them.
    pub all_values: bool,
    /// The value of the row that was taken, or else a typical one: the median, or the most frequent text. `None` if it is
    /// missing.
    pub value: Option<String>,
}

/// The answer of a model for one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictedRow {
    /// Each class with its probability, in the model's order; empty for a regression.
    pub classes: Vec<(String, f64)>,
    /// The class that is predicted, as its place in that list.
    pub class: u32,
    /// The number that is predicted; `None` for classes.
    pub value: Option<f64>,
    /// Between which the target lies in nine of ten rows, if the model has intervals.
    pub interval: Option<(f64, f64)>,
    /// The conformal interval, if the model has one; infinite where there were too few rows to measure on.
    pub conformal: Option<(f64, f64)>,
    /// The classes of the conformal set, if the model has one.
    pub prediction_set: Option<Vec<String>>,
    /// Differences from the training data that do not prevent predictions.
    pub notes: Vec<String>,
}
