//! Reads the opened file again.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Done};
use grove_recipe::Load;
use grove_recipe::columns::DataSummary;

/// Reads the opened file again with other parameters. The table does not change before the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadAgain {
    /// How to read the file; what is `None` is detected.
    pub load: Load,
}

impl Call for ReadAgain {
    type Answer = DataSummary;
    type Progress = Done;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
