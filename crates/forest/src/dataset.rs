//! What every tree of a forest learns from: the coded columns, the target, the rows' weights.

use serde::{Deserialize, Serialize};

use super::codes::Column;
use super::{FitError, LARGEST_N_CLASSES, LARGEST_TARGET, Matrix, Parameters};

/// What is to be learned, one entry per row.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// Labels below `n_classes`, which is at most [`LARGEST_N_CLASSES`]. Not every class must occur.
    Classes { labels: &'a [u32], n_classes: u32 },
    /// Values of at most [`LARGEST_TARGET`] in absolute value.
    Values(&'a [f64]),
}

/// A table that is ready to grow trees on, here or, serialised, elsewhere. Only what [`Dataset::new`] made
/// may be grown on: deserialising checks nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    pub(super) rows: u32,
    pub(super) columns: Vec<Column>,
    pub(super) target: Learned,
    /// Of each row, its class's weight included; `None` where all weigh 1. A bootstrap draws rows in
    /// proportion to them, and each drawn row then counts once; without one, they count as they are.
    pub(super) weights: Option<Vec<f64>>,
}

/// The target of a data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Learned {
    Classes {
        labels: Vec<u32>,
        n_classes: u32,
    },
    /// As ranks among the distinct values.
    Values(Column),
}

/// A data set in the making, a column at a time: sorting one takes long enough to pause after it.
pub struct Coding {
    dataset: Dataset,
    max_bins: Option<u32>,
}

impl Coding {
    /// Checks everything. `sample_weight` is as in [`Dataset::new`].
    pub fn new(
        matrix: &Matrix,
        target: Target,
        sample_weight: Option<&[f64]>,
        parameters: &Parameters,
    ) -> Result<Self, FitError> {
        let rows = matrix.rows();
        let target = Learned::new(target, rows)?;
        parameters.check(rows, matrix.features(), target.n_classes())?;
        let mut weights = sample_weight
            .map(|weights| check_weights(weights, rows))
            .transpose()?;
        if let (true, Learned::Classes { labels, n_classes }) = (parameters.balanced, &target) {
            let of_class = class_weights(labels, *n_classes as usize, weights.as_deref());
            let weights = weights.get_or_insert_with(|| vec![1.0; rows as usize]);
            for (weight, label) in weights.iter_mut().zip(labels) {
                *weight *= of_class[*label as usize];
            }
        }
        Ok(Self {
            dataset: Dataset {
                rows,
                columns: Vec::new(),
                target,
                weights,
            },
            max_bins: parameters.max_bins,
        })
    }

    /// Codes the next column of the matrix that it began with; false once there is none.
    /// O(rows).
    pub fn advance(&mut self, matrix: &Matrix) -> bool {
        let columns = &mut self.dataset.columns;
        let next = matrix.columns().get(columns.len());
        columns.extend(next.map(|column| Column::new(column, self.max_bins)));
        next.is_some()
    }

    /// The data set, once all columns are coded.
    pub fn finish(self) -> Dataset {
        self.dataset
    }
}

impl Dataset {
    /// Checks everything and sorts every column once. `sample_weight` holds a weight from 0 for each
    /// row; rows of weight 0 are as if they were not there. O(columns × rows).
    pub fn new(
        matrix: &Matrix,
        target: Target,
        sample_weight: Option<&[f64]>,
        parameters: &Parameters,
    ) -> Result<Self, FitError> {
        let mut coding = Coding::new(matrix, target, sample_weight, parameters)?;
        while coding.advance(matrix) {}
        Ok(coding.finish())
    }

    pub fn rows(&self) -> u32 {
        self.rows
    }

    pub fn features(&self) -> u32 {
        self.columns.len() as u32
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let columns: u64 = self.columns.iter().map(Column::bytes).sum();
        let target = match &self.target {
            Learned::Classes { labels, .. } => size_of_val(labels.as_slice()) as u64,
            Learned::Values(column) => column.bytes(),
        };
        let weights = self.weights.as_deref().unwrap_or_default();
        columns + target + size_of_val(weights) as u64
    }

    /// Whether a row is learned from at all.
    pub(super) fn weighs(&self, row: u32) -> bool {
        let weights = self.weights.as_ref();
        weights.is_none_or(|weights| weights[row as usize] > 0.0)
    }
}

impl Learned {
    fn new(target: Target, rows: u32) -> Result<Self, FitError> {
        match target {
            Target::Classes { labels, n_classes } => {
                check_labels(labels, n_classes, rows)?;
                let labels = labels.to_vec();
                Ok(Self::Classes { labels, n_classes })
            }
            Target::Values(values) => {
                check_values(values, rows)?;
                Ok(Self::Values(Column::new(values, None)))
            }
        }
    }

    /// 0 for a regression.
    pub fn n_classes(&self) -> u32 {
        match self {
            Self::Classes { n_classes, .. } => *n_classes,
            Self::Values(_) => 0,
        }
    }

    /// How many different leaves there are whose targets are all equal: they are numbered by class, or by
    /// rank of the target.
    pub fn pure_leaves(&self) -> u32 {
        match self {
            Self::Classes { n_classes, .. } => *n_classes,
            Self::Values(column) => column.values.len() as u32,
        }
    }
}

/// W / (k · Wₖ) over the k classes that weigh something, as scikit-learn's “balanced”.
fn class_weights(labels: &[u32], n_classes: usize, sample_weight: Option<&[f64]>) -> Vec<f64> {
    let mut sums = vec![0.0; n_classes];
    for (row, label) in labels.iter().enumerate() {
        sums[*label as usize] += sample_weight.map_or(1.0, |weights| weights[row]);
    }
    let total: f64 = sums.iter().sum();
    let occurring = sums.iter().filter(|sum| **sum > 0.0).count() as f64;
    let balanced = |sum: f64| {
        if sum > 0.0 {
            total / (occurring * sum)
        } else {
            0.0
        }
    };
    sums.into_iter().map(balanced).collect()
}

fn check_length(found: usize, rows: u32) -> Result<(), FitError> {
    if found == rows as usize {
        return Ok(());
    }
    Err(FitError::Length {
        column: None,
        rows,
        found: found as u64,
    })
}

fn check_labels(labels: &[u32], n_classes: u32, rows: u32) -> Result<(), FitError> {
    check_length(labels.len(), rows)?;
    if !(1..=LARGEST_N_CLASSES).contains(&n_classes) {
        return Err(FitError::Parameter {
            name: "n_classes",
            value: f64::from(n_classes),
            min: 1.0,
            max: f64::from(LARGEST_N_CLASSES),
        });
    }
    match (0..).zip(labels).find(|(_, label)| **label >= n_classes) {
        Some((row, label)) => Err(FitError::Label {
            row,
            value: *label,
            n_classes,
        }),
        None => Ok(()),
    }
}

fn check_values(values: &[f64], rows: u32) -> Result<(), FitError> {
    check_length(values.len(), rows)?;
    let range = -LARGEST_TARGET..=LARGEST_TARGET;
    match (0..).zip(values).find(|(_, value)| !range.contains(value)) {
        Some((row, value)) => Err(FitError::Target { row, value: *value }),
        None => Ok(()),
    }
}

/// A weight is small enough that sums of weights times targets cannot overflow.
fn check_weights(weights: &[f64], rows: u32) -> Result<Vec<f64>, FitError> {
    const LARGEST: f64 = 1e15;
    check_length(weights.len(), rows)?;
    let range = 0.0..=LARGEST;
    let wrong = (0..)
        .zip(weights)
        .find(|(_, weight)| !range.contains(weight));
    if let Some((row, value)) = wrong {
        return Err(FitError::Weight {
            row,
            value: *value,
            max: LARGEST,
        });
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(FitError::NoWeight);
    }
    Ok(weights.to_vec())
}
