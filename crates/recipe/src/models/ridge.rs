//! Ridge regression.

use super::{About, Sklearn, Trees};
use crate::{Task, parameters};

parameters! {
    /// The parameters of ridge regression.
    pub struct Parameters {
        /// The weight of the L2 penalty on the coefficients of standardised features.
        alpha: f64 = Real {
            label: "Penalty (alpha)",
            help: "The strength of the penalty on large coefficients: the larger, the simpler the model.",
            min: 1e-6, max: 1e9, step: 0.1, default: 1.0,
        }.by_log(),
    }
}

/// The declaration of ridge regression.
pub const ABOUT: About = About {
    label: "ridge regression",
    title: "Ridge regression",
    what_it_does: "Fits a linear model and penalises large coefficients, so that no feature dominates.",
    only_task: Some(Task::Regression),
    takes_missing: false,
    takes_categories: false,
    refuses_weights: None,
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.linear_model",
        classifier: "",
        regressor: "Ridge",
        standardised: true,
    },
};
