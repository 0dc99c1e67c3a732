//! Loads a model.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::ModelSummary;

/// Loads the model file that comes with the message. It makes the predictions from then on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadModel {
    /// The file's name, which the summary repeats.
    pub name: String,
}

impl Call for LoadModel {
    type Answer = ModelSummary;
    type Progress = Never;
}
