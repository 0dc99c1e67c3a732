//! How impure a node is, and how much purer a split makes it.
//!
//! A scan moves the rows of a node from the right side to the left, one by one; a criterion keeps
//! the sums that this changes. Its score grows with the decrease in impurity and costs O(1), whatever
//! the number of classes.

use super::leaves::{Leaves, SharesTable, ValuesTable};

/// The rows of a node in ascending order, and how often the bootstrap drew each row of the table.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub samples: &'a [u32],
    pub counts: &'a [u16],
}

/// The sums behind one impurity measure.
pub(super) trait Criterion {
    /// Starts a node. True if all its targets are equal.
    fn enter(&mut self, rows: Rows) -> bool;
    /// What `take` needs to know of each row of the node.
    fn payloads(&self) -> &[u32];
    /// Puts all rows of the node on the right side.
    fn reset(&mut self);
    /// Moves one row to the left side.
    fn take(&mut self, payload: u32);
    /// The score of the present sides, of which neither may be empty.
    fn score(&self) -> f64;
    /// The score of not splitting. `score() - base()` is the decrease in impurity times the node's weight.
    fn base(&self) -> f64;
    /// The index of the leaf that the node would be.
    fn leaf(&mut self) -> u32;
    /// All leaves of all trees.
    fn into_leaves(self) -> Leaves;
}

/// Gini impurity, 1 − Σ pₖ². The weighted sum over two sides falls as Σ (Σₖ wₖ²) / w rises.
pub(super) struct Gini {
    labels: Vec<u32>,
    class_weights: Vec<f64>,
    /// Of each row in the node: its class above its count.
    payloads: Vec<u32>,
    /// The node's classes, and the weight of each class in the node and on the left side.
    present: Vec<u32>,
    total: Vec<f64>,
    left: Vec<f64>,
    weight: f64,
    squares: f64,
    weight_left: f64,
    squares_left: f64,
    squares_right: f64,
    leaf: Vec<(u32, u64)>,
    table: SharesTable,
}

impl Gini {
    /// Labels must be below `n_classes`, which is at most 2¹⁶.
    pub fn new(labels: &[u32], n_classes: u32, balanced: bool) -> Self {
        let classes = n_classes as usize;
        Self {
            labels: labels.to_vec(),
            class_weights: class_weights(labels, classes, balanced),
            payloads: Vec::new(),
            present: Vec::new(),
            total: vec![0.0; classes],
            left: vec![0.0; classes],
            weight: 0.0,
            squares: 0.0,
            weight_left: 0.0,
            squares_left: 0.0,
            squares_right: 0.0,
            leaf: Vec::new(),
            table: SharesTable::default(),
        }
    }
}

/// One, or n / (k · nₖ) over the classes that occur, as scikit-learn's “balanced”.
fn class_weights(labels: &[u32], n_classes: usize, balanced: bool) -> Vec<f64> {
    if !balanced {
        return vec![1.0; n_classes];
    }
    let mut counts = vec![0u32; n_classes];
    for label in labels {
        counts[*label as usize] += 1;
    }
    let occurring = counts.iter().filter(|count| **count > 0).count() as f64;
    let rows = labels.len() as f64;
    counts
        .into_iter()
        .map(|count| rows / (occurring * f64::from(count.max(1))))
        .collect()
}

impl Criterion for Gini {
    fn enter(&mut self, rows: Rows) -> bool {
        for class in self.present.drain(..) {
            self.total[class as usize] = 0.0;
        }
        self.payloads.clear();
        for row in rows.samples {
            let class = self.labels[*row as usize];
            let count = rows.counts[*row as usize];
            self.payloads.push(class << 16 | u32::from(count));
            let total = &mut self.total[class as usize];
            if *total == 0.0 {
                self.present.push(class);
            }
            *total += self.class_weights[class as usize] * f64::from(count);
        }
        self.present.sort_unstable();
        self.weight = 0.0;
        self.squares = 0.0;
        for class in &self.present {
            let total = self.total[*class as usize];
            self.weight += total;
            self.squares += total * total;
        }
        self.present.len() == 1
    }

    fn payloads(&self) -> &[u32] {
        &self.payloads
    }

    fn reset(&mut self) {
        for class in &self.present {
            self.left[*class as usize] = 0.0;
        }
        self.weight_left = 0.0;
        self.squares_left = 0.0;
        self.squares_right = self.squares;
    }

    fn take(&mut self, payload: u32) {
        let class = (payload >> 16) as usize;
        let weight = self.class_weights[class] * f64::from(payload & 0xffff);
        let left = self.left[class];
        let right = self.total[class] - left;
        self.left[class] = left + weight;
        self.weight_left += weight;
        self.squares_left += weight * (2.0 * left + weight);
        self.squares_right -= weight * (2.0 * right - weight);
    }

    fn score(&self) -> f64 {
        self.squares_left / self.weight_left + self.squares_right / (self.weight - self.weight_left)
    }

    fn base(&self) -> f64 {
        self.squares / self.weight
    }

    fn leaf(&mut self) -> u32 {
        self.leaf.clear();
        for class in &self.present {
            let share = self.total[*class as usize] / self.weight;
            self.leaf.push((*class, share.to_bits()));
        }
        self.table.insert(&self.leaf)
    }

    fn into_leaves(self) -> Leaves {
        self.table.finish(self.total.len() as u32)
    }
}

/// Variance. The weighted sum over two sides falls as Σ (Σ w·y)² / w rises.
///
/// Targets are taken from their mean in the node, so that a large common offset costs no precision.
pub(super) struct Variance {
    targets: Vec<f64>,
    /// Of each row in the node: its position.
    payloads: Vec<u32>,
    /// Of each row in the node: its weight, and its weight times its distance from the mean.
    weights: Vec<f64>,
    deviations: Vec<f64>,
    mean: f64,
    weight: f64,
    sum: f64,
    weight_left: f64,
    sum_left: f64,
    table: ValuesTable,
}

impl Variance {
    pub fn new(targets: &[f64]) -> Self {
        Self {
            // -0.0 becomes 0.0, so that equal targets are equal bits.
            targets: targets.iter().map(|y| y + 0.0).collect(),
            payloads: Vec::new(),
            weights: Vec::new(),
            deviations: Vec::new(),
            mean: 0.0,
            weight: 0.0,
            sum: 0.0,
            weight_left: 0.0,
            sum_left: 0.0,
            table: ValuesTable::default(),
        }
    }
}

impl Criterion for Variance {
    fn enter(&mut self, rows: Rows) -> bool {
        let target = |row: &u32| self.targets[*row as usize];
        // Sums of distances from a member are exact zeros where all targets are equal.
        let member = rows.samples.first().map_or(0.0, target);
        self.payloads.clear();
        self.payloads.extend(0..rows.samples.len() as u32);
        self.weights.clear();
        self.deviations.clear();
        self.weight = 0.0;
        let mut sum = 0.0;
        let mut pure = true;
        for row in rows.samples {
            let weight = f64::from(rows.counts[*row as usize]);
            let distance = target(row) - member;
            self.weights.push(weight);
            self.deviations.push(distance);
            self.weight += weight;
            sum += weight * distance;
            pure &= distance == 0.0;
        }
        let shift = sum / self.weight;
        self.mean = member + shift;
        self.sum = 0.0;
        for (deviation, weight) in self.deviations.iter_mut().zip(&self.weights) {
            *deviation = weight * (*deviation - shift);
            self.sum += *deviation;
        }
        pure
    }

    fn payloads(&self) -> &[u32] {
        &self.payloads
    }

    fn reset(&mut self) {
        self.weight_left = 0.0;
        self.sum_left = 0.0;
    }

    fn take(&mut self, payload: u32) {
        self.weight_left += self.weights[payload as usize];
        self.sum_left += self.deviations[payload as usize];
    }

    fn score(&self) -> f64 {
        let right = self.sum - self.sum_left;
        self.sum_left * self.sum_left / self.weight_left
            + right * right / (self.weight - self.weight_left)
    }

    fn base(&self) -> f64 {
        self.sum * self.sum / self.weight
    }

    fn leaf(&mut self) -> u32 {
        self.table.insert(self.mean + 0.0)
    }

    fn into_leaves(self) -> Leaves {
        self.table.finish()
    }
}
