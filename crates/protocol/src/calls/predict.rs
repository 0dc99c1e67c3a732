//! Predicts a table.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::PredictionSummary;
use grove_recipe::LoadChoice;

/// Predicts the table that comes with the message. It is read as the training data were, except for these choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predict {
    /// The file's name with its ending.
    pub name: String,
    /// Applied in this order; empty to read the table as the training data were read.
    pub choices: Vec<LoadChoice>,
}

impl Call for Predict {
    type Answer = PredictionSummary;
    type Progress = Never;
}
