//! What learns, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Task;
use crate::parameters as p;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxFeatures {
    Auto,
    Sqrt,
    Log2,
    Third,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassWeight {
    Uniform,
    Balanced,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeighborWeights {
    Uniform,
    Distance,
}

/// What learns, by scikit-learn's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelName {
    RandomForest,
    ExtraTrees,
    DecisionTree,
    LogisticRegression,
    Ridge,
    Lasso,
    KNeighbors,
    #[serde(rename = "gaussian_nb")]
    GaussianNB,
    /// The most frequent class or the mean.
    Dummy,
}

impl ModelName {
    /// The only task that the model is for; `None` if it is for both.
    pub const fn only_task(self) -> Option<Task> {
        match self {
            Self::LogisticRegression | Self::GaussianNB => Some(Task::Classification),
            Self::Ridge | Self::Lasso => Some(Task::Regression),
            _ => None,
        }
    }

    pub fn learns(self, task: Task) -> bool {
        self.only_task().is_none_or(|only| only == task)
    }

    pub const fn is_made_of_trees(self) -> bool {
        matches!(
            self,
            Self::RandomForest | Self::ExtraTrees | Self::DecisionTree
        )
    }

    /// Whether features may have missing values.
    pub const fn takes_missing(self) -> bool {
        self.is_made_of_trees() || matches!(self, Self::Dummy)
    }
}

/// Which values a tree may cut between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cuts {
    Exact,
    /// At most 256 bins of about as many rows each.
    Histogram,
}

/// The parameters of all models; each reads those that it knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Train {
    pub model: ModelName,
    pub n_estimators: u32,
    /// `None` grows until the leaves are pure.
    pub max_depth: Option<u32>,
    pub min_samples_split: u32,
    pub min_samples_leaf: u32,
    pub min_impurity_decrease: f64,
    /// `None` sets no limit.
    pub max_leaf_nodes: Option<u32>,
    pub max_features: MaxFeatures,
    pub cuts: Cuts,
    pub bootstrap: bool,
    pub max_samples: f64,
    pub class_weight: ClassWeight,
    pub ccp_alpha: f64,
    /// Columns with which the prediction may only rise (1) or only fall (-1).
    pub monotonic_cst: BTreeMap<String, i8>,
    #[serde(rename = "C")]
    pub c: f64,
    pub ridge_alpha: f64,
    pub lasso_alpha: f64,
    pub n_neighbors: u32,
    pub neighbor_weights: NeighborWeights,
    pub var_smoothing: f64,
}

impl Default for Train {
    fn default() -> Self {
        Self {
            model: p::MODEL.default(),
            n_estimators: p::N_ESTIMATORS.default,
            max_depth: None,
            min_samples_split: p::MIN_SAMPLES_SPLIT.default,
            min_samples_leaf: p::MIN_SAMPLES_LEAF.default,
            min_impurity_decrease: p::MIN_IMPURITY_DECREASE.default,
            max_leaf_nodes: None,
            max_features: p::MAX_FEATURES.default(),
            cuts: p::CUTS.default(),
            bootstrap: p::BOOTSTRAP.default,
            max_samples: p::MAX_SAMPLES.default,
            class_weight: p::CLASS_WEIGHT.default(),
            ccp_alpha: p::CCP_ALPHA.default,
            monotonic_cst: BTreeMap::new(),
            c: p::C.default,
            ridge_alpha: p::RIDGE_ALPHA.default,
            lasso_alpha: p::LASSO_ALPHA.default,
            n_neighbors: p::N_NEIGHBORS.default,
            neighbor_weights: p::NEIGHBOR_WEIGHTS.default(),
            var_smoothing: p::VAR_SMOOTHING.default,
        }
    }
}

impl Train {
    /// How many trees the model is made of; 0 of a model without trees.
    pub const fn trees(&self) -> u32 {
        match self.model {
            ModelName::RandomForest | ModelName::ExtraTrees => self.n_estimators,
            ModelName::DecisionTree => 1,
            _ => 0,
        }
    }

    /// The first parameter out of its range. Those that the model does not know are checked too: a recipe
    /// is right whatever model is chosen next.
    pub(super) fn check(&self) -> Result<(), p::Misfit> {
        p::N_ESTIMATORS.check(self.n_estimators)?;
        if let Some(depth) = self.max_depth {
            p::MAX_DEPTH.check(depth)?;
        }
        p::MIN_SAMPLES_SPLIT.check(self.min_samples_split)?;
        p::MIN_SAMPLES_LEAF.check(self.min_samples_leaf)?;
        p::MIN_IMPURITY_DECREASE.check(self.min_impurity_decrease)?;
        if let Some(leaves) = self.max_leaf_nodes {
            p::MAX_LEAF_NODES.check(leaves)?;
        }
        p::MAX_SAMPLES.check(self.max_samples)?;
        p::CCP_ALPHA.check(self.ccp_alpha)?;
        if let Some((column, direction)) = self.monotonic_cst.iter().find(|(_, d)| d.abs() != 1) {
            let name = p::MONOTONIC_CST.name;
            let problem = format!("{name} is {direction} for {column}; it must be 1 or -1.");
            return Err(p::Misfit::new(column, problem).within(name));
        }
        p::C.check(self.c)?;
        p::RIDGE_ALPHA.check(self.ridge_alpha)?;
        p::LASSO_ALPHA.check(self.lasso_alpha)?;
        p::N_NEIGHBORS.check(self.n_neighbors)?;
        p::VAR_SMOOTHING.check(self.var_smoothing)
    }
}
