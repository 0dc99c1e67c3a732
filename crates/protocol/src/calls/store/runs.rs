//! Lists, opens and changes stored runs.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::tracking::{RunDetail, RunId, RunsNews};

/// Lists all runs and registered models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListRuns;

impl Call for ListRuns {
    type Answer = RunsNews;
    type Progress = Never;
}

/// Reads a run with the reports of its stages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenRun {
    /// The run to read.
    pub run: RunId,
}

impl Call for OpenRun {
    type Answer = Box<RunDetail>;
    type Progress = Never;
}

/// Changes what a person says of a run; what is `None` stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnotateRun {
    /// The run to change.
    pub run: RunId,
    /// A name of the person's choice; empty for none.
    pub name: Option<String>,
    /// A text of the person's choice; empty for none.
    pub note: Option<String>,
    /// All tags, which replace those before.
    pub tags: Option<Vec<String>>,
    /// The experiment that it is to belong to.
    pub experiment: Option<String>,
}

impl Call for AnnotateRun {
    type Answer = RunsNews;
    type Progress = Never;
}

/// Puts runs aside, with the runs of a search; they can be restored until they are purged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteRuns {
    /// Runs to put aside.
    pub runs: Vec<RunId>,
}

impl Call for DeleteRuns {
    type Answer = RunsNews;
    type Progress = Never;
}

/// Brings back runs that were put aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestoreRuns {
    /// Runs that were put aside.
    pub runs: Vec<RunId>,
}

impl Call for RestoreRuns {
    type Answer = RunsNews;
    type Progress = Never;
}

/// Deletes for good what was put aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PurgeRuns;

impl Call for PurgeRuns {
    type Answer = RunsNews;
    type Progress = Never;
}
