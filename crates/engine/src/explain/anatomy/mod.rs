//! A row's anatomy: what each tree says of it, its path through one of them, and how it differs from the train rows.
//!
//! Why: `docs/decisions/0045-anatomy-of-a-row.md`.

mod train_rows;
mod votes;

use grove_forest::Matrix;
use grove_protocol::report::{PathStep, RowAnatomy, RowPath};
use grove_recipe::error::StageError;

use super::prepared;
use super::tree::{Words, walk};
use crate::load::types::cell_text;
use crate::predict::fitted::FittedPipeline;
use crate::table::Table;
pub use train_rows::TrainRows;

/// What is wanted of an anatomy.
#[derive(Clone, Copy, Debug)]
pub struct AnatomyWish {
    /// The class whose votes are told; `None` for the one that is decided.
    pub class: Option<u32>,
    /// The tree whose path is told, from 1; the last one where there are less.
    pub tree: u32,
}

/// Describes rows of a file. `train` has the rows that the model was trained on, if they are there.
/// O(rows × (trees × depth + trees × classes)).
///
/// # Errors
/// Where a row does not suit a step of cleaning.
pub fn anatomy(
    fitted: &FittedPipeline,
    table: &Table,
    train: Option<&TrainRows>,
    wish: AnatomyWish,
) -> Result<Vec<RowAnatomy>, StageError> {
    let (cleaned, matrix) = prepared(fitted, table)?;
    let labels = fitted.predict(&matrix).labels();
    let words = Words::of(fitted);
    let of_row = |place: u32| {
        let row = matrix.slice(place, place + 1);
        let decided = labels.get(place as usize).copied();
        let class = wish.class.or(decided).unwrap_or(0);
        let leaves = fitted.model.leaves(&row);
        let at = (&cleaned, place);
        RowAnatomy {
            row: table.rows[place as usize],
            votes: votes::votes(&fitted.model, &row, class),
            path: leaves
                .as_ref()
                .and_then(|leaves| path(fitted, &words, at, &row, wish.tree, leaves.len() as u32)),
            commonness: train
                .zip(leaves.as_ref())
                .and_then(|(train, leaves)| train.commonness(leaves)),
            outside: train.map(|train| train.outside(table, place)),
            needs: train.is_none().then(|| fitted.recipe.data.name.clone()),
        }
    };
    Ok((0..table.height()).map(of_row).collect())
}

/// Follows a row through a tree.
fn path(
    fitted: &FittedPipeline,
    words: &Words,
    (cleaned, place): (&Table, u32),
    row: &Matrix,
    tree: u32,
    trees: u32,
) -> Option<RowPath> {
    let tree = tree.clamp(1, trees);
    let features: Vec<f64> = row.columns().iter().map(|of| of[0]).collect();
    let node = |at: u32| fitted.model.node(tree - 1, at);
    let walked = walk(node, &features)?;
    let (columns, origins) = fitted.featurizer.origins();
    let step = |(feature, condition): (u32, String)| {
        let column = &columns[origins[feature as usize] as usize];
        PathStep {
            condition,
            column: column.clone(),
            value: cleaned
                .column(column)
                .and_then(|cells| cell_text(cells, place as usize)),
        }
    };
    Some(RowPath {
        tree,
        trees,
        nodes: walked.nodes,
        steps: (walked.steps.iter())
            .map(|(node, is_left)| words.side(node, *is_left))
            .map(step)
            .collect(),
        answer: words.answer(&walked.answer),
    })
}

/// Counts values in equal bins from `min` to `max`; where these are equal, in the first one.
fn binned(values: impl Iterator<Item = f64>, (min, max): (f64, f64), bins: u32) -> Vec<u32> {
    let mut counts = vec![0; bins as usize];
    // Halves keep the difference of huge values finite.
    let range = max / 2.0 - min / 2.0;
    for value in values {
        let share = match range > 0.0 {
            true => (value / 2.0 - min / 2.0) / range,
            false => 0.0,
        };
        let bin = (share * f64::from(bins)) as u32;
        counts[bin.min(bins - 1) as usize] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::binned;

    #[test]
    fn both_ends_are_in_a_bin() {
        let all = |values: &[f64], ends| binned(values.iter().copied(), ends, 4);
        assert_eq!(all(&[0.0, 0.24, 0.25, 1.0], (0.0, 1.0)), [2, 1, 0, 1]);
        assert_eq!(all(&[3.0, 3.0], (3.0, 3.0)), [2, 0, 0, 0]);
        let ends = (-f64::MAX, f64::MAX);
        assert_eq!(all(&[-f64::MAX, 0.0, f64::MAX], ends), [1, 0, 1, 1]);
    }
}
