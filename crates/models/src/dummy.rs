//! The baseline as a model to choose.

use serde::{Deserialize, Serialize};

use grove_recipe::models::dummy::Parameters;

use super::algorithm::{Context, LearningAlgorithm as Learns, TrainRows, checked};
use super::baseline::Baseline;
use super::{FitError, Fitted, Matrix, Model, PredictError, Predictions};

/// Predicts the same for every row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constant {
    n_features: u32,
    baseline: Baseline,
}

impl Constant {
    pub(super) const fn new(n_features: u32, baseline: Baseline) -> Self {
        Self {
            n_features,
            baseline,
        }
    }

    /// Returns the prediction.
    pub const fn baseline(&self) -> &Baseline {
        &self.baseline
    }
}

impl Fitted for Constant {
    const TAKES_MISSING: bool = true;

    fn takes_categories(&self, _: u32) -> bool {
        true
    }

    fn n_features(&self) -> u32 {
        self.n_features
    }

    fn n_classes(&self) -> u32 {
        self.baseline.n_classes()
    }

    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        Ok(self.baseline.predict(matrix.rows()))
    }

    fn validate(&self) -> Result<(), String> {
        self.baseline.validate()
    }

    fn bytes(&self) -> u64 {
        self.baseline.bytes()
    }
}

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

    fn fit(_: &Parameters, rows: &TrainRows) -> Result<Model, FitError> {
        let baseline = Baseline::fit(&rows.sample()?);
        Ok(Model::Baseline(Constant::new(
            rows.matrix.features(),
            baseline,
        )))
    }
}
