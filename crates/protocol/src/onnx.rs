//! The description of an ONNX export: inputs and outputs, the comparison with Grove, what the file reveals.

use serde::{Deserialize, Serialize};

/// How the outputs lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnnxLayout {
    /// The probabilities as one table, rows × classes.
    Table,
    /// Every output as a list with a value per row, for readers that make a table's columns of them. A single input is
    /// then rows × 1, as such readers hand it over.
    Columns,
}

/// What an input takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnnxTakes {
    /// 64-bit numbers; NaN is missing.
    Number,
    /// Moments as milliseconds since 1970-01-01 in 64-bit numbers; NaN is missing.
    Milliseconds,
    /// Texts; an empty one is missing.
    Text,
    /// A feature of a text, which has to be worked out before the model: a 64-bit number.
    Feature,
}

/// A list of values, one per row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxInput {
    /// As the file has it.
    pub name: String,
    /// The column of the data, where the name is not quite its own; of a feature, the column that it comes from.
    pub column: String,
    /// The column's kind.
    pub kind: String,
    /// The type of its values, and which value is missing.
    pub takes: OnnxTakes,
    /// What stands for a missing value and what the model makes of it, as a sentence.
    pub missing: String,
    /// What the model makes of a category that the train rows did not have, as a sentence.
    pub unseen: Option<String>,
    /// Of a feature its place among all features, from 0, and its name.
    pub feature: Option<(u32, String)>,
}

/// An output of the file, with a value or a list of probabilities per row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxOutput {
    /// As the file has it, such as `label`.
    pub name: String,
    /// What the values are, as a sentence.
    pub meaning: String,
}

/// What a file takes and gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxAbout {
    /// What the file takes: columns of the data, and features of texts.
    pub inputs: Vec<OnnxInput>,
    /// The predicted value of a regression; the class and the probabilities of a classification.
    pub outputs: Vec<OnnxOutput>,
    /// Steps of cleaning that have to be done before, in words; the inputs are the columns after them.
    pub before: Vec<String>,
}

/// What the file says of some rows beside what Grove says of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OnnxComparison {
    /// Rows that were compared.
    pub rows: u32,
    /// Rows for which the file gives another class than Grove; 0 for a regression.
    pub label_mismatches: u32,
    /// Of two probabilities, or of two values in shares of the larger one.
    pub largest_difference: f64,
}

/// Something in the file that tells of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnnxRevealed {
    /// Such as `Categories of color`.
    pub what: String,
    /// How many of them the file holds.
    pub count: u32,
    /// Some of them.
    pub examples: Vec<String>,
}
