//! What can be made of a run for other tools, and what is told of each file before it is saved.

use serde::{Deserialize, Serialize};

use super::onnx::{OnnxComparison, OnnxRevealed};
use grove_recipe::Task;

/// A file for another tool, or for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Onnx,
    Mlflow,
    Dvc,
    Sklearn,
    Pyspark,
    Report,
    Card,
}

impl Format {
    pub const ALL: [Format; 7] = [
        Format::Onnx,
        Format::Mlflow,
        Format::Dvc,
        Format::Sklearn,
        Format::Pyspark,
        Format::Report,
        Format::Card,
    ];

    /// Its name in automation handles and in the native command.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Onnx => "onnx",
            Format::Mlflow => "mlflow",
            Format::Dvc => "dvc",
            Format::Sklearn => "sklearn",
            Format::Pyspark => "pyspark",
            Format::Report => "report",
            Format::Card => "card",
        }
    }

    pub const fn file_name(self) -> &'static str {
        match self {
            Format::Onnx => "model.onnx",
            Format::Mlflow => "mlflow-model.zip",
            Format::Dvc => "dvc-project.zip",
            Format::Sklearn => "sklearn.zip",
            Format::Pyspark => "pyspark.zip",
            Format::Report => "report.html",
            Format::Card => "model-card.md",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Onnx => "application/octet-stream",
            Format::Mlflow | Format::Dvc | Format::Sklearn | Format::Pyspark => "application/zip",
            Format::Report => "text/html",
            Format::Card => "text/markdown",
        }
    }

    /// Whether rows of the table can be put into it as examples.
    pub const fn takes_examples(self) -> bool {
        matches!(self, Format::Mlflow)
    }
}

/// A file that is ready to be saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    pub format: Format,
    /// Of the run that it was made of.
    pub task: Task,
    /// The length of the file.
    pub bytes: f64,
    /// What the model in the file says of the test rows beside what Grove says; `None` where there is no model in it.
    pub comparison: Option<OnnxComparison>,
    /// What in the file tells of the data.
    pub reveals: Vec<OnnxRevealed>,
    /// What whoever uses the file should know, each a full sentence.
    pub notes: Vec<String>,
}
