//! The summary of a model file, and the report of the predict stage.

use serde::{Deserialize, Serialize};

use grove_recipe::{ModelName, Task};

/// What a model file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    pub name: String,
    pub model: ModelName,
    pub task: Task,
    pub target: String,
    pub classes: Vec<String>,
    pub trees: u32,
    pub trained_on: String,
    pub train_rows: u32,
    /// Columns that prediction data must have, with their kinds' names.
    pub columns: Vec<(String, String)>,
    pub bytes: u32,
}

/// What predicting a file gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionSummary {
    pub name: String,
    pub rows: u32,
    /// Column names of the predictions: `row`, `prediction`, and a probability per class, or the ends of the interval
    /// where the model knows them.
    pub header: Vec<String>,
    /// What differs from the training data without making prediction impossible.
    pub notes: Vec<String>,
    /// How many rows got each class; empty for a regression.
    pub counts: Vec<(String, u32)>,
}
