//! A random forest.

pub use super::trees::ForestParameters as Parameters;

use super::{About, Sklearn, Trees};

/// The declaration of the random forest.
pub const ABOUT: About = About {
    label: "random forest",
    title: "A random forest",
    what_it_does: "Grows many decision trees, each from randomly drawn rows, with a few random features to choose from at each question. They vote, so that the errors of single trees are outvoted.",
    only_task: None,
    takes_missing: true,
    refuses_weights: None,
    trees: Trees::Many,
    sklearn: Sklearn {
        module: "sklearn.ensemble",
        classifier: "RandomForestClassifier",
        regressor: "RandomForestRegressor",
        standardised: false,
    },
};
