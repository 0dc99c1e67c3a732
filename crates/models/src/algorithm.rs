//! The traits that a model's file implements: its parameters, fitting and prediction.

use std::collections::BTreeMap;
use std::fmt::Debug;

use grove_recipe::Task;
use grove_recipe::parameters::Fields;

use super::gradient_boosting::BoostingParameters;
use super::sample::Sample;
use super::{
    FitError, Matrix, Model, PredictError, Predictions, ShapleyParts, Target, TreeViewNode,
    TreeVotes,
};

/// Fits a model.
pub trait LearningAlgorithm {
    /// The parameters in a recipe.
    type Chosen;
    /// The parameters of fitting.
    type Parameters: Clone + Debug + PartialEq;

    /// Converts a recipe's parameters to those of fitting.
    fn parameters(chosen: &Self::Chosen, context: &Context) -> Self::Parameters;

    /// Checks that every parameter is in its declared range.
    ///
    /// # Errors
    /// Names the first parameter that is not, its value and its range.
    fn check(parameters: &Self::Parameters) -> Result<(), FitError>;

    /// Returns what grows when it is fitted.
    fn growth(_: &Self::Parameters) -> Growth {
        Growth::None
    }

    /// Fits to rows and parameters that were checked.
    fn fit(parameters: &Self::Parameters, rows: &TrainRows) -> Result<Model, FitError>;
}

/// What grows when a model is fitted, which a caller can also grow step by step.
#[derive(Clone, Debug, PartialEq)]
pub enum Growth {
    /// Nothing: the model is fitted at once.
    None,
    /// The trees of a forest, or a single one.
    Forest(grove_forest::Parameters),
    /// The trees of gradient boosting, one after the other.
    Boosting(BoostingParameters),
}

/// Checks parameters against their declared ranges.
pub fn checked(parameters: &impl Fields) -> Result<(), FitError> {
    let checked = parameters.check();
    checked.map_err(|misfit| FitError::Parameter(misfit.problem))
}

/// What the parameters of trees depend on besides the recipe's own.
pub struct Context<'a> {
    /// Whether the target is classes or values.
    pub task: Task,
    /// Decides every random choice of the trees.
    pub seed: u64,
    /// The number of features that a row has.
    pub n_features: u32,
    /// By feature, whether its values are the numbers of categories. Empty: none is.
    pub categorical: &'a [bool],
    /// Converts monotonic constraints by column to constraints by feature: 1, -1, or 0 for none.
    pub directions: &'a dyn Fn(&BTreeMap<String, i8>) -> Vec<i8>,
}

/// The training set: features, target and optional row weights.
#[derive(Clone, Copy)]
pub struct TrainRows<'a> {
    pub matrix: &'a Matrix,
    pub target: Target<'a>,
    pub weights: Option<&'a [f64]>,
}

impl<'a> TrainRows<'a> {
    /// Returns the rows with weight.
    pub(super) fn sample(&self) -> Result<Sample<'a>, FitError> {
        Sample::new(self.matrix, self.target, self.weights)
    }
}

/// A fitted model.
pub trait Fitted {
    /// Returns whether features can have missing values.
    const TAKES_MISSING: bool = false;

    /// Returns whether this feature's values may be numbers of categories, in no order.
    fn takes_categories(&self, _feature: u32) -> bool {
        false
    }

    /// Returns the number of features that a row must have.
    fn n_features(&self) -> u32;

    /// Returns the number of classes; 0 for a regression.
    fn n_classes(&self) -> u32;

    /// Predicts rows whose features were checked.
    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError>;

    /// See [`Model::intervals`].
    fn intervals(&self, _: &Matrix) -> Result<Option<Vec<(f64, f64)>>, PredictError> {
        Ok(None)
    }

    /// Returns whether it has prediction intervals.
    fn has_intervals(&self) -> bool {
        false
    }

    /// The number of trees, or of iterations of trees that correct others; 0 for models without trees.
    fn trees(&self) -> u32 {
        0
    }

    /// See [`Model::shapley`].
    fn shapley<'m>(&'m self, _: &Matrix, _: &[u32]) -> Option<Box<dyn ShapleyParts + 'm>> {
        None
    }

    /// See [`Model::tree`].
    fn tree(&self, _: u32) -> Option<Vec<TreeViewNode>> {
        None
    }

    /// See [`Model::node`].
    fn node(&self, _tree: u32, _node: u32) -> Option<TreeViewNode> {
        None
    }

    /// See [`Model::leaves`].
    fn leaves(&self, _: &Matrix) -> Option<Vec<u32>> {
        None
    }

    /// See [`Model::votes`].
    fn votes(&self, _: &Matrix) -> Option<TreeVotes> {
        None
    }

    /// See [`Model::cuts`].
    fn cuts(&self, _: u32) -> Option<&[f64]> {
        None
    }

    /// See [`Model::along`].
    fn along(&self, _: &[f64], _: u32) -> Option<Vec<f64>> {
        None
    }

    /// Returns whether fitting converged.
    fn converged(&self) -> bool {
        true
    }

    /// Checks a model that was read from bytes, so that predictions cannot panic and are finite. The error says what is wrong.
    fn validate(&self) -> Result<(), String>;

    /// Returns the size in memory, in bytes.
    fn bytes(&self) -> u64;
}
