//! Out-of-bag estimation: predicts the train rows, each by the trees that did not learn from it.

use super::dataset::{Dataset, TargetColumn};
use super::grown::{GrownTree, LeafValue};

/// The most sums (rows × classes), which take 800 MB.
const MOST_SUMS: u64 = 100_000_000;

/// Predictions of each train row by the trees whose bootstrap left it out, and their score after each tree.
///
/// Breiman, “Out-of-bag estimation”, 1996.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfBag {
    target: TargetColumn,
    /// Sums per row: the number of classes, or 1 for a regression.
    width: usize,
    /// Rows × width: the summed predictions of the trees.
    sums: Vec<f64>,
    /// By row: how many trees have predicted it.
    trees: Vec<u32>,
    curve: Vec<Option<f64>>,
}

impl OutOfBag {
    /// Starts without trees. Returns `None` where there would be more than [`MOST_SUMS`] sums.
    pub(super) fn new(dataset: &Dataset) -> Option<Self> {
        let width = dataset.target.n_classes().max(1);
        let sums = u64::from(dataset.rows()) * u64::from(width);
        (sums <= MOST_SUMS).then(|| Self {
            target: dataset.target.clone(),
            width: width as usize,
            sums: vec![0.0; sums as usize],
            trees: vec![0; dataset.rows() as usize],
            curve: Vec::new(),
        })
    }

    /// Adds the predictions of a tree for its rows out of the bag. O(rows × width).
    pub(super) fn add(&mut self, dataset: &Dataset, tree: &GrownTree) {
        for (row, leaf) in &tree.out_of_bag {
            let row = *row as usize;
            let sums = &mut self.sums[row * self.width..][..self.width];
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
        self.trees.iter().filter(|trees| **trees == 0).count() as u32
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
        match &self.target {
            TargetColumn::Classes { labels, .. } => self.accuracy(labels),
            TargetColumn::Values(targets) => {
                let rows = 0..self.trees.len() as u32;
                self.r2(|| {
                    rows.clone()
                        .map(|row| targets.values[targets.codes.get(row) as usize])
                })
            }
        }
    }

    fn accuracy(&self, labels: &[u32]) -> Option<f64> {
        let (mut hits, mut rows) = (0u32, 0u32);
        let sums = self.sums.chunks_exact(self.width);
        for ((sums, trees), label) in sums.zip(&self.trees).zip(labels) {
            if *trees > 0 {
                rows += 1;
                hits += u32::from(super::predict::largest(sums) == *label);
            }
        }
        (rows > 0).then(|| f64::from(hits) / f64::from(rows))
    }

    fn r2<I: Iterator<Item = f64>>(&self, targets: impl Fn() -> I) -> Option<f64> {
        let rows = || {
            let spoken = self.sums.iter().zip(&self.trees).zip(targets());
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
