//! A model: what was learned, whichever way. It predicts, and is saved as it is.

use serde::{Deserialize, Serialize};

use grove_forest::Forest;

use super::baseline::Baseline;
use super::bayes::GaussianNB;
use super::linear::LinearModel;
use super::logistic::LogisticRegression;
use super::neighbors::KNearestNeighbors;
use super::sample::first_missing;
use super::{Matrix, PredictError, Predictions, trees};

/// What a [`Learner`](super::Learner) makes of train rows; there is none that has not learned. One that was read
/// from bytes must pass [`Model::validate`] before it predicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Model {
    /// A forest, or a single tree.
    Forest(Forest),
    Baseline {
        n_features: u32,
        baseline: Baseline,
    },
    /// Ridge or lasso.
    Linear(LinearModel),
    LogisticRegression(LogisticRegression),
    KNearestNeighbors(KNearestNeighbors),
    GaussianNB(GaussianNB),
}

impl Model {
    /// What the model says of each row, by itself: a caller may slice the rows. Probabilities are from 0 to 1 and sum
    /// to 1 up to rounding; values are finite.
    pub fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let (expected, found) = (self.n_features(), matrix.features());
        if found != expected {
            return Err(PredictError::Features { expected, found });
        }
        let missing = || match first_missing(matrix.columns(), |_| true) {
            Some((column, row)) => Err(PredictError::Missing { column, row }),
            None => Ok(()),
        };
        if !matches!(self, Self::Forest(_) | Self::Baseline { .. }) {
            missing()?;
        }
        let probabilities = |values| Predictions::Probabilities {
            n_classes: self.n_classes(),
            values,
        };
        Ok(match self {
            Self::Forest(forest) => trees::predict(forest, matrix)?,
            Self::Baseline { baseline, .. } => baseline.predict(matrix.rows()),
            Self::Linear(model) => Predictions::Values(model.predict(matrix)),
            Self::LogisticRegression(model) => probabilities(model.predict(matrix)),
            Self::KNearestNeighbors(model) => model.predict(matrix),
            Self::GaussianNB(model) => probabilities(model.predict(matrix)),
        })
    }

    /// Between which values the target of each row should lie nine times out of ten: the quantiles of an
    /// [`INTERVAL`](super::INTERVAL). `None` where the model does not know: regressions by trees do.
    pub fn intervals(&self, matrix: &Matrix) -> Result<Option<Vec<(f64, f64)>>, PredictError> {
        match self {
            Self::Forest(forest) if self.has_intervals() => {
                trees::intervals(forest, matrix).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Whether it knows intervals: a forest of values does.
    pub fn has_intervals(&self) -> bool {
        matches!(self, Self::Forest(forest) if forest.n_classes() == 0)
    }

    /// The number of features that a row must have.
    pub fn n_features(&self) -> u32 {
        match self {
            Self::Forest(model) => model.n_features(),
            Self::Baseline { n_features, .. } => *n_features,
            Self::Linear(model) => model.n_features(),
            Self::LogisticRegression(model) => model.n_features(),
            Self::KNearestNeighbors(model) => model.n_features(),
            Self::GaussianNB(model) => model.n_features(),
        }
    }

    /// The number of classes; 0 for a regression.
    pub fn n_classes(&self) -> u32 {
        match self {
            Self::Forest(model) => model.n_classes(),
            Self::Baseline { baseline, .. } => baseline.n_classes(),
            Self::Linear(_) => 0,
            Self::LogisticRegression(model) => model.n_classes(),
            Self::KNearestNeighbors(model) => model.n_classes(),
            Self::GaussianNB(model) => model.n_classes(),
        }
    }

    /// Whether fitting came to its end; `false` if it was stopped on the way, where scikit-learn warns.
    pub fn converged(&self) -> bool {
        match self {
            Self::Linear(model) => model.converged(),
            Self::LogisticRegression(model) => model.converged(),
            _ => true,
        }
    }

    /// Whether the model can predict without a panic and with finite numbers. `Err` says what is wrong.
    /// O(size of the model).
    pub fn validate(&self) -> Result<(), String> {
        match self {
            Self::Forest(model) => model.validate(),
            Self::Baseline { baseline, .. } => baseline.validate(),
            Self::Linear(model) => model.validate(),
            Self::LogisticRegression(model) => model.validate(),
            Self::KNearestNeighbors(model) => model.validate(),
            Self::GaussianNB(model) => model.validate(),
        }
    }

    /// Size in memory.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Forest(model) => model.bytes(),
            Self::Baseline { baseline, .. } => baseline.bytes(),
            Self::Linear(model) => model.bytes(),
            Self::LogisticRegression(model) => model.bytes(),
            Self::KNearestNeighbors(model) => model.bytes(),
            Self::GaussianNB(model) => model.bytes(),
        }
    }
}
