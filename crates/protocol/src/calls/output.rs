//! What a stage made, as a fingerprint.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::Recipe;
use grove_recipe::provenance::Fingerprint;
use grove_recipe::stage::Stage;

/// Returns a stage's output for this recipe; `None` if the engine does not have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Output {
    pub recipe: Recipe,
    pub stage: Stage,
}

impl Call for Output {
    type Answer = Option<Fingerprint>;
    type Progress = Never;
}
