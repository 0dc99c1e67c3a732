//! Gaussian naive Bayes: assumes that within each class the features are independent and normally distributed.

use std::f64::consts::TAU;

use serde::{Deserialize, Serialize};

use grove_recipe::models::gaussian_nb::Parameters;

use super::algorithm::{Context, LearningAlgorithm as Learns, TrainRows, checked};
use super::arithmetic::{all_within, softmax};
use super::logistic_regression::places;
use super::sample::{Sample, check_classes};
use super::standard::FARTHEST;
use super::{FitError, Fitted, Matrix, Model, PredictError, Predictions};

/// The largest variance of a feature, so that it stays finite when smoothed and multiplied by 2π.
const LARGEST_VARIANCE: f64 = 1e300;

/// Class shares, and mean and variance of each feature within each class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GaussianNB {
    n_classes: u32,
    n_features: u32,
    /// The classes in the train rows, ascending. The others have probability 0.
    classes: Vec<u32>,
    /// The share of each class in the train rows.
    priors: Vec<f64>,
    /// Classes × features.
    means: Vec<f64>,
    variances: Vec<f64>,
}

impl GaussianNB {
    /// Fits means and variances. Adds `var_smoothing` times the largest variance of a feature over all rows to each variance
    /// (as scikit-learn's `GaussianNB`, except that the largest variance is weighted, too).
    /// O(rows × features).
    ///
    /// Not smartcore's: its variance is the mean of squares less the square of the mean (2 where it is ⅔, of
    /// 1e8 + 0, 1, 2), it gathers rows in quadratic time (36 s for 20,000 rows × 100 columns), smooths nothing and takes
    /// no weights.
    fn fit(sample: &Sample, var_smoothing: f64) -> Result<Self, FitError> {
        let classes = sample.classes();
        let features = sample.matrix.features() as usize;
        let labels = places(&sample.labels, &classes);
        let weights = &sample.weights;
        let all_alike = vec![0; labels.len()];
        let (mut largest, total) = (0.0f64, weights.iter().sum::<f64>());
        let mut means = vec![0.0; classes.len() * features];
        let mut variances = means.clone();
        for (feature, values) in sample.matrix.columns().iter().enumerate() {
            let over_all = moments(values, weights, &all_alike, 1)[0].1;
            let within = moments(values, weights, &labels, classes.len());
            let measurable = |variance: f64| variance <= LARGEST_VARIANCE;
            if !measurable(over_all) || !within.iter().all(|(_, v)| measurable(*v)) {
                let column = feature as u32;
                return Err(FitError::Spread { column });
            }
            largest = largest.max(over_all);
            for (class, (mean, variance)) in within.into_iter().enumerate() {
                means[class * features + feature] = mean;
                variances[class * features + feature] = variance;
            }
        }
        // Without any variance in the data, any positive number serves: all classes are equal.
        let raise = Some(var_smoothing * largest).filter(|raise| raise.is_normal());
        for variance in &mut variances {
            *variance += raise.unwrap_or(1.0);
        }
        let mut priors = vec![0.0; classes.len()];
        for (place, weight) in labels.iter().zip(weights) {
            priors[*place] += weight / total;
        }
        Ok(Self {
            n_classes: sample.n_classes,
            n_features: features as u32,
            classes,
            priors,
            means,
            variances,
        })
    }

    /// The classes in the train rows, ascending. The others have probability 0.
    pub fn classes(&self) -> &[u32] {
        &self.classes
    }

    /// Classes × features.
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// Classes × features.
    pub fn deviations(&self) -> Vec<f64> {
        self.variances.iter().map(|v| v.sqrt()).collect()
    }

    /// Returns for each class the constant part of its score: ln prior − ½ Σ ln 2π variance.
    pub fn starts(&self) -> Vec<f64> {
        let variances = self.variances.chunks_exact(self.n_features as usize);
        let start = |(variances, prior): (&[f64], &f64)| {
            let spread: f64 = variances.iter().map(|v| libm::log(TAU * v)).sum();
            libm::log(*prior) - 0.5 * spread
        };
        variances.zip(&self.priors).map(start).collect()
    }
}

impl Fitted for GaussianNB {
    fn n_features(&self) -> u32 {
        self.n_features
    }

    fn n_classes(&self) -> u32 {
        self.n_classes
    }

    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let (features, n_classes) = (self.n_features as usize, self.n_classes as usize);
        let starts = self.starts();
        let deviations = self.deviations();
        let mut probabilities = vec![0.0; matrix.rows() as usize * n_classes];
        for (row, probabilities) in probabilities.chunks_exact_mut(n_classes).enumerate() {
            let mut scores = starts.clone();
            for (class, score) in scores.iter_mut().enumerate() {
                for (feature, column) in matrix.columns().iter().enumerate() {
                    let at = class * features + feature;
                    let off = (column[row] - self.means[at]) / deviations[at];
                    let off = off.clamp(-FARTHEST, FARTHEST);
                    *score -= 0.5 * off * off;
                }
            }
            softmax(&mut scores);
            for (class, probability) in self.classes.iter().zip(&scores) {
                probabilities[*class as usize] = *probability;
            }
        }
        Ok(Predictions::of_classes(self.n_classes, probabilities))
    }

    fn validate(&self) -> Result<(), String> {
        check_classes(&self.classes, self.n_classes)?;
        let size = (self.classes.len() as u64).checked_mul(self.n_features.into());
        let positive = |values: &[f64]| values.iter().all(|v| v.is_normal() && *v > 0.0);
        if self.n_features == 0
            || self.priors.len() != self.classes.len()
            || size != Some(self.means.len() as u64)
            || size != Some(self.variances.len() as u64)
            || !all_within(&self.priors, 2.0)
            || !all_within(&self.means, f64::MAX)
            || !all_within(&self.variances, 2.0 * LARGEST_VARIANCE)
            || !positive(&self.priors)
            || !positive(&self.variances)
        {
            return Err("The classes' means and variances are invalid.".into());
        }
        Ok(())
    }

    fn bytes(&self) -> u64 {
        let (classes, features) = (self.classes.len() as u64, u64::from(self.n_features));
        classes * (12 + 16 * features)
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

    fn fit(parameters: &Parameters, rows: &TrainRows) -> Result<Model, FitError> {
        let fitted = GaussianNB::fit(&rows.sample()?, parameters.var_smoothing)?;
        Ok(Model::GaussianNB(fitted))
    }
}

/// Mean and variance of the values in each group; every group has weight.
fn moments(values: &[f64], weights: &[f64], groups: &[usize], n_groups: usize) -> Vec<(f64, f64)> {
    let mut totals = vec![0.0; n_groups];
    for (group, weight) in groups.iter().zip(weights) {
        totals[*group] += weight;
    }
    let rows = || groups.iter().zip(values.iter().zip(weights));
    // Relative to one of the values, so that the mean of equal values is exact.
    let mut moments = vec![(values[0], 0.0); n_groups];
    for (group, (value, weight)) in rows() {
        moments[*group].0 += (value - values[0]) * (weight / totals[*group]);
    }
    for (group, (value, weight)) in rows() {
        let (mean, variance) = &mut moments[*group];
        *variance += (value - *mean) * (value - *mean) * (weight / totals[*group]);
    }
    moments
}
