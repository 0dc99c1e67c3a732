//! Standardisation: scales every feature to mean 0 and variance 1 on the train rows, as scikit-learn's `StandardScaler`.

use serde::{Deserialize, Serialize};

use super::arithmetic::all_within;
use super::sample::Sample;
use super::{FitError, Matrix};

/// The largest standardised value in absolute value. Larger ones are clipped, so that sums of squares and of products with
/// coefficients stay finite.
pub const FARTHEST: f64 = 1e100;

/// The mean and the scale of each feature on the train rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standardizer {
    means: Vec<f64>,
    scales: Vec<f64>,
}

impl Standardizer {
    /// Computes weighted means and standard deviations. The scale of a constant column is 1. O(rows × features).
    pub(super) fn fit(sample: &Sample) -> Result<Self, FitError> {
        let total: f64 = sample.weights.iter().sum();
        let shares: Vec<f64> = sample.weights.iter().map(|w| w / total).collect();
        let columns = (0..).zip(sample.matrix.columns());
        let (means, scales) = columns
            .map(|(column, values)| {
                let moments = mean_and_deviation(values, &shares);
                moments.ok_or(FitError::Spread { column })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { means, scales })
    }

    /// The number of features that rows must have.
    pub fn n_features(&self) -> u32 {
        self.means.len() as u32
    }

    /// The mean of each feature, in its units.
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// The standard deviation of each feature, above 0; 1 for a constant one.
    pub fn scales(&self) -> &[f64] {
        &self.scales
    }

    /// Standardises a matrix to rows × features, row by row. It must have as many columns and no missing values.
    pub(super) fn rows(&self, matrix: &Matrix) -> Vec<f64> {
        let features = self.means.len();
        let mut rows = vec![0.0; matrix.rows() as usize * features];
        for (feature, values) in matrix.columns().iter().enumerate() {
            let (mean, scale) = (self.means[feature], self.scales[feature]);
            for (row, value) in rows.chunks_exact_mut(features).zip(values) {
                row[feature] = ((value - mean) / scale).clamp(-FARTHEST, FARTHEST);
            }
        }
        rows
    }

    pub(super) fn validate(&self) -> Result<(), String> {
        let usable = |scale: &f64| scale.is_normal() && *scale > 0.0;
        if self.means.is_empty()
            || self.means.len() != self.scales.len()
            || !all_within(&self.means, f64::MAX)
            || !self.scales.iter().all(usable)
        {
            return Err("The features' means and scales are invalid.".into());
        }
        Ok(())
    }

    pub(super) fn bytes(&self) -> u64 {
        16 * u64::from(self.n_features())
    }
}

/// Returns mean and standard deviation, which is 1 if the values are equal; `None` if they are too far apart.
fn mean_and_deviation(values: &[f64], shares: &[f64]) -> Option<(f64, f64)> {
    let weighted = |term: &dyn Fn(f64) -> f64| -> f64 {
        let terms = values.iter().zip(shares);
        terms.map(|(value, share)| term(*value) * share).sum()
    };
    // Relative to one of the values, so that the mean of equal values is exact.
    let mean = values[0] + weighted(&|value| value - values[0]);
    let farthest = values.iter().map(|v| (v - mean).abs()).fold(0.0, f64::max);
    if farthest == 0.0 {
        return Some((mean, 1.0));
    }
    // In units of the largest deviation, no square overflows or underflows.
    let variance = weighted(&|value| ((value - mean) / farthest) * ((value - mean) / farthest));
    let deviation = farthest * variance.sqrt();
    // Subnormal differences have too few bits to be scaled up.
    deviation
        .is_finite()
        .then_some((mean, deviation.max(f64::MIN_POSITIVE)))
}
