//! Collects what is stored of a run: its stages' reports, its predictions and its model.

use grove_engine::RunOutcome;
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{RunProgress, SearchProgress};
use grove_protocol::tracking::{RunId, RunInfo, StageRecord};
use grove_recipe::Recipe;
use grove_store::runs::RunRecord;

use super::names::RunNames;

/// The largest model that is stored with a run: while it is written, it is in memory three times.
const MODEL_AT_MOST: usize = 1 << 28;

/// The reports of stages.
#[derive(Default)]
pub struct StageReports {
    /// The reports of the run under way.
    so_far: Vec<StageRecord>,
    /// The recipe of the run under way.
    recipe: Option<Recipe>,
    /// Whether the run under way is to leave a model.
    leaves_model: bool,
    whole: Option<LatestRun>,
}

/// The latest run that left a model.
#[derive(Clone)]
pub struct LatestRun {
    /// The recipe as it was asked for. Its keys name the cached results.
    pub recipe: Recipe,
    /// The stages' reports, in order.
    pub stages: Vec<StageRecord>,
}

impl StageReports {
    /// Starts a run; `whole` says that it leaves a model.
    pub fn begin(&mut self, recipe: &Recipe, whole: bool) {
        self.leaves_model = whole;
        self.recipe = Some(recipe.clone());
        self.so_far.clear();
    }

    /// Ends a run that leaves a model.
    pub fn end_whole(&mut self) {
        if let Some(recipe) = self.recipe.take() {
            let stages = self.so_far.clone();
            self.whole = Some(LatestRun { recipe, stages });
        }
    }

    /// Returns the latest run that left a model; `None` before the first.
    pub fn whole(&self) -> Option<&LatestRun> {
        self.whole.as_ref()
    }

    /// Records the progress of the run under way.
    pub fn add(&mut self, progress: &RunProgress) {
        let (report, milliseconds) = match progress {
            RunProgress::Reused { report, .. } => (report, None),
            RunProgress::Finished {
                report,
                milliseconds,
            } => (report, Some(*milliseconds)),
            _ => return,
        };
        self.so_far.push(StageRecord {
            report: report.clone(),
            milliseconds,
        });
    }

    /// Returns the run to store after this response, and whether anything was computed for it. A run is stored if it
    /// left an outcome, or belongs to a search.
    pub fn to_keep(
        &self,
        told: &Response,
        outcome: Option<&RunOutcome>,
        names: &mut RunNames,
        began: f64,
        now: f64,
    ) -> Option<(RunRecord, bool)> {
        match told {
            Response::Run(CallEvent::Answer(Ok(()))) => {
                let outcome = outcome.filter(|_| self.leaves_model);
                let anew = self.so_far.iter().any(|stage| stage.milliseconds.is_some());
                let record = self.record(outcome?, names.next(began), began, now - began);
                Some((record, anew))
            }
            Response::SearchParameters(CallEvent::Progress(SearchProgress::Tried {
                candidate: Some(info),
                ..
            })) => {
                let record = RunRecord {
                    info: RunInfo::clone(info),
                    stages: Vec::new(),
                    model: None,
                    predicted: None,
                };
                Some((record, true))
            }
            _ => None,
        }
    }

    /// Collects what is stored of a run that left a model.
    fn record(
        &self,
        outcome: &RunOutcome,
        id: RunId,
        started: f64,
        milliseconds: f64,
    ) -> RunRecord {
        let predicted = outcome.predictions.predicted();
        let small = grove_export::model::size(&outcome.fitted) <= MODEL_AT_MOST;
        let model = small.then(|| grove_export::model::write(&outcome.fitted));
        RunRecord {
            info: RunInfo {
                milliseconds,
                metrics: outcome.evaluation.metrics.clone(),
                cross_validation: outcome.evaluation.cross_validation.clone(),
                belief: outcome.evaluation.belief.clone(),
                test_rows: Some(predicted.test_rows()),
                model_bytes: model.as_ref().map_or(0, Vec::len) as f64,
                ..RunInfo::new(id, outcome.fitted.recipe.clone(), started)
            },
            stages: self.so_far.clone(),
            model,
            predicted: Some(predicted),
        }
    }
}
