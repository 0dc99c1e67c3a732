//! A parameter search: its axes, its method and its progress.

use serde::{Deserialize, Serialize};

use super::run::RunId;

/// What a search tries, and how it finds the best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchSpec {
    /// How candidates are chosen.
    pub method: SearchMethod,
    /// How many are tried at random; a grid tries all.
    pub n_iter: u32,
    /// At least one; no parameter twice.
    pub axes: Vec<SearchAxis>,
    /// The metric by which the best is found, by scikit-learn's name: its mean over the folds.
    pub scoring: String,
}

/// How the candidates of a search are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchMethod {
    /// Every combination of the listed values.
    Grid,
    /// Combinations that are drawn with the recipe's seed.
    Random,
}

/// A parameter that is varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchAxis {
    /// Its dotted name in the recipe, such as `train.max_depth`.
    pub parameter: String,
    /// What it may become.
    pub values: SearchValues,
}

/// What a parameter may become. Values are JSON, as in the recipe: a null stands for "no limit".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchValues {
    /// Each of these values.
    List(#[serde(with = "grove_recipe::plain")] Vec<serde_json::Value>),
    /// For a search at random: evenly between the two, or evenly in their logarithm; whole where the parameter is.
    Range {
        /// The smallest value.
        from: f64,
        /// The largest value.
        to: f64,
        /// Whether values are drawn evenly in their logarithm.
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
    /// Candidates in all.
    pub total: u32,
    /// The best so far, and its mean score.
    pub best: Option<(RunId, f64)>,
}
