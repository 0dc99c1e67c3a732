//! The evaluate stage: scores the model and a baseline on test rows.

pub mod behind;
pub mod belief;
pub mod calibration;
pub mod classes;
pub mod conformal;
pub mod cross_validation;
pub mod curves;
pub mod held_out;
pub mod intervals;
pub mod outcome;
pub mod permutation;
pub mod prediction_job;
mod ranked;
pub mod refit;
pub mod score_intervals;
pub mod slices;
pub mod stage;
pub mod threshold;
pub mod trials;

use grove_models::Predictions;
use grove_models::metrics::{mean_absolute_error, mean_squared_error, r2};
use grove_protocol::report::{
    Evaluation, EvaluationOutcome, Importance, Metric, POINTS_AT_MOST, TestRow,
};
use grove_recipe::Task;

use crate::evaluate::classes::class_metrics;
use crate::profile::bin;
use crate::table::target::TargetValues;

/// A part of the rows with its predictions.
pub struct ScoredPart<'a> {
    /// The true target of each row.
    pub actual: &'a TargetValues,
    /// What the model predicts for each row.
    pub predicted: &'a Predictions,
    /// The baseline's prediction for each row: the class shares or the mean of the train rows.
    pub baseline: &'a Predictions,
    /// The interval of each row, if the model has intervals.
    pub intervals: Option<&'a [(f64, f64)]>,
}

/// Scores the test rows, and the validation rows if there are any. O(rows · log rows × classes).
pub fn evaluate(
    test: &ScoredPart,
    validation: Option<&ScoredPart>,
    importances: Vec<Importance>,
) -> Evaluation {
    let (metrics, outcome) = score(test);
    Evaluation {
        task: match test.actual {
            TargetValues::Classes { .. } => Task::Classification,
            TargetValues::Values(_) => Task::Regression,
        },
        rows: test.actual.rows(),
        metrics,
        validation: validation.map(|part| score(part).0),
        outcome,
        intervals: match (test.actual, test.intervals) {
            (TargetValues::Values(actual), Some(of)) if !of.is_empty() => {
                Some(intervals::report(actual, of))
            }
            _ => None,
        },
        importances,
        permutation: None,
        cross_validation: None,
        decision: None,
        calibration: None,
        conformal: None,
        belief: Vec::new(),
        resamples: 0,
    }
}

fn score(part: &ScoredPart) -> (Vec<Metric>, EvaluationOutcome) {
    let scored = evaluate_predictions(part.actual, part.predicted, part.intervals);
    let metrics = scored.scores.into_iter();
    let metrics = metrics.zip(scores(part.actual, part.baseline));
    let metric = |((name, value), (_, baseline)): (Score, Score)| Metric {
        name: name.into(),
        value,
        baseline,
        higher_is_better: higher_is_better(name),
        note: value.is_none().then(|| scored.undefined.clone()),
        interval: None,
        difference: None,
    };
    (metrics.map(metric).collect(), scored.outcome)
}

/// A metric by scikit-learn's name; `None` where it is not defined.
pub type Score = (&'static str, Option<f64>);

/// Returns whether a larger value of this metric is better.
pub fn higher_is_better(metric: &str) -> bool {
    !matches!(
        metric,
        "log_loss" | "rmse" | "mae" | "median_absolute_error"
    )
}

/// The metrics of some predictions.
pub struct EvaluationResult {
    /// In the order in which they are shown.
    pub scores: Vec<Score>,
    /// Why a score is undefined, if one is.
    undefined: String,
    /// Confusion matrix and scores of classes, or points and residuals of values.
    pub outcome: EvaluationOutcome,
}

/// Scores some predictions and counts what their charts show. There must be a row. O(rows · log rows × classes).
pub fn evaluate_predictions(
    actual: &TargetValues,
    predicted: &Predictions,
    intervals: Option<&[(f64, f64)]>,
) -> EvaluationResult {
    match (actual, predicted) {
        (TargetValues::Classes { labels, classes }, Predictions::Probabilities { .. }) => {
            let found = class_metrics(labels, classes, predicted);
            EvaluationResult {
                scores: found.scores.to_vec(),
                undefined: found.undefined,
                outcome: found.outcome,
            }
        }
        (TargetValues::Values(values), Predictions::Values(said)) => EvaluationResult {
            scores: scores(actual, predicted),
            undefined: "All test rows have the same value.".into(),
            outcome: residuals(values, said, intervals),
        },
        _ => unreachable!("a model predicts what its target is"),
    }
}

/// Returns the scores alone.
pub fn scores(actual: &TargetValues, predicted: &Predictions) -> Vec<Score> {
    match (actual, predicted) {
        (TargetValues::Values(actual), Predictions::Values(predicted)) => {
            errors(actual, predicted).to_vec()
        }
        _ => evaluate_predictions(actual, predicted, None).scores,
    }
}

/// Computes the regression metrics in the order in which they are shown.
fn errors(actual: &Vec<f64>, predicted: &Vec<f64>) -> [(&'static str, Option<f64>); 4] {
    let mut absolute: Vec<f64> = actual
        .iter()
        .zip(predicted)
        .map(|(a, p)| (a - p).abs())
        .collect();
    absolute.sort_unstable_by(f64::total_cmp);
    let n = absolute.len();
    let median = if n == 0 {
        None
    } else {
        Some((absolute[(n - 1) / 2] + absolute[n / 2]) / 2.0)
    };
    [
        ("r2", r2(actual, predicted)),
        ("rmse", Some(mean_squared_error(actual, predicted).sqrt())),
        ("mae", Some(mean_absolute_error(actual, predicted))),
        ("median_absolute_error", median),
    ]
}

fn residuals(
    actual: &[f64],
    predicted: &[f64],
    intervals: Option<&[(f64, f64)]>,
) -> EvaluationOutcome {
    let step = actual.len().div_ceil(POINTS_AT_MOST).max(1);
    let point = |row: usize| TestRow {
        actual: actual[row],
        predicted: predicted[row],
        interval: intervals.map(|of| of[row]),
    };
    let pairs = || actual.iter().copied().zip(predicted.iter().copied());
    let residuals = || pairs().map(|(a, p)| a - p);
    let residual_min = residuals().fold(f64::INFINITY, f64::min);
    let residual_max = residuals().fold(f64::NEG_INFINITY, f64::max);
    EvaluationOutcome::Numbers {
        points: (0..actual.len()).step_by(step).map(point).collect(),
        residual_min,
        residual_max,
        residual_counts: bin(residuals(), residual_min, residual_max),
    }
}
