//! How to grow a forest, under scikit-learn's names.

use serde::{Deserialize, Serialize};

use super::FitError;

/// How to grow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// The number of trees, at least 1.
    pub n_estimators: u32,
    /// The most splits between the root and a leaf, at least 1. `None`: until the leaves are pure.
    pub max_depth: Option<u32>,
    /// The fewest distinct rows that a node must have to be split, at least 2.
    pub min_samples_split: u32,
    /// The fewest distinct rows that a split may leave on a side, at least 1.
    pub min_samples_leaf: u32,
    /// A split must decrease the impurity, weighted by the node's share of the rows, by at least this.
    pub min_impurity_decrease: f64,
    /// The most leaves of a tree, at least 2; the splits that decrease the impurity most come first.
    pub max_leaf_nodes: Option<u32>,
    /// How many features are drawn at each node, from 1 to the number of features.
    pub max_features: u32,
    /// Where a drawn feature is cut.
    pub splitter: Splitter,
    /// `Some`: each column's values are grouped into at most so many bins (2 to 256) of about as many
    /// rows each, and splits fall between bins: faster, and blind to what differs inside of a bin.
    pub max_bins: Option<u32>,
    /// Each tree learns from rows drawn with replacement. Off: from all rows.
    pub bootstrap: bool,
    /// How many rows the bootstrap draws, as a share of all, above 0 and at most 1; rounded down, and at
    /// least one row.
    pub max_samples: f64,
    /// Weighs a row by W / (k · Wₖ), with W the weight of all rows, Wₖ that of its class, and k classes.
    /// Without effect on a regression.
    pub balanced: bool,
    /// Minimal cost-complexity pruning: a subtree whose leaves decrease the tree's impurity by less
    /// than this each becomes a leaf. At least 0.
    pub ccp_alpha: f64,
    /// Of each feature: 1 where the prediction may only rise with it, -1 only fall, 0 free. Empty: all
    /// free. For regressions, and for two classes (the probability of the second).
    pub monotonic_cst: Vec<i8>,
    pub seed: u64,
}

/// Where a drawn feature is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Splitter {
    /// Where the impurity decreases most.
    Best,
    /// At a value drawn evenly between the feature's extremes in the node; the best of the drawn
    /// features is taken. Geurts et al., “Extremely randomized trees”, 2006.
    Random,
}

impl Parameters {
    /// scikit-learn's defaults, with `max_features` features tried at each node.
    pub fn new(max_features: u32) -> Self {
        Self {
            n_estimators: 100,
            max_depth: None,
            min_samples_split: 2,
            min_samples_leaf: 1,
            min_impurity_decrease: 0.0,
            max_leaf_nodes: None,
            max_features,
            splitter: Splitter::Best,
            max_bins: None,
            bootstrap: true,
            max_samples: 1.0,
            balanced: false,
            ccp_alpha: 0.0,
            monotonic_cst: Vec::new(),
            seed: 0,
        }
    }

    /// `n_classes` is 0 for a regression.
    pub(super) fn check(&self, rows: u32, features: u32, n_classes: u32) -> Result<(), FitError> {
        let whole = |value: u32| f64::from(value);
        let most = whole(u32::MAX);
        let ranges = [
            ("n_estimators", whole(self.n_estimators), 1.0, most),
            ("max_depth", whole(self.max_depth.unwrap_or(1)), 1.0, most),
            (
                "min_samples_split",
                whole(self.min_samples_split),
                2.0,
                most,
            ),
            ("min_samples_leaf", whole(self.min_samples_leaf), 1.0, most),
            (
                "min_impurity_decrease",
                self.min_impurity_decrease,
                0.0,
                f64::MAX,
            ),
            (
                "max_leaf_nodes",
                whole(self.max_leaf_nodes.unwrap_or(2)),
                2.0,
                most,
            ),
            (
                "max_features",
                whole(self.max_features),
                1.0,
                whole(features),
            ),
            ("max_bins", whole(self.max_bins.unwrap_or(2)), 2.0, 256.0),
            ("max_samples", self.max_samples, f64::MIN_POSITIVE, 1.0),
            ("ccp_alpha", self.ccp_alpha, 0.0, f64::MAX),
        ];
        for (name, value, min, max) in ranges {
            if !(min..=max).contains(&value) {
                return Err(FitError::Parameter {
                    name,
                    value,
                    min,
                    max,
                });
            }
        }
        self.check_directions(features, n_classes)?;
        let full = 1u32
            .checked_shl(self.max_depth.unwrap_or(u32::MAX))
            .unwrap_or(u32::MAX)
            .min(self.max_leaf_nodes.unwrap_or(u32::MAX));
        if self.n_estimators.checked_mul(rows.min(full)).is_none() {
            return Err(FitError::TooLarge {
                n_estimators: self.n_estimators,
                rows,
            });
        }
        Ok(())
    }

    fn check_directions(&self, features: u32, n_classes: u32) -> Result<(), FitError> {
        let directions = &self.monotonic_cst;
        if directions.is_empty() {
            return Ok(());
        }
        let known = directions.iter().all(|d| (-1..=1).contains(d));
        if directions.len() != features as usize || !known {
            return Err(FitError::Directions { features });
        }
        if n_classes > 2 {
            return Err(FitError::DirectionsOfClasses { n_classes });
        }
        Ok(())
    }

    /// In which direction a feature's predictions must go; 0 where they are free.
    pub(super) fn direction(&self, feature: u32) -> i8 {
        self.monotonic_cst
            .get(feature as usize)
            .copied()
            .unwrap_or(0)
    }

    /// Whether every node looks at every feature for its best cut, so that sorting once per tree pays.
    pub(super) fn looks_at_all(&self, features: u32) -> bool {
        self.splitter == Splitter::Best && self.max_features == features
    }
}
