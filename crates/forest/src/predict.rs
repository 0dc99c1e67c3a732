//! Predicts classes, probabilities and values of new rows.

use super::cut_grid::{CutCode, fits};
use super::leaves::Leaf;
use super::model::ForestParts;
use super::row_block::RowBlock;
use super::{Forest, ForestPredictError, Matrix};

/// Up to so many trees do not repay sorting the rows by leaf.
pub(super) const FEW_TREES: usize = 8;

impl Forest {
    /// Predicts class probabilities, rows × classes, row by row: the mean over the trees of the class shares in the
    /// row's leaf.
    ///
    /// O(rows × (features × log nodes + trees × depth)). As in all predictions each row is independent of the others, so
    /// a caller may slice the matrix.
    ///
    /// # Errors
    /// For a regression forest, and where the matrix has another number of features than the forest.
    pub fn predict_proba(&self, matrix: &Matrix) -> Result<Vec<f64>, ForestPredictError> {
        let classes = self.n_classes() as usize;
        if classes == 0 {
            return Err(ForestPredictError::Task { asked: "classes" });
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

    /// Predicts the most probable class of each row; the lowest of equally probable ones.
    ///
    /// # Errors
    /// As [`Forest::predict_proba`].
    pub fn predict_classes(&self, matrix: &Matrix) -> Result<Vec<u32>, ForestPredictError> {
        let probabilities = self.predict_proba(matrix)?;
        let rows = probabilities.chunks_exact(self.n_classes() as usize);
        Ok(rows.map(largest).collect())
    }

    /// Predicts the value of each row: the mean over the trees of the mean target in the row's leaf.
    ///
    /// # Errors
    /// For a classification forest, and where the matrix has another number of features than the forest.
    pub fn predict_values(&self, matrix: &Matrix) -> Result<Vec<f64>, ForestPredictError> {
        if self.n_classes() > 0 {
            return Err(ForestPredictError::Task { asked: "values" });
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

    /// Checks that the matrix has as many features as the forest was grown on.
    pub(super) fn check_features(&self, matrix: &Matrix) -> Result<(), ForestPredictError> {
        let (expected, found) = (self.n_features(), matrix.features());
        match found == expected {
            true => Ok(()),
            false => Err(ForestPredictError::Features { expected, found }),
        }
    }

    /// Calls `visit` for each tree in order, with the rows that reach a leaf (the first row of a block, and offsets from
    /// it) and the leaf.
    fn visit(
        &self,
        matrix: &Matrix,
        visit: impl FnMut(usize, &[u16], Leaf),
    ) -> Result<(), ForestPredictError> {
        self.check_features(matrix)?;
        match fits::<u16>(&self.parts) {
            true => self.visit_coded::<u16>(matrix, visit),
            false => self.visit_coded::<u32>(matrix, visit),
        }
        Ok(())
    }

    fn visit_coded<C: CutCode>(&self, matrix: &Matrix, visit: impl FnMut(usize, &[u16], Leaf)) {
        // Large blocks share the work per node among more rows, but take too much memory with many features.
        match (matrix.rows(), self.n_features()) {
            (..=256, _) => self.visit_blocks::<C, 256>(matrix, visit),
            (..=4096, _) | (_, 257..) => self.visit_blocks::<C, 4096>(matrix, visit),
            _ => self.visit_blocks::<C, 65536>(matrix, visit),
        }
    }

    fn visit_blocks<C: CutCode, const N: usize>(
        &self,
        matrix: &Matrix,
        mut visit: impl FnMut(usize, &[u16], Leaf),
    ) {
        let ForestParts {
            cuts,
            trees,
            leaves,
            ..
        } = &self.parts;
        let layout = self.parts.layout();
        let mut block = RowBlock::<C, N>::new(cuts.len());
        for start in (0..matrix.rows() as usize).step_by(N) {
            block.fill(cuts, matrix, start);
            if trees.len() > FEW_TREES {
                block.sort_by_leaf(&trees[0], layout);
            }
            for tree in trees {
                block.descend(tree, layout, |rows, leaf| {
                    visit(start, rows, leaves.get(leaf));
                });
            }
        }
    }
}

/// Returns the position of the largest number; the first of equal ones.
pub(super) fn largest(row: &[f64]) -> u32 {
    let mut best = 0;
    for (class, probability) in (0..).zip(row) {
        if *probability > row[best as usize] {
            best = class;
        }
    }
    best
}
