//! A random forest for classification and regression, with scikit-learn's semantics.
//!
//! ```text
//! Matrix + Target + Parameters ─ Dataset ─┬ Grower ─ tree 0 ─┬ Assembler ─ Forest ─ predict
//!                                         └ Grower ─ tree 1 ─┘
//! ```
//! Each tree learns from a bootstrap sample, tries a few randomly drawn features at each node and
//! splits where the impurity (Gini for classes, variance for values) decreases most. A forest
//! averages its trees: class shares of the leaves, or mean targets.
//!
//! Where scikit-learn is not followed: features are compared as 64-bit floats (not 32-bit), values
//! closer than 1e-7 still differ, a node is pure when its targets are equal (not when its impurity
//! is below 2.2e-16), and `max_samples` is a share of the rows with weights, too (not of their sum).
//!
//! The same input gives the same bits on every platform, however the growing is sliced.

mod assemble;
mod codes;
mod criterion;
mod dataset;
mod descend;
mod draft;
mod encode;
mod error;
mod grow;
mod grown;
mod importance;
mod key;
mod leaves;
mod matrix;
mod members;
mod model;
mod oob;
mod packed;
mod parameters;
mod predict;
mod quantiles;
mod rng;
mod sample;
mod search;
mod share;
mod sort;
mod tree;
mod validate;

use std::sync::Arc;

pub use assemble::{Assembler, Assembling};
pub use dataset::{Coding, Dataset, Target};
pub use error::{FitError, PredictError};
pub use grow::Grower;
pub use grown::GrownTree;
pub use importance::Importances;
pub use leaves::Leaf;
pub use matrix::Matrix;
pub use model::{Forest, Node, Shape, Tree};
pub use oob::OutOfBag;
pub use parameters::{Parameters, Splitter};
pub use rng::Stream;

/// The most classes that a forest tells apart.
pub const LARGEST_N_CLASSES: u32 = 1 << 16;

/// The largest target of a regression, in absolute value: the squares of larger ones could overflow.
pub const LARGEST_TARGET: f64 = 1e100;

/// Grows a forest here and now. `sample_weight` is as in [`Dataset::new`].
pub fn fit(
    matrix: &Matrix,
    target: Target,
    sample_weight: Option<&[f64]>,
    parameters: &Parameters,
) -> Result<Forest, FitError> {
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
