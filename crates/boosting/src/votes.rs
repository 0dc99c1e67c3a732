//! The leaf that a row reaches in each tree, and the sums that grow from tree to tree.

use grove_forest::Matrix;

use super::BoostingPredictError;
use super::model::GradientBoosting;
use super::tree::{PackedTree, step};

impl GradientBoosting {
    /// Returns for each row and tree the number of the node in which the row ends: rows × trees, row by row; trees iteration
    /// by iteration.
    ///
    /// O(rows × (features × log bins + trees × depth)).
    ///
    /// # Errors
    /// Another number of features.
    pub fn leaf_nodes(&self, matrix: &Matrix) -> Result<Vec<u32>, BoostingPredictError> {
        self.check_features(matrix)?;
        let (parts, is_set) = (&self.parts, self.categorical());
        let mut codes = vec![0; parts.bins.len()];
        let mut leaves = Vec::with_capacity(matrix.rows() as usize * parts.trees.len());
        for row in 0..matrix.rows() as usize {
            let columns = matrix.columns().iter().zip(&parts.bins);
            for (code, (values, bins)) in codes.iter_mut().zip(columns) {
                *code = bins.bin(values[row]);
            }
            let leaf = |tree: &PackedTree| {
                let mut at = 0;
                while !tree.nodes[at].is_leaf() {
                    at += step(tree.nodes[at], &codes, &is_set, &parts.sets);
                }
                at as u32
            };
            leaves.extend(parts.trees.iter().map(leaf));
        }
        Ok(leaves)
    }

    /// Returns the sums of the first row before the first iteration and after each: (iterations + 1) × trees per iteration.
    /// The last ones are those of [`GradientBoosting::sums`].
    ///
    /// # Errors
    /// Another number of features.
    pub fn running_sums(&self, matrix: &Matrix) -> Result<Vec<f64>, BoostingPredictError> {
        let leaves = self.leaf_nodes(matrix)?;
        let parts = &self.parts;
        let per_row = parts.baseline.len();
        let mut sums = parts.baseline.clone();
        let mut all = sums.clone();
        let mut steps = parts.trees.iter().zip(leaves);
        for _ in 0..self.n_iter() {
            for (sum, (tree, leaf)) in sums.iter_mut().zip(steps.by_ref().take(per_row)) {
                *sum += tree.numbers[leaf as usize];
            }
            all.extend_from_slice(&sums);
        }
        Ok(all)
    }
}
