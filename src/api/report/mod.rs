//! What each stage tells about what it did. The page draws its pictures from these alone.

mod check;
mod clean;
mod evaluate;
mod featurize;
mod predict;
mod split;
mod train;

use serde::{Deserialize, Serialize};

use super::columns::DataSummary;
use super::stage::Stage;

pub use check::{CheckReport, Finding, OfRule, Statistic, Verdict};
pub use clean::{Band, CellChange, CleanReport, CleanStep, EXAMPLES, Leak, Minimap};
pub use evaluate::{
    ClassScores, CrossValidationReport, Evaluation, FoldScores, Importance, IntervalReport, Metric,
    Outcome, POINTS_AT_MOST, PermutationImportances, Point,
};
pub use featurize::{Feature, FeaturizeReport};
pub use predict::{ModelSummary, PredictionSummary};
pub use split::{Dealt, SplitReport, TargetDistribution};
pub use train::{
    Estimate, OutOfBagReport, TrainReport, TreeNode, TreePicture, TreeShape, TreeSplit,
};

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
