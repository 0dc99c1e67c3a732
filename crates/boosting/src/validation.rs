//! The rows that are not learned from: which they are, and their loss after each iteration.

use std::ops::Range;

use grove_forest::{Matrix, Stream};

use super::binning::FeatureBins;
use super::losses::{Objective, Targets};
use super::tree::PackedTree;

/// The validation rows.
pub(super) struct ValidationRows {
    /// Row after row.
    codes: Vec<u8>,
    features: usize,
    /// In the scaled unit.
    targets: Targets,
    weights: Option<Vec<f64>>,
    total_weight: f64,
    /// Row after row.
    sums: Vec<f64>,
}

impl ValidationRows {
    pub fn new(targets: Targets, weights: Option<Vec<f64>>, features: usize) -> Self {
        let rows = targets.len();
        Self {
            codes: vec![0; rows * features],
            features,
            total_weight: weights
                .as_ref()
                .map_or(rows as f64, |weights| weights.iter().sum()),
            targets,
            weights,
            sums: Vec::new(),
        }
    }

    pub fn rows(&self) -> usize {
        self.targets.len()
    }

    /// Sets the codes of a feature.
    pub fn fill(&mut self, feature: usize, bins: &FeatureBins, values: impl Iterator<Item = f64>) {
        for (row, value) in self.codes.chunks_exact_mut(self.features).zip(values) {
            row[feature] = bins.bin(value);
        }
    }

    /// Sets every row's sums.
    pub fn begin(&mut self, baseline: &[f64]) {
        self.sums = baseline.repeat(self.rows());
    }

    /// Adds what a tree predicts for some rows.
    pub fn add(
        &mut self,
        tree: &PackedTree,
        class: usize,
        classes: usize,
        is_set: &[bool],
        sets: &[[u64; 4]],
        rows: Range<usize>,
    ) {
        for row in rows {
            let codes = &self.codes[row * self.features..(row + 1) * self.features];
            self.sums[row * classes + class] += tree.value(codes, is_set, sets);
        }
    }

    /// Returns the mean loss.
    pub fn loss(&self, objective: Objective) -> f64 {
        let mut loss = 0.0;
        let classes = objective.sums();
        for (row, sums) in self.sums.chunks_exact(classes).enumerate() {
            let weight = self.weights.as_ref().map_or(1.0, |weights| weights[row]);
            loss += weight * objective.loss(&self.targets, row, sums);
        }
        loss / self.total_weight
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let numbers = self.sums.len() + self.weights.as_ref().map_or(0, Vec::len);
        self.codes.len() as u64 + 8 * numbers as u64 + self.targets.bytes()
    }
}

/// Draws validation rows: ⌈share × rows⌉ of them, of each class in proportion, so that at least one row (of each class)
/// is left. Returns them in ascending order.
pub(super) fn draw(candidates: &[u32], labels: Option<&[u32]>, share: f64, seed: u64) -> Vec<u32> {
    let rows = candidates.len();
    let wanted = ((share * rows as f64).ceil() as usize).min(rows.saturating_sub(1));
    // Rows by class, each class in the order of its rows.
    let mut sorted = candidates.to_vec();
    if let Some(labels) = labels {
        sorted.sort_by_key(|row| labels[*row as usize]);
    }
    let of_class = |row: &u32| labels.map_or(0, |labels| labels[*row as usize]);
    let classes: Vec<&[u32]> = sorted.chunk_by(|a, b| of_class(a) == of_class(b)).collect();
    // In 64 bits, also where `usize` has 32.
    let share_of = |class: &[u32]| wanted as u64 * class.len() as u64;
    let total = rows.max(1) as u64;
    let mut taken: Vec<usize> = classes
        .iter()
        .map(|class| ((share_of(class) / total) as usize).min(class.len() - 1))
        .collect();
    // What rounding left goes to the classes with the largest remainders.
    let mut by_remainder: Vec<usize> = (0..classes.len()).collect();
    by_remainder.sort_by_key(|class| std::cmp::Reverse(share_of(classes[*class]) % total));
    let mut missing = wanted.saturating_sub(taken.iter().sum());
    let room = |class: usize, taken: &[usize]| taken[class] + 1 < classes[class].len();
    while missing > 0 && (0..classes.len()).any(|class| room(class, &taken)) {
        for class in &by_remainder {
            if missing > 0 && room(*class, &taken) {
                taken[*class] += 1;
                missing -= 1;
            }
        }
    }
    let mut drawn = Vec::with_capacity(wanted);
    for (class, count) in classes.iter().zip(taken) {
        let mut rows = class.to_vec();
        let index = rows.first().map_or(0, of_class);
        Stream::new(seed, "boosting validation", u64::from(index)).shuffle(&mut rows);
        drawn.extend(&rows[..count]);
    }
    drawn.sort_unstable();
    drawn
}

/// Returns the values of some rows of a column; `None` for all rows.
pub(super) fn picked<'a>(
    matrix: &'a Matrix,
    feature: usize,
    rows: Option<&'a [u32]>,
) -> impl Iterator<Item = f64> + 'a {
    let column = &matrix.columns()[feature];
    let count = rows.map_or(column.len(), <[u32]>::len);
    (0..count).map(move |place| match rows {
        None => column[place],
        Some(rows) => column[rows[place] as usize],
    })
}
