//! Runs a recipe's stages on the opened file, one step at a time, with a cache of their outputs.
//!
//! Why: `docs/decisions/0020-long-work-is-async-and-breathes.md`.

mod cache;
mod output;
mod plane;
mod preview;
mod resume;

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;

use grove_protocol::report::{Estimate, StageReport, TreeShape};
use grove_recipe::columns::{ColumnKind, DataSummary};
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, PATH, Stage, keys};
use grove_recipe::{Load, Recipe};

use crate::evaluate::outcome::RunOutcome;
use crate::featurize::encoded_rows::EncodedRows;
use crate::load::{self, Loaded, Loading};
use crate::pace::Work;
use crate::profile::profile;
use crate::train::estimate;
use crate::train::training_job::TrainingJob;
use crate::train::tree_workers::TreeWorkers;
use cache::StageCache;
use output::BEGIN;
pub use output::{Begun, Listed, PathStage, SharedBytes, StageInputs, StageOutput};

/// What a step of a run did.
#[derive(Clone, Debug, PartialEq)]
pub enum RunEvent {
    /// The stage's result is still known; nothing was done.
    Reused(StageNotes),
    /// The next step runs this stage.
    Started(Stage),
    /// The stage goes on: units done of all, and the trees that have grown since the last event.
    Progressed {
        /// The stage under way.
        stage: Stage,
        /// Units of work that are done, at most `total`; what a unit is depends on the stage.
        done: u32,
        /// Units of work that the stage has.
        total: u32,
        /// Empty for stages other than train.
        trees: Vec<TreeShape>,
        /// The number of the fold under way, from 1, and how many there are.
        fold: Option<(u32, u32)>,
    },
    /// The stage goes on elsewhere: there is nothing to do until there is word.
    Waiting,
    /// The stage's result is there, with its report.
    Finished(Box<StageReport>),
    /// The run is over and its outcome is there.
    Ended,
}

/// The report that a stage made with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct StageNotes {
    /// Its sentence and its figures.
    pub report: Rc<StageReport>,
    /// How long it took, if that was measured ([`Pipeline::took`]).
    pub milliseconds: Option<f64>,
}

impl From<StageReport> for StageNotes {
    fn from(report: StageReport) -> Self {
        Self {
            report: Rc::new(report),
            milliseconds: None,
        }
    }
}

/// A run under way.
struct ActiveRun {
    recipe: Rc<Recipe>,
    /// The last stage that is wanted.
    through: Stage,
    keys: [Key; PATH.len()],
    /// The index in [`PATH`] of the present stage.
    at: usize,
    /// Whether the start of the present stage was reported.
    announced: bool,
    /// The present stage, once it has begun.
    work: Option<Work<Result<(StageOutput, StageReport), StageError>>>,
    /// How many trees of the forest that is growing have been reported, once it is.
    reported_trees: Option<u32>,
    /// What ends the run at the next step, although the stage before has finished.
    stop: Option<StageError>,
}

/// An opened file, what is known about it, and the run that is under way.
pub struct Pipeline {
    /// Shared with the stage under way.
    training_job: Rc<RefCell<TrainingJob>>,
    /// The bytes of the opened file, from which it is read again when the recipe reads it otherwise.
    bytes: Rc<[u8]>,
    loaded: Option<Rc<Loaded>>,
    /// The notes on it.
    read: Option<StageNotes>,
    cache: StageCache,
    run: Option<ActiveRun>,
}

impl Default for Pipeline {
    /// A pipeline whose trees grow in this thread.
    fn default() -> Self {
        Self::with(TrainingJob::default())
    }
}

impl Pipeline {
    /// A pipeline whose trees are grown by these workers.
    pub fn new(workers: Box<dyn TreeWorkers>) -> Self {
        Self::with(TrainingJob::new(workers))
    }

    fn with(training_job: TrainingJob) -> Self {
        Self {
            training_job: Rc::new(RefCell::new(training_job)),
            bytes: Rc::default(),
            loaded: None,
            read: None,
            cache: StageCache::default(),
            run: None,
        }
    }

    /// Opens a file in place of the one before and summarises it, read as is chosen.
    /// If it cannot be read, the one before stays.
    pub fn open(
        &mut self,
        name: &str,
        bytes: &[u8],
        choices: &Load,
    ) -> Result<DataSummary, StageError> {
        let bytes: Rc<[u8]> = bytes.into();
        let loaded = load::begin(name, Rc::clone(&bytes), choices, None)?.finish()?;
        Ok(self.opened(bytes, loaded))
    }

    /// Takes a file that was read in place of the one before. The same bytes read otherwise keep what is known: keys
    /// tell whether it still holds.
    pub fn opened(&mut self, bytes: Rc<[u8]>, loaded: Loaded) -> DataSummary {
        let summary = profile(&loaded);
        self.cancel();
        let before = self.loaded.as_ref();
        if before.is_none_or(|before| before.sha256 != loaded.sha256) {
            self.forget(Stage::Load);
            self.bytes = bytes;
        }
        self.loaded = Some(Rc::new(loaded));
        self.read = Some(StageReport::of_load(summary.clone()).into());
        summary
    }

    /// Ends the run that is under way and forgets what this stage and those behind it made, so that the next run makes
    /// it anew. The table stays as it was read.
    pub fn forget(&mut self, from: Stage) {
        self.cancel();
        self.cache.forget(from);
        if from <= Stage::Train {
            self.training_job.borrow_mut().forget();
        }
    }

    /// Bounds what earlier results take, in bytes. Those in use stay.
    pub fn keep_at_most(&mut self, bytes: u64) {
        self.cache.set_budget(bytes);
    }

    /// What earlier results take, those in use among them, in bytes. Not the file, nor its table as it was read.
    pub fn kept_bytes(&self) -> u64 {
        self.cache.bytes()
    }

    /// Says how long a stage took that has just finished, for when its result is used again.
    pub fn took(&mut self, stage: Stage, milliseconds: f64) {
        match (stage, &mut self.read) {
            (Stage::Load, Some(read)) => read.milliseconds = Some(milliseconds),
            _ => self.cache.took(stage, milliseconds),
        }
    }

    /// Begins to read the opened file once more, otherwise.
    pub fn read_again(&self, choices: &Load) -> Result<(Rc<[u8]>, Loading), StageError> {
        let loaded = self.loaded.as_ref().ok_or_else(no_file)?;
        let bytes = Rc::clone(&self.bytes);
        let reading = load::begin(&loaded.name, Rc::clone(&bytes), choices, None)?;
        Ok((bytes, reading))
    }

    /// Begins a run of every stage, in place of one that is under way. Nothing is computed yet.
    pub fn begin(&mut self, recipe: Recipe) -> Result<(), StageError> {
        self.begin_through(recipe, Stage::Evaluate)
    }

    /// The same for the stages up to this one.
    pub fn begin_through(&mut self, recipe: Recipe, through: Stage) -> Result<(), StageError> {
        self.begin_at(recipe, Stage::Load, through)
    }

    /// The same from this stage on, for which what it needs of those before it must be there ([`Pipeline::restore`]).
    pub fn begin_at(
        &mut self,
        recipe: Recipe,
        from: Stage,
        through: Stage,
    ) -> Result<(), StageError> {
        self.cancel();
        let loaded = self.loaded.as_ref().ok_or_else(no_file)?;
        if loaded.sha256 != recipe.data.sha256 {
            return Err(StageError::new(
                Stage::Load,
                format!("The recipe was made for other data than {}.", loaded.name),
                "Open the file that it was made for, or make a new recipe.",
            ));
        }
        recipe.check_up_to(through)?;
        let keys = keys(&recipe);
        self.run = Some(ActiveRun {
            recipe: Rc::new(recipe),
            through,
            keys,
            at: from as usize,
            announced: false,
            work: None,
            reported_trees: None,
            stop: None,
        });
        Ok(())
    }

    /// Ends the run that is under way. Stages that finished are kept, and so are the trees that have grown:
    /// a run that asks for them, and maybe for more, goes on from there. Returns their number.
    pub fn cancel(&mut self) -> u32 {
        let training = self
            .run
            .take()
            .is_some_and(|run| run.reported_trees.is_some());
        let grown = self.training_job.borrow_mut().stop();
        if training { grown } else { 0 }
    }

    /// What training by this recipe would take; `now` returns milliseconds since a fixed moment. A few
    /// trees are grown on some of the rows. `None` for a model without trees.
    pub fn estimate(
        &self,
        recipe: &Recipe,
        now: &dyn Fn() -> f64,
    ) -> Result<Option<Estimate>, StageError> {
        let training_job = self.training_job.borrow();
        let workers = training_job.workers();
        if let Some(encoded) = self.made::<EncodedRows>(recipe) {
            return estimate::of_encoded(encoded, recipe, workers, now);
        }
        recipe.check()?;
        let loaded = self.loaded.as_ref().ok_or_else(no_file)?;
        estimate::of_table(&loaded.table, recipe, workers, now)
    }

    /// Does the next piece of the run: a stage, or a slice of one. An error ends the run.
    pub fn step(&mut self) -> Result<RunEvent, StageError> {
        let Some(mut run) = self.run.take() else {
            return Ok(RunEvent::Ended);
        };
        if let Some(error) = run.stop.take() {
            return Err(error);
        }
        let stage = PATH.get(run.at).filter(|stage| **stage <= run.through);
        let Some(&stage) = stage else {
            return Ok(RunEvent::Ended);
        };
        // What is under way is not known.
        let known = match run.work {
            Some(_) => None,
            None => self.known(stage, &run),
        };
        let event = if let Some(notes) = known {
            run.at += 1;
            RunEvent::Reused(notes)
        } else if !run.announced {
            run.announced = true;
            RunEvent::Started(stage)
        } else {
            self.go_on(stage, &mut run)?
        };
        self.run = Some(run);
        Ok(event)
    }

    /// Runs the present stage until it pauses or is done.
    fn go_on(&mut self, stage: Stage, run: &mut ActiveRun) -> Result<RunEvent, StageError> {
        let mut work = match run.work.take() {
            Some(work) => work,
            None => BEGIN[run.at](&StageInputs {
                pipeline: self,
                recipe: &run.recipe,
            })?,
        };
        let Poll::Ready(finished) = work.poll() else {
            let progress = work.progress();
            run.work = Some(work);
            if progress.waiting {
                return Ok(RunEvent::Waiting);
            }
            return Ok(RunEvent::Progressed {
                stage,
                done: progress.done,
                total: progress.total,
                trees: match stage {
                    Stage::Train => self.grown_since(&mut run.reported_trees),
                    _ => Vec::new(),
                },
                fold: progress.fold,
            });
        };
        let (output, report) = finished?;
        self.keep(output, &report, run);
        run.at += 1;
        run.announced = false;
        Ok(RunEvent::Finished(Box::new(report)))
    }

    /// The trees that have grown since the last report.
    fn grown_since(&self, reported: &mut Option<u32>) -> Vec<TreeShape> {
        let training_job = self.training_job.borrow();
        let first = reported.replace(training_job.grown()).unwrap_or(0);
        training_job.shapes_from(first)
    }

    /// Keeps what a stage made.
    fn keep(&mut self, output: StageOutput, report: &StageReport, run: &mut ActiveRun) {
        run.stop = output.stop().cloned();
        if let StageOutput::Load(loaded) = output {
            self.loaded = Some(loaded);
            self.read = Some(report.clone().into());
        } else {
            let key = run.keys[run.at];
            self.cache.put(report.stage, key, output, report);
        }
    }

    /// What the latest finished run left.
    pub fn outcome(&self) -> Option<&Rc<RunOutcome>> {
        self.cache.latest::<RunOutcome>()
    }

    /// The notes on a stage's result, where it is still there.
    fn known(&mut self, stage: Stage, run: &ActiveRun) -> Option<StageNotes> {
        if stage != Stage::Load {
            return self.cache.reuse(&run.keys[run.at]);
        }
        let loaded = self.loaded.as_ref()?;
        let as_wished = loaded.load == run.recipe.load;
        self.read.clone().filter(|_| as_wished)
    }

    /// The recipe that says how the file was read, with nothing left to detect: new rows are to be read alike. Columns of
    /// whole numbers and empty ones keep no type: new rows may have decimals, or values.
    pub fn as_read(&self, recipe: &Recipe) -> Recipe {
        let loaded = self.loaded.as_ref().expect("begin found a file");
        let mut load = loaded.layout.fix(&recipe.load);
        for column in &loaded.columns {
            if !matches!(column.kind, ColumnKind::Integer | ColumnKind::Empty) {
                let kinds = &mut load.kinds;
                kinds.entry(column.name.clone()).or_insert(column.kind);
            }
        }
        Recipe {
            load,
            ..recipe.clone()
        }
    }

    pub(super) fn training_job(&self) -> Rc<RefCell<TrainingJob>> {
        Rc::clone(&self.training_job)
    }
}

pub(super) fn no_file() -> StageError {
    let advice = "Open a file or a sample.";
    StageError::new(Stage::Load, "No file is open.", advice)
}
