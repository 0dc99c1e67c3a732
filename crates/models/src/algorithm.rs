//! What a model's own file gives: how its parameters follow from a recipe's, how it learns, and how it predicts.

use std::collections::BTreeMap;
use std::fmt::Debug;

use grove_recipe::Task;
use grove_recipe::parameters::Fields;

use super::sample::Sample;
use super::{FitError, Matrix, Model, PredictError, Predictions, Target};

/// How a model learns.
pub trait Algorithm {
    /// Its parameters as a recipe has them.
    type Chosen;
    /// Its parameters as it learns with them.
    type Parameters: Clone + Debug + PartialEq;

    /// The one from the other.
    fn parameters(chosen: &Self::Chosen, context: &Context) -> Self::Parameters;

    /// Whether every parameter is in its declared range. `Err` names the parameter, the value and the range.
    fn check(parameters: &Self::Parameters) -> Result<(), FitError>;

    /// How its trees grow, if it is made of trees.
    fn trees(_: &Self::Parameters) -> Option<grove_forest::Parameters> {
        None
    }

    /// Learns from rows that were checked, with parameters that were.
    fn fit(parameters: &Self::Parameters, rows: &Rows) -> Result<Model, FitError>;
}

/// Whether parameters are in the ranges that they are declared with.
pub fn checked(parameters: &impl Fields) -> Result<(), FitError> {
    let checked = parameters.check();
    checked.map_err(|misfit| FitError::Parameter(misfit.problem))
}

/// What parameters of trees depend on besides themselves.
pub struct Context<'a> {
    pub task: Task,
    pub seed: u64,
    pub n_features: u32,
    /// Of each feature its direction (1, -1, or 0 for none), given those of columns.
    pub directions: &'a dyn Fn(&BTreeMap<String, i8>) -> Vec<i8>,
}

/// What a model learns from: rows with a target and, where they do not all count the same, a weight each.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub matrix: &'a Matrix,
    pub target: Target<'a>,
    pub weights: Option<&'a [f64]>,
}

impl<'a> Rows<'a> {
    /// The rows that count.
    pub(super) fn sample(&self) -> Result<Sample<'a>, FitError> {
        Sample::new(self.matrix, self.target, self.weights)
    }
}

/// What was learned, whichever way.
pub trait Fitted {
    /// Whether features may have missing values.
    const TAKES_MISSING: bool = false;

    /// The number of features that a row must have.
    fn n_features(&self) -> u32;

    /// The number of classes; 0 for a regression.
    fn n_classes(&self) -> u32;

    /// What it says of each row, whose number of features and values were checked.
    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError>;

    /// See [`Model::intervals`].
    fn intervals(&self, _: &Matrix) -> Result<Option<Vec<(f64, f64)>>, PredictError> {
        Ok(None)
    }

    /// Whether it knows intervals.
    fn has_intervals(&self) -> bool {
        false
    }

    /// Whether fitting came to its end.
    fn converged(&self) -> bool {
        true
    }

    /// Whether it can predict without a panic and with finite numbers. `Err` says what is wrong.
    fn validate(&self) -> Result<(), String>;

    /// Size in memory.
    fn bytes(&self) -> u64;
}
