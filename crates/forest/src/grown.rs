//! A grown tree, as flat arrays that can be sent from one worker to another.

use serde::{Deserialize, Serialize};

use super::codes::with_codes;
use super::dataset::{Dataset, Learned};
use super::draft::{Draft, DraftSplit};
use super::leaves::{Leaf, Leaves};
use super::model::{PackedNode, Packing, Shape};
use super::packed;
use super::search::partition;

/// A grown tree before its thresholds and leaves are shared with the other trees. Deserialising checks
/// nothing: only what a [`Grower`](super::Grower) grew may be assembled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrownTree {
    /// Which tree of the forest it is.
    pub(super) index: u32,
    /// As they are in a forest, but that the place of a split's threshold is still 0, and that a leaf's test is,
    /// below the number of pure leaves (classes, or distinct targets), such a leaf, else a place in `leaves` after
    /// those.
    #[serde(with = "packed")]
    pub(super) nodes: Vec<PackedNode>,
    /// Of each split, in the order of the nodes.
    #[serde(with = "packed")]
    pub(super) thresholds: Vec<f64>,
    pub(super) leaves: Leaves,
    /// Of each feature: the weighted decrease in impurity over all its splits.
    pub(super) decreases: Vec<f64>,
    /// The rows that the bootstrap did not draw, ascending, and the leaf of each.
    #[serde(with = "packed")]
    pub(super) out_of_bag: Vec<(u32, u32)>,
    pub(super) shape: Shape,
}

impl GrownTree {
    pub(super) fn new(
        index: u32,
        drafts: &[Draft],
        features: u32,
        leaves: Leaves,
        out_of_bag: Vec<(u32, u32)>,
    ) -> Self {
        let mut tree = Self {
            index,
            nodes: Vec::with_capacity(drafts.len()),
            thresholds: Vec::with_capacity(drafts.len() / 2),
            leaves,
            decreases: vec![0.0; features as usize],
            out_of_bag,
            shape: Shape {
                depth: 0,
                leaves: 0,
            },
        };
        let packing = Packing::new(features as usize);
        // Drafts to place: each with its depth, and the place of the split whose right child it is.
        let mut waiting: Vec<(u32, u32, Option<u32>)> = vec![(0, 0, None)];
        while let Some((draft, depth, right_of)) = waiting.pop() {
            let place = tree.nodes.len() as u32;
            if let Some(parent) = right_of {
                tree.nodes[parent as usize].right = place - parent;
            }
            let Draft { leaf, split, .. } = &drafts[draft as usize];
            let Some(split) = split else {
                tree.nodes.push(PackedNode::leaf(*leaf));
                tree.shape.leaves += 1;
                tree.shape.depth = tree.shape.depth.max(depth);
                continue;
            };
            tree.nodes.push(PackedNode {
                test: packing.test(split.feature, 0, split.missing_left),
                right: 0,
            });
            tree.thresholds.push(split.threshold);
            tree.decreases[split.feature as usize] += split.decrease;
            // The left child comes next.
            waiting.push((split.right, depth + 1, Some(place)));
            waiting.push((split.left, depth + 1, None));
        }
        // Pruning leaves drafts over.
        tree.nodes.shrink_to_fit();
        tree.thresholds.shrink_to_fit();
        tree
    }

    /// About its size: 8 bytes a node, 8 for the threshold of every other, and the leaves that are not pure. In a
    /// forest it takes less, by what trees share.
    pub fn bytes(&self) -> u64 {
        12 * self.nodes.len() as u64 + self.leaves.bytes()
    }
}

/// The leaf of each row that weighs something and that the tree has not learned from. O(rows × depth).
pub(super) fn out_of_bag(drafts: &[Draft], dataset: &Dataset, counts: &[u16]) -> Vec<(u32, u32)> {
    let mut rows: Vec<u32> = (0..dataset.rows())
        .filter(|row| counts[*row as usize] == 0 && dataset.weighs(*row))
        .collect();
    let mut leaves = vec![0; dataset.rows() as usize];
    let mut aside = Vec::new();
    // All rows of a node pass it together, which reads each column in order.
    let mut waiting = vec![(0, 0, rows.len())];
    while let Some((node, start, end)) = waiting.pop() {
        let range = &mut rows[start..end];
        match &drafts[node as usize] {
            _ if range.is_empty() => {}
            Draft {
                leaf, split: None, ..
            } => {
                for row in range {
                    leaves[*row as usize] = *leaf;
                }
            }
            Draft {
                split: Some(split), ..
            } => {
                let DraftSplit {
                    low,
                    missing_left,
                    left,
                    right,
                    ..
                } = *split;
                let column = &dataset.columns[split.feature as usize];
                let missing = column.missing_code();
                let middle = start
                    + with_codes!(&column.codes, codes => partition(range, &mut aside, |row| {
                        let code = u32::from(codes[row as usize]);
                        code <= low || (missing_left && code == missing)
                    }));
                waiting.push((left, start, middle));
                waiting.push((right, middle, end));
            }
        }
    }
    rows.sort_unstable();
    rows.into_iter()
        .map(|row| (row, leaves[row as usize]))
        .collect()
}

/// What a leaf of a grown tree says.
pub(super) enum PlainLeaf<'a> {
    Class(u32),
    /// Classes and their shares.
    Shares(&'a [u32], &'a [f64]),
    Value(f64),
}

impl<'a> PlainLeaf<'a> {
    /// A leaf of a tree with these impure leaves.
    pub fn of(dataset: &Dataset, leaf: u32, impure: &'a Leaves) -> Self {
        match leaf.checked_sub(dataset.target.pure_leaves()) {
            Some(place) => match impure.get(place) {
                Leaf::Shares { classes, shares } => Self::Shares(classes, shares),
                Leaf::Value(value) => Self::Value(value),
            },
            None => match &dataset.target {
                Learned::Classes { .. } => Self::Class(leaf),
                Learned::Values(targets) => Self::Value(targets.values[leaf as usize]),
            },
        }
    }
}
