//! A single decision tree of all rows.

pub use super::trees::TreeParameters as Parameters;

use super::{About, Sklearn, Trees};

/// The declaration of the decision tree.
pub const ABOUT: About = About {
    label: "a single decision tree",
    title: "A decision tree",
    what_it_does: "Splits the rows by one feature after another until the rows of each leaf are similar. Easy to read, but it overfits quickly.",
    only_task: None,
    takes_missing: true,
    takes_categories: false,
    refuses_weights: None,
    trees: Trees::One,
    sklearn: Sklearn {
        module: "sklearn.tree",
        classifier: "DecisionTreeClassifier",
        regressor: "DecisionTreeRegressor",
        standardised: false,
    },
};
