//! Compares runs with the first of them, on the same test rows with confidence intervals of the differences.
//!
//! Why: `docs/decisions/0026-how-much-of-a-score-is-chance.md`.

mod bootstrap;
mod comparable;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use grove_protocol::tracking::{
    ComparedRun, MetricDelta, RunComparison, RunDifference, RunInfo, StoreError, TestPredictions,
};
use grove_recipe::{Recipe, flat};

use crate::bootstrap::LEVEL;
use crate::evaluate::{EvaluationResult, Score, evaluate_predictions, higher_is_better};
use crate::pace::Work;
use crate::table::target::TargetValues;
use bootstrap::Bootstrap;
use comparable::{ScoredRun, comparable};
use grove_models::Predictions;
use rows::{PredictionChanges, changed};

/// The most runs that are compared at once.
pub const RUNS_AT_MOST: usize = 10;

/// Runs that can stand side by side, and scores in resamples of the first one's test rows.
struct Resampled {
    runs: Vec<ScoredRun>,
    /// Of each run its place among those in the resamples; `None` where it was scored on other rows.
    places: Vec<Option<usize>>,
    /// `None` where only the first run was scored on its rows.
    bootstrap: Option<Bootstrap>,
}

/// Prepares a comparison of runs by their predictions of the test rows. Nothing is computed yet. Those that were scored on
/// other test rows than the first stand beside it without intervals.
///
/// # Errors
/// Where there are too few or too many runs, or they have no metric in common.
pub fn compare(runs: Vec<(RunInfo, TestPredictions)>) -> Result<Work<RunComparison>, StoreError> {
    let runs = comparable(runs)?;
    let mut in_resamples = 0..;
    let places: Vec<Option<usize>> = runs
        .iter()
        .map(|run| {
            run.other_rows
                .is_none()
                .then(|| in_resamples.next())
                .flatten()
        })
        .collect();
    let same = places.iter().flatten().count() as u32;
    let bootstrap = (same > 1).then(|| {
        // Runs with the same test rows may differ in the seed. The least one is taken, so that the order of the runs does
        // not matter.
        let alike = runs.iter().filter(|run| run.other_rows.is_none());
        let seed = alike.map(|run| run.info.recipe.seed).min();
        let classes = match &runs[0].actual {
            TargetValues::Classes { classes, .. } => classes.len() as u32,
            TargetValues::Values(_) => 1,
        };
        let rows = runs[0].rows.len() as u32;
        Bootstrap::new(u64::from(seed.unwrap_or(0)), rows, same, classes)
    });
    Ok(Work::new(|pace| async move {
        let mut resampled = Resampled {
            runs,
            places,
            bootstrap,
        };
        if let Some(bootstrap) = &mut resampled.bootstrap {
            let runs = &resampled.runs;
            let alike = runs.iter().filter(|run| run.other_rows.is_none());
            let predicted: Vec<&Predictions> = alike.map(|run| &run.predicted).collect();
            bootstrap.score(&runs[0].actual, &predicted, &pace).await;
        }
        resampled.comparison()
    }))
}

impl Resampled {
    fn comparison(self) -> RunComparison {
        let runs = &self.runs;
        let evaluate = |run: &ScoredRun| evaluate_predictions(&run.actual, &run.predicted, None);
        let results: Vec<EvaluationResult> = runs.iter().map(evaluate).collect();
        let first: Vec<Option<f64>> = results[0].scores.iter().map(|(_, value)| *value).collect();
        let compared = runs.iter().zip(results).zip(0..);
        let compared = compared.map(|((run, result), place)| {
            let scores = result.scores.into_iter().zip(0..);
            let deltas =
                scores.map(|(score, metric)| self.delta(place, metric, score, first[metric]));
            let changes = match run.other_rows {
                None => changed(&run.rows, &run.actual, &runs[0].predicted, &run.predicted),
                Some(_) => PredictionChanges::default(),
            };
            ComparedRun {
                id: run.info.id.clone(),
                other_rows: run.other_rows,
                deltas: deltas.collect(),
                outcome: result.outcome,
                changed: changes.listed,
                better: changes.better,
                worse: changes.worse,
            }
        });
        let infos: Vec<&RunInfo> = runs.iter().map(|run| &run.info).collect();
        RunComparison {
            rows: runs[0].rows.len() as u32,
            parameters: differences(&infos),
            runs: compared.collect(),
            resamples: self.bootstrap.as_ref().map_or(0, Bootstrap::resamples),
            level: LEVEL,
        }
    }

    /// Compares a run's score with the first run's, given the run's and the metric's place.
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
        let bootstrap = self.bootstrap.as_ref().zip(self.places[run]);
        let interval = bootstrap
            .filter(|_| difference.is_some())
            .and_then(|(bootstrap, run)| bootstrap.interval(run, place));
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
fn differences(runs: &[&RunInfo]) -> Vec<RunDifference> {
    let flat: Vec<BTreeMap<String, serde_json::Value>> =
        runs.iter().map(|run| parameters(&run.recipe)).collect();
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

/// Returns a recipe's parameters by their dotted names, with all cleaning steps that are on as one text.
fn parameters(recipe: &Recipe) -> BTreeMap<String, serde_json::Value> {
    const STEPS: &str = "clean.steps";
    let mut parameters = flat(recipe);
    parameters.retain(|name, _| !name.starts_with(STEPS));
    let steps = recipe.clean.active();
    let steps: Vec<String> = steps.map(|(_, operation)| operation.sentence()).collect();
    parameters.insert(STEPS.to_owned(), steps.join("; ").into());
    parameters
}
