//! Searches parameters: scores recipes that differ in some parameters on the same folds of the train rows. Test and
//! validation rows are not used.

mod axis;
mod candidates;

use std::task::Poll;

use grove_protocol::report::{CrossValidationReport, metrics_of};
use grove_protocol::tracking::SearchSpec;
use grove_recipe::error::StageError;
use grove_recipe::parameters::SEARCH_FOLDS;
use grove_recipe::stage::Stage;
use grove_recipe::{CrossValidation as Folds, Recipe};

use crate::evaluate::cross_validation::CrossValidationJob;
use crate::evaluate::higher_is_better;
use crate::pace::Work;
use crate::run::{Pipeline, RunEvent};

pub use candidates::candidates;
use candidates::refused;

type SearchCandidate = Work<(
    CrossValidationJob,
    Result<CrossValidationReport, StageError>,
)>;

/// A search that is not finished.
pub struct ParameterSearch {
    candidates: Vec<Recipe>,
    scoring: String,
    /// `None` before the split, and while a candidate uses them.
    folds: Option<CrossValidationJob>,
    /// The present candidate, which returns the folds.
    candidate: Option<SearchCandidate>,
    /// The number of the present fold, from 1, and the number of folds of a candidate.
    fold: Option<(u32, u32)>,
    /// The number of candidates that are done.
    done: u32,
    best: Option<BestCandidate>,
}

/// The candidate with the best score so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestCandidate {
    /// Its position among the candidates, from 0.
    pub place: u32,
    /// The mean over the folds of the metric of the search.
    pub score: f64,
}

impl BestCandidate {
    /// Returns this one, or the one before if that is as good.
    pub(crate) fn or_better(self, before: Option<Self>, scoring: &str) -> Self {
        let better = |best: Self| match higher_is_better(scoring) {
            true => self.score > best.score,
            false => self.score < best.score,
        };
        match before {
            Some(best) if !better(best) => best,
            _ => self,
        }
    }
}

/// A candidate that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredCandidate {
    /// Its position among the candidates, from 0.
    pub place: u32,
    /// The recipe with the candidate's parameters, and with how the file was read.
    pub recipe: Recipe,
    /// The scores of its folds, or why it could not be scored.
    pub result: Result<CrossValidationReport, StageError>,
}

/// The result of a step of a search.
#[derive(Debug, PartialEq)]
pub enum SearchStep {
    /// An event of a stage before the folds, as in a run.
    Stage(RunEvent),
    /// Folds are prepared or a candidate is trained on this thread: the next step continues.
    Here,
    /// Other workers are busy: do the next step when one of them has sent a message.
    Elsewhere,
    /// A candidate was scored, or could not be.
    Tried(Box<ScoredCandidate>),
    /// Every candidate was tried.
    Done,
}

impl ParameterSearch {
    /// Prepares a search in place of the present run. Nothing is trained yet. Refuses axes that cannot be searched, and
    /// a metric that the task does not have.
    ///
    /// # Errors
    /// Names the axis or the metric that is not possible.
    pub fn begin(
        pipeline: &mut Pipeline,
        search: &SearchSpec,
        recipe: &Recipe,
    ) -> Result<Self, StageError> {
        check_scoring(search, recipe)?;
        let recipe = with_folds(recipe);
        let candidates = candidates(search, &recipe)?;
        pipeline.begin_through(recipe, Stage::Split)?;
        Ok(Self {
            candidates,
            scoring: search.scoring.clone(),
            folds: None,
            candidate: None,
            fold: None,
            done: 0,
            best: None,
        })
    }

    /// Returns the number of candidates that are done, and of all.
    pub fn progress(&self) -> (u32, u32) {
        (self.done, self.candidates.len() as u32)
    }

    /// Returns the number of the present fold, from 1, and the number of folds of a candidate; `None` before the split.
    pub fn fold(&self) -> Option<(u32, u32)> {
        self.fold
    }

    /// Returns the best candidate so far, the first of equally good ones.
    pub fn best(&self) -> Option<BestCandidate> {
        self.best
    }

    /// Does the next step. The pipeline must be the one that the search began with, and run nothing else. An error of a
    /// single candidate is kept with it; other errors end the search.
    ///
    /// # Errors
    /// An error of a stage before the folds, or of the tree workers.
    pub fn step(&mut self, pipeline: &mut Pipeline) -> Result<SearchStep, StageError> {
        let Some(recipe) = self.candidates.get(self.done as usize) else {
            return Ok(SearchStep::Done);
        };
        let mut candidate = match (self.candidate.take(), self.folds.take()) {
            (Some(candidate), _) => candidate,
            (None, Some(mut folds)) => {
                let (training_job, recipe) = (pipeline.training_job(), recipe.clone());
                Work::new(|pace| async move {
                    let report = folds.report(&training_job, &recipe, &pace).await;
                    (folds, report)
                })
            }
            (None, None) => return self.before_folds(pipeline),
        };
        let polled = candidate.poll();
        let progress = candidate.progress();
        self.fold = progress.fold;
        let Poll::Ready((mut folds, result)) = polled else {
            self.candidate = Some(candidate);
            return Ok(match progress.waiting {
                true => SearchStep::Elsewhere,
                false => SearchStep::Here,
            });
        };
        if result.is_err() {
            pipeline.training_job().borrow_mut().stop();
        }
        let tried = ScoredCandidate {
            place: self.done,
            recipe: pipeline.as_read(recipe),
            result,
        };
        self.done += 1;
        if let Some(next) = self.candidates.get(self.done as usize) {
            folds.change(&tried.recipe, next);
            self.fold = Some((1, folds.folds()));
        }
        self.folds = Some(folds);
        self.compare_with_best(&tried);
        Ok(SearchStep::Tried(Box::new(tried)))
    }

    /// Does the next step of the stages before the folds.
    fn before_folds(&mut self, pipeline: &mut Pipeline) -> Result<SearchStep, StageError> {
        match pipeline.step()? {
            RunEvent::Ended => {
                let (cleaned, parts) = pipeline
                    .latest()
                    .zip(pipeline.latest())
                    .expect("split ran before");
                let folds = CrossValidationJob::begin(&cleaned, &parts, &self.candidates[0])?;
                self.folds = folds.map(CrossValidationJob::sharing);
                self.fold = self.folds.as_ref().map(|folds| (1, folds.folds()));
                Ok(SearchStep::Here)
            }
            RunEvent::Waiting => Ok(SearchStep::Elsewhere),
            event => Ok(SearchStep::Stage(event)),
        }
    }

    fn compare_with_best(&mut self, tried: &ScoredCandidate) {
        let Some(score) = tried.score(&self.scoring) else {
            return;
        };
        let next = BestCandidate {
            place: tried.place,
            score,
        };
        self.best = Some(next.or_better(self.best, &self.scoring));
    }
}

impl ScoredCandidate {
    /// Returns the mean of this metric over the folds where it is defined.
    pub fn score(&self, metric: &str) -> Option<f64> {
        let report = self.result.as_ref().ok()?;
        let of_folds = report
            .scores
            .iter()
            .find(|of_folds| of_folds.name == metric);
        of_folds.and_then(|of_folds| of_folds.mean)
    }
}

/// Refuses a metric that the task does not have.
pub(crate) fn check_scoring(search: &SearchSpec, recipe: &Recipe) -> Result<(), StageError> {
    let metrics = metrics_of(recipe.task);
    match metrics.contains(&search.scoring.as_str()) {
        true => Ok(()),
        false => Err(refused(
            format!("There is no score {} for this target.", search.scoring),
            &format!("Choose one of these: {}.", metrics.join(", ")),
        )),
    }
}

/// Returns the recipe, with folds if it has none.
pub(crate) fn with_folds(recipe: &Recipe) -> Recipe {
    let mut recipe = recipe.clone();
    if recipe.evaluate.repeats() == 0 {
        recipe.evaluate.cross_validation = Folds::KFold;
        recipe.evaluate.n_splits = SEARCH_FOLDS;
    }
    recipe
}
