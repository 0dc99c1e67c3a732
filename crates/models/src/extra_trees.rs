//! Extremely randomised trees.

use grove_forest::{Parameters, Splitter};
use grove_recipe::models::extra_trees::Parameters as Chosen;

use super::algorithm::{Context, LearningAlgorithm as Learns, TrainRows};
use super::{FitError, Model, trees};

/// The algorithm.
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

    fn fit(parameters: &Parameters, rows: &TrainRows) -> Result<Model, FitError> {
        trees::fit(&grown(parameters), rows)
    }
}

/// Sets the parameters for random thresholds.
fn grown(parameters: &Parameters) -> Parameters {
    Parameters {
        splitter: Splitter::Random,
        ..parameters.clone()
    }
}
