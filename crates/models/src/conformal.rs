//! Answers with a promise: intervals around values, or sets of classes, that hold the truth in a given share of the rows.
//!
//! Split conformal prediction. Vovk, Gammerman and Shafer, “Algorithmic Learning in a Random World”, 2005; for classes
//! Sadinle, Lei and Wasserman, “Least ambiguous set-valued classifiers with bounded error levels”, 2019.
//!
//! Why: `docs/decisions/0042-calibration-and-conformal.md`.

use serde::{Deserialize, Serialize};

use super::Predictions;

/// Probabilities below the bound by at most this are in a set, so that a last bit, which other programs compute otherwise,
/// decides nothing.
pub const SLACK: f64 = 1e-9;

/// How far from an answer the truth may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conformal {
    /// The share of the rows whose truth should be inside, 0.5 to 0.99.
    pub level: f64,
    /// The largest score that is inside: the distance from a value in the target's units, or 1 less the probability of a
    /// class. Infinite where there were too few rows.
    pub quantile: f64,
}

impl Conformal {
    /// Takes the ⌈(n + 1) · level⌉-th smallest of n scores. Infinite where that is more than n. O(n · log n).
    pub fn fit(mut scores: Vec<f64>, level: f64) -> Self {
        scores.sort_unstable_by(f64::total_cmp);
        let rank = rank(scores.len(), level);
        let quantile = rank.checked_sub(1).and_then(|place| scores.get(place));
        Self {
            level,
            quantile: quantile.copied().unwrap_or(f64::INFINITY),
        }
    }

    /// Returns the least number of rows with which the answers are finite.
    pub fn least_rows(level: f64) -> u32 {
        let mut rows = 1;
        while rank(rows, level) > rows {
            rows += 1;
        }
        rows as u32
    }

    /// Returns the interval around a value.
    pub fn interval(&self, value: f64) -> (f64, f64) {
        (value - self.quantile, value + self.quantile)
    }

    /// Returns the least probability of a class in a set.
    pub fn least_probability(&self) -> f64 {
        1.0 - self.quantile - SLACK
    }

    /// Returns whether a class of this probability is in the set.
    pub fn contains(&self, probability: f64) -> bool {
        probability >= self.least_probability()
    }

    /// Checks what may come from a file.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn validate(&self) -> Result<(), String> {
        let level = (0.0..=1.0).contains(&self.level);
        match level && self.quantile >= 0.0 {
            true => Ok(()),
            false => Err("the conformal answers have no level, or no quantile".into()),
        }
    }
}

/// Returns the scores of rows whose truth is known: |value − prediction|, or 1 less the probability of the class. `labels` are
/// for probabilities, `values` for values. O(rows).
pub fn scores(predicted: &Predictions, labels: &[u32], values: &[f64]) -> Vec<f64> {
    match predicted {
        Predictions::Values(predicted) => {
            let rows = values.iter().zip(predicted);
            rows.map(|(actual, predicted)| (actual - predicted).abs())
                .collect()
        }
        Predictions::Probabilities {
            n_classes, values, ..
        } => {
            let rows = values.chunks_exact((*n_classes).max(1) as usize);
            rows.zip(labels)
                .map(|(row, label)| 1.0 - row[*label as usize])
                .collect()
        }
    }
}

/// Returns ⌈(n + 1) · level⌉, as if the product were exact.
fn rank(rows: usize, level: f64) -> usize {
    const ROUNDING: f64 = 1e-9;
    ((rows + 1) as f64 * level - ROUNDING).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_that_of_the_scores_in_order() {
        let scores: Vec<f64> = (1..=19).rev().map(f64::from).collect();
        let at = |level| Conformal::fit(scores.clone(), level).quantile;
        assert_eq!(
            [at(0.5), at(0.55), at(0.9), at(0.95)],
            [10.0, 11.0, 18.0, 19.0]
        );
        assert_eq!(at(0.96), f64::INFINITY);
        assert_eq!(Conformal::fit(Vec::new(), 0.9).quantile, f64::INFINITY);
    }

    #[test]
    fn so_many_rows_are_needed() {
        for (level, rows) in [(0.5, 1), (0.8, 4), (0.9, 9), (0.95, 19), (0.99, 99)] {
            assert_eq!(Conformal::least_rows(level), rows);
            let of = |rows: u32| Conformal::fit(vec![1.0; rows as usize], level).quantile;
            assert_eq!((of(rows), of(rows - 1)), (1.0, f64::INFINITY));
        }
    }

    #[test]
    fn without_a_finite_quantile_everything_is_inside() {
        let all = Conformal::fit(vec![0.1], 0.9);
        assert!(all.contains(0.0) && all.validate().is_ok());
        assert_eq!(all.interval(3.0), (f64::NEG_INFINITY, f64::INFINITY));
        for (level, quantile) in [(f64::NAN, 0.1), (0.9, f64::NAN), (0.9, -0.1), (1.5, 0.1)] {
            assert!(Conformal { level, quantile }.validate().is_err());
        }
    }
}
