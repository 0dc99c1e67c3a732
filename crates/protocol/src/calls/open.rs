//! Opens a file.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Done};
use grove_recipe::Load;
use grove_recipe::columns::DataSummary;

/// Opens the file that comes with the message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// The file's name with its ending.
    pub name: String,
    /// How to read the file; what is `None` is detected.
    pub load: Load,
}

impl Call for Open {
    type Answer = DataSummary;
    type Progress = Done;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
