//! Extremely randomised trees.

use grove_forest::{Parameters, Splitter};
use grove_recipe::models::extra_trees::Parameters as Chosen;

use super::algorithm::{Algorithm as Learns, Context, Rows};
use super::{FitError, Model, trees};

/// How it learns.
pub enum Algorithm {}

impl Learns for Algorithm {
    type Chosen = Chosen;
    type Parameters = Parameters;

    fn parameters(chosen: &Chosen, context: &Context) -> Parameters {
        trees::many(chosen, context)
    }

    fn check(parameters: &Parameters) -> Result<(), FitError> {
        trees::check(&grown(parameters))
    }

    fn trees(parameters: &Parameters) -> Option<Parameters> {
        Some(grown(parameters))
    }

    fn fit(parameters: &Parameters, rows: &Rows) -> Result<Model, FitError> {
        trees::fit(&grown(parameters), rows)
    }
}

/// Each cut is drawn, whatever the `splitter` is.
fn grown(parameters: &Parameters) -> Parameters {
    Parameters {
        splitter: Splitter::Random,
        ..parameters.clone()
    }
}
