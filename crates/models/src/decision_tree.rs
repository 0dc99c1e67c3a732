//! A single decision tree.

use grove_forest::Parameters;
use grove_recipe::models::decision_tree::Parameters as Chosen;

use super::algorithm::{Algorithm as Learns, Context, Rows};
use super::{FitError, Model, trees};

/// How it learns.
pub enum Algorithm {}

impl Learns for Algorithm {
    type Chosen = Chosen;
    type Parameters = Parameters;

    fn parameters(chosen: &Chosen, context: &Context) -> Parameters {
        trees::single(chosen, context)
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

/// One tree of all rows, whatever `n_estimators` and `bootstrap` are.
fn grown(parameters: &Parameters) -> Parameters {
    Parameters {
        n_estimators: 1,
        bootstrap: false,
        ..parameters.clone()
    }
}
