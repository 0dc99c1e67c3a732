//! Predicts one row.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::PredictedRow;

/// Predicts a row with these values, by the model that predicts files. It is read as the training data were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictRow {
    /// The columns' names and values, written as in [`crate::report::RowField`]. An empty value is missing, and so is a column
    /// that is not named.
    pub values: Vec<(String, String)>,
}

impl Call for PredictRow {
    type Answer = PredictedRow;
    type Progress = Never;
}
