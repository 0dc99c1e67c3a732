//! Logistic regression: class probabilities by the softmax of scores that are linear in the features.

use serde::{Deserialize, Serialize};

use grove_recipe::models::logistic_regression::{ABOUT, Parameters};

use super::algorithm::{Context, LearningAlgorithm as Learns, TrainRows, checked};
use super::arithmetic::{add_scaled, all_within, dot, softmax};
use super::lbfgs::minimize;
use super::linear::LARGEST_COEFFICIENT;
use super::sample::{Sample, check_classes};
use super::standard::Standardizer;
use super::{FitError, Fitted, Matrix, Model, PredictError, Predictions};

/// The most coefficients over all classes. Fitting keeps about twenty copies of them.
const LARGEST_N_COEFFICIENTS: u64 = 1 << 20;

/// Softmax over the classes in the train rows. With two classes only the second has a score and the first's is 0; with one
/// class there are no scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogisticRegression {
    n_classes: u32,
    /// The classes in the train rows, ascending. The others have probability 0.
    classes: Vec<u32>,
    standard: Standardizer,
    /// For each score: the features' coefficients, then the intercept.
    coefficients: Vec<f64>,
    converged: bool,
}

/// Returns the number of scores for this many classes.
fn n_scores(classes: usize) -> usize {
    match classes {
        0 | 1 => 0,
        2 => 1,
        more => more,
    }
}

impl LogisticRegression {
    /// Minimises C · Σ weight · (−ln probability of the row's class) + ½ Σ coefficient²; intercepts are not penalised
    /// (scikit-learn's `LogisticRegression` after `StandardScaler`: multinomial, and binomial for two classes).
    /// O(steps × rows × features × classes).
    ///
    /// Not smartcore's: it takes the platform's exponential, logarithm and power (for others it asks for a number type
    /// with over seventy methods of its own), takes no weights, may panic in its line search, and took 3.4 s where
    /// this takes 0.06 s (20,000 rows × 20 columns, three classes).
    fn fit(sample: &Sample, c: f64) -> Result<Self, FitError> {
        let classes = sample.classes();
        let scores = n_scores(classes.len());
        let width = sample.matrix.features() as usize + 1;
        if (scores * width) as u64 > LARGEST_N_COEFFICIENTS {
            return Err(FitError::TooMany {
                model: ABOUT.title,
                what: "coefficients",
                value: (scores * width) as u64,
                most: LARGEST_N_COEFFICIENTS,
            });
        }
        let standard = Standardizer::fit(sample)?;
        let total: f64 = sample.weights.iter().sum();
        let loss = Loss {
            rows: standard.rows(&sample.matrix),
            width,
            classes: classes.len(),
            labels: places(&sample.labels, &classes),
            shares: sample.weights.iter().map(|w| w / total).collect(),
            penalty: 1.0 / (c * total),
        };
        let (coefficients, converged) = minimize(vec![0.0; scores * width], |at, gradient| {
            loss.at(at, gradient)
        });
        if !all_within(&coefficients, LARGEST_COEFFICIENT) {
            return Err(FitError::Unsolvable { model: ABOUT.title });
        }
        Ok(Self {
            n_classes: sample.n_classes,
            classes,
            standard,
            coefficients,
            converged,
        })
    }

    /// Iterates over the classes with a score, ascending: the class, the change of its score when a feature grows by one
    /// standard deviation of the train rows, for each feature, and the intercept.
    pub fn scores(&self) -> impl Iterator<Item = (u32, &[f64], f64)> {
        let width = self.n_features() as usize + 1;
        let without = self.classes.len() - n_scores(self.classes.len());
        let scores = self.coefficients.chunks_exact(width);
        self.classes[without..]
            .iter()
            .zip(scores)
            .map(move |(class, score)| (*class, &score[..width - 1], score[width - 1]))
    }

    /// The classes in the train rows, ascending. The others have probability 0.
    pub fn classes(&self) -> &[u32] {
        &self.classes
    }

    /// Returns the standardisation of the features.
    pub fn standard(&self) -> &Standardizer {
        &self.standard
    }
}

impl Fitted for LogisticRegression {
    fn n_features(&self) -> u32 {
        self.standard.n_features()
    }

    fn n_classes(&self) -> u32 {
        self.n_classes
    }

    fn converged(&self) -> bool {
        self.converged
    }

    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let (width, n_classes) = (self.n_features() as usize + 1, self.n_classes as usize);
        let rows = self.standard.rows(matrix);
        let mut probabilities = vec![0.0; matrix.rows() as usize * n_classes];
        let mut scores = vec![0.0; self.classes.len()];
        let rows = rows.chunks_exact(width - 1);
        for (x, probabilities) in rows.zip(probabilities.chunks_exact_mut(n_classes)) {
            score(&self.coefficients, width, x, &mut scores);
            softmax(&mut scores);
            for (class, probability) in self.classes.iter().zip(&scores) {
                probabilities[*class as usize] = *probability;
            }
        }
        Ok(Predictions::of_classes(self.n_classes, probabilities))
    }

    fn validate(&self) -> Result<(), String> {
        self.standard.validate()?;
        check_classes(&self.classes, self.n_classes)?;
        let width = self.n_features() as usize + 1;
        if self.coefficients.len() != n_scores(self.classes.len()) * width
            || !all_within(&self.coefficients, LARGEST_COEFFICIENT)
        {
            return Err("The coefficients do not fit the classes and features.".into());
        }
        Ok(())
    }

    fn bytes(&self) -> u64 {
        let numbers = self.coefficients.len() as u64;
        self.standard.bytes() + 8 * numbers + 4 * self.classes.len() as u64
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
        let fitted = LogisticRegression::fit(&rows.sample()?, parameters.c)?;
        Ok(Model::LogisticRegression(fitted))
    }
}

/// Returns each label's position among the classes that occur.
pub(super) fn places(labels: &[u32], classes: &[u32]) -> Vec<usize> {
    let place = |label| classes.partition_point(|class| *class < label);
    labels.iter().copied().map(place).collect()
}

/// Computes the scores of one row. With two classes the first's is 0.
fn score(coefficients: &[f64], width: usize, x: &[f64], scores: &mut [f64]) {
    let without = scores.len() - n_scores(scores.len());
    scores[..without].fill(0.0);
    for (score, w) in scores[without..]
        .iter_mut()
        .zip(coefficients.chunks_exact(width))
    {
        *score = dot(x, &w[..width - 1]) + w[width - 1];
    }
}

/// The function to minimise, per unit of weight.
struct Loss {
    /// Rows × features, standardised.
    rows: Vec<f64>,
    /// Coefficients of a score: one per feature and the intercept.
    width: usize,
    classes: usize,
    /// Positions among the classes.
    labels: Vec<usize>,
    shares: Vec<f64>,
    penalty: f64,
}

impl Loss {
    /// Returns the loss and fills in its gradient.
    fn at(&self, coefficients: &[f64], gradient: &mut [f64]) -> f64 {
        let features = self.width - 1;
        let without = self.classes - n_scores(self.classes);
        let mut scores = vec![0.0; self.classes];
        let mut loss = 0.0;
        for (row, x) in self.rows.chunks_exact(features).enumerate() {
            let (label, share) = (self.labels[row], self.shares[row]);
            score(coefficients, self.width, x, &mut scores);
            let of_label = scores[label];
            loss += share * (softmax(&mut scores) - of_label);
            scores[label] -= 1.0;
            let gradients = gradient.chunks_exact_mut(self.width);
            for (off, gradient) in scores[without..].iter().zip(gradients) {
                add_scaled(&mut gradient[..features], share * off, x);
                gradient[features] += share * off;
            }
        }
        let each = coefficients.chunks_exact(self.width);
        for (w, gradient) in each.zip(gradient.chunks_exact_mut(self.width)) {
            let w = &w[..features];
            add_scaled(gradient, self.penalty, w);
            loss += 0.5 * self.penalty * dot(w, w);
        }
        loss
    }
}
