//! The parameters of training.

use super::{Choice, Integer, Real, Switch};
use crate::{ClassWeight, Cuts, MaxFeatures, ModelName, NeighborWeights};

pub const MODEL: Choice<ModelName> = Choice {
    name: "model",
    label: "Model",
    help: "What learns from the train rows. Change it and run again to compare.",
    options: &[
        (ModelName::RandomForest, "random forest"),
        (ModelName::ExtraTrees, "extra-trees"),
        (ModelName::DecisionTree, "a single decision tree"),
        (ModelName::LogisticRegression, "logistic regression"),
        (ModelName::Ridge, "ridge regression"),
        (ModelName::Lasso, "lasso"),
        (ModelName::KNeighbors, "k nearest neighbours"),
        (ModelName::GaussianNB, "Gaussian naive Bayes"),
        (ModelName::Dummy, "the baseline itself"),
    ],
};
pub const N_ESTIMATORS: Integer = Integer {
    name: "n_estimators",
    label: "Trees",
    help: "More trees give a steadier vote and take longer; they do not overfit.",
    min: 1,
    max: 5000,
    default: 100,
};
pub const MAX_DEPTH: Integer = Integer {
    name: "max_depth",
    label: "Maximum depth",
    help: "How many questions a tree may ask in a row. Empty: until the leaves are pure.",
    min: 1,
    max: 10_000,
    default: 10,
};
pub const MIN_SAMPLES_SPLIT: Integer = Integer {
    name: "min_samples_split",
    label: "Rows to split a node",
    help: "A node with fewer rows becomes a leaf.",
    min: 2,
    max: 1_000_000,
    default: 2,
};
pub const MIN_SAMPLES_LEAF: Integer = Integer {
    name: "min_samples_leaf",
    label: "Rows in a leaf",
    help: "No split may leave a side with fewer rows. Larger leaves make smoother trees.",
    min: 1,
    max: 1_000_000,
    default: 1,
};
pub const MIN_IMPURITY_DECREASE: Real = Real {
    name: "min_impurity_decrease",
    label: "Least gain of a split",
    help: "A split must make its node purer by at least this, weighted by the node's share of the rows.",
    min: 0.0,
    max: 1e9,
    step: 0.001,
    default: 0.0,
};
pub const MAX_LEAF_NODES: Integer = Integer {
    name: "max_leaf_nodes",
    label: "Leaves at most",
    help: "The splits that gain most come first. Empty: no limit.",
    min: 2,
    max: 1_000_000,
    default: 100,
};
pub const MAX_FEATURES: Choice<MaxFeatures> = Choice {
    name: "max_features",
    label: "Features tried per split",
    help: "Fewer features make the trees differ more. Automatic: the square root for classes, all for numbers.",
    options: &[
        (MaxFeatures::Auto, "automatic"),
        (MaxFeatures::Sqrt, "square root"),
        (MaxFeatures::Log2, "base-2 logarithm"),
        (MaxFeatures::Third, "a third"),
        (MaxFeatures::All, "all"),
    ],
};
pub const BOOTSTRAP: Switch = Switch {
    name: "bootstrap",
    label: "Bootstrap rows",
    help: "Each tree learns from as many rows, drawn with replacement, instead of from all of them.",
    default: true,
};
pub const MAX_SAMPLES: Real = Real {
    name: "max_samples",
    label: "Rows drawn per tree",
    help: "How many rows the bootstrap draws, as a share of the train rows. Fewer make quicker trees that differ more.",
    min: 0.01,
    max: 1.0,
    step: 0.05,
    default: 1.0,
};
pub const CUTS: Choice<Cuts> = Choice {
    name: "cuts",
    label: "Cuts between",
    help: "Bins are quicker on large tables, but approximate: differences inside of a bin are not seen.",
    options: &[
        (Cuts::Exact, "all values (exact)"),
        (Cuts::Histogram, "256 bins (approximate)"),
    ],
};
pub const CCP_ALPHA: Real = Real {
    name: "ccp_alpha",
    label: "Pruning (ccp_alpha)",
    help: "Takes back splits that make the tree purer by less than this per leaf. 0 prunes nothing.",
    min: 0.0,
    max: 1e9,
    step: 0.001,
    default: 0.0,
};
pub const CLASS_WEIGHT: Choice<ClassWeight> = Choice {
    name: "class_weight",
    label: "Class weights",
    help: "Balanced counts a rare class's rows as much in sum as a frequent one's. Has no effect on a regression.",
    options: &[
        (ClassWeight::Uniform, "every row the same"),
        (ClassWeight::Balanced, "balanced"),
    ],
};

/// For each column; nothing is written down for one that is free.
pub const MONOTONIC_CST: Choice<i8> = Choice {
    name: "monotonic_cst",
    label: "Directions",
    help: "What you know of a column, the trees need not find out: as its values rise, the prediction may only rise, or only fall.",
    options: &[(0, "free"), (1, "may only rise"), (-1, "may only fall")],
};

pub const C: Real = Real {
    name: "C",
    label: "Freedom (C)",
    help: "How much the rows count against small coefficients: the smaller, the simpler and the more cautious.",
    min: 1e-6,
    max: 1e6,
    step: 0.1,
    default: 1.0,
};
pub const RIDGE_ALPHA: Real = Real {
    name: "ridge_alpha",
    label: "Penalty (alpha)",
    help: "How much large coefficients are held back: the larger, the simpler the model.",
    min: 1e-6,
    max: 1e9,
    step: 0.1,
    default: 1.0,
};
pub const LASSO_ALPHA: Real = Real {
    name: "lasso_alpha",
    label: "Penalty (alpha)",
    help: "The larger, the more features are left out. It is in the target's units: try a hundredth of its spread.",
    min: 1e-6,
    max: 1e9,
    step: 0.1,
    default: 1.0,
};
pub const N_NEIGHBORS: Integer = Integer {
    name: "n_neighbors",
    label: "Neighbours",
    help: "How many of the most similar train rows are asked. Few follow every detail, many smooth.",
    min: 1,
    max: 10_000,
    default: 5,
};
pub const NEIGHBOR_WEIGHTS: Choice<NeighborWeights> = Choice {
    name: "neighbor_weights",
    label: "Neighbours count",
    help: "By distance, a neighbour twice as near counts twice as much.",
    options: &[
        (NeighborWeights::Uniform, "all the same"),
        (NeighborWeights::Distance, "by nearness"),
    ],
};
pub const VAR_SMOOTHING: Real = Real {
    name: "var_smoothing",
    label: "Smoothing",
    help: "The share of the largest variance that is added to every variance, so that none is 0.",
    min: 1e-12,
    max: 1.0,
    step: 1e-9,
    default: 1e-9,
};
