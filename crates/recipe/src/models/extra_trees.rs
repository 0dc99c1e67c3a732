//! Extremely randomised trees.

pub use super::trees::ForestParameters as Parameters;

use super::{About, Sklearn, Trees};

/// The declaration of extra-trees.
pub const ABOUT: About = About {
    label: "extra-trees",
    title: "A forest of extra-trees",
    what_it_does: "A forest that does not search for the best threshold: it draws a few at random and takes the best of them. Its trees differ more and are trained faster.",
    only_task: None,
    takes_missing: true,
    takes_categories: false,
    refuses_weights: None,
    trees: Trees::Many,
    sklearn: Sklearn {
        module: "sklearn.ensemble",
        classifier: "ExtraTreesClassifier",
        regressor: "ExtraTreesRegressor",
        standardised: false,
    },
};
