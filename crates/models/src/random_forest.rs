//! A random forest.

use grove_forest::Parameters;
use grove_recipe::models::random_forest::Parameters as Chosen;

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

fn grown(parameters: &Parameters) -> Parameters {
    parameters.clone()
}
