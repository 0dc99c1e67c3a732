//! The state of the page, as plain values. It changes in one place only: [`reduce`].
//!
//! Why: `docs/decisions/0023-page-state-in-one-reducer.md`.

mod action;
mod address;
mod asked;
mod at_once;
mod before;
mod belief;
mod columns;
mod draft;
mod edits;
mod ending;
mod engine;
mod estimates;
mod history;
mod noise;
mod opening;
mod pace;
mod planes;
mod previews;
mod profiles;
mod provenance;
mod reduce;
mod run;
mod runs;
mod sharing;
pub mod sorted;
mod status;
mod tables;
mod take_home;
#[cfg(test)]
mod tests;
mod told;
mod trials;
mod unsaved;
mod waiting;

use std::rc::Rc;

pub use action::{Action, CenterView, Edit, EngineEnding, PendingRequest, READING, RunMode, STEPS};
pub use address::is_address;
pub use before::Before;
use before::ScoresBefore;
pub use draft::{RecipeText, RecipeTextVerdict};
use edits::Origin;
pub use engine::{Engine, EngineJob, EngineWish, Life};
use estimates::Estimates;
pub use history::History;
use noise::Noise;
pub use opening::{Opening, Refused};
use planes::Planes;
pub use planes::{DrawnPoint, POINT_CLASSES, POINTS, POINTS_TARGET, PlaneSubject, PlaneView};
pub use profiles::{ProfileSubject, Profiles};
pub use provenance::{Provenance, WantedProvenance};
pub use reduce::reduce;
pub use run::RunInProgress;
pub use runs::{
    DraftAxis, FOLDS, OngoingSearch, RunCell, RunColumn, RunLine, RunRow, Runs, RunsAction,
    RunsNotice, RunsView, SearchCandidates, SearchDraft,
};
pub use sharing::Sharing;
pub use status::Status;
pub use tables::Tables;
pub use take_home::{FileInProgress, TakeHome};
pub use trials::{KnownTrials, OngoingTrials};
pub use waiting::{PendingAnswer, Ticket, Waiting};

use grove_protocol::calls::Visit;
use grove_protocol::report::{
    ModelSummary, PredictionSummary, StageReport, TreePicture, TreeShape,
};
use grove_recipe::columns::DataSummary;
use grove_recipe::error::StageError;
use grove_recipe::link::{DataSource, Link};
use grove_recipe::similar::Similar;
use grove_recipe::stage::{Key, PATH, Stage, trees_key};
use grove_recipe::{Expectation, Recipe};

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub engine: Engine,
    /// What the centre of the page shows.
    pub place: CenterView,
    /// The address of what is to be shown as soon as it can be: a table has to be opened for it, or a stored run read.
    wanted: Option<Rc<str>>,
    /// How often the person turned to another panel. Each turn is a step for the browser's Back.
    pub turns: u32,
    /// The file that could not be read, until it is read with other choices or another is opened.
    pub refused: Option<Refused>,
    pub data: Option<Rc<DataSummary>>,
    /// The source of the open data.
    pub source: DataSource,
    /// The recipe with undo and redo; `None` before a file is open.
    pub history: Option<History>,
    /// Whether the file on its way is run as soon as it is open.
    runs_when_open: bool,
    /// The recipe's text, if a person has edited it.
    pub draft: Option<RecipeText>,
    pub sharing: Option<Sharing>,
    /// A link that was opened, until its recipe is used.
    pub linked: Option<Rc<Link>>,
    /// What the page had open whose export was imported, until its table is open here.
    pub brought: Option<Box<Visit>>,
    /// Where it comes from: from a link, or from what the browser keeps of an earlier visit.
    linked_by: Origin,
    /// The latest output of each stage, whether or not it is up to date.
    pub finished: [Option<FinishedStage>; PATH.len()],
    /// Those of the run before.
    scores_before: Option<ScoresBefore>,
    /// Whether they differ by more than chance.
    noise: Noise,
    /// At most one per stage.
    pub failures: Vec<StageFailure>,
    pub tree: PendingAnswer<TreePicture>,
    /// Values that probably mean the same, as last asked for.
    pub similar: PendingAnswer<Similar>,
    pub model: PendingAnswer<ModelSummary>,
    pub prediction: PendingAnswer<PredictionSummary>,
    /// The number of the row that was taken to be predicted, while that is what the page shows.
    pub row_taken: Option<u32>,
    pub estimates: Estimates,
    pub profiles: Profiles,
    trials: KnownTrials,
    pub planes: Planes,
    /// Points that were drawn by hand, to which more can be added.
    pub drawn: Rc<Vec<DrawnPoint>>,
    pub provenance: Provenance,
    /// The stored runs and registered models.
    pub runs: Rc<Runs>,
    pub tables: Tables,
    pub take_home: TakeHome,
    /// The proposed expectations.
    pub proposals: PendingAnswer<Vec<Expectation>>,
    /// The pending question about a column's distribution.
    pub remembering: Waiting,
    pub notice: Option<Notice>,
    /// The key of the latest preview, so that none is tried twice in a row.
    pub previewed: Option<Key>,
    /// The stage at which an engine ended, and its key: no preview tries it again.
    ended_in: Option<(Stage, Key)>,
}

/// A notice that is not an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub text: Rc<str>,
    pub stopped: Option<Stopped>,
}

/// A forest that was stopped while it grew.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopped {
    /// The recipe at the start of the run.
    pub recipe: Rc<Recipe>,
    /// The number of grown trees, which are kept. The shapes of the last ones may be missing.
    pub trees: u32,
    pub shapes: Rc<Vec<TreeShape>>,
}

impl From<String> for Notice {
    fn from(text: String) -> Self {
        Self {
            text: text.into(),
            stopped: None,
        }
    }
}

/// A stage's output.
#[derive(Clone, Debug, PartialEq)]
pub struct FinishedStage {
    /// `None` once the engine no longer has the output.
    pub key: Option<Key>,
    /// The recipe of the output.
    pub recipe: Rc<Recipe>,
    pub report: Rc<StageReport>,
    /// `None` if the stage ran before the run, as load does.
    pub milliseconds: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StageFailure {
    /// The stage's key when it failed; `None` without a recipe.
    pub key: Option<Key>,
    pub error: Rc<StageError>,
    /// Whether a preview found it, maybe because something is not fully typed yet.
    pub preview: bool,
}

impl Default for State {
    /// Returns the state of the first visit.
    fn default() -> Self {
        Self {
            engine: Engine::default(),
            place: CenterView::Welcome,
            wanted: None,
            turns: 0,
            refused: None,
            data: None,
            source: DataSource::Own,
            history: None,
            runs_when_open: false,
            draft: None,
            sharing: None,
            linked: None,
            linked_by: Origin::Link,
            brought: None,
            finished: [const { None }; PATH.len()],
            scores_before: None,
            noise: Noise::default(),
            failures: Vec::new(),
            tree: PendingAnswer::NOTHING,
            similar: PendingAnswer::NOTHING,
            model: PendingAnswer::NOTHING,
            prediction: PendingAnswer::NOTHING,
            row_taken: None,
            estimates: Estimates::default(),
            profiles: Profiles::default(),
            trials: KnownTrials::default(),
            planes: Planes::default(),
            drawn: Rc::default(),
            provenance: Provenance::default(),
            runs: Rc::default(),
            tables: Tables::default(),
            take_home: TakeHome::default(),
            proposals: PendingAnswer::NOTHING,
            remembering: Waiting::NOTHING,
            notice: None,
            previewed: None,
            ended_in: None,
        }
    }
}

impl State {
    pub fn recipe(&self) -> Option<&Rc<Recipe>> {
        self.history.as_ref().map(History::present)
    }

    /// Returns the latest output of a stage.
    pub fn finished(&self, stage: Stage) -> Option<&FinishedStage> {
        self.finished.get(stage as usize)?.as_ref()
    }

    pub fn report(&self, stage: Stage) -> Option<&Rc<StageReport>> {
        self.finished(stage).map(|finished| &finished.report)
    }

    /// Returns the stopped forest, while it is still that of the recipe.
    pub fn stopped(&self) -> Option<&Stopped> {
        let stopped = self.notice.as_ref()?.stopped.as_ref()?;
        let same = trees_key(self.recipe()?) == trees_key(&stopped.recipe);
        (same && self.can_run()).then_some(stopped)
    }

    pub fn failure(&self, stage: Stage) -> Option<&Rc<StageError>> {
        self.failures
            .iter()
            .map(|failure| &failure.error)
            .find(|error| error.stage == stage)
    }
}
