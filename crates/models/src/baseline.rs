//! The baseline: predicts the class shares or the mean, whatever the features (scikit-learn's dummy estimators with
//! `prior` and `mean`). A model that is no better has learned nothing.

use serde::{Deserialize, Serialize};

use grove_forest::{LARGEST_N_CLASSES, LARGEST_TARGET};

use super::Predictions;
use super::arithmetic::all_within;
use super::sample::Sample;

/// A prediction without features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Baseline {
    /// The share of each class in the train rows.
    Shares(Vec<f64>),
    /// The mean target of the train rows, in its units.
    Mean(f64),
}

impl Baseline {
    /// Computes the class shares. `labels` are below `n_classes`. O(rows).
    pub fn of_classes(labels: &[u32], n_classes: u32) -> Self {
        Self::of_weighted_classes(labels, n_classes, &vec![1.0; labels.len()])
    }

    /// Computes the mean. There must be a value. O(rows).
    pub fn of_values(values: &[f64]) -> Self {
        Self::of_weighted_values(values, &vec![1.0; values.len()])
    }

    pub(super) fn fit(sample: &Sample) -> Self {
        match sample.n_classes {
            0 => Self::of_weighted_values(&sample.values, &sample.weights),
            n => Self::of_weighted_classes(&sample.labels, n, &sample.weights),
        }
    }

    fn of_weighted_classes(labels: &[u32], n_classes: u32, weights: &[f64]) -> Self {
        let mut shares = vec![0.0; n_classes as usize];
        for (&label, weight) in labels.iter().zip(weights) {
            shares[label as usize] += weight;
        }
        let total: f64 = weights.iter().sum();
        shares.iter_mut().for_each(|share| *share /= total);
        Baseline::Shares(shares)
    }

    fn of_weighted_values(values: &[f64], weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let terms = values.iter().zip(weights);
        Baseline::Mean(terms.map(|(value, weight)| value * weight / total).sum())
    }

    /// Returns the number of classes; 0 for values.
    pub(super) fn n_classes(&self) -> u32 {
        match self {
            Baseline::Shares(shares) => shares.len() as u32,
            Baseline::Mean(_) => 0,
        }
    }

    /// Predicts this number of rows, all alike.
    pub fn predict(&self, rows: u32) -> Predictions {
        match self {
            Baseline::Shares(shares) => {
                Predictions::of_classes(shares.len() as u32, shares.repeat(rows as usize))
            }
            Baseline::Mean(mean) => Predictions::Values(vec![*mean; rows as usize]),
        }
    }

    pub(super) fn validate(&self) -> Result<(), String> {
        let sound = match self {
            Baseline::Shares(shares) => {
                let sum: f64 = shares.iter().sum();
                shares.len() <= LARGEST_N_CLASSES as usize
                    && shares.iter().all(|share| *share >= 0.0)
                    && (0.999_999..1.000_001).contains(&sum)
            }
            // Rounding can bring a mean above the largest target.
            Baseline::Mean(mean) => all_within(&[*mean], 2.0 * LARGEST_TARGET),
        };
        if !sound {
            return Err("The baseline is neither shares that sum to 1 nor a mean.".into());
        }
        Ok(())
    }

    pub(super) fn bytes(&self) -> u64 {
        8 * u64::from(self.n_classes().max(1))
    }
}
