//! The report of the featurize stage.

use super::bounds::{Bounded, LISTED_AT_MOST, at_most};
use grove_recipe::limits::MAX_COLUMNS;
use serde::{Deserialize, Serialize};

/// The features and the columns without one.
pub type Report = FeaturizeReport;

/// The features that the table was encoded into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeaturizeReport {
    /// The features, in the order of the matrix's columns.
    pub features: Vec<Feature>,
    /// Columns without a feature, each with the reason.
    pub unused: Vec<(String, String)>,
}

/// A column of the feature matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Such as `colour = red` or `pickup: hour`.
    pub name: String,
    /// The column that it comes from.
    pub column: String,
    /// What was learned for it from the train rows, such as `missing → median 93.5`.
    pub fitted: String,
    /// Whether its values are the numbers of categories, in no order. Runs that were stored before there were such have
    /// none.
    #[serde(default)]
    pub categorical: bool,
}

impl Bounded for FeaturizeReport {
    fn check(&self) -> Result<(), String> {
        at_most("features", self.features.len(), LISTED_AT_MOST)?;
        at_most("columns", self.unused.len(), MAX_COLUMNS)
    }
}
