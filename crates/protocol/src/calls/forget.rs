//! Makes stages forget their results.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Effect, Never};
use grove_recipe::stage::Stage;

/// Forgets what this stage and those behind it made, so that the next run makes it anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forget {
    pub from: Stage,
}

impl Call for Forget {
    type Answer = ();
    type Progress = Never;
    const EFFECT: Effect = Effect::EndsJob;
}
