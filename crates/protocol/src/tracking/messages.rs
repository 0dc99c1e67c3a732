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
    /// Returns the name under which the file is saved.
    pub const fn file_name(self) -> &'static str {
        match self {
            RunsFile::Everything => "grove-runs.zip",
            RunsFile::Mlruns => "mlruns.zip",
        }
    }
}

/// What the page wants of the store of runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreRequest {
    /// Answers `Runs`.
    List,
    /// Answers `Run`.
    Open {
        /// The run to read.
        run: RunId,
    },
    /// Changes what a person says of a run; what is `None` stays. Answers `Runs`.
    Annotate {
        /// The run to change.
        run: RunId,
        /// A name of the person's choice; empty for none.
        name: Option<String>,
        /// A text of the person's choice; empty for none.
        note: Option<String>,
        /// All tags, which replace those before.
        tags: Option<Vec<String>>,
        /// The experiment that it is to belong to.
        experiment: Option<String>,
    },
    /// Puts runs aside, with the runs of a search; they can be restored until they are purged. Answers `Runs`.
    Delete {
        /// Runs to put aside.
        runs: Vec<RunId>,
    },
    /// Answers `Runs`.
    Restore {
        /// Runs that were put aside.
        runs: Vec<RunId>,
    },
    /// Deletes for good what was put aside. Answers `Runs`.
    Purge,
    /// Answers `Compared`, after any number of `Comparing`. Refused where the runs were scored on other rows.
    Compare {
        /// At least two; the others are compared with the first.
        runs: Vec<RunId>,
    },
    /// Ends what is being compared. It and that answer `Stopped`.
    StopComparing,
    /// Makes a run's model a version of a model, which is new where there is none of this name. Answers `Models`.
    Register {
        /// A run whose model is kept.
        run: RunId,
        /// The model's name, with or without versions so far.
        model: String,
        /// Of the new version.
        description: String,
    },
    /// Describes a model, or one of its versions. Answers `Models`.
    Describe {
        /// The model's name.
        model: String,
        /// Counted from 1; `None` where the model itself is described.
        version: Option<u32>,
        /// Replaces the one before.
        description: String,
    },
    /// Gives an alias to a version, and takes it from the one that had it. Answers `Models`.
    SetAlias {
        /// The version that gets the alias.
        version: VersionId,
        /// One of [`super::ALIASES`].
        alias: String,
    },
    /// Answers `Models`.
    RemoveAlias {
        /// The model's name.
        model: String,
        /// One of [`super::ALIASES`].
        alias: String,
    },
    /// Answers `Models`.
    DeleteVersion {
        /// The version to delete, with its copy of the model.
        version: VersionId,
    },
    /// Predicts with this version from here on. Answers `ModelInUse`.
    Use {
        /// The version to load.
        version: VersionId,
    },
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

/// What the store tells the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreAnswer {
    /// The runs, oldest first, that are new or have changed since the page was told, those that are gone, and all
    /// models by name. Also told unasked: when a run was kept, when another tab changed something, and as the earlier
    /// pieces of a long list.
    Runs {
        /// Whether the page is to forget what an engine before this one told.
        anew: bool,
        /// The new and changed runs, oldest first.
        runs: Vec<RunInfo>,
        /// Runs that are no longer kept.
        gone: Vec<RunId>,
        /// All registered models by name.
        models: Vec<RegisteredModel>,
        /// The room that runs and models take.
        usage: Usage,
    },
    /// A run with the reports of its stages.
    Run(Box<RunDetail>),
    /// All registered models by name, after a change.
    Models(Vec<RegisteredModel>),
    /// Told unasked: how many of the scores that a comparison needs are known.
    Comparing {
        /// Scores that are known, of all runs in all resamples.
        done: u32,
        /// Scores that the comparison needs.
        total: u32,
    },
    /// The finished comparison.
    Compared(RunComparison),
    /// The comparison was stopped.
    Stopped,
    /// A version is loaded and predicts from here on.
    ModelInUse {
        /// The version that was asked for.
        version: VersionId,
        /// What its model file holds.
        summary: ModelSummary,
    },
    /// A file of all runs was written; a handle to it comes beside the answer.
    Exported(RunsFile),
    /// What of the archive was taken over.
    Imported(Imported),
    /// Told unasked: a run has finished and could not be kept.
    NotKept(StoreError),
    /// The request was refused or could not be done; told unasked of records that cannot be read.
    Failed(StoreError),
}

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Runs that were added.
    pub runs: u32,
    /// Versions of models that were added.
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
