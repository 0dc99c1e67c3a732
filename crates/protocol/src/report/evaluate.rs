//! The report of the evaluate stage.

use serde::{Deserialize, Serialize};

use super::bounds::{Bounded, MARKS_AT_MOST, at_most, fit};
use super::{ConformalReport, DecisionReport, Doubt, MappingReport};
use grove_recipe::Task;
use grove_recipe::limits::{MAX_CLASSES, MAX_COLUMNS};
use grove_recipe::number::score_text;

/// The scores on the test rows, and reasons to doubt them.
pub type Report = Box<Evaluation>;

/// The scores of the model on rows that it was not trained on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The task, on which metrics and outcome depend.
    pub task: Task,
    /// The number of rows that were scored.
    pub rows: u32,
    /// On the test rows, in the order of [`metrics_of`].
    pub metrics: Vec<Metric>,
    /// The same metrics on the validation rows, if there are any.
    pub validation: Option<Vec<Metric>>,
    /// The data for charts of the test rows.
    pub outcome: EvaluationOutcome,
    /// For a regression by trees.
    pub intervals: Option<IntervalReport>,
    /// Mean decrease in impurity, summed over the features of each column; sums to 1. Largest first.
    pub importances: Vec<Importance>,
    /// `None` where the score is not defined, and for a model that uses no column.
    pub permutation: Option<PermutationImportances>,
    /// The cross-validation, if it was asked for.
    pub cross_validation: Option<CrossValidationReport>,
    /// How rows are decided between one class and the others: where a threshold was asked for, and for two classes.
    #[serde(default)]
    pub decision: Option<DecisionReport>,
    /// How probabilities were calibrated, if that was asked for.
    #[serde(default)]
    pub calibration: Option<MappingReport>,
    /// The intervals or sets with a promised coverage, if they were asked for.
    #[serde(default)]
    pub conformal: Option<ConformalReport>,
    /// Reasons to doubt the scores.
    #[serde(default)]
    pub belief: Vec<Doubt>,
    /// The resamples of the test rows that the intervals of the metrics come from; 0 where there are none.
    #[serde(default)]
    pub resamples: u32,
}

/// The scores of models that were trained on most of the train rows and tested on the rest of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossValidationReport {
    /// How rows were assigned to folds, by scikit-learn's name.
    pub splitter: String,
    /// The number of train rows.
    pub rows: u32,
    /// Folds in each repeat.
    pub n_splits: u32,
    /// The number of repeats, each with other folds.
    pub n_repeats: u32,
    /// The scores by metric, in the order of those on the test rows.
    pub scores: Vec<FoldScores>,
    /// How the folds differ from what was asked for or may be expected.
    pub note: Option<String>,
}

/// A metric on the held-out rows of each fold, one repeat after the other; `None` where it is not defined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoldScores {
    /// The metric by scikit-learn's name.
    pub name: String,
    /// The mean over the folds where it is defined.
    pub mean: Option<f64>,
    /// The standard deviation over the same folds, with their number n as divisor.
    pub std: Option<f64>,
    /// The scores of `n_splits` × `n_repeats` folds.
    pub folds: Vec<Option<f64>>,
}

/// How much the score on test rows falls when a column's values are shuffled among them, as scikit-learn's
/// `permutation_importance`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PermutationImportances {
    /// Accuracy or R² before anything is shuffled.
    pub score: f64,
    /// The number of test rows that were used: all, or a sample.
    pub rows: u32,
    /// How often each column was shuffled.
    pub n_repeats: u32,
    /// The mean decrease of the score, which may be below 0, and its standard deviation over the repeats. Largest
    /// first.
    pub columns: Vec<Importance>,
    /// How many columns were not shuffled, because there are too many.
    pub left_out: u32,
}

/// How many test rows have their target inside the prediction interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntervalReport {
    /// The share of the targets that should be inside, 0 to 1.
    pub level: f64,
    /// The share of the targets that is inside, 0 to 1.
    pub coverage: f64,
    /// The mean width, in the target's units.
    pub mean_width: f64,
}

/// A metric by scikit-learn's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Such as `balanced_accuracy`.
    pub name: String,
    /// `None` where it is not defined; `note` says why.
    pub value: Option<f64>,
    /// The same metric for the baseline, which always predicts the most frequent class or the mean of the train rows.
    pub baseline: Option<f64>,
    /// False for losses and errors.
    pub higher_is_better: bool,
    /// Why there is no value or no interval, or what the interval leaves out.
    pub note: Option<String>,
    /// The 95 % interval of the value over resamples of the test rows: the noise by which test rows there are, and not that of
    /// another seed or other train rows. `None` for validation rows, and where `note` says why.
    #[serde(default)]
    pub interval: Option<(f64, f64)>,
    /// The same of the value less the baseline's, on the same resamples.
    #[serde(default)]
    pub difference: Option<(f64, f64)>,
}

/// What an interval of a score counts, for people.
pub const INTERVAL_NOTE: &str = "Behind each score is its 95 % interval by which test rows there are. Another seed and other train rows are not counted.";

/// What is said of a score that could be the baseline's.
pub const LIKE_BASELINE: &str =
    "The score cannot be told from the baseline's: the 95 % interval of their difference holds 0.";

impl Metric {
    /// Writes the interval, such as `(0.884–0.951)`.
    pub fn interval_text(&self) -> Option<String> {
        let (low, high) = self.interval?;
        let dash = if low < 0.0 { " to " } else { "–" };
        Some(["(", &score_text(low), dash, &score_text(high), ")"].concat())
    }

    /// Returns whether the score could be the baseline's on other test rows: the interval of their difference holds 0.
    pub fn may_be_baseline(&self) -> bool {
        self.difference
            .is_some_and(|(low, high)| low <= 0.0 && high >= 0.0)
    }
}

impl Evaluation {
    /// Says how probabilities are calibrated, how rows are decided, and what conformal answers promise; nothing where none of
    /// it was asked for.
    pub fn sentences(&self) -> Vec<String> {
        let calibration = self.calibration.iter().flat_map(|of| of.sentences());
        let decision = self.decision.iter().flat_map(|of| of.sentences());
        let conformal = self.conformal.iter().flat_map(|of| of.sentences());
        calibration.chain(decision).chain(conformal).collect()
    }
}

/// Returns the metrics of a task by scikit-learn's names, in the order in which they are shown.
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

/// The data for charts of scored rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationOutcome {
    /// For a classification.
    Classes {
        /// Names of the classes, in the order of the lists below.
        classes: Vec<String>,
        /// `confusion[actual][predicted]`.
        confusion: Vec<Vec<u32>>,
        /// The scores of each class.
        per_class: Vec<ClassScores>,
        /// The unweighted mean over the classes that occur.
        macro_average: ClassScores,
        /// The mean over the classes that occur, weighted by their rows.
        weighted_average: ClassScores,
    },
    /// For a regression.
    Numbers {
        /// A sample of the test rows, at most [`POINTS_AT_MOST`].
        points: Vec<TestRow>,
        /// Equal-width bins of actual − predicted from `residual_min` to `residual_max`, over all test rows.
        residual_min: f64,
        /// The largest residual: the upper end of the last bin.
        residual_max: f64,
        /// Rows in each bin; a single bin where all residuals are equal.
        residual_counts: Vec<u32>,
    },
}

/// A test row's target and its prediction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestRow {
    /// In the target's units.
    pub actual: f64,
    /// In the target's units.
    pub predicted: f64,
    /// The prediction interval, if the model has one.
    pub interval: Option<(f64, f64)>,
}

/// The most points of a scatter plot: more make it slow and no clearer.
pub const POINTS_AT_MOST: usize = 2000;

/// The scores of one class against the rest, or their average. `None` where the divisor would be 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassScores {
    /// The share of the rows predicted as the class that belong to it, 0 to 1.
    pub precision: Option<f64>,
    /// The share of the rows of the class that are predicted as it, 0 to 1.
    pub recall: Option<f64>,
    /// The harmonic mean of precision and recall, 0 to 1.
    pub f1: Option<f64>,
    /// The area under the ROC curve, 0 to 1.
    pub roc_auc: Option<f64>,
    /// Test rows of the class.
    pub support: u32,
}

/// The importance of a column for a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    /// The column's name.
    pub column: String,
    /// The share of the total, 0 to 1; or the decrease of a score.
    pub value: f64,
    /// The standard deviation over the trees, or over the repeats.
    pub spread: f64,
}

impl Bounded for Evaluation {
    fn check(&self) -> Result<(), String> {
        at_most("metrics", self.metrics.len(), MARKS_AT_MOST)?;
        at_most("columns", self.importances.len(), MAX_COLUMNS)?;
        if let Some(permutation) = &self.permutation {
            at_most("columns", permutation.columns.len(), MAX_COLUMNS)?;
        }
        if let Some(decision) = &self.decision {
            decision.check()?;
        }
        if let Some(calibration) = &self.calibration {
            calibration.check()?;
        }
        for scores in self
            .cross_validation
            .iter()
            .flat_map(|report| &report.scores)
        {
            at_most("folds", scores.folds.len(), MARKS_AT_MOST)?;
        }
        match &self.outcome {
            EvaluationOutcome::Classes {
                classes,
                confusion,
                per_class,
                ..
            } => {
                at_most("classes", classes.len(), MAX_CLASSES)?;
                let square = confusion.len() == classes.len()
                    && confusion.iter().all(|row| row.len() == classes.len());
                fit(square && per_class.len() == classes.len())
            }
            EvaluationOutcome::Numbers {
                points,
                residual_counts,
                ..
            } => {
                at_most("points", points.len(), POINTS_AT_MOST)?;
                at_most("bars", residual_counts.len(), MARKS_AT_MOST)
            }
        }
    }
}
