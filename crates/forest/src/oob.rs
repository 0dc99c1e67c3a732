//! Out-of-bag estimation: predicts the train rows, each by the trees that did not learn from it.

use super::dataset::{Dataset, TargetColumn};
use super::grown::{GrownTree, LeafValue};

/// The most sums (rows × classes), which take 800 MB.
pub(super) const MOST_SUMS: u64 = 100_000_000;

/// Predictions of each train row by the trees whose bootstrap left it out, and their score after each tree.
///
/// Breiman, “Out-of-bag estimation”, 1996.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfBag {
    truth: Truth,
    /// Sums per row: the number of classes, or 1 for a regression.
    width: usize,
    /// Rows × width: the summed predictions of the trees.
    sums: Vec<f64>,
    /// By row: how many trees have predicted it.
    trees: Vec<u32>,
    /// The number of rows that some tree has predicted, and for classes how many are predicted right.
    spoken: u32,
    hits: u32,
    curve: Vec<Option<f64>>,
}

/// The target by row.
#[derive(Clone, Debug, PartialEq)]
enum Truth {
    Classes(Vec<u32>),
    Values(Vec<f64>),
}

impl Truth {
    fn new(target: &TargetColumn, rows: u32) -> Self {
        match target {
            TargetColumn::Classes { labels, .. } => Self::Classes(labels.clone()),
            TargetColumn::Values(column) => {
                let value = |row| column.values[column.codes.get(row) as usize];
                Self::Values((0..rows).map(value).collect())
            }
        }
    }
}

impl OutOfBag {
    /// Starts without trees. Returns `None` where there would be more than [`MOST_SUMS`] sums.
    pub(super) fn new(dataset: &Dataset) -> Option<Self> {
        let width = dataset.target.n_classes().max(1);
        let sums = u64::from(dataset.rows()) * u64::from(width);
        (sums <= MOST_SUMS).then(|| Self {
            truth: Truth::new(&dataset.target, dataset.rows()),
            width: width as usize,
            sums: vec![0.0; sums as usize],
            trees: vec![0; dataset.rows() as usize],
            spoken: 0,
            hits: 0,
            curve: Vec::new(),
        })
    }

    /// Adds the predictions of a tree for its rows out of the bag. O(their number × width); for values O(rows).
    pub(super) fn add(&mut self, dataset: &Dataset, tree: &GrownTree) {
        for (row, leaf) in &tree.out_of_bag {
            let row = *row as usize;
            let sums = &mut self.sums[row * self.width..][..self.width];
            let right = |sums: &[f64]| match &self.truth {
                Truth::Classes(labels) => super::predict::largest(sums) == labels[row],
                Truth::Values(_) => false,
            };
            // Only these rows change their prediction.
            let first = self.trees[row] == 0;
            self.hits -= u32::from(!first && right(sums));
            self.spoken += u32::from(first);
            self.trees[row] += 1;
            match LeafValue::of(dataset, *leaf, &tree.leaves) {
                LeafValue::Class(class) => sums[class as usize] += 1.0,
                LeafValue::Shares(classes, shares) => {
                    for (class, share) in classes.iter().zip(shares) {
                        sums[*class as usize] += share;
                    }
                }
                LeafValue::Value(value) => sums[0] += value,
            }
            self.hits += u32::from(right(sums));
        }
        self.curve.push(self.score_now());
    }

    /// Returns the score after each tree: accuracy (0 to 1) or R² (at most 1) over the rows that some tree so far left
    /// out. An entry is `None` where the score is undefined: no such row yet, or all of their targets equal.
    pub fn curve(&self) -> &[Option<f64>] {
        &self.curve
    }

    /// Returns the score after the last tree, scikit-learn's `oob_score_`.
    pub fn score(&self) -> Option<f64> {
        self.curve.last().copied().flatten()
    }

    /// Returns how many rows no tree left out, so that they have no prediction.
    pub fn never(&self) -> u32 {
        self.trees.len() as u32 - self.spoken
    }

    /// Iterates over the predictions by row: class probabilities, or the value as the only entry. `None` for a row that
    /// no tree left out.
    pub fn predictions(&self) -> impl Iterator<Item = Option<Vec<f64>>> + '_ {
        let rows = self.sums.chunks_exact(self.width).zip(&self.trees);
        rows.map(|(sums, trees)| {
            let mean = |sum: &f64| sum / f64::from(*trees);
            (*trees > 0).then(|| sums.iter().map(mean).collect())
        })
    }

    fn score_now(&self) -> Option<f64> {
        match &self.truth {
            Truth::Classes(_) => {
                (self.spoken > 0).then(|| f64::from(self.hits) / f64::from(self.spoken))
            }
            Truth::Values(targets) => self.r2(targets),
        }
    }

    fn r2(&self, targets: &[f64]) -> Option<f64> {
        let rows = || {
            let spoken = self.sums.iter().zip(&self.trees).zip(targets);
            spoken.filter(|((_, trees), _)| **trees > 0)
        };
        let (mut count, mut sum) = (0.0, 0.0);
        for (_, target) in rows() {
            count += 1.0;
            sum += target;
        }
        let mean = sum / count;
        let (mut errors, mut spread) = (0.0, 0.0);
        for ((sum, trees), target) in rows() {
            let error = target - sum / f64::from(*trees);
            errors += error * error;
            spread += (target - mean) * (target - mean);
        }
        (spread > 0.0).then(|| 1.0 - errors / spread)
    }
}
