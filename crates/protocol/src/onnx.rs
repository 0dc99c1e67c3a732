//! The description of an ONNX export: inputs and outputs, the comparison with Grove, what the file reveals.

use serde::{Deserialize, Serialize};

/// The layout of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnnxLayout {
    /// The probabilities as one table, rows × classes.
    Table,
    /// Every output as a list with a value per row, for readers that make a table with a column per output. A single
    /// input is then rows × 1, because such readers pass it in this form.
    Columns,
}

/// The type of an input's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnnxTakes {
    /// 64-bit numbers; NaN is missing.
    Number,
    /// Dates as milliseconds since 1970-01-01 in 64-bit numbers; NaN is missing.
    Milliseconds,
    /// Texts; an empty one is missing.
    Text,
    /// A feature of a text, which has to be computed before the model runs: a 64-bit number.
    Feature,
}

/// A list of values, one per row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxInput {
    /// The name in the file.
    pub name: String,
    /// The column of the data, if the input's name had to differ from its name; for a feature, the column that it comes
    /// from.
    pub column: String,
    /// The column's kind.
    pub kind: String,
    /// The type of its values, and which value is missing.
    pub takes: OnnxTakes,
    /// What stands for a missing value and how the model treats it, as a sentence.
    pub missing: String,
    /// How the model treats a category that no train row has, as a sentence.
    pub unseen: Option<String>,
    /// For a feature: its place among all features, from 0, and its name.
    pub feature: Option<(u32, String)>,
}

/// An output of the file, with a value or a list of probabilities per row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxOutput {
    /// The name in the file, such as `label`.
    pub name: String,
    /// What the values are, as a sentence.
    pub meaning: String,
}

/// The inputs and outputs of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxAbout {
    /// The inputs: columns of the data, and features of texts.
    pub inputs: Vec<OnnxInput>,
    /// The predicted value of a regression; the class and the probabilities of a classification.
    pub outputs: Vec<OnnxOutput>,
    /// Cleaning steps that have to be done before, in words; the inputs are the columns after them.
    pub before: Vec<String>,
}

/// The predictions of the file compared with Grove's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OnnxComparison {
    /// Rows that were compared.
    pub rows: u32,
    /// Rows for which the file gives another class than Grove, and classes that are in a conformal set of one of them alone; 0
    /// for a regression.
    pub label_mismatches: u32,
    /// The largest difference of two probabilities, or of two values relative to the larger one.
    pub largest_difference: f64,
}

/// Something in the file that reveals training data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxRevealed {
    /// Such as `Categories of color`.
    pub what: String,
    /// How many of them the file holds.
    pub count: u32,
    /// Some of them.
    pub examples: Vec<String>,
}
