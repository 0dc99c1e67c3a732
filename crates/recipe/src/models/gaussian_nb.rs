//! Gaussian naive Bayes.

use super::{About, Sklearn, Trees};
use crate::{Task, parameters};

parameters! {
    /// The parameters of Gaussian naive Bayes.
    pub struct Parameters {
        /// A share of the largest variance among the features.
        var_smoothing: f64 = Real {
            label: "Smoothing",
            help: "The share of the largest variance that is added to every variance, so that none is 0.",
            min: 1e-12, max: 1.0, step: 1e-9, default: 1e-9,
        }.by_log(),
    }
}

/// The declaration of Gaussian naive Bayes.
pub const ABOUT: About = About {
    label: "Gaussian naive Bayes",
    title: "Gaussian naive Bayes",
    what_it_does: "Fits a normal distribution to each feature in each class, and predicts the class that explains the row best, as if the features were independent.",
    only_task: Some(Task::Classification),
    takes_missing: false,
    takes_categories: false,
    refuses_weights: None,
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.naive_bayes",
        classifier: "GaussianNB",
        regressor: "",
        standardised: false,
    },
};
