//! Ridge regression: least squares, with large coefficients penalised by their squares.

use smartcore::linalg::basic::arrays::{Array, Array2};
use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::linalg::traits::cholesky::CholeskyDecomposable;

use super::FitError;
use super::linear::{LinearModel, Moments};
use super::sample::Sample;

/// Minimises Σ weight · (target − prediction)² + alpha · Σ coefficient²; the intercept is not penalised
/// (scikit-learn's `Ridge` after `StandardScaler`). O(rows × features² + features³).
///
/// smartcore solves the normal equations. Its own ridge regression gives the same coefficients where it gives any,
/// but wants more rows than columns and no constant column, takes no weights, and spends most of its time on the
/// products that [`Moments`] forms.
pub(super) fn fit(sample: &Sample, alpha: f64) -> Result<LinearModel, FitError> {
    LinearModel::fit("Ridge regression", sample, |moments| solve(moments, alpha))
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
