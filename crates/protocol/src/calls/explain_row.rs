//! Explains the model's answer for one row.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::ShapleyReport;

/// Explains the answer of [`crate::calls::PredictRow`] for a row with these values, against rows that the model was trained
/// on. Where that would take more than a moment, it is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainRow {
    /// The columns' names and values.
    pub values: Vec<(String, String)>,
}

impl Call for ExplainRow {
    type Answer = ShapleyReport;
    type Progress = Never;
}
