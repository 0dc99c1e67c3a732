//! The fingerprint of a stage's output.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::Recipe;
use grove_recipe::provenance::Fingerprint;
use grove_recipe::stage::Stage;

/// Asks for the fingerprint of a stage's output for this recipe. The answer is `None` if the engine does not have the
/// output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// The recipe that the output was made for.
    pub recipe: Recipe,
    /// The stage whose output is hashed.
    pub stage: Stage,
}

impl Call for Output {
    type Answer = Option<Fingerprint>;
    type Progress = Never;
}
