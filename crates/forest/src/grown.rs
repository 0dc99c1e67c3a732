//! A grown tree as flat arrays, which are cheap to send from one worker to another.

use serde::{Deserialize, Serialize};

use super::codes::with_codes;
use super::dataset::{Dataset, TargetColumn};
use super::draft_tree::{DraftNode, DraftSplit};
use super::leaves::{Leaf, Leaves};
use super::model::{PackedNode, TestLayout, TreeSize};
use super::packed_numbers;
use super::search::partition;

/// A grown tree, ready for an [`Assembler`](super::Assembler).
///
/// It can be serialised and sent to another worker. Deserialising checks nothing, so read only bytes that come from a
/// [`Grower`](super::Grower)'s tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrownTree {
    /// The tree's number in the forest, from 0.
    pub(super) index: u32,
    /// As in a forest, with two differences: the place of a split's threshold is 0 for now, and a leaf's `test` is the
    /// number of a pure leaf (its class, or its target's rank), or that of an impure one: its place in `leaves` plus the
    /// number of pure leaves.
    #[serde(with = "packed_numbers")]
    pub(super) nodes: Vec<PackedNode>,
    /// One per split, in the order of the nodes.
    #[serde(with = "packed_numbers")]
    pub(super) thresholds: Vec<f64>,
    pub(super) leaves: Leaves,
    /// By feature: the weighted decrease in impurity over all its splits.
    pub(super) decreases: Vec<f64>,
    /// The rows out of the bag, ascending, and the leaf of each.
    #[serde(with = "packed_numbers")]
    pub(super) out_of_bag: Vec<(u32, u32)>,
    pub(super) shape: TreeSize,
}

impl GrownTree {
    pub(super) fn new(
        index: u32,
        drafts: &[DraftNode],
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
            shape: TreeSize {
                depth: 0,
                leaves: 0,
            },
        };
        let layout = TestLayout::new(features as usize);
        // Nodes to place: each with its depth and, for a right child, the place of its parent.
        let mut waiting: Vec<(u32, u32, Option<u32>)> = vec![(0, 0, None)];
        while let Some((draft, depth, right_of)) = waiting.pop() {
            let place = tree.nodes.len() as u32;
            if let Some(parent) = right_of {
                tree.nodes[parent as usize].right = place - parent;
            }
            let DraftNode { leaf, split, .. } = &drafts[draft as usize];
            let Some(split) = split else {
                tree.nodes.push(PackedNode::leaf(*leaf));
                tree.shape.leaves += 1;
                tree.shape.depth = tree.shape.depth.max(depth);
                continue;
            };
            tree.nodes.push(PackedNode {
                test: layout.test(split.feature, 0, split.missing_left),
                right: 0,
            });
            tree.thresholds.push(split.threshold);
            tree.decreases[split.feature as usize] += split.decrease;
            // The left child comes next.
            waiting.push((split.right, depth + 1, Some(place)));
            waiting.push((split.left, depth + 1, None));
        }
        // After pruning, not all of the capacity is used.
        tree.nodes.shrink_to_fit();
        tree.thresholds.shrink_to_fit();
        tree
    }

    /// Estimates the tree's size in memory, in bytes: 8 per node, 8 per threshold, and the impure leaves. In a forest it
    /// takes less, since trees share thresholds and leaves.
    pub fn bytes(&self) -> u64 {
        12 * self.nodes.len() as u64 + self.leaves.bytes()
    }
}

/// Finds the leaf of each row that has weight and is not in the tree's sample. O(rows × depth).
pub(super) fn out_of_bag(
    drafts: &[DraftNode],
    dataset: &Dataset,
    counts: &[u16],
) -> Vec<(u32, u32)> {
    let mut rows: Vec<u32> = (0..dataset.rows())
        .filter(|row| counts[*row as usize] == 0 && dataset.has_weight(*row))
        .collect();
    let mut leaves = vec![0; dataset.rows() as usize];
    let mut spare = Vec::new();
    // All rows of a node are divided together, so that each column is read in order.
    let mut waiting = vec![(0, 0, rows.len())];
    while let Some((node, start, end)) = waiting.pop() {
        let range = &mut rows[start..end];
        match &drafts[node as usize] {
            _ if range.is_empty() => {}
            DraftNode {
                leaf, split: None, ..
            } => {
                for row in range {
                    leaves[*row as usize] = *leaf;
                }
            }
            DraftNode {
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
                    + with_codes!(&column.codes, codes => partition(range, &mut spare, |row| {
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

/// The prediction of a leaf of a grown tree.
pub(super) enum LeafValue<'a> {
    /// One class with a share of 1.
    Class(u32),
    /// Classes and their shares.
    Shares(&'a [u32], &'a [f64]),
    Value(f64),
}

impl<'a> LeafValue<'a> {
    /// Returns the prediction of a leaf of a tree with these impure leaves.
    pub fn of(dataset: &Dataset, leaf: u32, impure: &'a Leaves) -> Self {
        match leaf.checked_sub(dataset.target.pure_leaves()) {
            Some(place) => match impure.get(place) {
                Leaf::Shares { classes, shares } => Self::Shares(classes, shares),
                Leaf::Value(value) => Self::Value(value),
            },
            None => match &dataset.target {
                TargetColumn::Classes { .. } => Self::Class(leaf),
                TargetColumn::Values(targets) => Self::Value(targets.values[leaf as usize]),
            },
        }
    }
}
