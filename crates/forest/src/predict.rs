//! What a forest says of new rows.

use super::descend::Block;
use super::encode::{Code, fits};
use super::leaves::Leaf;
use super::model::Stored;
use super::{Forest, Matrix, PredictError};

/// So few trees do not repay that rows are arranged for them.
pub(super) const FEW_TREES: usize = 8;

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
        self.visit(matrix, |start, rows, leaf| {
            if let Leaf::Shares {
                classes: present,
                shares,
            } = leaf
            {
                for (class, share) in present.iter().zip(shares) {
                    let sums = &mut sums[start * classes + *class as usize..];
                    for row in rows {
                        sums[usize::from(*row) * classes] += share;
                    }
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
        self.visit(matrix, |start, rows, leaf| {
            if let Leaf::Value(value) = leaf {
                let sums = &mut sums[start..];
                for row in rows {
                    sums[usize::from(*row)] += value;
                }
            }
        })?;
        let trees = f64::from(self.n_estimators());
        sums.iter_mut().for_each(|sum| *sum /= trees);
        Ok(sums)
    }

    /// Whether the matrix has the features that the forest was grown on.
    pub(super) fn fits(&self, matrix: &Matrix) -> Result<(), PredictError> {
        let (expected, found) = (self.n_features(), matrix.features());
        match found == expected {
            true => Ok(()),
            false => Err(PredictError::Features { expected, found }),
        }
    }

    /// Calls `visit` with each leaf that rows come to, and those rows: a first row, and how many further each
    /// of them is. The trees in order.
    fn visit(
        &self,
        matrix: &Matrix,
        visit: impl FnMut(usize, &[u16], Leaf),
    ) -> Result<(), PredictError> {
        self.fits(matrix)?;
        match fits::<u16>(&self.stored) {
            true => self.visit_coded::<u16>(matrix, visit),
            false => self.visit_coded::<u32>(matrix, visit),
        }
        Ok(())
    }

    fn visit_coded<C: Code>(&self, matrix: &Matrix, visit: impl FnMut(usize, &[u16], Leaf)) {
        // Many rows in a block share the work for a node; many features must not take too much memory.
        match (matrix.rows(), self.n_features()) {
            (..=256, _) => self.visit_blocks::<C, 256>(matrix, visit),
            (..=4096, _) | (_, 257..) => self.visit_blocks::<C, 4096>(matrix, visit),
            _ => self.visit_blocks::<C, 65536>(matrix, visit),
        }
    }

    fn visit_blocks<C: Code, const N: usize>(
        &self,
        matrix: &Matrix,
        mut visit: impl FnMut(usize, &[u16], Leaf),
    ) {
        let Stored {
            cuts,
            trees,
            leaves,
            ..
        } = &self.stored;
        let packing = self.stored.packing();
        let mut block = Block::<C, N>::new(cuts.len());
        for start in (0..matrix.rows() as usize).step_by(N) {
            block.fill(cuts, matrix, start);
            if trees.len() > FEW_TREES {
                block.arrange(&trees[0], packing);
            }
            for tree in trees {
                block.descend(tree, packing, |rows, leaf| {
                    visit(start, rows, leaves.get(leaf));
                });
            }
        }
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
