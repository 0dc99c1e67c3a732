//! Logistic regression.

use super::{About, Sklearn, Trees};
use crate::{Task, parameters};

parameters! {
    /// The parameters of logistic regression.
    pub struct Parameters {
        /// The inverse of the weight of the L2 penalty on the coefficients of standardised features.
        c as "C": f64 = Real {
            label: "Inverse penalty (C)",
            help: "The inverse of the penalty on large coefficients: the smaller, the simpler the model and the less extreme its probabilities.",
            min: 1e-6, max: 1e6, step: 0.1, default: 1.0,
        }.by_log(),
    }
}

/// The declaration of logistic regression.
pub const ABOUT: About = About {
    label: "logistic regression",
    title: "Logistic regression",
    what_it_does: "Multiplies each feature by a coefficient, adds up the results and turns the sum into a probability. Works well if each feature has an effect in one direction.",
    only_task: Some(Task::Classification),
    takes_missing: false,
    takes_categories: false,
    refuses_weights: None,
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.linear_model",
        classifier: "LogisticRegression",
        regressor: "",
        standardised: true,
    },
};
