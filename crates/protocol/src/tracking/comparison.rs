//! The comparison of runs.

use serde::{Deserialize, Serialize};

use super::run::RunId;
use crate::report::EvaluationOutcome;

/// Two or more runs beside the first of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunComparison {
    /// Test rows that the first run was scored on.
    pub rows: u32,
    /// Parameters that are not the same in all runs, by their dotted names in the recipe.
    pub parameters: Vec<RunDifference>,
    /// The first is the one that the others are compared with.
    pub runs: Vec<ComparedRun>,
    /// Resamples that the intervals come from; 0 where no other run was scored on the first one's test rows.
    pub resamples: u32,
    /// The share of the differences that each interval holds, such as 0.95.
    pub level: f64,
}

/// A parameter that is not the same in all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunDifference {
    /// Such as `train.n_estimators`.
    pub parameter: String,
    /// Of each run, as JSON; `None` where it has no such parameter.
    pub values: Vec<Option<String>>,
}

/// A run in a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparedRun {
    /// The run that is compared.
    pub id: RunId,
    /// `None` where it was scored on the first run's test rows. Otherwise its scores stand beside the first run's without
    /// interval, verdict and changed rows.
    pub other_rows: Option<OtherRows>,
    /// The confusion matrix, or what belongs to a regression.
    pub outcome: EvaluationOutcome,
    /// Of each metric, what it is more than in the first run; for that itself nothing but its values.
    pub deltas: Vec<MetricDelta>,
    /// Rows whose verdict is another than in the first run: of a classification those that were right and are wrong, or
    /// the other way around; of a regression those whose error changed most.
    pub changed: Vec<ChangedRow>,
    /// How many such rows there are, also those that are not listed: better, and worse. Of a regression those whose error
    /// is smaller, or larger.
    pub better: u32,
    /// How many rows are predicted worse than in the first run.
    pub worse: u32,
}

/// The test rows of a run that was not scored on the first run's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherRows {
    /// How many there are.
    pub count: u32,
    /// How many of them are test rows of the first run, with the same target.
    pub shared: u32,
}

/// A metric beside the first run's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricDelta {
    /// By scikit-learn's name.
    pub metric: String,
    /// False for losses and errors.
    pub higher_is_better: bool,
    /// The run's own score; `None` where it is not defined.
    pub value: Option<f64>,
    /// `None` in the first run, and where one of the two is not defined.
    pub difference: Option<f64>,
    /// Between which the difference lies in resamples of the same rows (paired bootstrap, percentiles).
    pub interval: Option<(f64, f64)>,
    /// `None` where there is no interval.
    pub verdict: Option<DifferenceVerdict>,
}

/// What a difference is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceVerdict {
    /// The whole interval lies on the better side of 0.
    Better,
    /// The whole interval lies on the worse side of 0.
    Worse,
    /// The interval holds 0: other test rows might have said the opposite.
    WithinNoise,
}

/// A test row that two runs predict differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangedRow {
    /// The data row in the file, counted from 1 below the header.
    pub row: u32,
    /// The true target, as text.
    pub actual: String,
    /// What the first run predicted, as text.
    pub first: String,
    /// What this run predicted, as text.
    pub this: String,
    /// Whether this run is right and the first wrong, or its error smaller.
    pub better: bool,
}
