//! Explains the model's answers for many test rows.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallEffect, Progress};
use crate::report::ShapleyReport;

/// Explains the answers of the latest run's model for test rows, which the recipe's seed draws, against rows that it was
/// trained on. Explained rows come as progress, so that a stopped job leaves those that are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainRows {
    /// The most rows. There are fewer where there are less test rows, or where their values would take too much memory.
    pub rows: u32,
}

/// The progress of such a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsExplained {
    /// Units of work that are done, at most `total`.
    pub done: u32,
    /// Units of work in all.
    pub total: u32,
    /// The rows that were explained since the last report; `None` where there are none.
    pub report: Option<ShapleyReport>,
}

impl Progress for RowsExplained {
    fn can_wait(&self) -> bool {
        self.done < self.total
    }

    fn merge(&mut self, later: Self) -> Option<Self> {
        (self.done, self.total) = (later.done, later.total);
        match (&mut self.report, later.report) {
            (Some(report), Some(later)) => report.rows.extend(later.rows),
            (report @ None, later) => *report = later,
            (Some(_), None) => {}
        }
        None
    }
}

impl Call for ExplainRows {
    type Answer = ();
    type Progress = RowsExplained;
    const EFFECT: CallEffect = CallEffect::IsJob;
}
