//! Linear regression models: ridge and lasso, which are fitted from the same moments of the train rows.

use serde::{Deserialize, Serialize};

use super::arithmetic::{add_scaled, all_within, dot};
use super::sample::Sample;
use super::standard::{FARTHEST, Standardizer};
use super::{FitError, Fitted, Matrix, PredictError, Predictions, ShapleyParts};

/// The most features: the moments take features² numbers, and ridge takes features³ steps.
const LARGEST_N_FEATURES: u32 = 1024;

/// The largest coefficient, so that sums of products with [`FARTHEST`] are finite.
pub(super) const LARGEST_COEFFICIENT: f64 = 1e150;

/// intercept + Σ coefficient · standardised feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearModel {
    standard: Standardizer,
    coefficients: Vec<f64>,
    intercept: f64,
    converged: bool,
}

impl LinearModel {
    /// Fits with `solve`, which computes the coefficients from the moments and returns whether it converged.
    pub(super) fn fit(
        model: &'static str,
        sample: &Sample,
        solve: impl FnOnce(Moments) -> Option<(Vec<f64>, bool)>,
    ) -> Result<Self, FitError> {
        let features = sample.matrix.features();
        if features > LARGEST_N_FEATURES {
            return Err(FitError::TooMany {
                model,
                what: "features",
                value: features.into(),
                most: LARGEST_N_FEATURES.into(),
            });
        }
        let standard = Standardizer::fit(sample)?;
        let moments = Moments::of(sample, &standard);
        let intercept = moments.mean;
        match solve(moments) {
            Some((coefficients, converged)) if all_within(&coefficients, LARGEST_COEFFICIENT) => {
                Ok(Self {
                    standard,
                    coefficients,
                    intercept,
                    converged,
                })
            }
            _ => Err(FitError::Unsolvable { model }),
        }
    }

    /// Returns for each feature the change of the prediction, in the target's units, when the feature grows by one standard
    /// deviation of the train rows.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Returns the prediction where every feature has its mean, which is the targets' mean.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Returns the standardisation of the features.
    pub fn standard(&self) -> &Standardizer {
        &self.standard
    }
}

impl Fitted for LinearModel {
    fn n_features(&self) -> u32 {
        self.standard.n_features()
    }

    fn n_classes(&self) -> u32 {
        0
    }

    fn converged(&self) -> bool {
        self.converged
    }

    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let rows = self.standard.rows(matrix);
        let rows = rows.chunks_exact(self.coefficients.len());
        let values = rows.map(|row| self.intercept + dot(row, &self.coefficients));
        Ok(Predictions::Values(values.collect()))
    }

    fn shapley<'m>(
        &'m self,
        background: &Matrix,
        player_of: &[u32],
    ) -> Option<Box<dyn ShapleyParts + 'm>> {
        let features = self.coefficients.len();
        if background.features() as usize != features || player_of.len() != features {
            return None;
        }
        let mut means = vec![0.0; features];
        let rows = self.standard.rows(background);
        let share = 1.0 / f64::from(background.rows());
        rows.chunks_exact(features)
            .for_each(|row| add_scaled(&mut means, share, row));
        Some(Box::new(LinearShapley {
            model: self,
            player_of: player_of.to_vec(),
            means,
            row: vec![0.0; features],
        }))
    }

    fn validate(&self) -> Result<(), String> {
        self.standard.validate()?;
        if self.coefficients.len() != self.n_features() as usize
            || !all_within(&self.coefficients, LARGEST_COEFFICIENT)
            || !all_within(&[self.intercept], LARGEST_COEFFICIENT * FARTHEST)
        {
            return Err("The coefficients do not fit the features.".into());
        }
        Ok(())
    }

    fn bytes(&self) -> u64 {
        self.standard.bytes() + 8 * (u64::from(self.n_features()) + 1)
    }
}

/// Explains rows: a feature contributes its coefficient times its distance from the mean of the background rows.
struct LinearShapley<'m> {
    model: &'m LinearModel,
    player_of: Vec<u32>,
    /// The mean of each standardised feature over the background rows.
    means: Vec<f64>,
    /// The standardised features of the explained row.
    row: Vec<f64>,
}

impl ShapleyParts for LinearShapley<'_> {
    fn parts(&self) -> u32 {
        1
    }

    fn set_row(&mut self, row: &[f64]) {
        let columns = row.iter().map(|value| vec![*value]).collect();
        let matrix = Matrix::new(columns).expect("features are finite, and more than none");
        self.row = self.model.standard.rows(&matrix);
    }

    fn add(&mut self, _: u32, values: &mut [f64]) {
        for (feature, player) in self.player_of.iter().enumerate() {
            let distance = self.row[feature] - self.means[feature];
            values[*player as usize] += self.model.coefficients[feature] * distance;
        }
    }
}

/// The moments of the train rows, per unit of weight.
pub(super) struct Moments {
    /// Features × features: the mean products of two standardised features.
    pub gram: Vec<f64>,
    /// The mean products of a standardised feature and the target's deviation from its mean.
    pub products: Vec<f64>,
    /// The target's mean.
    mean: f64,
    pub total_weight: f64,
}

impl Moments {
    /// O(rows × features²).
    fn of(sample: &Sample, standard: &Standardizer) -> Self {
        let features = standard.n_features() as usize;
        let total: f64 = sample.weights.iter().sum();
        let shares: Vec<f64> = sample.weights.iter().map(|w| w / total).collect();
        let targets = sample.values.iter().zip(&shares);
        let mean = targets.map(|(value, share)| value * share).sum();
        let mut gram = vec![0.0; features * features];
        let mut products = vec![0.0; features];
        let rows = standard.rows(&sample.matrix);
        for (row, x) in rows.chunks_exact(features).enumerate() {
            add_scaled(&mut products, shares[row] * (sample.values[row] - mean), x);
            for i in 0..features {
                let below = &mut gram[i * features..=i * features + i];
                add_scaled(below, shares[row] * x[i], &x[..=i]);
            }
        }
        for i in 0..features {
            for j in 0..i {
                gram[j * features + i] = gram[i * features + j];
            }
        }
        Self {
            gram,
            products,
            mean,
            total_weight: total,
        }
    }
}
