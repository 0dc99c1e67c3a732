//! The leaf that a row reaches in each tree: what each tree says of the row by itself.

use super::model::{PackedNode, TestLayout};
use super::shapley::cuts_below;
use super::{Forest, ForestPredictError, Matrix};

impl Forest {
    /// Returns for each row and tree the number of the node in which the row ends: rows × trees, row by row.
    ///
    /// O(rows × (features × log cuts + trees × depth)).
    ///
    /// # Errors
    /// Where the matrix has another number of features than the forest.
    pub fn leaf_nodes(&self, matrix: &Matrix) -> Result<Vec<u32>, ForestPredictError> {
        self.check_features(matrix)?;
        let (layout, trees) = (self.parts.layout(), &self.parts.trees);
        let mut codes = vec![0; self.n_features() as usize];
        let mut leaves = Vec::with_capacity(matrix.rows() as usize * trees.len());
        for row in 0..matrix.rows() as usize {
            let columns = matrix.columns().iter().enumerate();
            for (code, (feature, values)) in codes.iter_mut().zip(columns) {
                *code = cuts_below(self, feature, values[row]);
            }
            leaves.extend(trees.iter().map(|nodes| leaf_of(nodes, layout, &codes)));
        }
        Ok(leaves)
    }
}

fn leaf_of(nodes: &[PackedNode], layout: TestLayout, codes: &[u32]) -> u32 {
    let mut at = 0;
    loop {
        let node = nodes[at as usize];
        if node.is_leaf() {
            return at;
        }
        at += step(node, layout, codes);
    }
}

/// Returns how many nodes further the child of a split is to which a row goes, by how many cuts are below its values.
pub(super) fn step(node: PackedNode, layout: TestLayout, codes: &[u32]) -> u32 {
    let (feature, cut) = (layout.feature(node.test), layout.cut(node.test));
    // The code of a missing value is the largest; adding one wraps it to 0, so that it goes left.
    let one = u32::from(TestLayout::missing_left(node.test));
    match codes[feature as usize].wrapping_add(one) <= cut.wrapping_add(one) {
        true => 1,
        false => node.right,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Leaf, Matrix, Node, Parameters, Target, fit};

    #[test]
    fn the_leaves_lead_to_the_answer_also_of_missing_values() {
        let column = |step: u32, gap: u32| -> Vec<f64> {
            let value = |row: u32| match row % gap {
                0 => f64::NAN,
                _ => f64::from(row * step % 17),
            };
            (0..80).map(value).collect()
        };
        let matrix = Matrix::new(vec![column(3, 7), column(5, 11)]).unwrap();
        let targets: Vec<f64> = (0..80).map(|row| f64::from(row * 7 % 13)).collect();
        let parameters = Parameters {
            n_estimators: 12,
            ..Parameters::new(1)
        };
        let forest = fit(&matrix, Target::Values(&targets), None, &parameters).unwrap();
        let leaves = forest.leaf_nodes(&matrix).unwrap();
        let answers = forest.predict_values(&matrix).unwrap();
        for (leaves, answer) in leaves.chunks_exact(12).zip(answers) {
            let mut sum = 0.0;
            for (tree, leaf) in (0..).zip(leaves) {
                let node = forest.tree(tree).unwrap().node(*leaf);
                let Some(Node::Leaf(Leaf::Value(value))) = node else {
                    panic!("{node:?} is no leaf of a value");
                };
                sum += value;
            }
            assert_eq!(sum / 12.0, answer);
        }
        assert!(
            forest
                .leaf_nodes(&Matrix::new(vec![vec![1.0]]).unwrap())
                .is_err()
        );
    }
}
