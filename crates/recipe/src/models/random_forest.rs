//! A random forest.

pub use super::trees::ForestParameters as Parameters;

use super::{About, Sklearn, Trees};

/// The declaration of the random forest.
pub const ABOUT: About = About {
    label: "random forest",
    title: "A random forest",
    what_it_does: "Trains many decision trees, each on rows drawn at random, with a few random features to choose from at each split. It averages their predictions, so that errors of single trees cancel out.",
    only_task: None,
    takes_missing: true,
    takes_categories: false,
    refuses_weights: None,
    trees: Trees::Many,
    sklearn: Sklearn {
        module: "sklearn.ensemble",
        classifier: "RandomForestClassifier",
        regressor: "RandomForestRegressor",
        standardised: false,
    },
};
