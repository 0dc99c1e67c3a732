//! The export formats of a run, and the description of each file before it is saved.

use serde::{Deserialize, Serialize};

use super::onnx::{OnnxComparison, OnnxRevealed};
use grove_recipe::Task;

/// Declares the formats, in the order in which page and command list them.
macro_rules! formats {
    ($(
        $(#[$about:meta])*
        $Format:ident = $name:literal in $file:literal as $media_type:literal,
        $title:literal: $what:literal;
    )*) => {
        /// The format of a file for another tool, or for a reader.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum TakeHomeFormat {
            $( $(#[$about])* $Format, )*
        }

        impl TakeHomeFormat {
            /// All formats, in the order in which page and command list them.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$Format),*];

            /// Returns the name for tests, scripts and the native command.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$Format => $name, )* }
            }

            /// Returns the name under which the file is saved.
            pub const fn file_name(self) -> &'static str {
                match self { $( Self::$Format => $file, )* }
            }

            /// Returns the MIME type of the file.
            pub const fn media_type(self) -> &'static str {
                match self { $( Self::$Format => $media_type, )* }
            }

            /// Returns its name for people.
            pub const fn title(self) -> &'static str {
                match self { $( Self::$Format => $title, )* }
            }

            /// Returns what it is for, as sentences.
            pub const fn what_for(self) -> &'static str {
                match self { $( Self::$Format => $what, )* }
            }
        }
    };
}

formats! {
    /// A model for onnxruntime, with the preparation inside.
    Onnx = "onnx" in "model.onnx" as "application/octet-stream",
    "ONNX model": "For programs: onnxruntime runs it in Python, C++, Java, C# and in browsers. Its inputs are the columns, by name; the preparation is included.";
    /// A zip with a model folder that `mlflow.pyfunc` loads.
    Mlflow = "mlflow" in "mlflow-model.zip" as "application/zip",
    "MLflow model": "A model folder as zip: mlflow.pyfunc loads it, and mlflow models serve serves it.";
    /// A zip with a project in which `dvc repro` runs the stages with the `grove` command.
    Dvc = "dvc" in "dvc-project.zip" as "application/zip",
    "DVC project": "A repository to start from: dvc repro runs the stages that changed with the grove command.";
    /// A zip with a Python script that trains the same kind of model on the same split of the rows.
    Sklearn = "sklearn" in "sklearn.zip" as "application/zip",
    "scikit-learn script": "A script in a zip: trains the same kind of model on the same train rows in Python, and prints its scores beside Grove’s.";
    /// A zip with scripts that score a table with the ONNX model, and that train trees with MLlib.
    Pyspark = "pyspark" in "pyspark.zip" as "application/zip",
    "PySpark scripts": "Scripts for data that is too large for one machine: one predicts a table with the ONNX model, one trains MLlib’s trees with these parameters.";
    /// An HTML page with the pipeline, the charts and the scores.
    Report = "report" in "report.html" as "text/html",
    "Report": "One HTML file to read, print or send: the pipeline, the pictures, the scores. It needs no other files.";
    /// A model card as Markdown.
    Card = "card" in "model-card.md" as "text/markdown",
    "Model card": "What the model is for, how it was made and how good it is, as Markdown for a repository.";
}

impl TakeHomeFormat {
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
