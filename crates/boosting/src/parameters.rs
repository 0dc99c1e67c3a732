//! The parameters of gradient boosting, under scikit-learn's names.

use grove_forest::LARGEST_N_CLASSES;
use serde::{Deserialize, Serialize};

use super::BoostingError;

/// The largest target in absolute value, where the loss is of differences.
pub(super) const LARGEST_TARGET: f64 = 1e100;

/// The largest weight of a row.
pub(super) const LARGEST_WEIGHT: f64 = 1e15;

/// The least sum of hessians of a node, as scikit-learn's `min_hessian_to_split`.
pub(super) const MIN_HESSIAN: f64 = 1e-3;

/// How to grow the trees. Names and meanings are those of scikit-learn's `HistGradientBoosting*`; the default are its
/// defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// What is minimised, for values. For classes it is the log loss, and this is not read.
    pub loss: Loss,
    /// The factor of each tree's leaves, above 0 and at most 1.
    pub learning_rate: f64,
    /// The most iterations, at least 1. An iteration grows a tree; with more than two classes, one for each class.
    pub max_iter: u32,
    /// The most leaves of a tree, at least 2. `None`: no limit.
    pub max_leaf_nodes: Option<u32>,
    /// The most splits between the root and a leaf, at least 1. `None`: no limit.
    pub max_depth: Option<u32>,
    /// The fewest rows of a leaf, at least 1.
    pub min_samples_leaf: u32,
    /// The L2 penalty on leaf values, at least 0.
    pub l2_regularization: f64,
    /// The share of the features that each node draws to choose from, above 0 and at most 1.
    pub max_features: f64,
    /// The most bins of a feature without its missing values, from 2 to 255.
    pub max_bins: u32,
    /// Whether growing stops where the loss on the validation rows no longer decreases. `None`: with more than 10,000
    /// rows.
    pub early_stopping: Option<bool>,
    /// With early stopping and without validation rows of the caller's: the share of the rows that are drawn as such,
    /// above 0 and at most 1. At least one row is left to learn from.
    pub validation_fraction: f64,
    /// Early stopping waits for this many iterations without a decrease of more than `tol`, at least 1.
    pub n_iter_no_change: u32,
    /// The least decrease of the loss that counts, at least 0.
    pub tol: f64,
    /// By feature, whether its values are the numbers of categories: whole numbers from 0. Empty: none is.
    pub categorical: Vec<bool>,
    /// The number added to a category's sum of hessians before categories are put in order, at least 0.
    pub cat_smooth: f64,
    /// The L2 penalty on leaf values that is added where a split is by categories, at least 0.
    pub cat_l2: f64,
    /// Monotonic constraints by feature: 1, -1, or 0 for none. Empty: none. For values and for two classes.
    pub monotonic_cst: Vec<i8>,
    /// Whether every class has the same total weight.
    pub balanced: bool,
    /// Decides the validation rows and the features that nodes draw.
    pub seed: u64,
}

/// The loss of a regression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Loss {
    /// Half of the squared error: predicts the mean.
    #[default]
    SquaredError,
    /// The absolute error: predicts the median.
    AbsoluteError,
    /// Half of the Poisson deviance, with a log link: for counts, at least 0 and not all 0.
    Poisson,
    /// Half of the gamma deviance, with a log link: for values above 0.
    Gamma,
    /// The pinball loss: predicts the quantile, from 0 to 1.
    Quantile(f64),
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            loss: Loss::SquaredError,
            learning_rate: 0.1,
            max_iter: 100,
            max_leaf_nodes: Some(31),
            max_depth: None,
            min_samples_leaf: 20,
            l2_regularization: 0.0,
            max_features: 1.0,
            max_bins: 255,
            early_stopping: None,
            validation_fraction: 0.1,
            n_iter_no_change: 10,
            tol: 1e-7,
            categorical: Vec::new(),
            cat_smooth: 10.0,
            cat_l2: 0.0,
            monotonic_cst: Vec::new(),
            balanced: false,
            seed: 0,
        }
    }
}

impl Parameters {
    /// Checks all ranges for a table of so many features. `n_classes` is `None` for a regression.
    pub(super) fn check(&self, features: u32, n_classes: Option<u32>) -> Result<(), BoostingError> {
        let whole = |value: u32| f64::from(value);
        let most = whole(u32::MAX);
        let quantile = match self.loss {
            Loss::Quantile(quantile) if n_classes.is_none() => quantile,
            _ => 0.5,
        };
        let ranges = [
            ("max_iter", whole(self.max_iter), 1.0, most),
            (
                "max_leaf_nodes",
                whole(self.max_leaf_nodes.unwrap_or(2)),
                2.0,
                most,
            ),
            ("max_depth", whole(self.max_depth.unwrap_or(1)), 1.0, most),
            ("min_samples_leaf", whole(self.min_samples_leaf), 1.0, most),
            ("l2_regularization", self.l2_regularization, 0.0, f64::MAX),
            ("max_bins", whole(self.max_bins), 2.0, 255.0),
            ("n_iter_no_change", whole(self.n_iter_no_change), 1.0, most),
            ("tol", self.tol, 0.0, f64::MAX),
            ("cat_smooth", self.cat_smooth, 0.0, f64::MAX),
            ("cat_l2", self.cat_l2, 0.0, f64::MAX),
            ("quantile", quantile, 0.0, 1.0),
            (
                "n_classes",
                whole(n_classes.unwrap_or(1)),
                1.0,
                whole(LARGEST_N_CLASSES),
            ),
        ];
        for (name, value, min, max) in ranges {
            if !(min..=max).contains(&value) {
                return Err(BoostingError::Parameter {
                    name,
                    value,
                    min,
                    max,
                });
            }
        }
        let above_0 = [
            ("learning_rate", self.learning_rate),
            ("max_features", self.max_features),
            ("validation_fraction", self.validation_fraction),
        ];
        for (name, value) in above_0 {
            if !(value > 0.0 && value <= 1.0) {
                return Err(BoostingError::NotAbove0 {
                    name,
                    value,
                    max: 1.0,
                });
            }
        }
        let categorical = self.categorical.len();
        if categorical != 0 && categorical != features as usize {
            return Err(BoostingError::Categorical { features });
        }
        self.check_directions(features, n_classes)
    }

    fn check_directions(&self, features: u32, n_classes: Option<u32>) -> Result<(), BoostingError> {
        let directions = &self.monotonic_cst;
        if directions.is_empty() {
            return Ok(());
        }
        let known = directions.iter().all(|d| (-1..=1).contains(d));
        if directions.len() != features as usize || !known {
            return Err(BoostingError::Directions { features });
        }
        if directions.iter().all(|direction| *direction == 0) {
            return Ok(());
        }
        if let Some(n_classes @ 3..) = n_classes {
            return Err(BoostingError::DirectionsOfClasses { n_classes });
        }
        let constrained = |feature: &u32| self.direction(*feature) != 0;
        match (0..features).find(|feature| constrained(feature) && self.is_categorical(*feature)) {
            Some(feature) => Err(BoostingError::DirectionOfCategories { feature }),
            None => Ok(()),
        }
    }

    /// Returns a feature's monotonic constraint; 0 if it is free.
    pub(super) fn direction(&self, feature: u32) -> i8 {
        let direction = self.monotonic_cst.get(feature as usize);
        direction.copied().unwrap_or(0)
    }

    /// Returns whether a feature's values are the numbers of categories.
    pub(super) fn is_categorical(&self, feature: u32) -> bool {
        let categorical = self.categorical.get(feature as usize);
        categorical.copied().unwrap_or(false)
    }
}
