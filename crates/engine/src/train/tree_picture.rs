//! Prepares a tree for drawing: the rows that reach each node, down to a depth that can be shown.

use grove_forest::{Forest, Matrix, Node};
use grove_protocol::report::{TreeNode, TreePicture, TreeSplit, TreeTest};

use crate::featurize::Featurizer;
use crate::table::target::TargetValues;

/// Nodes below this depth are left out of the picture.
pub const DEEPEST: u32 = 5;

/// Draws tree `index` with the train rows that reach each node. O(rows × depth). `None` if there is no such tree.
pub fn tree(
    forest: &Forest,
    featurizer: &Featurizer,
    matrix: &Matrix,
    target: &TargetValues,
    index: u32,
) -> Option<TreePicture> {
    let tree = forest.tree(index)?;
    let features = featurizer.features();
    let (classes, width) = match target {
        TargetValues::Classes { classes, .. } => (classes.clone(), classes.len()),
        TargetValues::Values(_) => (Vec::new(), 1),
    };
    let mut nodes: Vec<TreeNode> = Vec::new();
    // The nodes to draw: the node, its depth, its rows, and its parent's position in the picture.
    let all: Vec<u32> = (0..matrix.rows()).collect();
    let mut waiting = vec![(0, 0, all, None)];
    while let Some((node, depth, rows, parent)) = waiting.pop() {
        let place = nodes.len() as u32;
        if let Some(parent) = parent {
            adopt(&mut nodes, parent, place);
        }
        let mut drawn = TreeNode {
            depth,
            rows: rows.len() as u32,
            values: summary(target, &rows, width),
            split: None,
            cut: false,
        };
        if let Node::Split {
            feature,
            threshold,
            missing_left,
            left,
            right,
        } = tree.node(node)?
        {
            drawn.cut = depth == DEEPEST;
            if !drawn.cut {
                let values = &matrix.columns()[feature as usize];
                let (low, high): (Vec<u32>, Vec<u32>) = rows.into_iter().partition(|&row| {
                    let value = values[row as usize];
                    value <= threshold || (value.is_nan() && missing_left)
                });
                let feature = features[feature as usize].name.clone();
                drawn.split = Some(TreeSplit {
                    feature,
                    test: TreeTest::AtMost(threshold),
                    missing_left: None,
                    left: 0,
                    right: 0,
                });
                // The right side is pushed first, so that the left one is drawn first.
                waiting.push((right, depth + 1, high, Some(place)));
                waiting.push((left, depth + 1, low, Some(place)));
            }
        }
        nodes.push(drawn);
    }
    Some(TreePicture {
        index,
        classes,
        nodes,
        correction: None,
    })
}

/// Sets the position of a parent's next child: the left one first. Only the root is at 0.
pub fn adopt(nodes: &mut [TreeNode], parent: u32, child: u32) {
    if let Some(split) = &mut nodes[parent as usize].split {
        *(if split.left == 0 {
            &mut split.left
        } else {
            &mut split.right
        }) = child;
    }
}

/// Returns the count of each class among the rows, or the mean target as the only entry.
fn summary(target: &TargetValues, rows: &[u32], width: usize) -> Vec<f64> {
    let mut values = vec![0.0; width];
    match target {
        TargetValues::Classes { labels, .. } => {
            for &row in rows {
                values[labels[row as usize] as usize] += 1.0;
            }
        }
        TargetValues::Values(targets) => {
            let n = rows.len().max(1) as f64;
            values[0] = rows.iter().map(|&row| targets[row as usize] / n).sum();
        }
    }
    values
}
