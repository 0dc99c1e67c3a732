//! Out of bag: what a forest says of its own rows through the trees that did not learn from them.

use super::dataset::{Dataset, Learned};
use super::grown::{GrownTree, PlainLeaf};

/// More sums than this would take more memory than the forest is worth.
const MOST_SUMS: u64 = 100_000_000;

/// Predictions of each row by the trees whose bootstrap left it out (Breiman, “Out-of-bag estimation”,
/// 1996), and how good they are after each tree.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfBag {
    target: Learned,
    /// Classes of a row, or 1.
    width: usize,
    /// Rows × width: the sum of what the trees say.
    sums: Vec<f64>,
    /// Of each row: how many trees spoke.
    trees: Vec<u32>,
    curve: Vec<Option<f64>>,
}

impl OutOfBag {
    /// `None` where the sums would not fit.
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

    /// O(rows × width).
    pub(super) fn add(&mut self, dataset: &Dataset, tree: &GrownTree) {
        for (row, leaf) in &tree.out_of_bag {
            let row = *row as usize;
            let sums = &mut self.sums[row * self.width..][..self.width];
            self.trees[row] += 1;
            match PlainLeaf::of(dataset, *leaf, &tree.leaves) {
                PlainLeaf::Class(class) => sums[class as usize] += 1.0,
                PlainLeaf::Shares(classes, shares) => {
                    for (class, share) in classes.iter().zip(shares) {
                        sums[*class as usize] += share;
                    }
                }
                PlainLeaf::Value(value) => sums[0] += value,
            }
        }
        self.curve.push(self.score_now());
    }

    /// After each tree: the accuracy or R² over the rows that were out of some bag so far; `None` where
    /// that is not defined (no such row, or equal targets).
    pub fn curve(&self) -> &[Option<f64>] {
        &self.curve
    }

    /// scikit-learn's `oob_score_`, the last of the curve.
    pub fn score(&self) -> Option<f64> {
        self.curve.last().copied().flatten()
    }

    /// How many rows were in every bag, so that nothing can be said of them.
    pub fn never(&self) -> u32 {
        self.trees.iter().filter(|trees| **trees == 0).count() as u32
    }

    /// The class probabilities, or the value as the only entry, of each row; `None` for a row that was in
    /// every bag.
    pub fn predictions(&self) -> impl Iterator<Item = Option<Vec<f64>>> + '_ {
        let rows = self.sums.chunks_exact(self.width).zip(&self.trees);
        rows.map(|(sums, trees)| {
            let mean = |sum: &f64| sum / f64::from(*trees);
            (*trees > 0).then(|| sums.iter().map(mean).collect())
        })
    }

    fn score_now(&self) -> Option<f64> {
        match &self.target {
            Learned::Classes { labels, .. } => self.accuracy(labels),
            Learned::Values(targets) => {
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
