//! Drops the cached outputs of stages.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Never};
use grove_recipe::stage::Stage;

/// Drops the outputs of this stage and of those after it, so that the next run computes them again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forget {
    /// The first stage whose output is dropped.
    pub from: Stage,
}

impl Call for Forget {
    type Answer = ();
    type Progress = Never;
    const EFFECT: CallEffect = CallEffect::EndsJob;
}
