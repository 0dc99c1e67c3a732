//! What the store reports to the page.

use serde::{Deserialize, Serialize};

use super::registry::RegisteredModel;
use super::run::{RunId, RunInfo};

/// What has changed in the list of runs since the last report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunsNews {
    /// Whether the page must discard what an earlier engine reported.
    pub anew: bool,
    /// The new and changed runs, oldest first.
    pub runs: Vec<RunInfo>,
    /// Runs that are no longer kept.
    pub gone: Vec<RunId>,
    /// All registered models by name.
    pub models: Vec<RegisteredModel>,
    /// The room that runs and models take.
    pub usage: Usage,
}

/// How much room there is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// False where the browser keeps nothing, as in some private windows: runs last as long as the tab.
    pub kept: bool,
    /// Whether the browser promised not to clear it by itself.
    pub persistent: bool,
    /// As the browser estimates them, where it does.
    pub bytes: Option<f64>,
    /// The most bytes that may be kept; `None` where it is not known.
    pub quota: Option<f64>,
}

/// Why the store did not do something. Nothing was changed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreError {
    /// What is wrong, as a full sentence.
    pub problem: String,
    /// What the person can do, as a full sentence.
    pub advice: String,
}

/// What the engine reports without a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notification {
    /// A run was kept or another tab changed something, or this is an earlier piece of a long list.
    Runs(RunsNews),
    /// A run has finished and could not be kept.
    NotKept(StoreError),
    /// Some records cannot be read.
    Unreadable(StoreError),
}
