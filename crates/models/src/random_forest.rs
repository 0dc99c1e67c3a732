//! A random forest.

use grove_forest::Parameters;
use grove_recipe::models::random_forest::Parameters as Chosen;

use super::algorithm::Context;
use super::trees::{self, TreeModel};

/// The algorithm.
pub enum Algorithm {}

impl TreeModel for Algorithm {
    type Chosen = Chosen;

    fn chosen(chosen: &Chosen, context: &Context) -> Parameters {
        trees::many(chosen, context)
    }

    fn grown(parameters: &Parameters) -> Parameters {
        parameters.clone()
    }
}
