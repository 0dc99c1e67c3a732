//! The checked training set of a model.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use grove_forest::{LARGEST_N_CLASSES, LARGEST_TARGET};

use super::{FitError, Matrix, Target};

/// The allowed weights besides 0. Within this range, shares of their sums are safe divisors.
pub const WEIGHTS: RangeInclusive<f64> = 1e-12..=1e12;

/// The rows with a weight above 0, with their targets.
pub(super) struct Sample<'a> {
    pub matrix: Cow<'a, Matrix>,
    /// Empty for values.
    pub labels: Vec<u32>,
    /// Returns the number of classes; 0 for values.
    pub n_classes: u32,
    /// Empty for classes.
    pub values: Vec<f64>,
    pub weights: Vec<f64>,
}

/// Checks that there is one target per row, each in its range.
pub(super) fn check_target(target: Target, rows: u32) -> Result<(), FitError> {
    let found = match target {
        Target::Classes { labels, .. } => labels.len(),
        Target::Values(values) => values.len(),
    };
    length("targets", rows, found)?;
    match target {
        Target::Classes { labels, n_classes } => {
            if n_classes > LARGEST_N_CLASSES {
                return Err(FitError::Classes { n_classes });
            }
            let wrong = (0..).zip(labels).find(|(_, label)| **label >= n_classes);
            wrong.map_or(Ok(()), |(row, &value)| {
                Err(FitError::Label {
                    row,
                    value,
                    n_classes,
                })
            })
        }
        Target::Values(values) => {
            let range = -LARGEST_TARGET..=LARGEST_TARGET;
            let wrong = (0..).zip(values).find(|(_, value)| !range.contains(value));
            wrong.map_or(Ok(()), |(row, &value)| Err(FitError::Target { row, value }))
        }
    }
}

/// Checks that there is one weight per row, each in its range, and at least one above 0.
pub(super) fn check_weights(weights: &[f64], rows: u32) -> Result<(), FitError> {
    length("weights", rows, weights.len())?;
    let sound = |weight: &f64| *weight == 0.0 || WEIGHTS.contains(weight);
    if let Some((row, &value)) = (0..).zip(weights).find(|(_, weight)| !sound(weight)) {
        return Err(FitError::Weight { row, value });
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(FitError::NoWeight);
    }
    Ok(())
}

/// Returns the first missing cell, column by column, among the rows for which `counts` is true.
pub(super) fn first_missing(
    columns: &[Vec<f64>],
    counts: impl Fn(usize) -> bool,
) -> Option<(u32, u32)> {
    (0..).zip(columns).find_map(|(column, values)| {
        let row = (0..values.len()).find(|&row| values[row].is_nan() && counts(row))?;
        Some((column, row as u32))
    })
}

fn length(what: &'static str, rows: u32, found: usize) -> Result<(), FitError> {
    if found == rows as usize {
        return Ok(());
    }
    Err(FitError::Length {
        what,
        rows,
        found: found as u64,
    })
}

impl<'a> Sample<'a> {
    /// Collects the rows with weight. Target and weights must have been checked.
    pub fn new(
        matrix: &'a Matrix,
        target: Target,
        weights: Option<&[f64]>,
    ) -> Result<Self, FitError> {
        let (labels, n_classes, values) = match target {
            Target::Classes { labels, n_classes } => (labels, n_classes, [].as_slice()),
            Target::Values(values) => ([].as_slice(), 0, values),
        };
        let Some(weights) = weights.filter(|weights| weights.contains(&0.0)) else {
            let ones = || vec![1.0; matrix.rows() as usize];
            return Ok(Self {
                matrix: Cow::Borrowed(matrix),
                labels: labels.to_vec(),
                n_classes,
                values: values.to_vec(),
                weights: weights.map_or_else(ones, <[f64]>::to_vec),
            });
        };
        let columns = matrix.columns().iter();
        Ok(Self {
            matrix: Cow::Owned(Matrix::new(
                columns.map(|column| counting(column, weights)).collect(),
            )?),
            labels: counting(labels, weights),
            n_classes,
            values: counting(values, weights),
            weights: counting(weights, weights),
        })
    }

    /// Returns the classes that occur, ascending.
    pub fn classes(&self) -> Vec<u32> {
        let mut classes = self.labels.clone();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}

/// Checks that the classes of a model that was read ascend, are below `n_classes`, and are not too many.
pub(super) fn check_classes(classes: &[u32], n_classes: u32) -> Result<(), String> {
    let ascending = classes.is_sorted_by(|a, b| a < b);
    let known = classes.last().is_some_and(|class| *class < n_classes);
    if !ascending || !known || n_classes > LARGEST_N_CLASSES {
        return Err("The list of classes is invalid.".into());
    }
    Ok(())
}

/// Returns the items whose weight is not 0.
fn counting<T: Copy>(items: &[T], weights: &[f64]) -> Vec<T> {
    let kept = items.iter().zip(weights).filter(|(_, w)| **w > 0.0);
    kept.map(|(item, _)| *item).collect()
}

#[cfg(test)]
mod tests {
    use super::first_missing;

    #[test]
    fn a_missing_cell_is_found_where_its_row_counts() {
        let columns = [vec![1.0, f64::NAN], vec![f64::NAN, 2.0]];
        assert_eq!(first_missing(&columns, |_| true), Some((0, 1)));
        assert_eq!(first_missing(&columns, |row| row == 0), Some((1, 0)));
        assert_eq!(first_missing(&columns[..0], |_| true), None);
    }
}
