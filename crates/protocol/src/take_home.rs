//! The export formats of a run, and the description of each file before it is saved.

use serde::{Deserialize, Serialize};

use super::onnx::{OnnxComparison, OnnxRevealed};
use grove_recipe::Task;

/// A file for another tool, or for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeHomeFormat {
    Onnx,
    Mlflow,
    Dvc,
    Sklearn,
    Pyspark,
    Report,
    Card,
}

impl TakeHomeFormat {
    pub const ALL: [TakeHomeFormat; 7] = [
        TakeHomeFormat::Onnx,
        TakeHomeFormat::Mlflow,
        TakeHomeFormat::Dvc,
        TakeHomeFormat::Sklearn,
        TakeHomeFormat::Pyspark,
        TakeHomeFormat::Report,
        TakeHomeFormat::Card,
    ];

    /// Its name in automation handles and in the native command.
    pub const fn name(self) -> &'static str {
        match self {
            TakeHomeFormat::Onnx => "onnx",
            TakeHomeFormat::Mlflow => "mlflow",
            TakeHomeFormat::Dvc => "dvc",
            TakeHomeFormat::Sklearn => "sklearn",
            TakeHomeFormat::Pyspark => "pyspark",
            TakeHomeFormat::Report => "report",
            TakeHomeFormat::Card => "card",
        }
    }

    pub const fn file_name(self) -> &'static str {
        match self {
            TakeHomeFormat::Onnx => "model.onnx",
            TakeHomeFormat::Mlflow => "mlflow-model.zip",
            TakeHomeFormat::Dvc => "dvc-project.zip",
            TakeHomeFormat::Sklearn => "sklearn.zip",
            TakeHomeFormat::Pyspark => "pyspark.zip",
            TakeHomeFormat::Report => "report.html",
            TakeHomeFormat::Card => "model-card.md",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            TakeHomeFormat::Onnx => "application/octet-stream",
            TakeHomeFormat::Mlflow
            | TakeHomeFormat::Dvc
            | TakeHomeFormat::Sklearn
            | TakeHomeFormat::Pyspark => "application/zip",
            TakeHomeFormat::Report => "text/html",
            TakeHomeFormat::Card => "text/markdown",
        }
    }

    /// Whether rows of the table can be put into it as examples.
    pub const fn takes_examples(self) -> bool {
        matches!(self, TakeHomeFormat::Mlflow)
    }
}

/// A file that is ready to be saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PreparedFile {
    pub format: TakeHomeFormat,
    /// Of the run that it was made of.
    pub task: Task,
    /// The length of the file.
    pub bytes: f64,
    /// What the model in the file says of the test rows beside what Grove says; `None` where there is no model in it.
    pub comparison: Option<OnnxComparison>,
    /// What in the file tells of the data.
    pub reveals: Vec<OnnxRevealed>,
    /// What the person using the file should know, each a full sentence.
    pub notes: Vec<String>,
}
