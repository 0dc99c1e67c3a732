//! The summary of a model file, and the report of the predict stage.

use serde::{Deserialize, Serialize};

use grove_recipe::{ModelName, Task};

/// What a model file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    /// The file's name, or the name and the version of a registered model.
    pub name: String,
    /// Which algorithm was trained.
    pub model: ModelName,
    /// Whether it predicts classes or numbers.
    pub task: Task,
    /// The column that it predicts.
    pub target: String,
    /// Names in the order of the probabilities; empty for a regression.
    pub classes: Vec<String>,
    /// Number of trees; 0 for a model that is not made of trees.
    pub trees: u32,
    /// The name of the file that it learned from.
    pub trained_on: String,
    /// Rows that it learned from.
    pub train_rows: u32,
    /// Columns that prediction data must have, with their kinds' names.
    pub columns: Vec<(String, String)>,
    /// The length of the model file.
    pub bytes: u32,
}

/// What predicting a file gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionSummary {
    /// The name of the file that was predicted.
    pub name: String,
    /// Rows that were predicted.
    pub rows: u32,
    /// Column names of the predictions: `row`, `prediction`, and a probability per class, or the ends of the interval
    /// where the model knows them.
    pub header: Vec<String>,
    /// What differs from the training data without making prediction impossible.
    pub notes: Vec<String>,
    /// How many rows got each class; empty for a regression.
    pub counts: Vec<(String, u32)>,
}
