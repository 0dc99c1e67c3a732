//! Finds values of a column that probably mean the same.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::Recipe;
use grove_recipe::similar::{Similar, SimilarMethod};

/// Finds similar values in the column that a cleaning step merges, as the column is before that step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindSimilar {
    /// The recipe that has the step.
    pub recipe: Recipe,
    /// The step's place in the recipe's list, from 0. It must merge categories.
    pub step: u32,
    /// How similar values are found.
    pub method: SimilarMethod,
    /// The least similarity of two values, from 0.5 to 1, for [`SimilarMethod::NearestNeighbour`].
    pub similarity: f64,
}

impl Call for FindSimilar {
    type Answer = Similar;
    type Progress = Never;
}
