//! The training set in the form that trees are grown on: coded columns, the target, row weights.

use serde::{Deserialize, Serialize};

use super::codes::{CodedColumn, ColumnToGrow};
use super::parameters::Splitter;
use super::{ForestError, LARGEST_N_CLASSES, LARGEST_TARGET, Matrix, Parameters};

/// The target to learn, one entry per row.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// For classification. Not every class has to occur.
    Classes {
        /// The class of each row, from 0 to `n_classes` − 1.
        labels: &'a [u32],
        /// From 1 to [`LARGEST_N_CLASSES`].
        n_classes: u32,
    },
    /// For regression: finite values of at most [`LARGEST_TARGET`] in absolute value.
    Values(&'a [f64]),
}

/// A training set, ready to grow trees on.
///
/// [`Dataset::to_grow`] sends it to other workers. Deserialising checks nothing, so read only bytes that come from there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Dataset {
    pub(super) rows: u32,
    pub(super) columns: Vec<CodedColumn>,
    pub(super) target: TargetColumn,
    /// By row, class weights included; `None` where all weigh 1. A bootstrap draws rows in proportion to them, and
    /// then counts each drawn row once; without a bootstrap the criterion uses them.
    pub(super) weights: Option<Vec<f64>>,
}

/// What trees need of a [`Dataset`] to grow elsewhere: see [`Dataset::to_grow`].
#[derive(Serialize)]
pub struct DatasetToGrow<'a> {
    rows: u32,
    columns: Vec<ColumnToGrow<'a>>,
    target: &'a TargetColumn,
    weights: &'a Option<Vec<f64>>,
}

/// The target of a data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum TargetColumn {
    Classes {
        labels: Vec<u32>,
        n_classes: u32,
    },
    /// The values as ranks among the distinct ones.
    Values(CodedColumn),
}

/// Builds a [`Dataset`] one column at a time, for a caller that wants to pause in between.
pub struct DatasetBuilder {
    dataset: Dataset,
    max_bins: Option<u32>,
}

impl DatasetBuilder {
    /// Checks all arguments and starts without columns. The arguments and errors are those of [`Dataset::new`].
    ///
    /// # Errors
    /// See [`Dataset::new`].
    pub fn new(
        matrix: &Matrix,
        target: Target,
        sample_weight: Option<&[f64]>,
        parameters: &Parameters,
    ) -> Result<Self, ForestError> {
        let rows = matrix.rows();
        let target = TargetColumn::new(target, rows)?;
        parameters.check(rows, matrix.features(), target.n_classes())?;
        let mut weights = sample_weight
            .map(|weights| check_weights(weights, rows))
            .transpose()?;
        if let (true, TargetColumn::Classes { labels, n_classes }) = (parameters.balanced, &target)
        {
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

    /// Codes the next column and returns true, or returns false when all are coded. `matrix` must be the one given to
    /// [`DatasetBuilder::new`]. O(rows).
    pub fn advance(&mut self, matrix: &Matrix) -> bool {
        let columns = &mut self.dataset.columns;
        let next = matrix.columns().get(columns.len());
        columns.extend(next.map(|column| CodedColumn::new(column, self.max_bins)));
        next.is_some()
    }

    /// Returns the data set. Call it once [`DatasetBuilder::advance`] has returned false.
    pub fn finish(self) -> Dataset {
        self.dataset
    }
}

impl Dataset {
    /// Checks all arguments and sorts every column once. O(columns × rows).
    ///
    /// `sample_weight` has a weight from 0 to 10¹⁵ for each row; `None` weighs all rows alike. Rows of weight 0 are
    /// ignored.
    ///
    /// # Errors
    /// Where the target or the weights have another length than the matrix, a label, target or weight is out of its
    /// range, all weights are 0, or a parameter is out of its range.
    pub fn new(
        matrix: &Matrix,
        target: Target,
        sample_weight: Option<&[f64]>,
        parameters: &Parameters,
    ) -> Result<Self, ForestError> {
        let mut coding = DatasetBuilder::new(matrix, target, sample_weight, parameters)?;
        while coding.advance(matrix) {}
        Ok(coding.finish())
    }

    /// Returns what another worker needs to grow trees with these parameters. Serialised by `postcard`, it reads as a data
    /// set. Without random thresholds it has no values, which take most of the memory: an [`Assembler`](super::Assembler)
    /// finds the thresholds in the whole data set.
    pub fn to_grow(&self, parameters: &Parameters) -> DatasetToGrow<'_> {
        let with_values = parameters.splitter == Splitter::Random;
        let columns = self.columns.iter();
        DatasetToGrow {
            rows: self.rows,
            columns: columns.map(|column| column.to_grow(with_values)).collect(),
            target: &self.target,
            weights: &self.weights,
        }
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Returns the number of columns.
    pub fn features(&self) -> u32 {
        self.columns.len() as u32
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let columns: u64 = self.columns.iter().map(CodedColumn::bytes).sum();
        columns + rest_bytes(&self.target, &self.weights)
    }

    /// Returns whether a row has weight.
    pub(super) fn has_weight(&self, row: u32) -> bool {
        let weights = self.weights.as_ref();
        weights.is_none_or(|weights| weights[row as usize] > 0.0)
    }
}

impl DatasetToGrow<'_> {
    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let columns: u64 = self.columns.iter().map(ColumnToGrow::bytes).sum();
        columns + rest_bytes(self.target, self.weights)
    }
}

fn rest_bytes(target: &TargetColumn, weights: &Option<Vec<f64>>) -> u64 {
    let target = match target {
        TargetColumn::Classes { labels, .. } => size_of_val(labels.as_slice()) as u64,
        TargetColumn::Values(column) => column.bytes(),
    };
    target + size_of_val(weights.as_deref().unwrap_or_default()) as u64
}

impl TargetColumn {
    fn new(target: Target, rows: u32) -> Result<Self, ForestError> {
        match target {
            Target::Classes { labels, n_classes } => {
                check_labels(labels, n_classes, rows)?;
                let labels = labels.to_vec();
                Ok(Self::Classes { labels, n_classes })
            }
            Target::Values(values) => {
                check_values(values, rows)?;
                Ok(Self::Values(CodedColumn::new(values, None)))
            }
        }
    }

    /// Returns the number of classes; 0 for a regression.
    pub fn n_classes(&self) -> u32 {
        match self {
            Self::Classes { n_classes, .. } => *n_classes,
            Self::Values(_) => 0,
        }
    }

    /// Returns how many different pure leaves there are. They are numbered by class, or by the target's rank.
    pub fn pure_leaves(&self) -> u32 {
        match self {
            Self::Classes { n_classes, .. } => *n_classes,
            Self::Values(column) => column.values.len() as u32,
        }
    }
}

/// Returns W / (k · Wₖ) for each of the k classes with weight, as scikit-learn's `class_weight="balanced"`; 0 for the
/// others.
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

fn check_length(found: usize, rows: u32) -> Result<(), ForestError> {
    if found == rows as usize {
        return Ok(());
    }
    Err(ForestError::Length {
        column: None,
        rows,
        found: found as u64,
    })
}

fn check_labels(labels: &[u32], n_classes: u32, rows: u32) -> Result<(), ForestError> {
    check_length(labels.len(), rows)?;
    if !(1..=LARGEST_N_CLASSES).contains(&n_classes) {
        return Err(ForestError::Parameter {
            name: "n_classes",
            value: f64::from(n_classes),
            min: 1.0,
            max: f64::from(LARGEST_N_CLASSES),
        });
    }
    match (0..).zip(labels).find(|(_, label)| **label >= n_classes) {
        Some((row, label)) => Err(ForestError::Label {
            row,
            value: *label,
            n_classes,
        }),
        None => Ok(()),
    }
}

fn check_values(values: &[f64], rows: u32) -> Result<(), ForestError> {
    check_length(values.len(), rows)?;
    let range = -LARGEST_TARGET..=LARGEST_TARGET;
    match (0..).zip(values).find(|(_, value)| !range.contains(value)) {
        Some((row, value)) => Err(ForestError::Target { row, value: *value }),
        None => Ok(()),
    }
}

/// Refuses weights so large that sums of weights times targets could overflow.
fn check_weights(weights: &[f64], rows: u32) -> Result<Vec<f64>, ForestError> {
    const LARGEST: f64 = 1e15;
    check_length(weights.len(), rows)?;
    let range = 0.0..=LARGEST;
    let wrong = (0..)
        .zip(weights)
        .find(|(_, weight)| !range.contains(weight));
    if let Some((row, value)) = wrong {
        return Err(ForestError::Weight {
            row,
            value: *value,
            max: LARGEST,
        });
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(ForestError::NoWeight);
    }
    Ok(weights.to_vec())
}
