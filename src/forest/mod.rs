//! A random forest for classification and regression, with scikit-learn's semantics.
//!
//! ```text
//! Matrix + Target + Parameters ─ Grower::new ─ advance … advance ─ finish ─ Forest ─ predict
//! ```
//! Each tree learns from a bootstrap sample, tries a few randomly drawn features at each node and
//! splits where the impurity (Gini for classes, variance for values) decreases most. A forest
//! averages its trees: class shares of the leaves, or mean targets.
//!
//! Where scikit-learn is not followed: features are compared as 64-bit floats (not 32-bit), values
//! closer than 1e-7 still differ, a node is pure when its targets are equal (not when its impurity
//! is below 2.2e-16), and balanced class weights multiply the rows' weights after a plain bootstrap,
//! as they did before scikit-learn drew the bootstrap by weight.
//!
//! The same input gives the same bits on every platform, however the growing is sliced.

mod codes;
mod criterion;
mod error;
mod grow;
mod importance;
mod leaves;
mod matrix;
mod model;
mod predict;
mod rng;
mod sort;
mod split;
mod tree;
mod validate;

pub use error::{FitError, PredictError};
pub use grow::{Grower, Parameters, Target};
pub use importance::Importances;
pub use leaves::Leaf;
pub use matrix::Matrix;
pub use model::{Forest, Node, Shape, Tree};
pub use rng::Stream;

/// The most classes that a forest tells apart.
pub const LARGEST_N_CLASSES: u32 = 1 << 16;

/// The largest target of a regression, in absolute value: the squares of larger ones could overflow.
pub const LARGEST_TARGET: f64 = 1e100;
