//! A single decision tree.

use grove_forest::Parameters;
use grove_recipe::models::decision_tree::Parameters as Chosen;

use super::algorithm::Context;
use super::trees::{self, TreeModel};

/// The algorithm.
pub enum Algorithm {}

impl TreeModel for Algorithm {
    type Chosen = Chosen;

    fn chosen(chosen: &Chosen, context: &Context) -> Parameters {
        trees::single(chosen, context)
    }

    fn grown(parameters: &Parameters) -> Parameters {
        Parameters {
            n_estimators: 1,
            bootstrap: false,
            ..parameters.clone()
        }
    }
}
