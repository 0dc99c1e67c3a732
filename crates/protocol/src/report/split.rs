//! The report of the split stage.

use super::bounds::{Bounded, MARKS_AT_MOST, at_most, fit};
use grove_recipe::limits::MAX_CLASSES;
use serde::{Deserialize, Serialize};

/// The sizes of the parts and the target in each.
pub type Report = SplitReport;

/// How the rows were split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitReport {
    /// The number of rows in train.
    pub train: u32,
    /// The number of rows in validation; 0 without a validation part.
    pub validation: u32,
    /// The number of rows in test.
    pub test: u32,
    /// Whether each class has the same share in every part; only for a random split.
    pub stratified: bool,
    /// How the split differs from what was asked for or may be expected.
    pub note: Option<String>,
    /// How the target differs between train and another part, if chance alone is unlikely to explain it.
    pub unlike: Option<String>,
    /// By what the rows were assigned to the parts.
    pub basis: SplitBasis,
    /// The target in each part.
    pub target: TargetDistribution,
}

/// By what rows were assigned to the parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitBasis {
    /// By chance, with the recipe's seed.
    Random,
    /// By groups, of which none is in two parts. The counts are numbers of groups.
    Groups {
        /// The column whose values name the groups.
        column: String,
        /// Groups in train.
        train: u32,
        /// Groups in validation; 0 without a validation part.
        validation: u32,
        /// Groups in test.
        test: u32,
    },
    /// By time, with the first and the last time in each part.
    Times {
        /// The column by which the rows were ordered.
        column: String,
        /// The first and the last value in train.
        train: (String, String),
        /// The first and the last value in validation; `None` without a validation part.
        validation: Option<(String, String)>,
        /// The first and the last value in test.
        test: (String, String),
    },
    /// By a column that names the part or the fold of each row.
    Folds {
        /// The column's name.
        column: String,
    },
}

/// The target in each part. Without a validation part, all its counts are 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetDistribution {
    /// For a classification.
    Classes {
        /// Names of the classes, in the order of the counts.
        labels: Vec<String>,
        /// Train rows of each class.
        train: Vec<u32>,
        /// Validation rows of each class.
        validation: Vec<u32>,
        /// Test rows of each class.
        test: Vec<u32>,
    },
    /// For a regression: equal-width bins from `min` to `max`.
    Numbers {
        /// The smallest target of all parts, in the target's units.
        min: f64,
        /// The largest target of all parts, in the target's units.
        max: f64,
        /// Train rows in each bin.
        train: Vec<u32>,
        /// Validation rows in each bin.
        validation: Vec<u32>,
        /// Test rows in each bin.
        test: Vec<u32>,
    },
}

impl Bounded for SplitReport {
    fn check(&self) -> Result<(), String> {
        match &self.target {
            TargetDistribution::Classes {
                labels,
                train,
                validation,
                test,
            } => {
                at_most("classes", labels.len(), MAX_CLASSES)?;
                let of_all = |counts: &Vec<u32>| counts.len() == labels.len();
                let none_or_all = validation.is_empty() || of_all(validation);
                fit(of_all(train) && of_all(test) && none_or_all)
            }
            TargetDistribution::Numbers {
                train,
                validation,
                test,
                ..
            } => {
                at_most("bars", train.len(), MARKS_AT_MOST)?;
                let none_or_all = validation.is_empty() || validation.len() == train.len();
                fit(test.len() == train.len() && none_or_all)
            }
        }
    }
}
