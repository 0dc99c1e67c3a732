//! Compares runs.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Done, Never};
use crate::tracking::{RunComparison, RunId};

/// Compares runs by their predictions. Refused where they were scored on other rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompareRuns {
    /// At least two; the others are compared with the first.
    pub runs: Vec<RunId>,
}

impl Call for CompareRuns {
    /// `None` where [`StopComparing`] ended it.
    type Answer = Option<RunComparison>;
    /// Counts scores, of all runs in all resamples.
    type Progress = Done;
}

/// Ends the comparisons that were asked for before. Answered once they have ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StopComparing;

impl Call for StopComparing {
    type Answer = ();
    type Progress = Never;
}
