//! The scores of the run before, so that the page says what a change moved.

use std::rc::Rc;

use super::{FinishedStage, State};
use grove_protocol::report::{Detail, Metric};
use grove_protocol::tracking::MetricDelta;
use grove_recipe::provenance::run_changes;
use grove_recipe::stage::{Key, Stage, keys};
use grove_recipe::{Recipe, flat};

/// The scores that the present ones replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoresBefore {
    pub metrics: Vec<Metric>,
    pub(super) recipe: Rc<Recipe>,
}

/// What the scores of a run are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub metrics: Vec<Metric>,
    /// The choices that differ, in words.
    pub changed: String,
    /// Whether both are scores on the same test rows.
    pub same_rows: bool,
    /// How the scores differ, with intervals; empty while that is not known.
    pub deltas: Vec<MetricDelta>,
}

impl Before {
    /// Returns the value of a metric in the run before.
    pub fn value(&self, metric: &str) -> Option<f64> {
        let earlier = self.metrics.iter().find(|earlier| earlier.name == metric);
        earlier?.value
    }

    pub fn delta(&self, metric: &str) -> Option<&MetricDelta> {
        self.deltas.iter().find(|delta| delta.metric == metric)
    }
}

impl State {
    /// Keeps the scores that another evaluation is about to replace.
    pub(super) fn keep_scores(&mut self, key: Option<Key>) {
        let shown = self.finished(Stage::Evaluate);
        let replaced = shown.filter(|shown| shown.key.is_none() || shown.key != key);
        if let Some(replaced) = replaced.and_then(scores) {
            self.scores_before = Some(replaced);
        }
    }

    /// Returns what the present scores are compared with: those of the run before, if it was about the same target.
    pub fn before(&self) -> Option<Before> {
        let (before, now) = self.two_runs()?;
        let then = &before.recipe;
        Some(Before {
            metrics: before.metrics.clone(),
            changed: run_changes((now, &flat(now)), (then, &flat(then)))?,
            same_rows: same_rows(then, now),
            deltas: self.deltas().unwrap_or_default(),
        })
    }

    /// Returns the run before and the recipe of the present scores, if both were about the same target.
    pub(super) fn two_runs(&self) -> Option<(&ScoresBefore, &Recipe)> {
        let before = self.scores_before.as_ref()?;
        let now = &*self.finished(Stage::Evaluate)?.recipe;
        let then = &before.recipe;
        ((&then.target, then.task) == (&now.target, now.task)).then_some((before, now))
    }

    /// Returns what differs between the recipe of the latest run and the present one, in a few words; `None` where the run
    /// is up to date, or none has finished.
    pub fn changed_since_run(&self) -> Option<String> {
        let run = &self.finished(Stage::Evaluate)?.recipe;
        let now = self.recipe().filter(|now| *now != run)?;
        run_changes((now, &flat(now)), (run, &flat(run)))
    }
}

/// Returns whether two recipes score the same test rows.
pub(super) fn same_rows(one: &Recipe, other: &Recipe) -> bool {
    let split = |recipe: &Recipe| keys(recipe)[Stage::Split as usize];
    split(one) == split(other)
}

fn scores(finished: &FinishedStage) -> Option<ScoresBefore> {
    match &finished.report.detail {
        Detail::Evaluate(evaluation) => Some(ScoresBefore {
            metrics: evaluation.metrics.clone(),
            recipe: Rc::clone(&finished.recipe),
        }),
        _ => None,
    }
}
