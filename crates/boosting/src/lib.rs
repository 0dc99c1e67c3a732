//! Histogram gradient boosting for classification and regression, with scikit-learn's semantics and the same bits on every
//! platform.
//!
//! # Classify
//! ```
//! use grove_boosting::{Parameters, fit};
//! use grove_forest::{Matrix, Target};
//!
//! // Six flowers: petal length and petal width in centimetres, stored by column.
//! let matrix = Matrix::new(vec![
//!     vec![1.4, 1.3, 1.5, 4.7, 4.5, 4.9],
//!     vec![0.2, 0.2, f64::NAN, 1.4, 1.5, 1.5],
//! ])?;
//! let species = Target::Classes { labels: &[0, 0, 0, 1, 1, 1], n_classes: 2 };
//! let parameters = Parameters { min_samples_leaf: 1, ..Parameters::default() };
//! let model = fit(&matrix, species, None, &parameters)?;
//!
//! let new = Matrix::new(vec![vec![1.6, 4.4], vec![0.2, 1.3]])?;
//! // One row after the other, a probability for each class.
//! let probabilities = model.predict_proba(&new)?;
//! assert!(probabilities[0] > 0.9 && probabilities[3] > 0.9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Predict values and watch the curve
//! ```
//! use grove_boosting::{BoosterBuilder, Parameters};
//! use grove_forest::{Matrix, Stream, Target};
//!
//! // The target depends on the first of two columns, and on chance.
//! let mut random = Stream::new(1, "example", 0);
//! let mut column = || (0..1000).map(|_| random.unit()).collect::<Vec<f64>>();
//! let (signal, noise, chance) = (column(), column(), column());
//! let values: Vec<f64> = signal.iter().zip(&chance).map(|(x, y)| 3.0 * x + y).collect();
//! let matrix = Matrix::new(vec![signal, noise])?;
//!
//! // A tenth of the rows is drawn to see when to stop.
//! let parameters = Parameters { early_stopping: Some(true), seed: 7, ..Parameters::default() };
//! let mut builder = BoosterBuilder::new(&matrix, Target::Values(&values), None, None, &parameters)?;
//! while builder.advance(&matrix, None) {}
//! let mut booster = builder.finish();
//! while !booster.is_complete() {
//!     // In slices of work, so that a caller can show progress or stop.
//!     if let Some(iteration) = booster.advance(10_000) {
//!         assert!(iteration.train_loss > 0.0 && iteration.validation_loss.is_some());
//!     }
//! }
//! // The trees that came after the best one are kept, as in scikit-learn.
//! let losses: Vec<f64> = booster.iterations().iter().filter_map(|i| i.validation_loss).collect();
//! let best = (0..losses.len()).min_by(|a, b| losses[*a].total_cmp(&losses[*b])).unwrap();
//! assert!(booster.stopped_early() && best + 1 < losses.len());
//!
//! let model = booster.model();
//! assert!(model.importances()[0] > 0.9);
//! let row = Matrix::new(vec![vec![0.5], vec![0.5]])?;
//! assert!((model.predict_values(&row)?[0] - 2.0).abs() < 0.3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it works
//! ```text
//! Matrix + Target + Parameters ─ BoosterBuilder ─ Booster ─ GradientBoosting ─ predict
//!                       a column's values to bins   a tree's leaf   a row's leaves added
//! ```
//! 1. [`BoosterBuilder`] cuts each feature into at most 255 bins, a byte a cell.
//! 2. An iteration computes each row's gradient and hessian of the loss by the row's sum so far, and grows a tree on them (one
//!    for each class if there are more than two).
//! 3. A tree grows leaf by leaf: the split that decreases the loss most is made next. A node's histogram has the sums of
//!    gradients and hessians of each bin. It is summed up for the child with fewer rows, and is the difference to the
//!    parent's for the other one.
//! 4. Missing values are tried on both sides. Categories are put in order by gradient over hessian, and the first or last ones
//!    go left.
//! 5. A leaf adds its Newton step times the learning rate to its rows' sums; under the absolute and the quantile loss it is
//!    the quantile of what the rows lack.
//!
//! The same input gives the same bits on every platform and however the work is sliced: bins are summed up in the order of
//! the rows, from 262,144 of them on in four parts whose sums are added in pairs. So they are too where other workers have
//! some of the parts ([`Booster::share`], [`Share`]). The exponential is made of additions and products. Rows keep
//! exponentials instead of logits and logarithms: a leaf's value multiplies them.
//!
//! Growing takes a byte a cell and 14 bytes a row; 16 under the Poisson loss, or 22 where a target is no whole number up to
//! 65,535; 14 and 8 for each class with more than two of them. Weights take 8 more. Histograms take up to 192 MB.
//!
//! # Differences from scikit-learn
//! - The quantiles of a feature are those of all rows; scikit-learn draws 200,000 of them.
//! - Rows of weight 0 are ignored, also where rows are counted.
//! - More than 255 categories, of any number: the most frequent ones have bins of their own, the others share one.
//! - Balanced class weights give classes the same total of weights, with the rows' weights.
//! - A tree adds at most 4 to a logarithm or a logit, which keeps rare classes from diverging.
//! - Monotonic constraints hold under the absolute and the quantile loss too.
//! - A node whose rows are all alike is not split, where rounding alone would gain.
//! - Targets are scaled by a power of two where 32-bit gradients could not have their size.
//! - Classes that do not occur have the probability 0.
//!
//! Why: `docs/decisions/0037-gradient-boosting.md`.

mod along;
mod assemble;
mod binning;
mod booster;
mod builder;
mod columns;
mod derivatives;
mod draft;
mod error;
mod exp;
mod grower;
mod histogram;
mod iteration;
mod leaf_values;
mod losses;
mod model;
mod parameters;
mod partition;
mod pool;
mod predict;
mod quantiles;
mod shapley;
mod share;
mod split;
mod staged;
mod summer;
mod team;
mod train_rows;
mod tree;
mod validate;
mod validation;
mod votes;

pub use booster::Booster;
pub use builder::{BoosterBuilder, Validation};
pub use error::{BoostingError, BoostingPredictError};
pub use grove_forest::TreeSize;
pub use iteration::Iteration;
pub use model::{GradientBoosting, Link, Node, SplitTest, Tree};
pub use parameters::{Loss, Parameters};
pub use shapley::BoostingShapley;
pub use share::Share;

use grove_forest::{Matrix, Target};

/// Grows a model in one call. `sample_weight` is as in [`BoosterBuilder::new`].
///
/// O(iterations × features × (rows × log leaves + leaves × bins)).
///
/// # Errors
/// As [`BoosterBuilder::new`].
pub fn fit(
    matrix: &Matrix,
    target: Target,
    sample_weight: Option<&[f64]>,
    parameters: &Parameters,
) -> Result<GradientBoosting, BoostingError> {
    let mut builder = BoosterBuilder::new(matrix, target, sample_weight, None, parameters)?;
    while builder.advance(matrix, None) {}
    let mut booster = builder.finish();
    while !booster.is_complete() {
        booster.advance(u64::MAX);
    }
    Ok(booster.model())
}
