//! The report of the evaluate stage.

use serde::{Deserialize, Serialize};

use super::Doubt;
use grove_recipe::Task;

/// How good the model is on rows that it has not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    pub task: Task,
    /// Rows scored.
    pub rows: u32,
    pub metrics: Vec<Metric>,
    /// The same metrics on the validation rows, where some were kept aside.
    pub validation: Option<Vec<Metric>>,
    pub outcome: EvaluationOutcome,
    /// Of a regression by trees.
    pub intervals: Option<IntervalReport>,
    /// Mean decrease in impurity, summed over the features of each column; sums to 1. Largest first.
    pub importances: Vec<Importance>,
    /// `None` where the score is not defined, and for a model that looks at no column.
    pub permutation: Option<PermutationImportances>,
    /// Where it was asked for.
    pub cross_validation: Option<CrossValidationReport>,
    /// What speaks against believing the scores.
    #[serde(default)]
    pub belief: Vec<Doubt>,
}

/// What models scored that learned from most of the train rows, on the rest of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossValidationReport {
    /// How rows were assigned to folds, by scikit-learn's name.
    pub splitter: String,
    /// Train rows that were split.
    pub rows: u32,
    pub n_splits: u32,
    pub n_repeats: u32,
    /// Of each metric, in the order of those on the test rows.
    pub scores: Vec<FoldScores>,
    /// What is not as it was asked for, or not as one may expect it.
    pub note: Option<String>,
}

/// A metric on each fold's held-out rows, one repeat after the other; `None` where it is not defined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoldScores {
    pub name: String,
    /// Of the folds where it is defined.
    pub mean: Option<f64>,
    pub std: Option<f64>,
    pub folds: Vec<Option<f64>>,
}

/// How much worse the model is on test rows when a column's values are shuffled among them, as scikit-learn's
/// `permutation_importance` tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PermutationImportances {
    /// Accuracy or R² before anything is shuffled.
    pub score: f64,
    /// Test rows that were shuffled: all, or evenly drawn ones.
    pub rows: u32,
    /// How often each column was shuffled.
    pub n_repeats: u32,
    /// The mean decrease of the score, which may be below 0, and its standard deviation over the repeats. Largest
    /// first.
    pub columns: Vec<Importance>,
    /// Columns that were not shuffled, since there are too many.
    pub left_out: u32,
}

/// How intervals in which targets should lie turned out on the test rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntervalReport {
    /// The share of the targets that should lie in their intervals, 0 to 1, and the share that does.
    pub level: f64,
    pub coverage: f64,
    /// In the target's units.
    pub mean_width: f64,
}

/// A metric by scikit-learn's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    pub name: String,
    /// `None` where it is not defined; `note` says why.
    pub value: Option<f64>,
    /// The same metric for the model that always answers with the most frequent class or the mean of the train rows.
    pub baseline: Option<f64>,
    pub higher_is_better: bool,
    pub note: Option<String>,
}

/// The metrics of a task by scikit-learn's names, in the order in which they are shown.
pub const fn metrics_of(task: Task) -> &'static [&'static str] {
    match task {
        Task::Classification => &[
            "accuracy",
            "balanced_accuracy",
            "f1_macro",
            "log_loss",
            "roc_auc",
        ],
        Task::Regression => &["r2", "rmse", "mae", "median_absolute_error"],
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationOutcome {
    Classes {
        classes: Vec<String>,
        /// `confusion[actual][predicted]`.
        confusion: Vec<Vec<u32>>,
        per_class: Vec<ClassScores>,
        macro_average: ClassScores,
        weighted_average: ClassScores,
    },
    Numbers {
        /// Evenly drawn test rows, at most [`POINTS_AT_MOST`].
        points: Vec<TestRow>,
        /// Equal-width bins of actual − predicted from `residual_min` to `residual_max`, over all test rows.
        residual_min: f64,
        residual_max: f64,
        residual_counts: Vec<u32>,
    },
}

/// What a test row is, and what was predicted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestRow {
    pub actual: f64,
    pub predicted: f64,
    /// Between which values the target should lie, where the model knows.
    pub interval: Option<(f64, f64)>,
}

/// More marks than this make a scatter slow and no clearer.
pub const POINTS_AT_MOST: usize = 2000;

/// Scores of one class against the rest, or their average. `None` where there is nothing to divide by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassScores {
    pub precision: Option<f64>,
    pub recall: Option<f64>,
    pub f1: Option<f64>,
    pub roc_auc: Option<f64>,
    /// Test rows of the class.
    pub support: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    pub column: String,
    /// Share of the total, 0 to 1; or how much a score decreases.
    pub value: f64,
    /// Standard deviation over the trees, or over the repeats.
    pub spread: f64,
}
