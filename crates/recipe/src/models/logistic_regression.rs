//! Logistic regression.

use super::{About, Sklearn, Trees};
use crate::{Task, parameters};

parameters! {
    /// The parameters of logistic regression.
    pub struct Parameters {
        /// The inverse of the weight of the L2 penalty on the coefficients of standardised features.
        c as "C": f64 = Real {
            label: "Freedom (C)",
            help: "How much the rows count against small coefficients: the smaller, the simpler and the more cautious.",
            min: 1e-6, max: 1e6, step: 0.1, default: 1.0,
        }.by_log(),
    }
}

/// The declaration of logistic regression.
pub const ABOUT: About = About {
    label: "logistic regression",
    title: "Logistic regression",
    what_it_does: "Gives every feature a weight, adds up what they say, and turns the sum into a probability: hard to beat where each feature pushes in one direction.",
    only_task: Some(Task::Classification),
    takes_missing: false,
    refuses_weights: None,
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.linear_model",
        classifier: "LogisticRegression",
        regressor: "",
        standardised: true,
    },
};
