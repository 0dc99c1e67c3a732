//! All thresholds between one class and the others that predict some rows differently, with what each makes of the rows.

use grove_models::{Decision, decided};
use grove_protocol::report::{DecisionCounts, ThresholdPoint};

/// What thresholds of one class make of some rows.
pub struct Candidates {
    /// The different probabilities of the class, from the highest down.
    values: Vec<f64>,
    /// What it makes of the rows to predict none of them as the class, and then those of the first probability, of the
    /// first two, and so on.
    sums: Vec<ThresholdPoint>,
    /// Rows of the class.
    pub positives: u32,
    /// Rows of other classes.
    pub negatives: u32,
}

/// A row's probability of the class, whether it is of the class, and whether it is predicted right if it is not predicted
/// as the class.
type ScoredRow = (f64, bool, bool);

impl Candidates {
    /// Counts rows with these labels and probabilities, rows × classes. O(rows × (log rows + classes)).
    pub fn new(class: u32, labels: &[u32], probabilities: &[f64]) -> Self {
        let n_classes = probabilities.len().checked_div(labels.len()).unwrap_or(0);
        let never = Decision {
            class,
            threshold: f64::INFINITY,
        };
        let scored = |(row, &label): (&[f64], &u32)| {
            let right_below = decided(row, Some(&never)) == label;
            (row[class as usize], label == class, right_below)
        };
        let rows = probabilities.chunks_exact(n_classes.max(1)).zip(labels);
        let mut rows: Vec<ScoredRow> = rows.map(scored).collect();
        rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut at = ThresholdPoint {
            threshold: 1.0,
            true_positives: 0,
            false_positives: 0,
            right: rows.iter().map(|(.., right)| u32::from(*right)).sum(),
        };
        let (mut values, mut sums) = (Vec::new(), vec![at]);
        for equal in rows.chunk_by(|a, b| a.0 == b.0) {
            for (_, positive, right_below) in equal {
                at.true_positives += u32::from(*positive);
                at.false_positives += u32::from(!*positive);
                at.right = at.right + u32::from(*positive) - u32::from(*right_below);
            }
            values.push(equal[0].0);
            sums.push(at);
        }
        Self {
            values,
            sums,
            positives: at.true_positives,
            negatives: at.false_positives,
        }
    }

    /// Iterates over the thresholds from the highest down; each predicts more rows as the class than the one before. Each
    /// lies halfway between two neighbouring probabilities, or between the first or last and 1 or 0: then a last bit, which
    /// other programs compute otherwise, decides nothing. None is left out.
    pub fn all(&self) -> impl Iterator<Item = ThresholdPoint> + '_ {
        (self.first()..self.sums.len()).map(|count| {
            let at = self.at_count(count);
            let lower = self.values.get(count).copied().unwrap_or(0.0);
            ThresholdPoint {
                threshold: between(lower, at.threshold),
                ..at
            }
        })
    }

    /// Iterates over the same points, each with the highest threshold that makes the same of the rows, as scikit-learn's
    /// curves have them.
    pub fn highest(&self) -> impl ExactSizeIterator<Item = ThresholdPoint> + '_ {
        (self.first()..self.sums.len()).map(|count| self.at_count(count))
    }

    /// Returns the point at this place of [`Self::highest`].
    fn at_count(&self, count: usize) -> ThresholdPoint {
        let value = count.checked_sub(1).map_or(1.0, |last| self.values[last]);
        ThresholdPoint {
            threshold: value,
            ..self.sums[count]
        }
    }

    /// Returns 1 where no threshold is above all probabilities, because one of them is 1.
    fn first(&self) -> usize {
        usize::from(self.values.first().is_some_and(|highest| *highest >= 1.0))
    }

    /// Returns what a threshold makes of the rows. O(log rows).
    pub fn at(&self, threshold: f64) -> ThresholdPoint {
        let count = self.values.partition_point(|value| *value >= threshold);
        ThresholdPoint {
            threshold,
            ..self.sums[count]
        }
    }

    /// Returns the four counts of a point.
    pub const fn counts(&self, at: &ThresholdPoint) -> DecisionCounts {
        DecisionCounts {
            true_positives: at.true_positives,
            false_positives: at.false_positives,
            true_negatives: self.negatives - at.false_positives,
            false_negatives: self.positives - at.true_positives,
        }
    }
}

/// Returns the number halfway between two, above the lower one and at most the higher one.
fn between(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) / 2.0;
    if middle > low { middle } else { high }
}
