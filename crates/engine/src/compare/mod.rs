//! Compares runs with the first of them on the same test rows, with confidence intervals of the differences.
//!
//! Why: `docs/decisions/0026-how-much-of-a-score-is-chance.md`.

mod bootstrap;
mod comparable;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use grove_protocol::tracking::{
    ComparedRun, MetricDelta, RunComparison, RunDifference, RunInfo, StoreError, TestPredictions,
};
use grove_recipe::flat;

use crate::evaluate::{EvaluationResult, Score, evaluate_predictions, higher_is_better};
use crate::pace::Work;
use crate::table::target::TargetValues;
use bootstrap::{Bootstrap, LEVEL};
use comparable::{ComparableRuns, comparable};
use rows::changed;

/// The most runs that are compared at once.
pub const RUNS_AT_MOST: usize = 10;

/// Runs that can be compared, and their scores in resamples of the test rows.
struct Resampled {
    of: ComparableRuns,
    bootstrap: Bootstrap,
}

/// Prepares a comparison of runs by their predictions of the test rows. Nothing is computed yet. Refuses runs that
/// cannot be compared.
///
/// # Errors
/// Where there are too few or too many runs, or their test rows or targets differ.
pub fn compare(runs: Vec<(RunInfo, TestPredictions)>) -> Result<Work<RunComparison>, StoreError> {
    let of = comparable(runs)?;
    // Runs with the same test rows may differ in the seed. The least one is taken, so that the order of the runs does
    // not matter.
    let seed = of.runs.iter().map(|run| run.recipe.seed).min();
    let classes = match &of.actual {
        TargetValues::Classes { classes, .. } => classes.len() as u32,
        TargetValues::Values(_) => 1,
    };
    let (rows, runs) = (of.rows.len() as u32, of.runs.len() as u32);
    let mut bootstrap = Bootstrap::new(u64::from(seed.unwrap_or(0)), rows, runs, classes);
    Ok(Work::new(|pace| async move {
        bootstrap.score(&of.actual, &of.predicted, &pace).await;
        Resampled { of, bootstrap }.comparison()
    }))
}

impl Resampled {
    fn comparison(self) -> RunComparison {
        let ComparableRuns {
            rows,
            actual,
            runs,
            predicted,
        } = &self.of;
        let evaluate_predictions = |predicted| evaluate_predictions(actual, predicted, None);
        let results: Vec<EvaluationResult> = predicted.iter().map(evaluate_predictions).collect();
        let first: Vec<Option<f64>> = results[0].scores.iter().map(|(_, value)| *value).collect();
        let compared = runs.iter().zip(results).zip(0..);
        let compared = compared.map(|((info, result), run)| {
            let scores = result.scores.into_iter().zip(0..);
            let deltas = scores.map(|(score, place)| self.delta(run, place, score, first[place]));
            let changes = changed(rows, actual, &predicted[0], &predicted[run]);
            ComparedRun {
                id: info.id.clone(),
                deltas: deltas.collect(),
                outcome: result.outcome,
                changed: changes.listed,
                better: changes.better,
                worse: changes.worse,
            }
        });
        RunComparison {
            rows: rows.len() as u32,
            parameters: differences(runs),
            runs: compared.collect(),
            resamples: self.bootstrap.resamples(),
            level: LEVEL,
        }
    }

    /// Compares a run's score with the first run's, given the metric's place.
    fn delta(
        &self,
        run: usize,
        place: usize,
        (metric, value): Score,
        first: Option<f64>,
    ) -> MetricDelta {
        let higher_is_better = higher_is_better(metric);
        let both = value.zip(first).filter(|_| run > 0);
        let difference = both.map(|(value, first)| value - first);
        let difference = difference.filter(|difference| difference.is_finite());
        let interval = difference.and_then(|_| self.bootstrap.interval(run, place));
        MetricDelta {
            metric: metric.into(),
            higher_is_better,
            value,
            difference,
            interval,
            verdict: interval.map(|interval| bootstrap::verdict(interval, higher_is_better)),
        }
    }
}

/// Returns the parameters that differ between the runs. O(runs × parameters).
fn differences(runs: &[RunInfo]) -> Vec<RunDifference> {
    let flat: Vec<BTreeMap<String, serde_json::Value>> =
        runs.iter().map(|run| flat(&run.recipe)).collect();
    let names: BTreeSet<&String> = flat.iter().flat_map(BTreeMap::keys).collect();
    let differing = names.into_iter().filter(|name| {
        let first = flat[0].get(*name);
        flat.iter().any(|of_run| of_run.get(*name) != first)
    });
    let difference = |name: &String| RunDifference {
        parameter: name.clone(),
        values: flat
            .iter()
            .map(|of_run| of_run.get(name).map(ToString::to_string))
            .collect(),
    };
    differing.map(difference).collect()
}
