//! Lasso: least squares with a penalty on the coefficients' absolute values, so that many become 0.

use grove_recipe::models::lasso::{ABOUT, Parameters};

use super::algorithm::{Context, LearningAlgorithm as Learns, TrainRows, checked};
use super::arithmetic::add_scaled;
use super::linear::{LinearModel, Moments};
use super::sample::Sample;
use super::{FitError, Model};

/// The most rounds over all coefficients.
const LARGEST_N_ROUNDS: u32 = 1000;

/// Stops when no coefficient changes by more than this share of the largest one.
const TOLERANCE: f64 = 1e-10;

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

/// Minimises 1/(2 Σ weight) · Σ weight · (target − prediction)² + alpha · Σ |coefficient|; the intercept is not
/// penalised (scikit-learn's `Lasso` after `StandardScaler`). O(rows × features² + rounds × features²).
///
/// Not smartcore's: its interior point method leaves every coefficient a little off 0 (1e-4 on the diabetes sample,
/// where scikit-learn has 0), penalises half as much as scikit-learn's, refuses a constant target and
/// more columns than rows, and takes the platform's logarithm.
fn fit(sample: &Sample, alpha: f64) -> Result<LinearModel, FitError> {
    LinearModel::fit(ABOUT.title, sample, |moments| {
        Some(descend(&moments, alpha))
    })
}

/// Coordinate descent: optimises one coefficient at a time (Friedman, Hastie, Tibshirani, “Regularization Paths for
/// Generalized Linear Models via Coordinate Descent”, 2010, section 2.2, covariance updates).
fn descend(moments: &Moments, alpha: f64) -> (Vec<f64>, bool) {
    let features = moments.products.len();
    let mut coefficients = vec![0.0f64; features];
    // The mean products of each feature and the residuals.
    let mut unexplained = moments.products.clone();
    for _ in 0..LARGEST_N_ROUNDS {
        let (mut change, mut largest) = (0.0f64, 0.0f64);
        for (feature, gram) in moments.gram.chunks_exact(features).enumerate() {
            let before = coefficients[feature];
            let alone = unexplained[feature] + gram[feature] * before;
            let after = if alone.abs() <= alpha {
                0.0
            } else {
                (alone - alpha.copysign(alone)) / gram[feature]
            };
            if after != before {
                add_scaled(&mut unexplained, before - after, gram);
                coefficients[feature] = after;
            }
            change = change.max((after - before).abs());
            largest = largest.max(after.abs());
        }
        if change <= TOLERANCE * largest {
            return (coefficients, true);
        }
    }
    (coefficients, false)
}
