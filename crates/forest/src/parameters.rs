//! The parameters of a forest, under scikit-learn's names.

use serde::{Deserialize, Serialize};

use super::ForestError;

/// How to grow a forest. Names and meanings are scikit-learn's; [`Parameters::new`] gives its defaults.
///
/// ```
/// use grove_forest::{Parameters, Splitter};
///
/// // Extremely randomised trees of at most eight levels.
/// let parameters = Parameters {
///     splitter: Splitter::Random,
///     bootstrap: false,
///     max_depth: Some(8),
///     ..Parameters::new(3)
/// };
/// assert_eq!(parameters.n_estimators, 100);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// The number of trees, at least 1.
    pub n_estimators: u32,
    /// The most splits between the root and a leaf, at least 1. `None`: grows until the leaves are pure.
    pub max_depth: Option<u32>,
    /// The fewest distinct rows of a node that is split, at least 2.
    pub min_samples_split: u32,
    /// The fewest distinct rows on each side of a split, at least 1.
    pub min_samples_leaf: u32,
    /// The least decrease in impurity, weighted by the node's share of the rows, that a split must bring. At least 0.
    pub min_impurity_decrease: f64,
    /// The most leaves of a tree, at least 2: the nodes whose splits decrease the impurity most are split first.
    /// `None`: no limit.
    pub max_leaf_nodes: Option<u32>,
    /// How many randomly drawn features each node looks at, from 1 to the number of features. Goes on beyond while all
    /// of them are constant in the node.
    pub max_features: u32,
    /// How the threshold in a drawn feature is chosen.
    pub splitter: Splitter,
    /// Groups each column's values into at most so many bins, 2 to 256, with about as many rows each. Thresholds lie
    /// between bins only, which is faster and less exact. `None`: every distinct value counts.
    pub max_bins: Option<u32>,
    /// Whether each tree learns from rows drawn with replacement. Otherwise from all rows.
    pub bootstrap: bool,
    /// How many rows the bootstrap draws, as a share of all rows, above 0 and at most 1. Rounded down, but at least
    /// one row.
    pub max_samples: f64,
    /// Whether to weigh a row by W / (k · Wₖ), with W the weight of all rows, Wₖ that of its class, and k classes:
    /// scikit-learn's `class_weight="balanced"`. Without effect on a regression.
    pub balanced: bool,
    /// The strength of minimal cost-complexity pruning, at least 0: a subtree becomes a leaf where it decreases the
    /// tree's impurity by no more than this per additional leaf.
    pub ccp_alpha: f64,
    /// Monotonic constraints by feature: 1 lets the prediction only rise with it, -1 only fall, 0 is free. Empty: all
    /// are free. For regressions and for two classes (the probability of the second).
    pub monotonic_cst: Vec<i8>,
    /// The seed of all random choices. The same seed gives the same forest.
    pub seed: u64,
}

/// How the threshold in a feature is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Splitter {
    /// The threshold that decreases the impurity most.
    Best,
    /// A threshold drawn uniformly between the feature's extremes in the node; the best of the drawn features wins.
    ///
    /// Geurts et al., “Extremely randomized trees”, 2006.
    Random,
}

impl Parameters {
    /// Returns scikit-learn's defaults, with `max_features` features per node. (There the default is √features for
    /// classes and all features for values.)
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

    /// Checks all ranges for a table of this size. `n_classes` is 0 for a regression.
    pub(super) fn check(
        &self,
        rows: u32,
        features: u32,
        n_classes: u32,
    ) -> Result<(), ForestError> {
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
                return Err(ForestError::Parameter {
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
            return Err(ForestError::TooLarge {
                n_estimators: self.n_estimators,
                rows,
            });
        }
        Ok(())
    }

    fn check_directions(&self, features: u32, n_classes: u32) -> Result<(), ForestError> {
        let directions = &self.monotonic_cst;
        if directions.is_empty() {
            return Ok(());
        }
        let known = directions.iter().all(|d| (-1..=1).contains(d));
        if directions.len() != features as usize || !known {
            return Err(ForestError::Directions { features });
        }
        if n_classes > 2 {
            return Err(ForestError::DirectionsOfClasses { n_classes });
        }
        Ok(())
    }

    /// Returns a feature's monotonic constraint; 0 if it is free.
    pub(super) fn direction(&self, feature: u32) -> i8 {
        self.monotonic_cst
            .get(feature as usize)
            .copied()
            .unwrap_or(0)
    }

    /// Returns whether every node searches every feature, so that it pays to sort the rows once per tree.
    pub(super) fn searches_all(&self, features: u32) -> bool {
        self.splitter == Splitter::Best && self.max_features == features
    }
}
