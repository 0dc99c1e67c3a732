//! Checks that runs can stand side by side, and which were scored on the first one's test rows.

use std::collections::HashMap;

use super::RUNS_AT_MOST;
use crate::evaluate::threshold::positive;
use crate::table::target::TargetValues;
use grove_models::{Decision, Predictions};
use grove_protocol::tracking::{
    ActualTargets, OtherRows, PredictedTargets, RunInfo, StoreError, TestPredictions,
};
use grove_recipe::Recipe;

/// A run with what it was scored on.
pub struct ScoredRun {
    /// The run.
    pub info: RunInfo,
    /// The data rows in the file, counted from 1 below the header.
    pub rows: Vec<u32>,
    /// Their targets.
    pub actual: TargetValues,
    /// Its predictions of them.
    pub predicted: Predictions,
    /// `None` where they are the first run's rows and targets.
    pub other_rows: Option<OtherRows>,
}

/// Collects the runs, or says why they cannot be compared. O(runs × rows × classes).
///
/// # Errors
/// Where there are too few or too many runs, or they have no metric in common.
pub fn comparable(runs: Vec<(RunInfo, TestPredictions)>) -> Result<Vec<ScoredRun>, StoreError> {
    if runs.len() < 2 {
        return Err(refused(
            "At least two runs are needed for a comparison.",
            "Choose at least two runs.",
        ));
    }
    if runs.len() > RUNS_AT_MOST {
        return Err(refused(
            format!("{} runs are too many to compare at once.", runs.len()),
            format!("Choose at most {RUNS_AT_MOST}."),
        ));
    }
    let mut scored: Vec<ScoredRun> = Vec::with_capacity(runs.len());
    for (info, predicted) in runs {
        let name = name(&info);
        if predicted.rows.is_empty() {
            return Err(refused(
                format!("{name} has no scores on test rows."),
                "Choose runs that evaluated a model on test rows. The candidates of a search are scored by cross-validation only.",
            ));
        }
        let checked = predictions_of(&predicted, &info.recipe).map_err(|problem| {
            refused(
                format!("The predictions of {name} cannot be read: {problem}."),
                "Run its recipe again.",
            )
        })?;
        let mut run = ScoredRun {
            info,
            rows: predicted.rows,
            actual: match predicted.actual {
                ActualTargets::Classes { labels, classes } => {
                    TargetValues::Classes { labels, classes }
                }
                ActualTargets::Values(values) => TargetValues::Values(values),
            },
            predicted: checked,
            other_rows: None,
        };
        if let Some(first) = scored.first() {
            run.other_rows = other_rows(first, &run)?;
        }
        scored.push(run);
    }
    Ok(scored)
}

fn refused(problem: impl Into<String>, advice: impl Into<String>) -> StoreError {
    StoreError {
        problem: problem.into(),
        advice: advice.into(),
    }
}

/// Returns the run's name for people.
fn name(info: &RunInfo) -> String {
    match info.name.as_str() {
        "" => format!("Run {}", info.id.0),
        name => format!("Run {name}"),
    }
}

/// Returns the predictions; refuses numbers that no model gives.
fn predictions_of(predicted: &TestPredictions, recipe: &Recipe) -> Result<Predictions, String> {
    predicted.check()?;
    let (values, n_classes) = match &predicted.predicted {
        PredictedTargets::Classes { probabilities, .. } => (
            probabilities,
            (probabilities.len() / predicted.rows.len()) as u32,
        ),
        PredictedTargets::Values(values) => (values, 0),
    };
    let actual = match &predicted.actual {
        ActualTargets::Classes { .. } => &[][..],
        ActualTargets::Values(values) => values,
    };
    if !values.iter().chain(actual).all(|value| value.is_finite()) {
        return Err("some of them are not numbers".into());
    }
    let values = values.clone();
    Ok(match n_classes {
        0 => Predictions::Values(values),
        n_classes => {
            let decision = decision_of(predicted, recipe);
            Predictions::of_classes(n_classes, values).decided_by(decision)
        }
    })
}

/// Returns a threshold that gives the labels that are stored; `None` for the most probable classes.
fn decision_of(predicted: &TestPredictions, recipe: &Recipe) -> Option<Decision> {
    let (
        PredictedTargets::Classes {
            labels,
            probabilities,
        },
        ActualTargets::Classes { classes, .. },
    ) = (&predicted.predicted, &predicted.actual)
    else {
        return None;
    };
    let class = positive(&recipe.evaluate, classes)?;
    Decision::of_labels(class, labels, probabilities)
}

/// Returns which test rows a run has, if they are not the first run's.
fn other_rows(first: &ScoredRun, run: &ScoredRun) -> Result<Option<OtherRows>, StoreError> {
    let task = |run: &ScoredRun| match run.actual {
        TargetValues::Classes { .. } => "classes",
        TargetValues::Values(_) => "numbers",
    };
    if task(first) != task(run) {
        return Err(refused(
            format!(
                "{} predicts {} and {} {}: they have no metric in common.",
                name(&first.info),
                task(first),
                name(&run.info),
                task(run)
            ),
            "Choose runs with the same target and task.",
        ));
    }
    let same_classes = match (&first.actual, &run.actual) {
        (
            TargetValues::Classes { classes, .. },
            TargetValues::Classes {
                classes: others, ..
            },
        ) => classes == others,
        _ => true,
    };
    let shared = shared(first, run);
    if first.rows == run.rows && shared == first.rows.len() && same_classes {
        return Ok(None);
    }
    // Rows of another table have the same numbers and are others.
    let same_table = first.info.recipe.data.sha256 == run.info.recipe.data.sha256;
    Ok(Some(OtherRows {
        count: run.rows.len() as u32,
        shared: if same_table { shared as u32 } else { 0 },
    }))
}

/// Counts the rows that are in both, with the same target.
fn shared(first: &ScoredRun, run: &ScoredRun) -> usize {
    let places: HashMap<u32, usize> = first.rows.iter().copied().zip(0..).collect();
    let alike = |ours: usize, other: usize| match (&first.actual, &run.actual) {
        (
            TargetValues::Classes { labels, classes },
            TargetValues::Classes {
                labels: their_labels,
                classes: their_classes,
            },
        ) => classes[labels[ours] as usize] == their_classes[their_labels[other] as usize],
        (TargetValues::Values(values), TargetValues::Values(others)) => {
            values[ours] == others[other]
        }
        _ => false,
    };
    let others = run.rows.iter().zip(0..);
    others
        .filter(|(row, other)| places.get(row).is_some_and(|ours| alike(*ours, *other)))
        .count()
}
