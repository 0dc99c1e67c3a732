//! A random forest.

pub use super::trees::ForestParameters as Parameters;

use super::{About, Sklearn, Trees};

/// The declaration of the random forest.
pub const ABOUT: About = About {
    label: "random forest",
    title: "A random forest",
    what_it_does: "Grows many decision trees, each from rows drawn anew and with a few features to choose from at each question. They vote, and what one gets wrong the others outvote.",
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
