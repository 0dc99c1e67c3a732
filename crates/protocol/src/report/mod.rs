//! The stages' reports, each in a file of its stage's name. The page draws its charts from these alone.

mod anatomy;
mod belief;
mod boosting;
mod bounds;
mod calibration;
mod check;
mod clean;
mod conformal;
mod curves;
mod decision;
mod effects;
mod evaluate;
mod explain;
mod featurize;
mod load;
mod neighbours;
mod plane;
mod predict;
mod residuals;
mod slices;
mod split;
mod train;
mod tree_rules;
mod trials;

use serde::{Deserialize, Serialize};

use grove_recipe::for_each_stage;
use grove_recipe::stage::Stage;

use bounds::Bounded;

pub use anatomy::{
    ANATOMY_BINS, COMPARED_AT_MOST, Commonness, Outside, OutsideValue, PathStep, RowAnatomy,
    RowPath, SUM_POINTS, Votes,
};
pub use belief::{Doubt, Remedy};
pub use boosting::{BoostingReport, EXAMPLE_ROWS, ExampleRow, Losses, Watched};
pub use calibration::{
    MAP_POINTS_AT_MOST, MAPS_AT_MOST, MapPoints, MappingReport, ProbabilityLosses,
};
pub use check::{CheckReport, CheckVerdict, Finding, RuleFindings, Statistic};
pub use clean::{Band, CellChange, CleanReport, CleanStep, EXAMPLES, Leak, Minimap};
pub use conformal::{ConformalReport, Guarantee, SetSizes};
pub use curves::{
    ANSWER_BINS, BAND_PLACES, BIN_ROWS_TO_JUDGE, CURVE_POINTS_AT_MOST, CalibrationBin,
    CalibrationReport, CurvePoint, CurveShape, CurvesReport,
};
pub use decision::{
    ChosenOn, DecisionCost, DecisionCounts, DecisionReport, OutcomeCosts, THRESHOLDS_AT_MOST,
    ThresholdPoint,
};
pub use effects::{
    AccumulatedEffects, CATEGORIES_AT_MOST, EffectColumn, EffectLine, EffectPlaces, EffectReport,
    VALUES_AT_MOST,
};
pub use evaluate::{
    ClassScores, CrossValidationReport, Evaluation, EvaluationOutcome, FoldScores, INTERVAL_NOTE,
    Importance, IntervalReport, LIKE_BASELINE, Metric, POINTS_AT_MOST, PermutationImportances,
    TestRow, metrics_of,
};
pub use explain::{
    BACKGROUND_AT_MOST, EXPLAINED_AT_MOST, ExplainedRow, ShapleyMethod, ShapleyReport,
};
pub use featurize::{Feature, FeaturizeReport};
pub use neighbours::{ColumnChange, LeastChange, Neighbour};
pub use plane::{PLANE_ROWS, PlaneAxis, PlaneField, PlanePoint, PlaneReport};
pub use predict::{ModelSummary, PredictedRow, PredictionSummary, RowField, RowForm};
pub use residuals::{ResidualPlace, ResidualQuartiles, ResidualsReport};
pub use slices::{Slice, SliceReport};
pub use split::{SplitBasis, SplitReport, TargetDistribution};
pub use train::{
    Correction, Estimate, OutOfBagReport, TrainReport, TreeNode, TreePicture, TreeShape, TreeSplit,
    TreeTest,
};
pub use tree_rules::{TreePath, TreeRules};
pub use trials::{
    CurveSize, FoldWinner, LastDoubling, LearningCurve, NestedSearch, REPEATS_AT_MOST,
    RepeatedScores, Repeats, TrialPlan, TrialReport, spread,
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

macro_rules! details {
    (
        path { $($Stage:ident $module:ident $name:literal,)* }
        beside { $($rest:tt)* }
    ) => {
        /// The figures of a stage.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Detail {
            $(
                #[doc = concat!("Those of the stage `", $name, "`.")]
                #[serde(rename = $name)]
                $Stage($module::Report),
            )*
        }

        impl StageReport {
            /// Refuses a report that is larger than those that Grove writes, since charts draw all of it. An error says
            /// which part is too large, or does not fit the others.
            pub fn check(&self) -> Result<(), String> {
                match &self.detail {
                    $( Detail::$Stage(report) => report.check(), )*
                }
            }
        }
    };
}

for_each_stage!(details);
