//! Standardisation: every feature with mean 0 and variance 1 on the train rows, as scikit-learn's `StandardScaler`.

use serde::{Deserialize, Serialize};

use super::arithmetic::all_within;
use super::sample::Sample;
use super::{FitError, Matrix};

/// The largest standardised value in absolute value. A row that is farther from the train rows is drawn near, so that
/// no prediction is infinite or NaN: sums of squares and of products with coefficients stay finite.
pub const FARTHEST: f64 = 1e100;

/// Each feature's mean and scale on the train rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standardizer {
    means: Vec<f64>,
    scales: Vec<f64>,
}

impl Standardizer {
    /// Weighted means and standard deviations. The scale of a column that does not vary is 1. O(rows × features).
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

    pub fn n_features(&self) -> u32 {
        self.means.len() as u32
    }

    pub fn means(&self) -> &[f64] {
        &self.means
    }

    pub fn scales(&self) -> &[f64] {
        &self.scales
    }

    /// Rows × features, row by row, each standardised. The matrix has as many columns, without missing values.
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
            return Err("The features' means and scales are no such thing.".into());
        }
        Ok(())
    }

    pub(super) fn bytes(&self) -> u64 {
        16 * u64::from(self.n_features())
    }
}

/// Mean and standard deviation, 1 if the values are equal; `None` where they are too far apart.
fn mean_and_deviation(values: &[f64], shares: &[f64]) -> Option<(f64, f64)> {
    let weighted = |term: &dyn Fn(f64) -> f64| -> f64 {
        let terms = values.iter().zip(shares);
        terms.map(|(value, share)| term(*value) * share).sum()
    };
    // Measured from one of them, the mean of equal values is not rounded away from them.
    let mean = values[0] + weighted(&|value| value - values[0]);
    let farthest = values.iter().map(|v| (v - mean).abs()).fold(0.0, f64::max);
    if farthest == 0.0 {
        return Some((mean, 1.0));
    }
    // In units of the largest deviation no square overflows or vanishes.
    let variance = weighted(&|value| ((value - mean) / farthest) * ((value - mean) / farthest));
    let deviation = farthest * variance.sqrt();
    // Differences below the normal numbers have too few bits to be blown up.
    deviation
        .is_finite()
        .then_some((mean, deviation.max(f64::MIN_POSITIVE)))
}
