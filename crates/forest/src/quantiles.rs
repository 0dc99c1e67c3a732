//! Quantiles of what a forest says of new rows (Meinshausen, “Quantile Regression Forests”, 2006).

use std::slice;

use super::descend::Block;
use super::encode::{Code, fits};
use super::leaves::Leaves;
use super::members::Held;
use super::model::Stored;
use super::predict::FEW_TREES;
use super::{Forest, Matrix, PredictError};

/// Rows that are looked at together: their leaves in all trees are kept.
const ROWS: usize = 4096;

/// Shares that fall short of a quantile by less are rounded.
const SLACK: f64 = 1e-9;

impl Forest {
    /// Quantiles, from 0 to 1, of the targets that each row may have: rows × quantiles, row by row. A regression's
    /// alone.
    ///
    /// Each tree weighs the same. It spreads its weight over the members of the leaf that the row falls into: the
    /// targets of the rows in the bag that fell there, each in proportion to its row's weight. The quantile is the
    /// smallest target whose weight, together with that of all smaller ones, reaches the asked share of the whole;
    /// what falls short by less than a billionth counts as reached. A leaf of more than 128 distinct targets speaks
    /// through 128 of them, evenly spread.
    ///
    /// O(rows × (features × log nodes + trees × (depth + quantiles × log targets))).
    pub fn predict_quantiles(
        &self,
        matrix: &Matrix,
        quantiles: &[f64],
    ) -> Result<Vec<f64>, PredictError> {
        let Leaves::Values {
            targets, members, ..
        } = &self.stored.leaves
        else {
            return Err(PredictError::Task { asked: "quantiles" });
        };
        self.fits(matrix)?;
        let wrong = quantiles.iter().find(|q| !(0.0..=1.0).contains(*q));
        if let Some(value) = wrong {
            return Err(PredictError::Quantile { value: *value });
        }
        let mut found = Vec::with_capacity(matrix.rows() as usize * quantiles.len());
        let pure = targets.len() as u32;
        let look = |leaves: &[u32]| {
            let held = leaves.iter().map(|leaf| match leaf.checked_sub(pure) {
                Some(place) => members.get(place),
                // Its number is its target's rank.
                None => Held {
                    ranks: slice::from_ref(leaf),
                    reached: &[1],
                },
            });
            let held: Vec<Held> = held.collect();
            let ranks = quantiles.iter().map(|share| quantile(&held, *share));
            found.extend(ranks.map(|rank| targets[rank as usize]));
        };
        match fits::<u16>(&self.stored) {
            true => self.leaves_of_rows::<u16>(matrix, look),
            false => self.leaves_of_rows::<u32>(matrix, look),
        }
        Ok(found)
    }

    /// Calls `look` for each row, in order, with its leaf in each tree.
    fn leaves_of_rows<C: Code>(&self, matrix: &Matrix, mut look: impl FnMut(&[u32])) {
        let Stored { cuts, trees, .. } = &self.stored;
        let packing = self.stored.packing();
        let rows = matrix.rows() as usize;
        let mut block = Block::<C, ROWS>::new(cuts.len());
        let mut leaves = vec![0; ROWS.min(rows) * trees.len()];
        for start in (0..rows).step_by(ROWS) {
            block.fill(cuts, matrix, start);
            if trees.len() > FEW_TREES {
                block.arrange(&trees[0], packing);
            }
            for (place, tree) in trees.iter().enumerate() {
                block.descend(tree, packing, |rows, leaf| {
                    for row in rows {
                        leaves[usize::from(*row) * trees.len() + place] = leaf;
                    }
                });
            }
            let here = ROWS.min(rows - start);
            leaves
                .chunks_exact(trees.len())
                .take(here)
                .for_each(&mut look);
        }
    }
}

/// The rank of the smallest target up to which the trees' members, each tree's weighing 1, reach this share.
fn quantile(trees: &[Held], share: f64) -> u32 {
    let enough = (share - SLACK) * trees.len() as f64;
    let first = trees.iter().flat_map(|held| held.ranks.first()).min();
    let last = trees.iter().flat_map(|held| held.ranks.last()).max();
    let (mut low, mut high) = (*first.unwrap_or(&0), *last.unwrap_or(&0));
    // The weight grows with the rank, rounding included: the same summands, each no smaller, in one order.
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
