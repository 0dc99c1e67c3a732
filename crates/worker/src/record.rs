//! Collects what is stored of a run: its stages' reports, its predictions and its model.

use grove_engine::RunOutcome;
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{RunProgress, SearchProgress};
use grove_protocol::tracking::{RunId, RunInfo, StageRecord};
use grove_recipe::Recipe;
use grove_store::runs::RunRecord;

use super::names::RunNames;

/// The largest model that is kept of every run: while it is written it is in memory three times.
const MODEL_AT_MOST: usize = 1 << 28;

/// The reports of stages.
#[derive(Default)]
pub struct StageReports {
    /// Of the run under way.
    so_far: Vec<StageRecord>,
    /// Its recipe.
    recipe: Option<Recipe>,
    /// Whether the latest run was to leave a model.
    leaves_model: bool,
    whole: Option<LatestRun>,
}

/// The latest run that left a model.
#[derive(Clone)]
pub struct LatestRun {
    /// As it was asked for, which names the results that are still there.
    pub recipe: Recipe,
    /// In order.
    pub stages: Vec<StageRecord>,
}

impl StageReports {
    /// A run begins, which leaves a model where it is a whole one.
    pub fn begin(&mut self, recipe: &Recipe, whole: bool) {
        self.leaves_model = whole;
        self.recipe = Some(recipe.clone());
        self.so_far.clear();
    }

    /// The run under way was a whole one, and is over.
    pub fn end_whole(&mut self) {
        if let Some(recipe) = self.recipe.take() {
            let stages = self.so_far.clone();
            self.whole = Some(LatestRun { recipe, stages });
        }
    }

    /// `None` before the first run that left a model.
    pub fn whole(&self) -> Option<&LatestRun> {
        self.whole.as_ref()
    }

    /// Hears what is told of it.
    pub fn hear(&mut self, progress: &RunProgress) {
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

    /// The run that is to be kept after this was told, and whether anything was computed for it: a whole run, which left
    /// an outcome, or a part of a search.
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

    /// What is kept of a whole run.
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
