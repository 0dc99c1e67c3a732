//! The models. Each declares its parameters and its properties in a file of its own; one list names all models.
//!
//! Why: `docs/decisions/0019-declare-models-and-parameters-once.md`.

mod about;
pub mod decision_tree;
pub mod dummy;
pub mod extra_trees;
pub mod gaussian_nb;
pub mod gradient_boosting;
pub mod k_neighbors;
pub mod lasso;
pub mod logistic_regression;
pub mod random_forest;
pub mod ridge;
pub mod train;
pub mod trees;

pub use about::{About, Sklearn, Trees};

use crate::parameters::Choice;

/// Passes the list of all models to a macro: the name in Rust, the module that declares it, the name in recipes. Forms
/// offer them in this order, and the first is the default.
#[macro_export]
macro_rules! for_each_model {
    ($then:ident) => {
        $then! {
            RandomForest random_forest "random_forest",
            GradientBoosting gradient_boosting "gradient_boosting",
            ExtraTrees extra_trees "extra_trees",
            DecisionTree decision_tree "decision_tree",
            LogisticRegression logistic_regression "logistic_regression",
            Ridge ridge "ridge",
            Lasso lasso "lasso",
            KNeighbors k_neighbors "k_neighbors",
            GaussianNB gaussian_nb "gaussian_nb",
            Dummy dummy "dummy",
        }
    };
}

use crate::models;
for_each_model!(models);

/// The choice of the model.
pub const MODEL: Choice<ModelName> = Choice {
    name: train::MODEL,
    label: "Model",
    help: "The model that is trained on the train rows. Change it, and Evaluate says how the scores moved.",
    options: ModelName::OPTIONS,
};
