//! Makes a data set.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use grove_recipe::synthetic::SyntheticSpec;

/// Makes the CSV file of a spec, which comes with the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Synthesize {
    /// Which data set, with its seed, rows and other choices; the same spec gives the same bytes.
    pub spec: SyntheticSpec,
}

/// The file's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Synthesized {
    /// Made of the data set and the seed, with the ending `.csv`.
    pub name: String,
}

impl Call for Synthesize {
    type Answer = Synthesized;
    type Progress = Never;
}
