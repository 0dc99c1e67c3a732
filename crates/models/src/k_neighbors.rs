//! k nearest neighbours: predicts from the train rows that are closest to a row.

use serde::{Deserialize, Serialize};

use grove_forest::{LARGEST_N_CLASSES, LARGEST_TARGET};
use grove_recipe::NeighborWeights;
use grove_recipe::models::k_neighbors::Parameters;

use super::algorithm::{Context, LearningAlgorithm as Learns, TrainRows, checked};
use super::arithmetic::{all_within, squared_distance};
use super::sample::Sample;
use super::standard::{FARTHEST, Standardizer};
use super::{FitError, Fitted, Matrix, Model, PredictError, Predictions};

/// The standardised train rows and their targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KNearestNeighbors {
    n_neighbors: u32,
    weights: NeighborWeights,
    standard: Standardizer,
    /// Rows × features.
    rows: Vec<f64>,
    targets: Targets,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Targets {
    Classes { labels: Vec<u32>, n_classes: u32 },
    Values(Vec<f64>),
}

impl KNearestNeighbors {
    /// Stores the train rows (scikit-learn's `KNeighborsClassifier` and `KNeighborsRegressor` with Euclidean distances after
    /// `StandardScaler`). O(rows × features).
    fn fit(sample: &Sample, n_neighbors: u32, weights: NeighborWeights) -> Result<Self, FitError> {
        let rows = sample.matrix.rows();
        if n_neighbors > rows {
            return Err(FitError::Neighbors { n_neighbors, rows });
        }
        let standard = Standardizer::fit(sample)?;
        Ok(Self {
            n_neighbors,
            weights,
            rows: standard.rows(&sample.matrix),
            standard,
            targets: match sample.n_classes {
                0 => Targets::Values(sample.values.clone()),
                n_classes => Targets::Classes {
                    labels: sample.labels.clone(),
                    n_classes,
                },
            },
        })
    }

    /// Returns the nearest train rows with their weights, which sum to 1.
    fn neighbors<'a>(&self, row: &[f64], near: &'a mut Vec<(f64, u32)>) -> &'a [(f64, u32)] {
        let n_neighbors = self.n_neighbors as usize;
        near.clear();
        let train = self.rows.chunks_exact(row.len());
        near.extend(train.map(|train| squared_distance(row, train)).zip(0..));
        // Equally distant rows keep their order, so that the result is the same everywhere.
        let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if n_neighbors < near.len() {
            near.select_nth_unstable_by(n_neighbors, order);
            near.truncate(n_neighbors);
        }
        near.sort_unstable_by(order);
        let weight = weighing(self.weights, near[0].0);
        near.iter_mut().for_each(|(d, _)| *d = weight(*d));
        let total: f64 = near.iter().map(|(weight, _)| weight).sum();
        near.iter_mut().for_each(|(weight, _)| *weight /= total);
        near
    }
}

impl Fitted for KNearestNeighbors {
    fn n_features(&self) -> u32 {
        self.standard.n_features()
    }

    fn n_classes(&self) -> u32 {
        match &self.targets {
            Targets::Classes { n_classes, .. } => *n_classes,
            Targets::Values(_) => 0,
        }
    }

    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let features = self.n_features() as usize;
        let asked = self.standard.rows(matrix);
        let mut near: Vec<(f64, u32)> = Vec::new();
        let neighborhoods = asked.chunks_exact(features);
        Ok(match &self.targets {
            Targets::Classes { labels, n_classes } => {
                let mut values = vec![0.0; matrix.rows() as usize * *n_classes as usize];
                let shares = values.chunks_exact_mut(*n_classes as usize);
                for (row, shares) in neighborhoods.zip(shares) {
                    for &(weight, neighbor) in self.neighbors(row, &mut near) {
                        shares[labels[neighbor as usize] as usize] += weight;
                    }
                }
                Predictions::of_classes(*n_classes, values)
            }
            Targets::Values(targets) => {
                let mean = |row| -> f64 {
                    let neighbors = self.neighbors(row, &mut near).iter();
                    neighbors
                        .map(|&(weight, neighbor)| weight * targets[neighbor as usize])
                        .sum()
                };
                Predictions::Values(neighborhoods.map(mean).collect())
            }
        })
    }

    fn validate(&self) -> Result<(), String> {
        self.standard.validate()?;
        let (targets, sound) = match &self.targets {
            Targets::Classes { labels, n_classes } => (
                labels.len(),
                (1..=LARGEST_N_CLASSES).contains(n_classes)
                    && labels.iter().all(|label| label < n_classes),
            ),
            Targets::Values(values) => (values.len(), all_within(values, LARGEST_TARGET)),
        };
        let train_rows = u32::try_from(targets).unwrap_or(0);
        if !sound
            || !(1..=train_rows).contains(&self.n_neighbors)
            || targets.checked_mul(self.n_features() as usize) != Some(self.rows.len())
            || !all_within(&self.rows, FARTHEST)
        {
            return Err("The train rows and their targets do not fit together.".into());
        }
        Ok(())
    }

    fn bytes(&self) -> u64 {
        let targets = match &self.targets {
            Targets::Classes { labels, .. } => 4 * labels.len() as u64,
            Targets::Values(values) => 8 * values.len() as u64,
        };
        self.standard.bytes() + 8 * self.rows.len() as u64 + targets
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
        let Parameters {
            n_neighbors,
            weights,
        } = *parameters;
        let fitted = KNearestNeighbors::fit(&rows.sample()?, n_neighbors, weights)?;
        Ok(Model::KNearestNeighbors(fitted))
    }
}

/// Returns a neighbour's weight as a function of its squared distance. If some are at distance 0, only those count.
fn weighing(weights: NeighborWeights, nearest: f64) -> impl Fn(f64) -> f64 {
    move |distance| match weights {
        NeighborWeights::Uniform => 1.0,
        NeighborWeights::Distance if nearest == 0.0 => f64::from(u8::from(distance == 0.0)),
        NeighborWeights::Distance => 1.0 / distance.sqrt(),
    }
}
