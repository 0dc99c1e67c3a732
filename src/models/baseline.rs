//! The baseline: always the most frequent class, or the mean (scikit-learn's dummy estimators with `prior` and
//! `mean`). A model that does not beat it has learned nothing.

use super::Predictions;

/// What the train rows say without any feature.
#[derive(Clone, Debug, PartialEq)]
pub enum Baseline {
    /// Each class's share of the train rows.
    Shares(Vec<f64>),
    Mean(f64),
}

impl Baseline {
    /// `labels` are below `n_classes`. O(rows).
    pub fn of_classes(labels: &[u32], n_classes: u32) -> Self {
        let mut counts = vec![0u32; n_classes as usize];
        for &label in labels {
            counts[label as usize] += 1;
        }
        Baseline::Shares(
            counts
                .iter()
                .map(|&c| f64::from(c) / labels.len() as f64)
                .collect(),
        )
    }

    pub fn of_values(values: &[f64]) -> Self {
        let n = values.len() as f64;
        Baseline::Mean(values.iter().map(|v| v / n).sum())
    }

    pub fn predict(&self, rows: u32) -> Predictions {
        match self {
            Baseline::Shares(shares) => Predictions::Probabilities {
                n_classes: shares.len() as u32,
                values: shares.repeat(rows as usize),
            },
            Baseline::Mean(mean) => Predictions::Values(vec![*mean; rows as usize]),
        }
    }
}
