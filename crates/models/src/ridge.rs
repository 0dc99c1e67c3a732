//! Ridge regression: least squares with a penalty on the coefficients' squares.

use grove_recipe::models::ridge::{ABOUT, Parameters};
use smartcore::linalg::basic::arrays::{Array, Array2};
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::linalg::traits::cholesky::CholeskyDecomposable;

use super::algorithm::{Context, LearningAlgorithm as Learns, TrainRows, checked};
use super::linear::{LinearModel, Moments};
use super::sample::Sample;
use super::{FitError, Model};

/// The algorithm.
pub enum Algorithm {}

impl Learns for Algorithm {
    type Chosen = Parameters;
    type Parameters = Parameters;

    fn parameters(chosen: &Parameters, _: &Context) -> Parameters {
        chosen.clone()
    }

    fn check(parameters: &Parameters) -> Result<(), FitError> {
        checked(parameters)
    }

    fn fit(parameters: &Parameters, rows: &TrainRows) -> Result<Model, FitError> {
        Ok(Model::Linear(fit(&rows.sample()?, parameters.alpha)?))
    }
}

/// Minimises Σ weight · (target − prediction)² + alpha · Σ coefficient²; the intercept is not penalised
/// (scikit-learn's `Ridge` after `StandardScaler`). O(rows × features² + features³).
///
/// smartcore solves the normal equations. Its own ridge regression gives the same coefficients where it gives any,
/// but wants more rows than columns and no constant column, takes no weights, and spends most of its time on the
/// products that [`Moments`] forms.
fn fit(sample: &Sample, alpha: f64) -> Result<LinearModel, FitError> {
    LinearModel::fit(ABOUT.title, sample, |moments| solve(moments, alpha))
}

fn solve(moments: Moments, alpha: f64) -> Option<(Vec<f64>, bool)> {
    let features = moments.products.len();
    let mut gram = moments.gram;
    for diagonal in gram.iter_mut().step_by(features + 1) {
        *diagonal += alpha / moments.total_weight;
    }
    let gram = DenseMatrix::new(features, features, gram, false).ok()?;
    let products = DenseMatrix::from_iterator(moments.products.into_iter(), features, 1, 0);
    let solution = gram.cholesky_solve_mut(products).ok()?;
    Some((solution.iterator(0).copied().collect(), true))
}
