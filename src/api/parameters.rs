//! Every parameter's name, range, default and explanation, declared once.
//! The form, the check, the error message and the documentation all read these.
//! Names and meanings are scikit-learn's where it has the parameter.

/// A whole number within a closed range.
#[derive(Debug, PartialEq)]
pub struct Integer {
    pub name: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub min: u32,
    pub max: u32,
    pub default: u32,
}

/// A real number within a closed range.
#[derive(Debug, PartialEq)]
pub struct Real {
    pub name: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub min: f64,
    pub max: f64,
    /// The form's step; values between steps are allowed.
    pub step: f64,
    pub default: f64,
}

/// On or off.
#[derive(Debug, PartialEq)]
pub struct Switch {
    pub name: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub default: bool,
}

/// One of a few named options. The first is the default.
#[derive(Debug, PartialEq)]
pub struct Choice<T: 'static> {
    pub name: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub options: &'static [(T, &'static str)],
}

impl Integer {
    /// `Err` names the parameter, the value and the range.
    pub fn check(&self, value: u32) -> Result<(), String> {
        if (self.min..=self.max).contains(&value) {
            return Ok(());
        }
        Err(format!(
            "{} is {value}; it must be from {} to {}.",
            self.name, self.min, self.max
        ))
    }
}

impl Real {
    /// `Err` names the parameter, the value and the range. NaN is out of every range.
    pub fn check(&self, value: f64) -> Result<(), String> {
        if (self.min..=self.max).contains(&value) {
            return Ok(());
        }
        Err(format!(
            "{} is {value}; it must be from {} to {}.",
            self.name, self.min, self.max
        ))
    }
}

impl<T: Copy + PartialEq> Choice<T> {
    pub fn default(&self) -> T {
        self.options[0].0
    }

    /// What a value is called; empty for one that is no option.
    pub fn label_of(&self, value: T) -> &'static str {
        let option = self.options.iter().find(|(option, _)| *option == value);
        option.map_or("", |(_, label)| label)
    }
}

use super::recipe::{
    CategoryImputation, ClassWeight, Cuts, Encoding, MaxFeatures, MissingTarget, ModelName,
    NeighborWeights, NumericImputation,
};

pub const SEED: Integer = Integer {
    name: "seed",
    label: "Seed",
    help: "Every random choice derives from this number: the same seed gives the same result, bit for bit.",
    min: 0,
    max: u32::MAX,
    default: 42,
};

pub const DROP_DUPLICATES: Switch = Switch {
    name: "drop_duplicates",
    label: "Drop duplicate rows",
    help: "Keeps the first of rows that are equal in every column, so that no row is in train and test at once.",
    default: false,
};
pub const TRIM: Switch = Switch {
    name: "trim",
    label: "Trim spaces",
    help: "Removes spaces before and after each value, so that “red ” and “red” are one category.",
    default: true,
};
/// What counts as missing besides the empty cell, unless the recipe says otherwise.
pub const MISSING_VALUES: [&str; 9] = [
    "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?",
];
pub const MISSING_TARGET: Choice<MissingTarget> = Choice {
    name: "missing_target",
    label: "Rows without a target",
    help: "A row whose target is missing can neither be learned from nor be scored.",
    options: &[
        (MissingTarget::DropRows, "drop them"),
        (MissingTarget::Stop, "stop the run"),
    ],
};

pub const TEST_SIZE: Real = Real {
    name: "test_size",
    label: "Test share",
    help: "The share of rows kept aside to judge the model on rows that it has never seen.",
    min: 0.01,
    max: 0.95,
    step: 0.05,
    default: 0.25,
};
pub const VALIDATION_SIZE: Real = Real {
    name: "validation_size",
    label: "Validation share",
    help: "A further share kept aside for comparing settings, so that the test rows stay unseen until the end.",
    min: 0.0,
    max: 0.5,
    step: 0.05,
    default: 0.0,
};
pub const STRATIFY: Switch = Switch {
    name: "stratify",
    label: "Stratify by class",
    help: "Keeps each class's share the same in every part. Has no effect on a regression.",
    default: true,
};

pub const NUMERIC_IMPUTATION: Choice<NumericImputation> = Choice {
    name: "numeric_imputation",
    label: "Missing numbers become",
    help: "Learned from the train rows alone.",
    options: &[
        (NumericImputation::Median, "the median"),
        (NumericImputation::Mean, "the mean"),
        (NumericImputation::MostFrequent, "the most frequent value"),
        (NumericImputation::Constant, "a constant"),
        (NumericImputation::Keep, "nothing: trees learn from them"),
    ],
};
pub const FILL_VALUE: Real = Real {
    name: "fill_value",
    label: "Constant",
    help: "Takes the place of missing numbers when they become a constant.",
    min: -1e15,
    max: 1e15,
    step: 1.0,
    default: 0.0,
};
pub const MISSING_INDICATOR: Switch = Switch {
    name: "missing_indicator",
    label: "Mark what was missing",
    help: "Adds a 0/1 feature for each column with missing values in the train rows.",
    default: false,
};
pub const CATEGORY_IMPUTATION: Choice<CategoryImputation> = Choice {
    name: "category_imputation",
    label: "Missing categories become",
    help: "Learned from the train rows alone.",
    options: &[
        (CategoryImputation::Constant, "a category of their own"),
        (
            CategoryImputation::MostFrequent,
            "the most frequent category",
        ),
    ],
};
pub const ENCODING: Choice<Encoding> = Choice {
    name: "encoding",
    label: "Categories become",
    help: "One-hot gives each category a 0/1 feature; ordinal numbers them in alphabetical order.",
    options: &[
        (Encoding::OneHot, "one-hot features"),
        (Encoding::Ordinal, "ordinal numbers"),
    ],
};
pub const MAX_CATEGORIES: Integer = Integer {
    name: "max_categories",
    label: "Categories at most",
    help: "One-hot keeps the most frequent categories of a column; the rest share one “other” feature.",
    min: 2,
    max: 1000,
    default: 20,
};

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
