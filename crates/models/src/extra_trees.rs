//! Extremely randomised trees.

use grove_forest::{Parameters, Splitter};
use grove_recipe::models::extra_trees::Parameters as Chosen;

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
        Parameters {
            splitter: Splitter::Random,
            ..parameters.clone()
        }
    }
}
