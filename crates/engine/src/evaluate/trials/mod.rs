//! Trials: trainings of a run's recipe with other splits, with other seeds, or on fewer rows. They show how much a score
//! varies by each, and whether more rows would help.
//!
//! Why: `docs/decisions/0046-trials.md`.

mod curve;
mod nested;
mod repeats;

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;

use grove_protocol::call::Done;
use grove_protocol::report::{FoldWinner, Metric, TrialPlan, TrialReport};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::clean::Cleaned;
use crate::evaluate::prediction_job::ask;
use crate::evaluate::refit::{RefitRows, refit, scores};
use crate::pace::{Pace, Work};
use crate::run::{Pipeline, RunEvent};
use crate::split::SplitParts;
use crate::table::Table;
use crate::train::training_job::TrainingJob;
use curve::Curve;
use nested::Nested;

/// The units of progress of a training.
const UNITS: u32 = 1000;

/// Trials that are not finished.
pub struct Trials {
    recipe: Recipe,
    /// `None` before the split.
    begun: Option<Begun>,
    /// The training under way.
    training: Option<Work<Result<Tried, StageError>>>,
    /// What a nested search tries.
    nested: Option<Rc<Nested>>,
    done: usize,
    report: TrialReport,
}

/// The rows, and the trainings in their order.
struct Begun {
    rows: SplitRows,
    curve: Option<Curve>,
    trainings: Vec<Training>,
}

/// A training of the trials.
#[derive(Clone, Copy)]
enum Training {
    /// With the split of this seed.
    Split(u32),
    /// With this seed, after the run's split.
    Seed(u32),
    /// On rows of a fold, at this place among the sizes.
    Size { fold: u32, size: usize },
    /// A search in a fold, and its best candidate.
    Search { fold: u32 },
}

/// A table as it was split.
struct SplitRows {
    cleaned: Rc<Cleaned>,
    parts: Rc<SplitParts>,
}

/// What a training gave.
enum Tried {
    Scores(TrialScores),
    Winner(FoldWinner),
}

/// The scores of a training.
struct TrialScores {
    held_out: Vec<Metric>,
    /// On the rows that were learned from, where they are wanted.
    train: Option<Vec<Metric>>,
}

/// The result of a step of trials.
#[derive(Debug, PartialEq)]
pub enum TrialStep {
    /// The next step continues on this thread.
    Here,
    /// Other workers are busy: do the next step when one of them has sent a message.
    Elsewhere,
    /// There are new scores.
    Scored,
    /// Every training is done.
    Done,
}

impl SplitRows {
    /// The rows that were split, and their parts.
    fn as_split(&self) -> (&Table, &SplitParts) {
        let later = || (&self.cleaned.table, &*self.parts);
        self.cleaned.early_split().unwrap_or_else(later)
    }
}

impl Trials {
    /// Prepares trials in place of the present run. Nothing is trained yet.
    ///
    /// # Errors
    /// Where the recipe cannot be run.
    pub fn begin(
        pipeline: &mut Pipeline,
        recipe: Recipe,
        plan: TrialPlan,
    ) -> Result<Self, StageError> {
        let mut nested = None;
        let report = match plan {
            TrialPlan::Repeats(wanted) => TrialReport::Repeats(repeats::empty(&recipe, wanted)),
            TrialPlan::LearningCurve => TrialReport::LearningCurve(curve::empty(&recipe)),
            TrialPlan::NestedSearch(search) => {
                let tried = nested.insert(Rc::new(Nested::new(*search, &recipe)?));
                TrialReport::NestedSearch(tried.empty())
            }
        };
        pipeline.begin_through(recipe.clone(), Stage::Split)?;
        Ok(Self {
            recipe,
            begun: None,
            training: None,
            nested,
            done: 0,
            report,
        })
    }

    /// Returns how much is done.
    pub fn progress(&self) -> Done {
        let Some(begun) = &self.begun else {
            return Done::default();
        };
        let under_way = self.training.as_ref();
        let under_way = under_way.map_or(0, |work| work.progress().done);
        Done {
            done: self.done as u32 * UNITS + under_way,
            total: begun.trainings.len() as u32 * UNITS,
        }
    }

    /// Returns the results so far.
    pub fn report(&self) -> &TrialReport {
        &self.report
    }

    /// Does the next step. The pipeline must be the one that the trials began with, and run nothing else. A training that
    /// fails has no scores, and the report notes why.
    ///
    /// # Errors
    /// An error of a stage before the trainings, or where the rows cannot be divided.
    pub fn step(&mut self, pipeline: &mut Pipeline) -> Result<TrialStep, StageError> {
        let Some(begun) = &self.begun else {
            return self.before_training(pipeline);
        };
        let Some(&training) = begun.trainings.get(self.done) else {
            return Ok(TrialStep::Done);
        };
        let mut work = match self.training.take() {
            Some(work) => work,
            None => match (training, &self.nested) {
                (Training::Search { fold }, Some(nested)) => {
                    begun.search(fold, Rc::clone(nested), pipeline.training_job())
                }
                _ => begun.train(training, &self.recipe, pipeline.training_job())?,
            },
        };
        let polled = work.poll();
        let waiting = work.progress().waiting;
        let Poll::Ready(scored) = polled else {
            self.training = Some(work);
            return Ok(match waiting {
                true => TrialStep::Elsewhere,
                false => TrialStep::Here,
            });
        };
        if scored.is_err() {
            pipeline.training_job().borrow_mut().stop();
        }
        self.done += 1;
        self.note(training, scored);
        Ok(TrialStep::Scored)
    }

    /// Does the next step of the stages before the trainings.
    fn before_training(&mut self, pipeline: &mut Pipeline) -> Result<TrialStep, StageError> {
        match pipeline.step()? {
            RunEvent::Ended => {}
            RunEvent::Waiting => return Ok(TrialStep::Elsewhere),
            _ => return Ok(TrialStep::Here),
        }
        let (cleaned, parts) = pipeline
            .latest()
            .zip(pipeline.latest())
            .expect("split ran before");
        let rows = SplitRows { cleaned, parts };
        let (trainings, curve) = match &mut self.report {
            TrialReport::Repeats(told) => (repeats::trainings(told, &self.recipe), None),
            TrialReport::LearningCurve(told) => {
                let curve = Curve::new(rows.as_split(), &self.recipe, told)?;
                (curve.trainings(), Some(curve))
            }
            TrialReport::NestedSearch(told) => {
                let curve = Curve::folds(rows.as_split(), &self.recipe)?;
                told.folds = curve.n_folds();
                told.note = curve.note();
                let searches = (0..told.folds).map(|fold| Training::Search { fold });
                (searches.collect(), Some(curve))
            }
        };
        self.begun = Some(Begun {
            rows,
            curve,
            trainings,
        });
        Ok(TrialStep::Here)
    }

    /// Puts what a training gave into the report.
    fn note(&mut self, training: Training, tried: Result<Tried, StageError>) {
        match (&mut self.report, training, tried) {
            (TrialReport::NestedSearch(told), _, tried) => nested::note(told, tried),
            (TrialReport::LearningCurve(told), Training::Size { size, .. }, tried) => {
                curve::note(told, size, tried);
            }
            (TrialReport::Repeats(told), training, tried) => repeats::note(told, training, tried),
            (TrialReport::LearningCurve(_), ..) => {}
        }
    }
}

impl Begun {
    /// Begins a training.
    fn train(
        &self,
        training: Training,
        recipe: &Recipe,
        job: Rc<RefCell<TrainingJob>>,
    ) -> Result<Work<Result<Tried, StageError>>, StageError> {
        let (table, parts) = self.rows.as_split();
        let mut recipe = recipe.clone();
        let both = match (training, &self.curve) {
            (Training::Split(seed), _) => {
                let parts = repeats::split(table, &recipe, seed)?;
                (parts.train, parts.test)
            }
            (Training::Seed(seed), _) => {
                recipe.seed = seed;
                (parts.train.clone(), parts.test.clone())
            }
            (Training::Size { fold, size }, Some(curve)) => {
                let (train, held_out) = curve.rows(fold, size);
                (taken(&parts.train, &train), taken(&parts.train, &held_out))
            }
            (Training::Size { .. }, None) => unreachable!("a size is of a curve"),
            (Training::Search { .. }, _) => unreachable!("a search trains many models"),
        };
        let rows = RefitRows {
            train: taken(&table.rows, &both.0),
            held_out: taken(&table.rows, &both.1),
        };
        let with_train = matches!(training, Training::Size { .. });
        let cleaned = Rc::clone(&self.rows.cleaned);
        Ok(Work::new(|pace| async move {
            let scored = score(rows, &cleaned, &recipe, with_train, &job, &pace).await;
            scored.map(Tried::Scores)
        }))
    }

    /// Begins the search in a fold.
    fn search(
        &self,
        fold: u32,
        nested: Rc<Nested>,
        job: Rc<RefCell<TrainingJob>>,
    ) -> Work<Result<Tried, StageError>> {
        let (table, parts) = self.rows.as_split();
        let curve = self.curve.as_ref().expect("a search has folds");
        let (train, held_out) = curve.fold(fold);
        let parts = SplitParts {
            train: taken(&parts.train, &train),
            validation: Vec::new(),
            test: taken(&parts.train, &held_out),
            stratified: false,
            note: None,
        };
        let (table, cleaned) = (table.clone(), Rc::clone(&self.rows.cleaned));
        Work::new(|pace| async move {
            let winner = nested.winner(&cleaned, (&table, &parts), &job, &pace).await;
            winner.map(Tried::Winner)
        })
    }
}

/// Returns what these rows are at their positions.
fn taken(rows: &[u32], positions: &[u32]) -> Vec<u32> {
    let at = positions.iter().map(|position| rows[*position as usize]);
    at.collect()
}

/// Trains a model on these rows and scores it.
async fn score(
    rows: RefitRows,
    cleaned: &Cleaned,
    recipe: &Recipe,
    with_train: bool,
    job: &RefCell<TrainingJob>,
    pace: &Pace,
) -> Result<TrialScores, StageError> {
    let pace = &pace.part(0..UNITS, UNITS);
    let encoded = rows.encode(cleaned, recipe, &pace.part(0..0, 1)).await?;
    let refitted = refit(&encoded, recipe, job, pace).await?;
    let train = match with_train {
        true => {
            let pace = pace.part(1..1, 1);
            let answers = ask(&refitted.model, &encoded.train.matrix, false, &pace).await;
            Some(scores(&encoded, &encoded.train, answers, recipe))
        }
        false => None,
    };
    Ok(TrialScores {
        held_out: scores(&encoded, &encoded.test, refitted.held_out, recipe),
        train,
    })
}
