//! The requests to the store and its answers.

use serde::{Deserialize, Serialize};

use super::comparison::RunComparison;
use super::registry::{RegisteredModel, VersionId};
use super::run::{RunDetail, RunId, RunInfo};
use crate::report::ModelSummary;

/// A file of all runs, which is a zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsFile {
    /// Runs with their models, and the registry, for another browser.
    Everything,
    /// A tree of files for MLflow, without models.
    Mlruns,
}

impl RunsFile {
    pub const fn file_name(self) -> &'static str {
        match self {
            RunsFile::Everything => "grove-runs.zip",
            RunsFile::Mlruns => "mlruns.zip",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreRequest {
    /// Answers `Runs`.
    List,
    /// Answers `Run`.
    Open { run: RunId },
    /// Changes what a person says of a run; what is `None` stays. Answers `Runs`.
    Annotate {
        run: RunId,
        name: Option<String>,
        note: Option<String>,
        tags: Option<Vec<String>>,
        experiment: Option<String>,
    },
    /// Puts runs aside, with the runs of a search; they can be restored until they are purged. Answers `Runs`.
    Delete { runs: Vec<RunId> },
    /// Answers `Runs`.
    Restore { runs: Vec<RunId> },
    /// Deletes for good what was put aside. Answers `Runs`.
    Purge,
    /// Answers `Compared`, after any number of `Comparing`. Refused where the runs were scored on other rows.
    Compare { runs: Vec<RunId> },
    /// Ends what is being compared. It and that answer `Stopped`.
    StopComparing,
    /// Makes a run's model a version of a model, which is new where there is none of this name. Answers `Models`.
    Register {
        run: RunId,
        model: String,
        description: String,
    },
    /// Describes a model, or one of its versions. Answers `Models`.
    Describe {
        model: String,
        version: Option<u32>,
        description: String,
    },
    /// Gives an alias to a version, and takes it from the one that had it. Answers `Models`.
    SetAlias { version: VersionId, alias: String },
    /// Answers `Models`.
    RemoveAlias { model: String, alias: String },
    /// Answers `Models`.
    DeleteVersion { version: VersionId },
    /// Predicts with this version from here on. Answers `ModelInUse`.
    Use { version: VersionId },
    /// All runs in a file. Answers `Exported` with a handle beside it.
    Export(RunsFile),
    /// Takes over what the zip that comes with the message holds and is not there yet. Answers `Imported`.
    Import,
}

impl StoreRequest {
    /// Whether it changes what is kept, which other tabs want to hear of then.
    pub const fn changes(&self) -> bool {
        !matches!(
            self,
            StoreRequest::List
                | StoreRequest::Open { .. }
                | StoreRequest::Compare { .. }
                | StoreRequest::StopComparing
                | StoreRequest::Use { .. }
                | StoreRequest::Export(_)
        )
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreAnswer {
    /// The runs, oldest first, that are new or have changed since the page was told, those that are gone, and all
    /// models by name. Also told unasked: when a run was kept, when another tab changed something, and as the earlier
    /// pieces of a long list.
    Runs {
        /// Whether the page is to forget what an engine before this one told.
        anew: bool,
        runs: Vec<RunInfo>,
        gone: Vec<RunId>,
        models: Vec<RegisteredModel>,
        usage: Usage,
    },
    Run(Box<RunDetail>),
    Models(Vec<RegisteredModel>),
    /// Told unasked: how many of the scores that a comparison needs are known.
    Comparing {
        done: u32,
        total: u32,
    },
    Compared(RunComparison),
    Stopped,
    ModelInUse {
        version: VersionId,
        summary: ModelSummary,
    },
    Exported(RunsFile),
    Imported(Imported),
    /// Told unasked: a run has finished and could not be kept.
    NotKept(StoreError),
    Failed(StoreError),
}

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub runs: u32,
    pub versions: u32,
    /// What was there already.
    pub known: u32,
    /// What could not be read, each with the reason.
    pub refused: Vec<String>,
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
