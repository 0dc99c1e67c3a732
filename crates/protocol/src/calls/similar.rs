//! Values of a column that seem to mean the same.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::Recipe;
use grove_recipe::similar::{Similar, SimilarMethod};

/// Finds similar values in the column that a cleaning step merges, as it is before that step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindSimilar {
    pub recipe: Recipe,
    pub step: u32,
    pub method: SimilarMethod,
    pub similarity: f64,
}

impl Call for FindSimilar {
    type Answer = Similar;
    type Progress = Never;
}
