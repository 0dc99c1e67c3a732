//! Predicts quantiles of the targets of new rows (Meinshausen, “Quantile Regression Forests”, 2006).

use std::slice;

use super::cut_grid::{CutCode, fits};
use super::leaf_members::LeafMembers;
use super::leaves::Leaves;
use super::model::ForestParts;
use super::predict::FEW_TREES;
use super::row_block::RowBlock;
use super::{Forest, ForestPredictError, Matrix};

/// The rows of a block: their leaves in all trees are kept in memory.
const ROWS: usize = 4096;

/// A share that misses a quantile by less than this is a rounding error.
const SLACK: f64 = 1e-9;

impl Forest {
    /// Predicts quantiles, each from 0 to 1, of the target of each row: rows × quantiles, row by row.
    ///
    /// Each tree has the same weight. It spreads its weight over the members of the row's leaf: the targets of the
    /// in-bag rows there, in proportion to the rows' weights. A quantile is the smallest target whose weight, together
    /// with that of all smaller targets, reaches the quantile's share of the total; a shortfall of less than 10⁻⁹ is
    /// ignored. A leaf with more than 128 distinct targets keeps 128 of them, evenly spread, so that shares are exact to
    /// 1/256.
    ///
    /// O(rows × (features × log nodes + trees × (depth + quantiles × log targets))).
    ///
    /// # Errors
    /// For a classification forest, where the matrix has another number of features than the forest, and for a quantile
    /// outside of 0 to 1.
    pub fn predict_quantiles(
        &self,
        matrix: &Matrix,
        quantiles: &[f64],
    ) -> Result<Vec<f64>, ForestPredictError> {
        let Leaves::Values {
            targets, members, ..
        } = &self.parts.leaves
        else {
            return Err(ForestPredictError::Task { asked: "quantiles" });
        };
        self.check_features(matrix)?;
        let wrong = quantiles.iter().find(|q| !(0.0..=1.0).contains(*q));
        if let Some(value) = wrong {
            return Err(ForestPredictError::Quantile { value: *value });
        }
        let mut found = Vec::with_capacity(matrix.rows() as usize * quantiles.len());
        let pure = targets.len() as u32;
        let visit = |leaves: &[u32]| {
            let held = leaves.iter().map(|leaf| match leaf.checked_sub(pure) {
                Some(place) => members.get(place),
                // A pure leaf's number is its target's rank.
                None => LeafMembers {
                    ranks: slice::from_ref(leaf),
                    reached: &[1],
                },
            });
            let held: Vec<LeafMembers> = held.collect();
            let ranks = quantiles.iter().map(|share| quantile(&held, *share));
            found.extend(ranks.map(|rank| targets[rank as usize]));
        };
        match fits::<u16>(&self.parts) {
            true => self.leaves_of_rows::<u16>(matrix, visit),
            false => self.leaves_of_rows::<u32>(matrix, visit),
        }
        Ok(found)
    }

    /// Calls `visit` for each row, in order, with its leaf in each tree.
    fn leaves_of_rows<C: CutCode>(&self, matrix: &Matrix, mut visit: impl FnMut(&[u32])) {
        let ForestParts { cuts, trees, .. } = &self.parts;
        let layout = self.parts.layout();
        let rows = matrix.rows() as usize;
        let mut block = RowBlock::<C, ROWS>::new(cuts.len());
        let mut leaves = vec![0; ROWS.min(rows) * trees.len()];
        for start in (0..rows).step_by(ROWS) {
            block.fill(cuts, matrix, start);
            if trees.len() > FEW_TREES {
                block.sort_by_leaf(&trees[0], layout);
            }
            for (place, tree) in trees.iter().enumerate() {
                block.descend(tree, layout, |rows, leaf| {
                    for row in rows {
                        leaves[usize::from(*row) * trees.len() + place] = leaf;
                    }
                });
            }
            let here = ROWS.min(rows - start);
            leaves
                .chunks_exact(trees.len())
                .take(here)
                .for_each(&mut visit);
        }
    }
}

/// Returns the rank of the smallest target up to which the members reach this share, each tree's members weighing 1.
fn quantile(trees: &[LeafMembers], share: f64) -> u32 {
    let enough = (share - SLACK) * trees.len() as f64;
    let first = trees.iter().filter_map(|held| held.ranks.first()).min();
    let last = trees.iter().filter_map(|held| held.ranks.last()).max();
    let (mut low, mut high) = (*first.unwrap_or(&0), *last.unwrap_or(&0));
    // The rounded weight is monotonic in the rank, too: it sums the same terms in the same order, each no smaller.
    while low < high {
        let middle = low + (high - low) / 2;
        let weight: f64 = trees.iter().map(|held| held.share(middle)).sum();
        if weight >= enough {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
