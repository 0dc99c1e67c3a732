//! A parameter search: its axes, its method and its progress.

use serde::{Deserialize, Serialize};

use super::run::RunId;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchSpec {
    pub method: SearchMethod,
    /// How many are tried at random; a grid tries all.
    pub n_iter: u32,
    /// At least one; no parameter twice.
    pub axes: Vec<SearchAxis>,
    /// The metric by which the best is found, by scikit-learn's name: its mean over the folds.
    pub scoring: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchMethod {
    Grid,
    Random,
}

/// A parameter that is varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchAxis {
    /// Its dotted name in the recipe, such as `train.max_depth`.
    pub parameter: String,
    pub values: SearchValues,
}

/// What a parameter may become. Values are JSON, as in the recipe: a null stands for "no limit".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchValues {
    List(Vec<serde_json::Value>),
    /// For a search at random: evenly between the two, or evenly in their logarithm; whole where the parameter is.
    Range {
        from: f64,
        to: f64,
        log: bool,
    },
}

/// How far a search is, or what it found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchReport {
    /// The run that stands for the whole search.
    pub parent: RunId,
    /// Candidates that are scored, and how many there are.
    pub done: u32,
    pub total: u32,
    /// The best so far, and its mean score.
    pub best: Option<(RunId, f64)>,
}
