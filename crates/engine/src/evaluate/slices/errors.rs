//! The errors of rows: what a slice is found and judged by.

use grove_models::Predictions;
use grove_protocol::interval::{NORMAL_95, wilson};

use super::significance::{Moments, fisher_greater, welch_greater};
use crate::table::target::TargetValues;

/// The error of each row, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowErrors {
    /// Classes: 1 where the decided class is wrong, else 0.
    Wrong(Vec<f64>),
    /// Values: the squared errors.
    Squared(Vec<f64>),
}

/// What is known of some rows of a slice, beside others.
pub struct Judgement {
    /// The score of the slice.
    pub score: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// The score of the other rows.
    pub others: f64,
    /// The one-sided p-value that the slice is worse.
    pub p: f64,
}

impl RowErrors {
    /// Compares what was decided with what is true. Both have the same rows.
    pub fn new(actual: &TargetValues, predicted: &Predictions) -> Self {
        match (actual, predicted) {
            (TargetValues::Values(actual), Predictions::Values(predicted)) => {
                let errors = actual.iter().zip(predicted).map(|(a, p)| (a - p) * (a - p));
                Self::Squared(errors.collect())
            }
            (TargetValues::Classes { labels, .. }, _) => {
                let decided = predicted.labels();
                let wrong = labels
                    .iter()
                    .zip(&decided)
                    .map(|(label, said)| label != said);
                Self::Wrong(wrong.map(|wrong| f64::from(u8::from(wrong))).collect())
            }
            _ => unreachable!("a model predicts what its target is"),
        }
    }

    /// Returns the number of each row that is larger for a worse answer.
    pub fn values(&self) -> &[f64] {
        match self {
            Self::Wrong(values) | Self::Squared(values) => values,
        }
    }

    /// Returns the score's name.
    pub fn metric(&self) -> &'static str {
        match self {
            Self::Wrong(_) => "accuracy",
            Self::Squared(_) => "rmse",
        }
    }

    /// Returns the score of rows whose errors have this mean.
    fn score(&self, mean: f64) -> f64 {
        match self {
            Self::Wrong(_) => 1.0 - mean,
            Self::Squared(_) => mean.sqrt(),
        }
    }

    /// Judges rows beside others; there are at least two of both. O(rows).
    pub fn judge(&self, inside: &[u32], outside: &[u32]) -> Judgement {
        let values = self.values();
        let of = |rows: &[u32]| Moments::of(rows.iter().map(|row| values[*row as usize]));
        let (slice, others) = (of(inside), of(outside));
        let (interval, p) = match self {
            Self::Wrong(_) => {
                let count = |rows: &[u32]| {
                    let wrong = rows.iter().filter(|row| values[**row as usize] > 0.0);
                    wrong.count() as u32
                };
                let (wrong, wrong_outside) = (count(inside), count(outside));
                let right = f64::from(slice.rows - wrong) / f64::from(slice.rows);
                let rows = slice.rows + others.rows;
                (
                    wilson(right, slice.rows).unwrap_or((0.0, 1.0)),
                    fisher_greater(wrong, slice.rows, wrong + wrong_outside, rows),
                )
            }
            Self::Squared(_) => {
                let half = NORMAL_95 * slice.variance_of_mean().sqrt();
                let ends = [slice.mean - half, slice.mean + half];
                let [low, high] = ends.map(|end| end.max(0.0).sqrt());
                ((low, high), welch_greater(&slice, &others))
            }
        };
        Judgement {
            score: self.score(slice.mean),
            interval,
            others: self.score(others.mean),
            p,
        }
    }

    /// Says whether a slice of these rows would be worse than the others.
    pub fn worse(&self, judgement: &Judgement) -> bool {
        self.shortfall(judgement) > 0.0
    }

    /// Returns by how much the slice is worse.
    pub fn shortfall(&self, judgement: &Judgement) -> f64 {
        let more = judgement.score - judgement.others;
        match self {
            Self::Wrong(_) => -more,
            Self::Squared(_) => more,
        }
    }
}
