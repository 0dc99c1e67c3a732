//! Asks where the model of the latest run fails.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::SliceReport;

/// Asks in which slices of the test rows the model of the latest run is worse than in the others. Where that would take
/// more than a moment, it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slices {}

impl Call for Slices {
    type Answer = SliceReport;
    type Progress = Never;
}
