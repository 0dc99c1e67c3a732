//! Lasso.

use super::{About, Sklearn, Trees};
use crate::{Task, parameters};

parameters! {
    /// The parameters of lasso.
    pub struct Parameters {
        /// The weight of the L1 penalty, in the target's units.
        alpha: f64 = Real {
            label: "Penalty (alpha)",
            help: "The larger, the more features are left out. It is in the target's units: try a hundredth of its standard deviation.",
            min: 1e-6, max: 1e9, step: 0.1, default: 1.0,
        }.by_log(),
    }
}

/// The declaration of lasso.
pub const ABOUT: About = About {
    label: "lasso",
    title: "Lasso",
    what_it_does: "A linear model like ridge regression, but with a penalty that makes many coefficients exactly 0, so that it selects features.",
    only_task: Some(Task::Regression),
    takes_missing: false,
    takes_categories: false,
    refuses_weights: None,
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.linear_model",
        classifier: "",
        regressor: "Lasso",
        standardised: true,
    },
};
