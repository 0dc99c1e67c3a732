//! The baseline: the most frequent class or the mean.

use super::{About, Sklearn, Trees};
use crate::parameters;

parameters! {
    /// The baseline has no parameters.
    pub struct Parameters {}
}

/// The declaration of the baseline.
pub const ABOUT: About = About {
    label: "the baseline itself",
    title: "The baseline",
    what_it_does: "Uses no features and always predicts the most frequent class or the mean. Compare other models with it to see how much they have learned.",
    only_task: None,
    takes_missing: true,
    takes_categories: true,
    refuses_weights: None,
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.dummy",
        classifier: "DummyClassifier",
        regressor: "DummyRegressor",
        standardised: false,
    },
};
