//! Trains a recipe's model with other splits and seeds, or on fewer rows.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Done, Progress};
use crate::report::{TrialPlan, TrialReport};
use grove_recipe::Recipe;

/// Shows how much the scores of a recipe depend on the split, on the seed, or on the number of train rows. If the trials are
/// stopped, what was reported of them stays true. The latest run is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunTrials {
    /// The recipe of the run.
    pub recipe: Recipe,
    /// What is tried.
    pub plan: TrialPlan,
}

/// The progress of trials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialProgress {
    /// How much of all trainings is done.
    pub done: Done,
    /// The results so far, where there are new ones.
    pub report: Option<Box<TrialReport>>,
}

impl Progress for TrialProgress {
    fn can_wait(&self) -> bool {
        self.report.is_none()
    }

    /// New results are not lost by what follows them.
    fn merge(&mut self, later: Self) -> Option<Self> {
        self.done = later.done;
        self.report = later.report.or(self.report.take());
        None
    }
}

impl Call for RunTrials {
    type Answer = TrialReport;
    type Progress = TrialProgress;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
