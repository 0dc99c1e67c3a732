//! What a forest says of new rows.

use super::leaves::Leaf;
use super::model::PackedNode;
use super::{Forest, Matrix, PredictError};

/// Rows that are predicted together, so that a tree is used several times while it is at hand.
const BLOCK: u32 = 256;

/// The code of a missing value.
const MISSING: u32 = u32::MAX;

impl Forest {
    /// The probability of each class for each row: rows × classes, row by row. The mean over the
    /// trees of the class shares in the leaf that the row falls into.
    ///
    /// O(rows × (features × log nodes + trees × depth)); like the other predictions it treats each
    /// row by itself, so a caller may slice the rows.
    pub fn predict_proba(&self, matrix: &Matrix) -> Result<Vec<f64>, PredictError> {
        let classes = self.n_classes() as usize;
        if classes == 0 {
            return Err(PredictError::Task { asked: "classes" });
        }
        let mut sums = vec![0.0; matrix.rows() as usize * classes];
        self.visit(matrix, |row, leaf| {
            if let Leaf::Shares {
                classes: present,
                shares,
            } = leaf
            {
                for (class, share) in present.iter().zip(shares) {
                    sums[row as usize * classes + *class as usize] += share;
                }
            }
        })?;
        let trees = f64::from(self.n_estimators());
        sums.iter_mut().for_each(|sum| *sum /= trees);
        Ok(sums)
    }

    /// The most probable class of each row; of equally probable ones the lowest.
    pub fn predict_classes(&self, matrix: &Matrix) -> Result<Vec<u32>, PredictError> {
        let probabilities = self.predict_proba(matrix)?;
        let rows = probabilities.chunks_exact(self.n_classes() as usize);
        Ok(rows.map(largest).collect())
    }

    /// The value of each row: the mean over the trees of the mean target in the leaf that the row
    /// falls into.
    pub fn predict_values(&self, matrix: &Matrix) -> Result<Vec<f64>, PredictError> {
        if self.n_classes() > 0 {
            return Err(PredictError::Task { asked: "values" });
        }
        let mut sums = vec![0.0; matrix.rows() as usize];
        self.visit(matrix, |row, leaf| {
            if let Leaf::Value(value) = leaf {
                sums[row as usize] += value;
            }
        })?;
        let trees = f64::from(self.n_estimators());
        sums.iter_mut().for_each(|sum| *sum /= trees);
        Ok(sums)
    }

    /// Calls `visit` with every row and each of its leaves, the trees in order.
    fn visit(&self, matrix: &Matrix, mut visit: impl FnMut(u32, Leaf)) -> Result<(), PredictError> {
        let features = self.n_features();
        if matrix.features() != features {
            return Err(PredictError::Features {
                expected: features,
                found: matrix.features(),
            });
        }
        let features = features as usize;
        let mut codes = Vec::new();
        for start in (0..matrix.rows()).step_by(BLOCK as usize) {
            let rows = BLOCK.min(matrix.rows() - start);
            self.encode(matrix, start, rows, &mut codes);
            for tree in &self.stored.trees {
                for (row, codes) in (start..).zip(codes.chunks_exact(features)) {
                    visit(row, self.stored.leaves.get(leaf_of(tree, codes)));
                }
            }
        }
        Ok(())
    }

    /// For each row of a block and each feature: how many of the feature's cuts the value is above.
    fn encode(&self, matrix: &Matrix, start: u32, rows: u32, codes: &mut Vec<u32>) {
        let features = self.stored.cuts.len();
        codes.clear();
        codes.resize(rows as usize * features, 0);
        let range = start as usize..(start + rows) as usize;
        for (feature, (column, cuts)) in matrix.columns().iter().zip(&self.stored.cuts).enumerate()
        {
            for (row, value) in column[range.clone()].iter().enumerate() {
                codes[row * features + feature] = if value.is_nan() {
                    MISSING
                } else {
                    cuts.partition_point(|cut| cut < value) as u32
                };
            }
        }
    }
}

/// The leaf that a row falls into. Each step goes forward, so that it ends.
fn leaf_of(tree: &[PackedNode], codes: &[u32]) -> u32 {
    let mut at = 0;
    loop {
        let node = tree[at];
        let Some(feature) = node.feature() else {
            return node.value;
        };
        // A value is at or below a cut exactly if it is above no more cuts than lie before it.
        let code = codes[feature as usize];
        let goes_left = code <= node.value || (code == MISSING && node.missing_left());
        at += if goes_left { 1 } else { node.right as usize };
    }
}

/// The place of the largest; of equal ones the first.
pub(super) fn largest(row: &[f64]) -> u32 {
    let mut best = 0;
    for (class, probability) in (0..).zip(row) {
        if *probability > row[best as usize] {
            best = class;
        }
    }
    best
}
