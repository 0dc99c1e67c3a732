//! The summary of a model file, and the report of the predict stage.

use serde::{Deserialize, Serialize};

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
    /// if the model has intervals.
    pub header: Vec<String>,
    /// Differences from the training data that do not prevent predictions.
    pub notes: Vec<String>,
    /// The number of rows predicted as each class; empty for a regression.
    pub counts: Vec<(String, u32)>,
}
