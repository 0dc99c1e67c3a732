//! Checks that runs were scored on the same test rows. Others are not compared.

use std::collections::HashMap;

use super::RUNS_AT_MOST;
use crate::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::tracking::{
    ActualTargets, PredictedTargets, RunInfo, StoreError, TestPredictions,
};
use grove_recipe::count::{count, counted};

/// Runs that were scored on the same rows.
pub struct ComparableRuns {
    /// The data rows in the file, counted from 1 below the header.
    pub rows: Vec<u32>,
    pub actual: TargetValues,
    pub runs: Vec<RunInfo>,
    /// The predictions of each run.
    pub predicted: Vec<Predictions>,
}

/// Collects the runs, or says why they cannot be compared. O(runs × rows × classes).
///
/// # Errors
/// Where there are too few or too many runs, or their test rows or targets differ.
pub fn comparable(runs: Vec<(RunInfo, TestPredictions)>) -> Result<ComparableRuns, StoreError> {
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
    let mut known: Option<(String, Vec<u32>, ActualTargets)> = None;
    let (mut infos, mut predictions) = (Vec::new(), Vec::new());
    for (info, predicted) in runs {
        let name = name(&info);
        if predicted.rows.is_empty() {
            return Err(refused(
                format!("{name} has no scores on test rows."),
                "Choose runs that evaluated a model on test rows. The candidates of a search are scored by cross-validation only.",
            ));
        }
        let checked = predictions_of(&predicted).map_err(|problem| {
            refused(
                format!("The predictions of {name} cannot be read: {problem}."),
                "Run its recipe again.",
            )
        })?;
        match &known {
            Some((first, rows, actual)) => {
                check(
                    (first, rows, actual),
                    (&name, &predicted.rows, &predicted.actual),
                )?;
            }
            None => known = Some((name, predicted.rows, predicted.actual)),
        }
        infos.push(info);
        predictions.push(checked);
    }
    let (_, rows, actual) = known.expect("there are runs");
    Ok(ComparableRuns {
        rows,
        actual: match actual {
            ActualTargets::Classes { labels, classes } => TargetValues::Classes { labels, classes },
            ActualTargets::Values(values) => TargetValues::Values(values),
        },
        runs: infos,
        predicted: predictions,
    })
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
fn predictions_of(predicted: &TestPredictions) -> Result<Predictions, String> {
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
        n_classes => Predictions::Probabilities { n_classes, values },
    })
}

/// A run's name, its test rows, and their targets.
type ScoredRows<'a> = (&'a str, &'a [u32], &'a ActualTargets);

/// Checks that two runs were scored on the same rows.
fn check(a: ScoredRows, b: ScoredRows) -> Result<(), StoreError> {
    let ((first, rows, actual), (name, others, theirs)) = (a, b);
    let task = |actual: &ActualTargets| match actual {
        ActualTargets::Classes { .. } => "classes",
        ActualTargets::Values(_) => "numbers",
    };
    if task(actual) != task(theirs) {
        return Err(refused(
            format!(
                "{first} predicts {} and {name} {}: they have no metric in common.",
                task(actual),
                task(theirs)
            ),
            "Choose runs with the same target and task.",
        ));
    }
    let shared = shared(a, b);
    if rows != others || shared != rows.len() {
        return Err(refused(
            format!(
                "{name} was scored on {} and {first} on {}, of which they share {}. A difference in scores could come from the rows rather than the models.",
                counted(others.len() as u32, "test row", "test rows"),
                count(rows.len() as u32),
                count(shared as u32),
            ),
            "Choose runs with the same test rows: the same data, target, cleaning, split and seed.",
        ));
    }
    match (actual, theirs) {
        (
            ActualTargets::Classes { classes, .. },
            ActualTargets::Classes {
                classes: others, ..
            },
        ) if classes != others => Err(refused(
            format!("{first} and {name} predict different classes."),
            "Choose runs that clean the target in the same way.",
        )),
        _ => Ok(()),
    }
}

/// Counts the rows that are in both, with the same target.
fn shared((_, rows, actual): ScoredRows, (_, others, theirs): ScoredRows) -> usize {
    let places: HashMap<u32, usize> = rows.iter().copied().zip(0..).collect();
    let alike = |ours: usize, other: usize| match (actual, theirs) {
        (
            ActualTargets::Classes { labels, classes },
            ActualTargets::Classes {
                labels: their_labels,
                classes: their_classes,
            },
        ) => classes[labels[ours] as usize] == their_classes[their_labels[other] as usize],
        (ActualTargets::Values(values), ActualTargets::Values(others)) => {
            values[ours] == others[other]
        }
        _ => false,
    };
    let others = others.iter().zip(0..);
    others
        .filter(|(row, other)| places.get(row).is_some_and(|ours| alike(*ours, *other)))
        .count()
}
