//! The messages between the page and the worker. Files travel beside them as handles, never inside.

pub mod expression;
pub mod onnx;
pub mod profile;
pub mod report;
pub mod take_home;
pub mod tracking;

use serde::{Deserialize, Serialize};

use crate::profile::{ProfileReport, ProfileRequest};
use crate::report::{
    Estimate, ModelSummary, PredictionSummary, StageReport, TreePicture, TreeShape,
};
use crate::take_home::{Format, Prepared};
use crate::tracking::{RunInfo, Search, Searched, StoreAnswer, StoreRequest};
use grove_recipe::columns::DataSummary;
use grove_recipe::error::StageError;
use grove_recipe::link::{RecipeAnswer, RecipeRequest};
use grove_recipe::provenance::Fingerprint;
use grove_recipe::similar::{Similar, SimilarMethod};
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::SyntheticSpec;
use grove_recipe::{Expectation, Load, LoadChoice, Recipe};

/// Raised with every change to a message, so that a page never talks to a worker of another build.
pub const PROTOCOL: u32 = 14;

/// The most trees that grow at a time in a browser: each worker holds the data.
pub const MOST_WORKERS: u32 = 16;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// The first message; the answer is `Ready`. `workers` is how many trees are to grow at a time, at most
    /// [`MOST_WORKERS`]; as many as there are cores where it is not said.
    Hello { protocol: u32, workers: Option<u32> },
    /// Opens the file that comes with the message. Answers `Opening` on the way, then `Opened`, or `Failed`. Like `Run`,
    /// it takes the place of whatever is under way.
    Open { name: String, load: Load },
    /// Reads the opened file once more, otherwise. Answers as `Open` does; the table stays as it is until `Opened`.
    Read { load: Load },
    /// Rows of a table for the screen. Answers `Rows`.
    Rows { table: Table, from: u32, count: u32 },
    /// A cell of a table by itself, of which `Rows` gives the beginning. Answers `Cell`.
    Cell { table: Table, row: u32, column: u32 },
    /// Runs every stage up to this one whose key changed. Answers `StageReused` or `StageStarted`, `Progress` and
    /// `StageFinished` for each stage, then `RunFinished`, `Cancelled` or `Failed`.
    Run { recipe: Recipe, through: Stage },
    /// Forgets what this stage and those behind it made, so that the next run makes it anew. Like `Run`, it takes the
    /// place of whatever is under way. Answers `Forgotten`.
    Forget { from: Stage },
    /// What a stage made for this recipe, as a fingerprint. Answers `Output`.
    Output { recipe: Recipe, stage: Stage },
    /// What training by this recipe would take. Answers `Estimated` or `Failed`.
    Estimate { recipe: Recipe },
    /// What could be expected of the data as this recipe cleans it. Answers `Proposed` or `Failed`.
    ProposeExpectations { recipe: Recipe },
    /// The expectation that a column stays distributed as it is. Answers `Remembered` or `Failed`.
    RememberDistribution { recipe: Recipe, column: String },
    /// Profiles the table as it was cleaned, where it has been, else as it was opened. Answers `Profiling` on the way,
    /// then `Profiled`, or `Failed`. Like `Run`, it takes the place of whatever is under way.
    Profile(ProfileRequest),
    /// Searches for better parameters. Answers as `Run` does for the stages up to the split, then `Searching` on the way
    /// and `SearchFinished`, or `Failed`. Like `Run`, it takes the place of whatever is under way; what was tried before
    /// it is stopped stays.
    Search { recipe: Recipe, search: Search },
    /// Values of a column that seem to mean the same, as it is before a step of cleaning. Answers `Similar` or
    /// `Failed`.
    Similar {
        recipe: Recipe,
        step: u32,
        method: SimilarMethod,
        similarity: f64,
    },
    /// Stops the run, the profile or the search. Stages that finished are kept, and the trees that have grown: a run with the same
    /// parameters, be it with fewer trees than planned, goes on from there.
    Cancel,
    /// Answers `File` with a handle beside it.
    Download { what: Download },
    /// Makes a file for another tool of the latest run, with example rows in it where that is wanted and the format takes
    /// them. Answers `Preparing` on the way, then `Prepared` with a handle beside it, or `Failed`. Like `Run`, it takes the
    /// place of whatever is under way.
    Prepare { format: Format, examples: bool },
    /// One tree of the trained forest. Answers `Tree`.
    Tree { index: u32 },
    /// Loads the model file that comes with the message. Answers `ModelLoaded` or `Failed`.
    LoadModel { name: String },
    /// Predicts with the model of the latest run again, whatever was loaded since. Answers `TrainedInUse`.
    UseTrained,
    /// Reads the recipe file that comes with the message. Answers `RecipeRead` or `Failed`.
    ReadRecipe,
    /// Asks about recipes as texts and links. Answers `Recipes` or `Failed`.
    Recipes(RecipeRequest),
    /// Predicts the table that comes with the message, read as the training data were but for these choices. Answers
    /// `Predicted` or `Failed`.
    Predict {
        name: String,
        choices: Vec<LoadChoice>,
    },
    /// Asks the store of runs. Answers `Store`.
    Store(StoreRequest),
    /// Makes the CSV file of a spec. Answers `Synthesized` with a handle beside it, or `Failed`.
    Synthesize { spec: SyntheticSpec },
}

impl Request {
    /// Whether it ends the job under way: that is about other data or other choices, or no
    /// longer wanted.
    pub const fn ends_job(&self) -> bool {
        matches!(
            self,
            Request::Open { .. }
                | Request::Read { .. }
                | Request::Run { .. }
                | Request::Forget { .. }
                | Request::Profile(_)
                | Request::Search { .. }
                | Request::Prepare { .. }
                | Request::Cancel
        )
    }
}

impl Response {
    /// Whether it is the last that is said about a job.
    pub const fn ends_job(&self) -> bool {
        matches!(
            self,
            Response::Opened(_)
                | Response::RunFinished
                | Response::Profiled(_)
                | Response::SearchFinished
                | Response::Prepared(_)
                | Response::Cancelled { .. }
                | Response::Failed(_)
        )
    }
}

/// The tables that the page can look into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// The data set as it was opened.
    Raw,
    /// After the clean stage.
    Cleaned,
    /// The cleaned rows that fail an expectation of the recipe, which are counted from 0.
    Failing { expectation: u32 },
    /// The rows of the latest `Predict`.
    Predictions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Download {
    Model,
    Metrics,
    Recipe,
    /// Predictions on the test rows of the run.
    Predictions,
    /// Predictions of the latest `Predict`.
    NewPredictions,
    /// The table after cleaning.
    Cleaned,
}

impl Download {
    /// Name in automation handles.
    pub const fn name(self) -> &'static str {
        match self {
            Download::Model => "model",
            Download::Metrics => "metrics",
            Download::Recipe => "recipe",
            Download::Predictions => "predictions",
            Download::NewPredictions => "new-predictions",
            Download::Cleaned => "cleaned",
        }
    }

    pub const fn file_name(self) -> &'static str {
        match self {
            Download::Model => "model.grove",
            Download::Metrics => "metrics.json",
            Download::Recipe => "recipe.json",
            Download::Predictions => "predictions.csv",
            Download::NewPredictions => "new-predictions.csv",
            Download::Cleaned => "cleaned.csv",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Download::Model => "application/octet-stream",
            Download::Metrics | Download::Recipe => "application/json",
            Download::Predictions | Download::NewPredictions | Download::Cleaned => "text/csv",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    Ready {
        protocol: u32,
    },
    /// How much of the file has been read.
    Opening {
        done: u32,
        total: u32,
    },
    Opened(DataSummary),
    /// `cells[i]` is row `from + i`; `None` is a missing value.
    Rows {
        table: Table,
        from: u32,
        rows: Vec<TableRow>,
    },
    /// The first [`grove_recipe::cut::LOOK`] characters of a cell; `None` where there is no such cell, or nothing in it.
    Cell {
        text: Option<String>,
    },
    /// With what was told when the result was made, and how long that took where it is known.
    StageReused {
        report: StageReport,
        milliseconds: Option<f64>,
    },
    StageStarted {
        stage: Stage,
    },
    Progress {
        stage: Stage,
        done: u32,
        total: u32,
        trees: Vec<TreeShape>,
        /// Of a cross-validation: the number of the fold under way, from 1, and how many there are.
        fold: Option<(u32, u32)>,
    },
    StageFinished {
        report: StageReport,
        milliseconds: f64,
    },
    RunFinished,
    Forgotten,
    /// `None` where the engine does not have it.
    Output {
        fingerprint: Option<Fingerprint>,
    },
    /// How far the profile is.
    Profiling {
        done: u32,
        total: u32,
    },
    Profiled(ProfileReport),
    /// How far the search is.
    Searching {
        searched: Searched,
        /// The number of the fold under way, from 1, and how many each candidate has.
        fold: Option<(u32, u32)>,
        /// A run that has just come of it and is to be kept: first the one that stands for the whole search, then each
        /// candidate once it is done. One that could not be scored has no folds, and says in its note why.
        candidate: Option<Box<RunInfo>>,
    },
    SearchFinished,
    /// `trees` have grown so far, if the run was training.
    Cancelled {
        trees: u32,
    },
    /// `None` for a model that is not made of trees.
    Estimated {
        estimate: Option<Estimate>,
    },
    Proposed {
        expectations: Vec<Expectation>,
    },
    Remembered {
        expectation: Expectation,
    },
    Similar(Similar),
    File {
        what: Download,
    },
    /// How many test rows the model in the file was compared on.
    Preparing {
        done: u32,
        total: u32,
    },
    Prepared(Prepared),
    Tree(TreePicture),
    RecipeRead(Recipe),
    Recipes(RecipeAnswer),
    ModelLoaded(ModelSummary),
    TrainedInUse,
    Predicted(PredictionSummary),
    /// A file of this name.
    Synthesized {
        name: String,
    },
    Store(StoreAnswer),
    Failed(StageError),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    /// The data row in the file, counted from 1 below the header.
    pub row: u32,
    /// Each cut to [`grove_recipe::cut::CELL`] characters.
    pub cells: Vec<Option<String>>,
}
