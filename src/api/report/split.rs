//! How the rows were dealt.

use serde::{Deserialize, Serialize};

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
