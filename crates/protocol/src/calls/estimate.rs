//! What training would take.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::Estimate;
use grove_recipe::Recipe;

/// What training by this recipe would take; `None` for a model that is not made of trees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EstimateTraining {
    pub recipe: Recipe,
}

impl Call for EstimateTraining {
    type Answer = Option<Estimate>;
    type Progress = Never;
}
