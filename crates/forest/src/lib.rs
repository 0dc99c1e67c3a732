//! A random forest for classification and regression, with scikit-learn's semantics and the same bits on every platform.
//!
//! # Classify
//! ```
//! use grove_forest::{Matrix, Parameters, Target, fit};
//!
//! // Six flowers: petal length and petal width in centimetres, stored by column.
//! let matrix = Matrix::new(vec![
//!     vec![1.4, 1.3, 1.5, 4.7, 4.5, 4.9],
//!     vec![0.2, 0.2, 0.3, 1.4, 1.5, 1.5],
//! ])?;
//! let species = Target::Classes { labels: &[0, 0, 0, 1, 1, 1], n_classes: 2 };
//! let forest = fit(&matrix, species, None, &Parameters::new(1))?;
//!
//! let new = Matrix::new(vec![vec![1.6, 4.4], vec![0.2, 1.3]])?;
//! assert_eq!(forest.predict_classes(&new)?, [0, 1]);
//! // One row after the other, a probability for each class.
//! let probabilities = forest.predict_proba(&new)?;
//! assert!(probabilities[0] > 0.9 && probabilities[3] > 0.9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Predict values, score out of bag, rank features
//! ```
//! use std::sync::Arc;
//!
//! use grove_forest::{Assembler, Dataset, Grower, Matrix, Parameters, Stream, Target};
//!
//! // The target depends on the first of two columns.
//! let mut random = Stream::new(1, "example", 0);
//! let mut column = || (0..200).map(|_| random.unit()).collect::<Vec<f64>>();
//! let (signal, noise) = (column(), column());
//! let values: Vec<f64> = signal.iter().map(|x| 3.0 * x).collect();
//! let matrix = Matrix::new(vec![signal, noise])?;
//!
//! let parameters = Parameters { seed: 7, ..Parameters::new(2) };
//! let dataset = Arc::new(Dataset::new(&matrix, Target::Values(&values), None, &parameters)?);
//! let mut grower = Grower::new(Arc::clone(&dataset), parameters.clone());
//! let mut assembler = Assembler::new(dataset, parameters.bootstrap);
//! for index in 0..parameters.n_estimators {
//!     grower.begin(index);
//!     // In slices of work, so that a caller can show progress or stop.
//!     let tree = loop {
//!         if let Some(tree) = grower.advance(10_000) {
//!             break tree;
//!         }
//!     };
//!     assembler.add(tree);
//! }
//! let score = assembler.out_of_bag().and_then(|out_of_bag| out_of_bag.score());
//! assert!(score.is_some_and(|r2| r2 > 0.98));
//!
//! let forest = assembler.finish()?;
//! assert!(forest.importances().mean[0] > 0.95);
//! let row = Matrix::new(vec![vec![0.5], vec![0.5]])?;
//! assert!((forest.predict_values(&row)?[0] - 1.5).abs() < 0.1);
//! // The range in which nine of ten targets should lie.
//! let interval = forest.predict_quantiles(&row, &[0.05, 0.95])?;
//! assert!(interval[0] <= 1.5 && 1.5 <= interval[1]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it works
//! ```text
//! Matrix + Target + Parameters ─ Dataset ─┬ Grower ─ tree 0 ─┬ Assembler ─ Forest ─ predict
//!                                         └ Grower ─ tree 1 ─┘
//! ```
//! Each tree learns from a bootstrap sample of the rows, searches some randomly drawn features at each node, and splits
//! where the impurity (Gini for classes, variance for values) decreases most. A forest predicts the mean of its trees:
//! the class shares, or the mean targets, of the leaves.
//!
//! The same input gives the same bits on every platform, however many growers share the work and however it is sliced.
//!
//! # Differences from scikit-learn
//! - Features are compared as 64-bit floats, not 32-bit ones, and values closer than 10⁻⁷ are still different.
//! - A node is pure when its targets are equal, not when its impurity is below 2.2 × 10⁻¹⁶.
//! - `max_samples` is a share of the rows also where rows have weights, not a share of the weights' sum.
//!
//! Why: `docs/decisions/0012-forest-of-our-own.md`.

mod along;
mod assemble;
mod bootstrap;
mod codes;
mod criterion;
mod cut_grid;
mod dataset;
mod draft_tree;
mod error;
mod grow;
mod grown;
mod importance;
mod leaf_members;
mod leaves;
mod left_out;
mod matrix;
mod model;
mod oob;
mod packed_numbers;
mod parameters;
mod predict;
mod quantiles;
mod rng;
mod row_block;
mod search;
pub mod shapley;
mod share;
mod sort;
mod sort_key;
mod tree;
mod validate;
mod votes;

use std::sync::Arc;

pub use assemble::{Assembler, ForestPacker};
pub use bootstrap::in_bag;
pub use dataset::{Dataset, DatasetBuilder, DatasetToGrow, Target};
pub use error::{ForestError, ForestPredictError};
pub use grow::Grower;
pub use grown::GrownTree;
pub use importance::Importances;
pub use leaves::Leaf;
pub use left_out::LeftOut;
pub use matrix::Matrix;
pub use model::{Forest, Node, Tree, TreeSize};
pub use oob::OutOfBag;
pub use parameters::{Parameters, Splitter};
pub use rng::Stream;
pub use shapley::ForestShapley;

/// The largest number of classes.
pub const LARGEST_N_CLASSES: u32 = 1 << 16;

/// The largest target of a regression in absolute value. Squares of larger ones could overflow.
pub const LARGEST_TARGET: f64 = 1e100;

/// Grows a forest in one call. `sample_weight` is as in [`Dataset::new`].
///
/// O(trees × `max_features` × rows × log rows) for balanced trees.
///
/// # Errors
/// As [`Dataset::new`] and [`Assembler::finish`].
pub fn fit(
    matrix: &Matrix,
    target: Target,
    sample_weight: Option<&[f64]>,
    parameters: &Parameters,
) -> Result<Forest, ForestError> {
    let dataset = Arc::new(Dataset::new(matrix, target, sample_weight, parameters)?);
    let mut grower = Grower::new(Arc::clone(&dataset), parameters.clone());
    let mut assembler = Assembler::new(dataset, parameters.bootstrap);
    for index in 0..parameters.n_estimators {
        grower.begin(index);
        let tree = std::iter::from_fn(|| Some(grower.advance(u64::MAX)))
            .flatten()
            .next();
        assembler.add(tree.expect("the tree is begun"));
    }
    assembler.finish()
}
