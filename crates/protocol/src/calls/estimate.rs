//! Estimates time and memory of training.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::Estimate;
use grove_recipe::Recipe;

/// Estimates the cost of training by this recipe. The answer is `None` for a model without trees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EstimateTraining {
    /// A recipe for the open file.
    pub recipe: Recipe,
}

impl Call for EstimateTraining {
    type Answer = Option<Estimate>;
    type Progress = Never;
}
