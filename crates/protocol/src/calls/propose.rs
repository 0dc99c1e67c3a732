//! Proposes expectations of the data.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::{Expectation, Recipe};

/// Proposes expectations for the data as cleaned by this recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposeExpectations {
    /// The recipe whose cleaning is applied first.
    pub recipe: Recipe,
}

impl Call for ProposeExpectations {
    type Answer = Vec<Expectation>;
    type Progress = Never;
}
