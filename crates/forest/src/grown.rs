//! A grown tree as flat arrays, which are cheap to send from one worker to another.

use serde::{Deserialize, Serialize};

use super::codes::{CodedColumn, with_codes};
use super::dataset::{Dataset, TargetColumn};
use super::draft_tree::DraftNode;
use super::leaves::{Leaf, Leaves};
use super::model::{PackedNode, TestLayout, TreeSize};
use super::packed_numbers;
use super::search::CutPoint;

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
    pub(super) cuts: TreeCuts,
    pub(super) leaves: Leaves,
    /// By feature: the weighted decrease in impurity over all its splits.
    pub(super) decreases: Vec<f64>,
    /// The rows out of the bag, ascending, and the leaf of each.
    #[serde(with = "packed_numbers")]
    pub(super) out_of_bag: Vec<(u32, u32)>,
    pub(super) shape: TreeSize,
}

/// Where the splits of a tree cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum TreeCuts {
    /// In the middle between the values of two codes.
    Between(#[serde(with = "packed_numbers")] Vec<(u32, u32)>),
    /// At random thresholds.
    At(#[serde(with = "packed_numbers")] Vec<f64>),
}

impl TreeCuts {
    fn push(&mut self, cut: CutPoint) {
        match (self, cut) {
            (Self::Between(cuts), CutPoint::Between(low, high)) => cuts.push((low, high)),
            (Self::At(cuts), CutPoint::At(threshold)) => cuts.push(threshold),
            (cuts, CutPoint::Between(low, high)) => *cuts = Self::Between(vec![(low, high)]),
            (cuts, CutPoint::At(threshold)) => *cuts = Self::At(vec![threshold]),
        }
    }

    /// Returns the threshold of a split in this column, by the split's number.
    pub fn threshold(&self, split: usize, column: &CodedColumn) -> f64 {
        match self {
            Self::Between(cuts) => column.threshold(cuts[split].0, cuts[split].1),
            Self::At(cuts) => cuts[split],
        }
    }
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
            cuts: TreeCuts::Between(Vec::with_capacity(drafts.len() / 2)),
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
            tree.cuts.push(split.cut);
            tree.decreases[split.feature as usize] += split.decrease;
            // The left child comes next.
            waiting.push((split.right, depth + 1, Some(place)));
            waiting.push((split.left, depth + 1, None));
        }
        // After pruning, not all of the capacity is used.
        tree.nodes.shrink_to_fit();
        match &mut tree.cuts {
            TreeCuts::Between(cuts) => cuts.shrink_to_fit(),
            TreeCuts::At(cuts) => cuts.shrink_to_fit(),
        }
        tree
    }

    /// Estimates the tree's size in memory, in bytes: 8 per node, 8 per threshold, and the impure leaves. In a forest it
    /// takes less, since trees share thresholds and leaves.
    pub fn bytes(&self) -> u64 {
        12 * self.nodes.len() as u64 + self.leaves.bytes()
    }
}

/// So many rows out of the bag go down a tree together, so that their reads of memory overlap.
const ROUND: usize = 256;

/// With more features than this, the codes of a round's rows are not copied: most copies would not be read.
const MOST_COPIED: usize = 64;

/// A node of a tree, as a row that goes down needs it.
#[derive(Clone, Copy)]
struct Step {
    feature: u32,
    /// Rows with codes up to this one go left. In a leaf: its number.
    low: u32,
    /// The code of a missing value where these go left, else `u32::MAX`, which is no code.
    missing: u32,
    /// The position of the left child, which the right one follows. 0 in a leaf.
    left: u32,
}

impl Step {
    fn new(node: &DraftNode, dataset: &Dataset) -> Self {
        match &node.split {
            Some(split) => Self {
                feature: split.feature,
                low: split.low,
                missing: match split.missing_left {
                    true => dataset.columns[split.feature as usize].missing_code(),
                    false => u32::MAX,
                },
                left: split.left,
            },
            None => Self {
                feature: 0,
                low: node.leaf,
                missing: u32::MAX,
                left: 0,
            },
        }
    }
}

/// Finds the leaf of each row that has weight and is not in the tree's sample. O(rows × depth).
pub(super) fn out_of_bag(
    drafts: &[DraftNode],
    dataset: &Dataset,
    counts: &[u16],
) -> Vec<(u32, u32)> {
    let steps: Vec<Step> = drafts.iter().map(|node| Step::new(node, dataset)).collect();
    // Each row with the node that it has reached.
    let mut rows: Vec<(u32, u32)> = (0..dataset.rows())
        .filter(|row| counts[*row as usize] == 0 && dataset.has_weight(*row))
        .map(|row| (row, 0))
        .collect();
    let mut open: Vec<u32> = Vec::with_capacity(ROUND);
    // Row by row, so that a row's codes lie together.
    let features = dataset.columns.len();
    let copied = features <= MOST_COPIED;
    let mut copies = vec![0; if copied { ROUND * features } else { 0 }];
    for block in rows.chunks_mut(ROUND) {
        if copied {
            for (feature, column) in dataset.columns.iter().enumerate() {
                let copies = copies[feature..].iter_mut().step_by(features);
                with_codes!(&column.codes, codes => {
                    for ((row, _), copy) in block.iter().zip(copies) {
                        *copy = u32::from(codes[*row as usize]);
                    }
                });
            }
        }
        if steps[0].left > 0 {
            open.extend(0..block.len() as u32);
        }
        // One level per turn, so that no row waits for the memory that another one reads.
        while !open.is_empty() {
            let mut remaining = 0;
            for turn in 0..open.len() {
                let place = open[turn];
                let (row, at) = &mut block[place as usize];
                let step = steps[*at as usize];
                let feature = step.feature as usize;
                let code = match copied {
                    true => copies[place as usize * features + feature],
                    false => dataset.columns[feature].codes.get(*row),
                };
                let goes_left = (code <= step.low) | (code == step.missing);
                *at = step.left + u32::from(!goes_left);
                open[remaining] = place;
                remaining += usize::from(steps[*at as usize].left > 0);
            }
            open.truncate(remaining);
        }
        for (_, at) in block {
            *at = steps[*at as usize].low;
        }
    }
    rows
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
