//! The parameters of trees, which several models share.

use std::collections::BTreeMap;

use super::{Train, gradient_boosting};
use crate::Task;
use crate::{options, parameters};

/// The most trees of a forest.
pub const TREES_AT_MOST: u32 = 5000;

options! {
    /// How many features a split may choose from.
    pub enum MaxFeatures {
        /// The square root for a forest's classification, else all.
        Auto = "auto" "automatic",
        /// The square root of the number of features.
        Sqrt = "sqrt" "square root",
        /// The base-2 logarithm of the number of features.
        Log2 = "log2" "base-2 logarithm",
        /// A third of the features.
        Third = "third" "a third",
        /// Every feature.
        All = "all" "all",
    }
}

options! {
    /// The weights of the classes.
    pub enum ClassWeight {
        /// Every row counts the same.
        Uniform = "uniform" "equal weights",
        /// By the inverse of the class's frequency among the train rows.
        Balanced = "balanced" "balanced",
    }
}

options! {
    /// The possible thresholds of a tree.
    pub enum Cuts {
        /// Between any two neighbouring values.
        Exact = "exact" "all values (exact)",
        /// At most 256 bins of about as many rows each.
        Histogram = "histogram" "256 bins (approximate)",
    }
}

parameters! {
    /// The parameters of a tree.
    pub struct TreeParameters {
        /// `None` grows until the leaves are pure.
        max_depth: Option<u32> = Integer {
            label: "Maximum depth",
            help: "The most splits between the root and a leaf. Empty: until the leaves are pure.",
            min: 1, max: 10_000, default: 10,
        },
        /// The fewest train rows of a leaf.
        min_samples_leaf: u32 = Integer {
            label: "Rows in a leaf",
            help: "A split must leave at least this many rows on each side. Larger leaves give smoother predictions.",
            min: 1, max: 1_000_000, default: 1,
        },
        /// Features that are tried at each split.
        max_features: MaxFeatures = Choice {
            label: "Features tried per split",
            help: "Fewer features make the trees differ more. Automatic: the square root for classes, all for numbers.",
            options: MaxFeatures::OPTIONS,
        },
        /// The weights of the classes; without effect on a regression.
        class_weight: ClassWeight = Choice {
            label: "Class weights",
            help: "Balanced gives every class the same total weight, however rare. Has no effect on a regression.",
            options: ClassWeight::OPTIONS,
        }.only_for(Task::Classification),
        /// The fewest train rows of a node that is split.
        min_samples_split: u32 = Integer {
            label: "Rows to split a node",
            help: "A node with fewer rows becomes a leaf.",
            min: 2, max: 1_000_000, default: 2,
        }.rare(),
        /// `None` sets no limit.
        max_leaf_nodes: Option<u32> = Integer {
            label: "Leaves at most",
            help: "The splits with the largest gain are made first. Empty: no limit.",
            min: 2, max: 1_000_000, default: 100,
        }.rare(),
        /// The least decrease of impurity, weighted by the node's share of the rows.
        min_impurity_decrease: f64 = Real {
            label: "Least gain of a split",
            help: "A split must decrease the impurity by at least this, weighted by the node's share of the rows.",
            min: 0.0, max: 1e9, step: 0.001, default: 0.0,
        }.rare().by_log(),
        /// Pruning removes splits that decrease the impurity by less than this per leaf; 0 prunes nothing.
        ccp_alpha: f64 = Real {
            label: "Pruning (ccp_alpha)",
            help: "Removes splits that decrease the impurity by less than this per leaf. 0: no pruning.",
            min: 0.0, max: 1e9, step: 0.001, default: 0.0,
        }.rare().by_log(),
        /// The possible thresholds.
        cuts: Cuts = Choice {
            label: "Thresholds",
            help: "Bins are faster on large tables, but approximate: differences inside a bin are ignored.",
            options: Cuts::OPTIONS,
        }.rare(),
        /// Columns with which the prediction may only rise (1) or only fall (-1).
        monotonic_cst: BTreeMap<String, i8> = Choice {
            label: "Monotonic constraints",
            help: "Columns for which you know that the prediction may only rise, or only fall, with their value.",
            options: &[(0, "free"), (1, "may only rise"), (-1, "may only fall")],
        },
    }
}

parameters! {
    /// The parameters of a forest.
    pub struct ForestParameters {
        /// The number of trees.
        n_estimators: u32 = Integer {
            label: "Trees",
            help: "More trees give more stable predictions and take longer; they do not overfit.",
            min: 1, max: TREES_AT_MOST, default: 100,
        },
        /// The parameters of each tree.
        tree: TreeParameters = Group {},
        /// Whether each tree learns from rows drawn with replacement; else from all.
        bootstrap: bool = Switch {
            label: "Bootstrap rows",
            help: "Each tree is trained on rows drawn with replacement, instead of on all rows once.",
            default: true,
        },
        /// Rows drawn for each tree, as a share of the train rows; only with bootstrap.
        max_samples: f64 = Real {
            label: "Rows drawn per tree",
            help: "The number of rows that the bootstrap draws, as a share of the train rows. With fewer rows, training is faster and the trees differ more.",
            min: 0.01, max: 1.0, step: 0.05, default: 1.0,
        }.rare().needs(ForestParameters::bootstrap),
    }
}

impl Train {
    /// Returns the parameters of its trees, if it has any.
    pub const fn tree(&self) -> Option<&TreeParameters> {
        match self {
            Self::RandomForest(forest) | Self::ExtraTrees(forest) => Some(&forest.tree),
            Self::DecisionTree(tree) => Some(tree),
            _ => None,
        }
    }

    /// Returns the parameters of its trees, to change them.
    pub const fn tree_mut(&mut self) -> Option<&mut TreeParameters> {
        match self {
            Self::RandomForest(forest) | Self::ExtraTrees(forest) => Some(&mut forest.tree),
            Self::DecisionTree(tree) => Some(tree),
            _ => None,
        }
    }

    /// Returns the parameters of its forest, if it is one.
    pub const fn forest(&self) -> Option<&ForestParameters> {
        match self {
            Self::RandomForest(forest) | Self::ExtraTrees(forest) => Some(forest),
            _ => None,
        }
    }

    /// Returns the parameters of its forest, to change them.
    pub const fn forest_mut(&mut self) -> Option<&mut ForestParameters> {
        match self {
            Self::RandomForest(forest) | Self::ExtraTrees(forest) => Some(forest),
            _ => None,
        }
    }

    /// Returns the parameters of gradient boosting, if it is that.
    pub const fn boosting(&self) -> Option<&gradient_boosting::Parameters> {
        match self {
            Self::GradientBoosting(boosting) => Some(boosting),
            _ => None,
        }
    }

    /// Returns whether growing on so many train rows stops by the loss of validation rows.
    pub fn stops_early(&self, rows: u32) -> bool {
        self.boosting().is_some_and(|of| of.stops_early(rows))
    }

    /// Returns the number of trees, of gradient boosting the most iterations; 0 for a model without trees.
    pub fn trees(&self) -> u32 {
        match self {
            Self::RandomForest(forest) | Self::ExtraTrees(forest) => forest.n_estimators,
            Self::GradientBoosting(boosting) => boosting.max_iter,
            Self::DecisionTree(_) => 1,
            _ => 0,
        }
    }

    /// Returns the number of trees or iterations, to change it, and its name in recipes; `None` for a model without
    /// many trees.
    pub const fn trees_mut(&mut self) -> Option<(&mut u32, &'static str)> {
        match self {
            Self::RandomForest(forest) | Self::ExtraTrees(forest) => Some((
                &mut forest.n_estimators,
                ForestParameters::n_estimators.name,
            )),
            Self::GradientBoosting(boosting) => Some((
                &mut boosting.max_iter,
                gradient_boosting::Parameters::max_iter.name,
            )),
            _ => None,
        }
    }

    /// Returns the monotonic constraints by column, if the model can have any.
    pub const fn directions(&self) -> Option<&BTreeMap<String, i8>> {
        match self {
            Self::GradientBoosting(boosting) => Some(&boosting.monotonic_cst),
            _ => match self.tree() {
                Some(tree) => Some(&tree.monotonic_cst),
                None => None,
            },
        }
    }

    /// Returns the monotonic constraints by column, to change them.
    pub const fn directions_mut(&mut self) -> Option<&mut BTreeMap<String, i8>> {
        match self {
            Self::GradientBoosting(boosting) => Some(&mut boosting.monotonic_cst),
            Self::RandomForest(forest) | Self::ExtraTrees(forest) => {
                Some(&mut forest.tree.monotonic_cst)
            }
            Self::DecisionTree(tree) => Some(&mut tree.monotonic_cst),
            _ => None,
        }
    }

    /// Removes the monotonic constraints of columns that are not kept.
    pub fn keep_columns(&mut self, keep: impl Fn(&String) -> bool) {
        if let Some(directions) = self.directions_mut() {
            directions.retain(|column, _| keep(column));
        }
    }
}
