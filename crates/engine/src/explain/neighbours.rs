//! Train rows that are like a row in the eyes of a forest.

use grove_forest::{Dataset, Matrix, in_bag};
use grove_models::{Growth, TreeViewNode};
use grove_protocol::report::Neighbour;
use grove_recipe::error::StageError;

use super::refused;
use crate::featurize::encoded_rows::EncodedRows;
use crate::pace::Pace;
use crate::predict::fitted::FittedPipeline;
use crate::train::learner;

/// Returns for each row the train rows with the largest proximities, at most `wanted`, largest first. `numbers` are those of
/// the rows in the file: a train row is compared in those trees alone that did not learn from it.
///
/// The proximity of a train row is its weight in the forest's answer: the mean over the trees of its share of the leaf that
/// the row reaches, each train row counted as often as the tree drew it. Rhodes, Cutler and Moon, “Geometry- and
/// accuracy-preserving random forest proximities”, 2023 (<https://arxiv.org/abs/2201.12682>). Proximities that count shared
/// leaves flatter rows that the trees learned from.
///
/// O(trees × train rows × depth).
///
/// # Errors
/// For a model that is no forest.
pub async fn neighbours(
    fitted: &FittedPipeline,
    train: &EncodedRows,
    rows: &Matrix,
    numbers: &[u32],
    wanted: u32,
    pace: &Pace,
) -> Result<Vec<Vec<Neighbour>>, StageError> {
    let growth = learner(&fitted.recipe, &train.featurizer).growth();
    let Growth::Forest(parameters) = growth else {
        return Err(refused(
            "Only a forest says which rows are alike.",
            "Choose a model of trees that grow side by side.",
        ));
    };
    let part = &train.train;
    let dataset = Dataset::new(
        &part.matrix,
        part.target.to_learn(),
        part.weights.as_deref(),
        &parameters,
    )
    .map_err(crate::train::refused)?;
    let train_place = |number: &u32| train.train_rows.binary_search(number).ok();
    let own: Vec<Option<usize>> = numbers.iter().map(train_place).collect();
    let learned_from = part.matrix.rows() as usize;
    let mut sums = vec![vec![0.0; learned_from]; numbers.len()];
    let mut used = vec![0u32; numbers.len()];
    for tree in 0..parameters.n_estimators {
        let Some(nodes) = fitted.model.tree(tree) else {
            break;
        };
        let counts = in_bag(&dataset, &parameters, tree);
        let leaves = leaves(&nodes, &part.matrix);
        let mut weights = vec![0u32; nodes.len()];
        for (leaf, count) in leaves.iter().zip(&counts) {
            weights[*leaf as usize] += u32::from(*count);
        }
        for (place, leaf) in self::leaves(&nodes, rows).into_iter().enumerate() {
            let drawn = own[place].is_some_and(|own| counts[own] > 0);
            if drawn && parameters.bootstrap {
                continue;
            }
            used[place] += 1;
            let weight = f64::from(weights[leaf as usize]);
            let others = leaves.iter().zip(&counts);
            for (sum, (other, count)) in sums[place].iter_mut().zip(others) {
                if *other == leaf && *count > 0 {
                    *sum += f64::from(*count) / weight;
                }
            }
        }
        pace.breathe(tree + 1, parameters.n_estimators).await;
    }
    let nearest = sums.into_iter().zip(used).map(|(sums, used)| {
        let sums = sums.into_iter().zip(0u32..);
        let mut near: Vec<(f64, u32)> = sums.filter(|(sum, _)| *sum > 0.0).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.truncate(wanted as usize);
        let near = near.into_iter().map(|(sum, place)| Neighbour {
            row: train.train_rows[place as usize],
            proximity: sum / f64::from(used),
            target: part.target.text(place),
        });
        near.collect()
    });
    Ok(nearest.collect())
}

/// Returns the leaf that each row reaches.
fn leaves(nodes: &[TreeViewNode], rows: &Matrix) -> Vec<u32> {
    let mut row = vec![0.0; rows.features() as usize];
    (0..rows.rows() as usize)
        .map(|place| {
            for (value, column) in row.iter_mut().zip(rows.columns()) {
                *value = column[place];
            }
            let mut at = 0;
            while let Some(next) = nodes[at as usize].next(&row) {
                at = next;
            }
            at
        })
        .collect()
}
