//! Histogram gradient boosting.

use std::collections::BTreeMap;

use super::trees::{ClassWeight, TREES_AT_MOST};
use super::{About, Sklearn, Trees};
use crate::{Task, options, parameters};

options! {
    /// What the trees minimise, for numbers. For classes it is the log loss.
    pub enum Loss {
        /// Predicts the mean.
        SquaredError = "squared_error" "squared error",
        /// Predicts the median.
        AbsoluteError = "absolute_error" "absolute error",
        /// Predicts the mean of counts, which are at least 0.
        Poisson = "poisson" "Poisson deviance (counts)",
        /// Predicts the mean of values above 0.
        Gamma = "gamma" "gamma deviance (above 0)",
        /// Predicts a quantile.
        Quantile = "quantile" "quantile",
    }
}

options! {
    /// Whether growing stops where the validation loss no longer decreases.
    pub enum EarlyStopping {
        /// With more than 10,000 train rows.
        Auto = "auto" "with more than 10,000 rows",
        /// Always.
        On = "on" "yes",
        /// Never.
        Off = "off" "no",
    }
}

parameters! {
    /// The parameters of gradient boosting.
    pub struct Parameters {
        /// The factor of each tree's leaves.
        learning_rate: f64 = Real {
            label: "Learning rate",
            help: "The share of its correction that each tree adds. Smaller rates need more trees and often predict better.",
            min: 1e-4, max: 1.0, step: 0.05, default: 0.1,
        }.by_log(),
        /// The most iterations: a tree each, or one for each of more than two classes.
        max_iter: u32 = Integer {
            label: "Trees",
            help: "Each corrects those before it. Too many overfit. With more than two classes, each iteration grows one tree per class.",
            min: 1, max: TREES_AT_MOST, default: 100,
        },
        /// The most leaves of a tree.
        max_leaf_nodes: u32 = Integer {
            label: "Leaves at most",
            help: "The split that decreases the loss most is made first. More leaves find more interactions between features.",
            min: 2, max: 100_000, default: 31,
        },
        /// `None` sets no limit.
        max_depth: Option<u32> = Integer {
            label: "Maximum depth",
            help: "How many questions a tree may ask in a row. Empty: only the leaves are limited.",
            min: 1, max: 10_000, default: 6,
        },
        /// The fewest train rows of a leaf.
        min_samples_leaf: u32 = Integer {
            label: "Rows in a leaf",
            help: "No split may leave a side with fewer rows. Choose fewer if the table has less than a few hundred rows.",
            min: 1, max: 1_000_000, default: 20,
        },
        /// The L2 penalty on leaf values.
        l2_regularization: f64 = Real {
            label: "Penalty (l2_regularization)",
            help: "Makes the corrections of leaves smaller, most of all of those with few rows. 0 is none.",
            min: 0.0, max: 1e9, step: 0.1, default: 0.0,
        }.by_log(),
        /// What is minimised, for numbers.
        loss: Loss = Choice {
            label: "Loss",
            help: "What the trees minimise. Has no effect on classes, where it is the log loss.",
            options: Loss::OPTIONS,
        }.only_for(Task::Regression),
        /// Which quantile [`Loss::Quantile`] predicts.
        quantile: f64 = Real {
            label: "Quantile",
            help: "The share of targets that should be below the prediction.",
            min: 0.0, max: 1.0, step: 0.05, default: 0.5,
        }.only_for(Task::Regression).only_where("loss", [Loss::Quantile]).never_varied(),
        /// Whether two more models are grown, for the quantiles of prediction intervals.
        intervals: bool = Switch {
            label: "Prediction intervals",
            help: "Grows two more models, with quantile loss, for the range in which 90 % of the targets should lie. Takes three times as long.",
            default: false,
        }.only_for(Task::Regression).never_varied(),
        /// The weights of the classes; without effect on a regression.
        class_weight: ClassWeight = Choice {
            label: "Class weights",
            help: "Balanced gives every class the same total weight, however rare. Has no effect on a regression.",
            options: ClassWeight::OPTIONS,
        }.only_for(Task::Classification),
        /// Whether growing stops early.
        early_stopping: EarlyStopping = Choice {
            label: "Stop early",
            help: "Stops when the loss on rows that are not learned from no longer decreases.",
            options: EarlyStopping::OPTIONS,
        }.never_varied(),
        /// The share of the train rows that early stopping looks at.
        validation_fraction: f64 = Real {
            label: "Rows for stopping",
            help: "The share of the train rows that are not learned from, to see when to stop. Has no effect where the split has validation rows.",
            min: 0.001, max: 0.9, step: 0.05, default: 0.1,
        }.rare().only_where("early_stopping", [EarlyStopping::Auto, EarlyStopping::On]).never_varied(),
        /// Iterations without improvement before growing stops.
        n_iter_no_change: u32 = Integer {
            label: "Trees to wait",
            help: "Stops after so many iterations without a smaller loss.",
            min: 1, max: 1000, default: 10,
        }.rare().only_where("early_stopping", [EarlyStopping::Auto, EarlyStopping::On]).never_varied(),
        /// The least improvement that counts.
        tol: f64 = Real {
            label: "Least improvement (tol)",
            help: "A loss that is smaller by no more than this does not count as improved.",
            min: 0.0, max: 1e9, step: 1e-6, default: 1e-7,
        }.rare().only_where("early_stopping", [EarlyStopping::Auto, EarlyStopping::On]).never_varied(),
        /// The share of features that each node may choose from.
        max_features: f64 = Real {
            label: "Share of features per split",
            help: "Each split may choose from this share of the features, drawn at random. Fewer make the trees differ more.",
            min: 0.01, max: 1.0, step: 0.1, default: 1.0,
        }.rare(),
        /// The most bins of a feature.
        max_bins: u32 = Integer {
            label: "Bins",
            help: "Each feature is divided into at most so many bins of about as many rows; splits lie between them.",
            min: 2, max: 255, default: 255,
        }.rare(),
        /// What is added to a category's rows before categories are put in order.
        cat_smooth: f64 = Real {
            label: "Smoothing of categories (cat_smooth)",
            help: "Added to the weight of each category when categories are put in order for a split. The larger, the closer rare categories are to the others.",
            min: 0.0, max: 1e9, step: 1.0, default: 10.0,
        }.rare().by_log(),
        /// The L2 penalty that is added where a split is by categories.
        cat_l2: f64 = Real {
            label: "Penalty of categories (cat_l2)",
            help: "Added to the penalty where a split is by categories. 0 adds none.",
            min: 0.0, max: 1e9, step: 0.1, default: 0.0,
        }.rare().by_log(),
        /// Columns with which the prediction may only rise (1) or only fall (-1).
        monotonic_cst: BTreeMap<String, i8> = Choice {
            label: "Directions",
            help: "Columns with which the prediction may only rise, or only fall, as you know from elsewhere.",
            options: &[(0, "free"), (1, "may only rise"), (-1, "may only fall")],
        },
    }
}

/// With more train rows than this, growing stops early unless it is told otherwise.
const AUTO_ABOVE: u32 = 10_000;

impl Parameters {
    /// Returns whether growing on so many train rows stops early.
    pub fn stops_early(&self, rows: u32) -> bool {
        match self.early_stopping {
            EarlyStopping::Auto => rows > AUTO_ABOVE,
            EarlyStopping::On => true,
            EarlyStopping::Off => false,
        }
    }
}

/// The declaration of gradient boosting.
pub const ABOUT: About = About {
    label: "gradient boosting",
    title: "Gradient boosting",
    what_it_does: "Grows small trees one after the other: each corrects the sum of those before it. The trees of a forest grow independently and vote.",
    only_task: None,
    takes_missing: true,
    takes_categories: true,
    refuses_weights: None,
    trees: Trees::Sequential,
    sklearn: Sklearn {
        module: "sklearn.ensemble",
        classifier: "HistGradientBoostingClassifier",
        regressor: "HistGradientBoostingRegressor",
        standardised: false,
    },
};
