//! The export formats of a run, and the description of each file before it is saved.

use serde::{Deserialize, Serialize};

use super::onnx::{OnnxComparison, OnnxRevealed};
use grove_recipe::Task;

/// The format of a file for another tool, or for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeHomeFormat {
    /// A model for onnxruntime, with the preparation inside.
    Onnx,
    /// A zip with a model folder that `mlflow.pyfunc` loads.
    Mlflow,
    /// A zip with a project in which `dvc repro` runs the stages with the `grove` command.
    Dvc,
    /// A zip with a Python script that trains the same kind of model on the same split of the rows.
    Sklearn,
    /// A zip with scripts that score a table with the ONNX model, and that train a forest with MLlib.
    Pyspark,
    /// An HTML page with the pipeline, the charts and the scores.
    Report,
    /// A model card as Markdown.
    Card,
}

impl TakeHomeFormat {
    /// All formats, in the order in which the page lists them.
    pub const ALL: [TakeHomeFormat; 7] = [
        TakeHomeFormat::Onnx,
        TakeHomeFormat::Mlflow,
        TakeHomeFormat::Dvc,
        TakeHomeFormat::Sklearn,
        TakeHomeFormat::Pyspark,
        TakeHomeFormat::Report,
        TakeHomeFormat::Card,
    ];

    /// Returns the name for tests, scripts and the native command.
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

    /// Returns the name under which the file is saved.
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

    /// Returns the MIME type of the file.
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

    /// Returns whether rows of the table can be put into it as examples.
    pub const fn takes_examples(self) -> bool {
        matches!(self, TakeHomeFormat::Mlflow)
    }
}

/// A file that is ready to be saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PreparedFile {
    /// The format that was asked for.
    pub format: TakeHomeFormat,
    /// The task of the run.
    pub task: Task,
    /// The length of the file in bytes.
    pub bytes: f64,
    /// The predictions of the model in the file compared with Grove's on the test rows; `None` if there is no model in
    /// it.
    pub comparison: Option<OnnxComparison>,
    /// What in the file reveals training data.
    pub reveals: Vec<OnnxRevealed>,
    /// What the person using the file should know, each a full sentence.
    pub notes: Vec<String>,
}
