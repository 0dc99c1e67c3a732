//! The stages' reports. The page draws its charts from these alone.

mod belief;
mod bounds;
mod check;
mod clean;
mod evaluate;
mod featurize;
mod predict;
mod split;
mod train;

use serde::{Deserialize, Serialize};

use grove_recipe::columns::DataSummary;
use grove_recipe::count::counted;
use grove_recipe::stage::Stage;

pub use belief::{Doubt, Remedy};
pub use check::{CheckReport, CheckVerdict, Finding, RuleFindings, Statistic};
pub use clean::{Band, CellChange, CleanReport, CleanStep, EXAMPLES, Leak, Minimap};
pub use evaluate::{
    ClassScores, CrossValidationReport, Evaluation, EvaluationOutcome, FoldScores, Importance,
    IntervalReport, Metric, POINTS_AT_MOST, PermutationImportances, TestRow, metrics_of,
};
pub use featurize::{Feature, FeaturizeReport};
pub use predict::{ModelSummary, PredictionSummary};
pub use split::{SplitBasis, SplitReport, TargetDistribution};
pub use train::{
    Estimate, OutOfBagReport, TrainReport, TreeNode, TreePicture, TreeShape, TreeSplit,
};

/// A finished stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageReport {
    /// The stage that finished.
    pub stage: Stage,
    /// One line that says what the stage did, such as `398 × 9 → 392 × 9, 6 rows without a target dropped`.
    pub sentence: String,
    /// Rows that the stage took: of train the train rows, of evaluate the test rows.
    pub rows_in: u32,
    /// Rows that the stage left, or those that it took where it drops none.
    pub rows_out: u32,
    /// Columns that the stage took; of train and evaluate the features.
    pub columns_in: u32,
    /// Columns that the stage left; of featurize and train the features, of evaluate the metrics.
    pub columns_out: u32,
    /// The figures of the stage, which its charts show.
    pub detail: Detail,
}

impl StageReport {
    /// What loading did; told by the run that reads a file otherwise, and by the page for one that was opened.
    pub fn of_load(summary: DataSummary) -> Self {
        let columns = summary.columns.len() as u32;
        let bad = summary.bad_lines.rows + summary.bad_lines.cells;
        let unread = match bad {
            0 => String::new(),
            _ => format!(", {} could not be read", counted(bad, "place", "places")),
        };
        Self {
            stage: Stage::Load,
            sentence: format!(
                "{} × {}{unread}",
                counted(summary.rows, "row", "rows"),
                counted(columns, "column", "columns")
            ),
            rows_in: summary.rows + summary.bad_lines.rows,
            rows_out: summary.rows,
            columns_in: columns,
            columns_out: columns,
            detail: Detail::Load(summary),
        }
    }
}

/// The figures of a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// The columns of the file and how it was read.
    Load(DataSummary),
    /// The steps of cleaning and what each changed.
    Clean(CleanReport),
    /// The findings of each expectation.
    Check(CheckReport),
    /// The sizes of the parts and the target in each.
    Split(SplitReport),
    /// The features and the columns without one.
    Featurize(FeaturizeReport),
    /// The model's size and, of a forest, its trees.
    Train(TrainReport),
    /// The scores on the test rows, and what speaks against believing them.
    Evaluate(Box<Evaluation>),
}
