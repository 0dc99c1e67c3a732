//! Makes an expectation of a column's distribution.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::{Expectation, Recipe};

/// Makes the expectation that a column keeps its present distribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RememberDistribution {
    /// The recipe whose cleaning is applied first.
    pub recipe: Recipe,
    /// A column of the cleaned table.
    pub column: String,
}

impl Call for RememberDistribution {
    type Answer = Expectation;
    type Progress = Never;
}
