//! Tells the curves of a class over all thresholds, and how far its probabilities can be believed.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::CurvesReport;

/// Asks for the curves of the latest run's test rows, a classification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    /// The class, as a position among the classes. `None` for the positive one of two, or for the macro average over several.
    pub class: Option<u32>,
}

impl Call for Curves {
    type Answer = CurvesReport;
    type Progress = Never;
}
