//! Predicts probabilities and values of new rows.

use grove_forest::Matrix;

use super::exp::exp;
use super::model::{GradientBoosting, Link};
use super::{BoostingPredictError, binning::FeatureBins};

/// How many codes are held at the same time at most.
const CODES: usize = 1 << 16;

/// How many rows are predicted together at most, so that a tree's nodes are read from the cache.
const ROWS: usize = 1024;

impl GradientBoosting {
    /// Returns the sums of the first `iterations` iterations, rows × trees per iteration: the baseline, then each tree's
    /// leaf added in order.
    ///
    /// O(rows × (features × log bins + trees × depth)). Each row is independent of the others.
    ///
    /// # Errors
    /// Another number of features.
    pub fn sums(&self, matrix: &Matrix, iterations: u32) -> Result<Vec<f64>, BoostingPredictError> {
        let parts = &self.parts;
        self.check_features(matrix)?;
        let per_row = parts.baseline.len();
        let features = parts.bins.len();
        let trees = parts
            .trees
            .len()
            .min((iterations as usize).saturating_mul(per_row));
        let is_set = self.categorical();
        let rows = matrix.rows() as usize;
        let mut sums = parts.baseline.repeat(rows);
        let block = (CODES / features).clamp(1, ROWS);
        let mut codes = vec![0; block * features];
        for start in (0..rows).step_by(block) {
            let end = rows.min(start + block);
            for (feature, bins) in parts.bins.iter().enumerate() {
                let column = &matrix.columns()[feature][start..end];
                fill(&mut codes, feature, features, bins, column);
            }
            for (number, tree) in parts.trees[..trees].iter().enumerate() {
                let class = number % per_row;
                let sums = &mut sums[start * per_row..end * per_row];
                let rows = codes.chunks_exact(features);
                for (sums, codes) in sums.chunks_exact_mut(per_row).zip(rows) {
                    sums[class] += tree.value(codes, &is_set, &parts.sets);
                }
            }
        }
        Ok(sums)
    }

    /// Returns class probabilities, rows × classes, row by row.
    ///
    /// # Errors
    /// Another number of features, or a regression.
    pub fn predict_proba(&self, matrix: &Matrix) -> Result<Vec<f64>, BoostingPredictError> {
        if self.n_classes() == 0 {
            return Err(BoostingPredictError::Task { asked: "classes" });
        }
        Ok(self.predictions(self.sums(matrix, u32::MAX)?))
    }

    /// Returns one value per row.
    ///
    /// # Errors
    /// Another number of features, or a classification.
    pub fn predict_values(&self, matrix: &Matrix) -> Result<Vec<f64>, BoostingPredictError> {
        if self.n_classes() > 0 {
            return Err(BoostingPredictError::Task { asked: "values" });
        }
        Ok(self.predictions(self.sums(matrix, u32::MAX)?))
    }

    /// Checks that the matrix has as many features as the model.
    pub(super) fn check_features(&self, matrix: &Matrix) -> Result<(), BoostingPredictError> {
        let (expected, found) = (self.n_features(), matrix.features());
        match expected == found {
            true => Ok(()),
            false => Err(BoostingPredictError::Features { expected, found }),
        }
    }

    /// Returns the predictions of these sums: values, or rows × classes probabilities. A class that did not occur has
    /// the probability 0.
    pub(super) fn predictions(&self, mut sums: Vec<f64>) -> Vec<f64> {
        let classes = &self.parts.classes;
        let mut shares = match self.link() {
            Link::Identity => return sums,
            Link::Log => {
                let mean = |sum: &mut f64| *sum = exp(*sum).min(f64::MAX);
                sums.iter_mut().for_each(mean);
                return sums;
            }
            Link::Logit => {
                let shares = sums.iter().map(|sum| logistic(*sum));
                shares.flat_map(|share| [1.0 - share, share]).collect()
            }
            Link::Softmax => {
                sums.chunks_exact_mut(classes.len()).for_each(softmax);
                sums
            }
        };
        let n_classes = self.n_classes() as usize;
        if classes.len() < n_classes {
            let rows = shares.chunks_exact(classes.len());
            let mut all = vec![0.0; rows.len() * n_classes];
            for (row, shares) in all.chunks_exact_mut(n_classes).zip(rows) {
                for (class, share) in classes.iter().zip(shares) {
                    row[*class as usize] = *share;
                }
            }
            shares = all;
        }
        shares
    }
}

pub(super) fn fill(
    codes: &mut [u8],
    feature: usize,
    features: usize,
    bins: &FeatureBins,
    column: &[f64],
) {
    for (row, value) in codes.chunks_exact_mut(features).zip(column) {
        row[feature] = bins.bin(*value);
    }
}

fn logistic(sum: f64) -> f64 {
    let small = exp(-sum.abs());
    let share = 1.0 / (1.0 + small);
    if sum >= 0.0 { share } else { small * share }
}

/// Replaces sums by probabilities.
fn softmax(sums: &mut [f64]) {
    let largest = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    sums.iter_mut().for_each(|sum| *sum = exp(*sum - largest));
    let total: f64 = sums.iter().sum();
    sums.iter_mut().for_each(|sum| *sum /= total);
}
