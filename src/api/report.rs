//! What each stage tells about what it did. The page draws its pictures from these alone.

use serde::{Deserialize, Serialize};

use super::columns::{ColumnSummary, DataSummary};
use super::recipe::{ModelName, Task};
use super::stage::Stage;

/// A finished stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageReport {
    pub stage: Stage,
    /// One line that says what the stage did, such as `398 × 9 → 392 × 9, 6 rows without a target dropped`.
    pub sentence: String,
    pub rows_in: u32,
    pub rows_out: u32,
    pub columns_in: u32,
    pub columns_out: u32,
    pub detail: Detail,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    Load(DataSummary),
    Clean(CleanReport),
    Check(CheckReport),
    Split(SplitReport),
    Featurize(FeaturizeReport),
    Train(TrainReport),
    Evaluate(Box<Evaluation>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanReport {
    pub steps: Vec<CleanStep>,
    pub minimap: Minimap,
    /// The columns with the types that they have from here on.
    pub columns: Vec<ColumnSummary>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanStep {
    /// What the step does, such as `Trim spaces`.
    pub name: String,
    pub rows_dropped: u32,
    pub cells_changed: u32,
}

/// The table before and after cleaning, seen from far away: rows are grouped into equal bands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minimap {
    pub columns: Vec<String>,
    /// Top to bottom.
    pub bands: Vec<Band>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// First and last data row, counted from 1.
    pub rows: (u32, u32),
    /// Share of the band's rows that were dropped, 0 to 1.
    pub dropped: f32,
    /// Per column, the share of the band's cells that were changed, 0 to 1.
    pub changed: Vec<f32>,
    /// Per column, the share of the band's cells without a value after cleaning, 0 to 1.
    pub missing: Vec<f32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    pub expectations: Vec<Expectation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Passed,
    /// Worth knowing; the run goes on.
    Warned,
}

/// Something that should be true of the data. One whose failure makes a model impossible stops the run as an error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// What is expected, such as `At least two classes`.
    pub name: String,
    /// The columns that fail it.
    pub columns: Vec<String>,
    pub verdict: Verdict,
    /// Rows (or columns, as the message says) that fail, and how many were looked at.
    pub failing: u32,
    pub of: u32,
    /// What was found, and what to do about it where it failed.
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitReport {
    pub train: u32,
    pub validation: u32,
    pub test: u32,
    pub stratified: bool,
    /// Why the split is not what was asked for, where it is not.
    pub note: Option<String>,
    pub target: TargetDistribution,
}

/// The target in each part; `validation` is empty where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetDistribution {
    Classes {
        labels: Vec<String>,
        train: Vec<u32>,
        validation: Vec<u32>,
        test: Vec<u32>,
    },
    /// Equal-width bins from `min` to `max`.
    Numbers {
        min: f64,
        max: f64,
        train: Vec<u32>,
        validation: Vec<u32>,
        test: Vec<u32>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeaturizeReport {
    pub features: Vec<Feature>,
    /// Columns that gave no feature, each with the reason.
    pub unused: Vec<(String, String)>,
}

/// A column of the matrix that the model sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Such as `colour = red` or `pickup: hour`.
    pub name: String,
    /// The column that it came from.
    pub column: String,
    /// What was learned for it from the train rows, such as `missing → median 93.5`.
    pub fitted: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainReport {
    pub model: ModelName,
    /// None but of models that are made of trees.
    pub trees: Vec<TreeShape>,
    pub rows: u32,
    pub features: u32,
    /// Features tried at each split of a tree.
    pub features_per_split: Option<u32>,
    /// Size of the model in memory.
    pub bytes: u32,
    /// `None` without a bootstrap.
    pub out_of_bag: Option<OutOfBagReport>,
    /// What should be known of how the model was fitted, such as that it did not come to its end.
    pub note: Option<String>,
    /// How many trees grew at a time.
    pub workers: u32,
}

/// How a tree grew. A tree that is a single leaf has depth 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeShape {
    pub depth: u32,
    pub leaves: u32,
    /// The out-of-bag score of the forest up to this tree: accuracy or R². `None` where it is not defined.
    pub oob_score: Option<f64>,
}

/// What a forest says of the train rows, each through the trees that did not learn from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutOfBagReport {
    /// scikit-learn's `oob_score_`: accuracy or R².
    pub score: Option<f64>,
    /// Rows that every tree learned from, of which nothing can be said.
    pub never: u32,
}

/// What training would take, judged from a few trees on some of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    pub trees: u32,
    /// Rows to learn from.
    pub rows: u32,
    pub seconds: f64,
    pub model_bytes: f64,
    /// While it grows, in all workers together.
    pub memory_bytes: f64,
    /// Why training would be refused, and what to do about it.
    pub refusal: Option<String>,
}

/// A node of a tree, for drawing. Node 0 is the root; children come after their parent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeNode {
    pub depth: u32,
    /// Train rows that reach this node (each once, whatever the bootstrap drew).
    pub rows: u32,
    /// Of those rows: the count of each class, or the mean target as the only entry.
    pub values: Vec<f64>,
    /// `None` at a leaf, and where the picture is cut off.
    pub split: Option<TreeSplit>,
    /// This node has children that the picture leaves out.
    pub cut: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeSplit {
    pub feature: String,
    pub threshold: f64,
    /// Index of the child for rows at or below the threshold, and of the other.
    pub left: u32,
    pub right: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreePicture {
    pub index: u32,
    pub classes: Vec<String>,
    pub nodes: Vec<TreeNode>,
}

/// How good the model is on rows that it has not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    pub task: Task,
    /// Rows scored.
    pub rows: u32,
    pub metrics: Vec<Metric>,
    /// The same metrics on the validation rows, where some were kept aside.
    pub validation: Option<Vec<Metric>>,
    pub outcome: Outcome,
    /// Of a regression by trees.
    pub intervals: Option<IntervalReport>,
    /// Mean decrease in impurity, summed over the features of each column; sums to 1. Largest first.
    pub importances: Vec<Importance>,
    /// `None` where the score is not defined, and for a model that looks at no column.
    pub permutation: Option<PermutationImportances>,
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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
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
        points: Vec<Point>,
        /// Equal-width bins of actual − predicted from `residual_min` to `residual_max`, over all test rows.
        residual_min: f64,
        residual_max: f64,
        residual_counts: Vec<u32>,
    },
}

/// What a test row is, and what was predicted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
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

/// What a model file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    pub name: String,
    pub model: ModelName,
    pub task: Task,
    pub target: String,
    pub classes: Vec<String>,
    pub trees: u32,
    pub trained_on: String,
    pub train_rows: u32,
    /// Columns that prediction data must have, with their kinds' names.
    pub columns: Vec<(String, String)>,
    pub bytes: u32,
}

/// What predicting a file gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionSummary {
    pub name: String,
    pub rows: u32,
    /// Column names of the predictions: `row`, `prediction`, and a probability per class, or the ends of the interval
    /// where the model knows them.
    pub header: Vec<String>,
    /// What differs from the training data without making prediction impossible.
    pub notes: Vec<String>,
    /// How many rows got each class; empty for a regression.
    pub counts: Vec<(String, u32)>,
}
