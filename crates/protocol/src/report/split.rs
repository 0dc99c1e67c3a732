//! The report of the split stage.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitReport {
    pub train: u32,
    pub validation: u32,
    pub test: u32,
    pub stratified: bool,
    /// What is not as it was asked for, or not as one may expect it.
    pub note: Option<String>,
    /// How the target differs between train and another part, where chance alone would hardly make it so.
    pub unlike: Option<String>,
    pub dealt: SplitBasis,
    pub target: TargetDistribution,
}

/// How the rows were split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitBasis {
    Random,
    /// How many groups are in each part; none is in two.
    Groups {
        column: String,
        train: u32,
        validation: u32,
        test: u32,
    },
    /// The first and the last time in each part, which has rows.
    Times {
        column: String,
        train: (String, String),
        validation: Option<(String, String)>,
        test: (String, String),
    },
    Folds {
        column: String,
    },
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
