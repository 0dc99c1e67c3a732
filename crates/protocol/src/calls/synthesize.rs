//! Makes a data set.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::synthetic::SyntheticSpec;

/// Makes the CSV file of a spec, which comes with the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Synthesize {
    pub spec: SyntheticSpec,
}

/// The file's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Synthesized {
    pub name: String,
}

impl Call for Synthesize {
    type Answer = Synthesized;
    type Progress = Never;
}
