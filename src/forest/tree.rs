//! Grows one tree, node by node, with a stack of its own so that it can pause after any node.

use super::codes::Codes;
use super::criterion::{Criterion, Rows};
use super::grow::Parameters;
use super::model::{PackedNode, Shape};
use super::rng::Stream;
use super::split::Search;

/// A grown tree before its thresholds are shared with the other trees.
pub(super) struct GrownTree {
    /// In preorder. The `cut` of a split is its place in `thresholds`.
    pub nodes: Vec<PackedNode>,
    pub thresholds: Vec<f64>,
    pub shape: Shape,
    /// Of each feature: the weighted decrease in impurity over all its splits.
    pub decreases: Vec<f64>,
}

/// A node that waits to be grown.
struct Waiting {
    start: u32,
    end: u32,
    depth: u32,
    /// Features that are constant in the parent.
    constants: u32,
    /// The split whose right child this is.
    right_of: Option<u32>,
}

/// The tree that is being grown.
pub(super) struct TreeGrower {
    random: Stream,
    /// The distinct rows that the tree learns from, each node's next to each other in ascending order.
    samples: Vec<u32>,
    /// Rows on their way to the right side.
    aside: Vec<u32>,
    counts: Vec<u16>,
    stack: Vec<Waiting>,
    tree: GrownTree,
}

impl TreeGrower {
    /// Draws the rows of tree `index`.
    pub fn new(rows: u32, features: u32, index: u32, parameters: &Parameters) -> Self {
        let mut random = Stream::new(parameters.seed, "tree", u64::from(index));
        let mut counts = vec![u16::from(!parameters.bootstrap); rows as usize];
        if parameters.bootstrap {
            for _ in 0..rows {
                let count = &mut counts[random.below(rows) as usize];
                // More than 65,535 draws of one row are less likely than 1 in 10^287,000.
                *count = count.saturating_add(1);
            }
        }
        let samples: Vec<u32> = (0..)
            .zip(&counts)
            .filter_map(|(row, count)| (*count > 0).then_some(row))
            .collect();
        let root = Waiting {
            start: 0,
            end: samples.len() as u32,
            depth: 0,
            constants: 0,
            right_of: None,
        };
        Self {
            random,
            samples,
            aside: Vec::new(),
            counts,
            stack: vec![root],
            tree: GrownTree {
                nodes: Vec::new(),
                thresholds: Vec::new(),
                shape: Shape {
                    depth: 0,
                    leaves: 0,
                },
                decreases: vec![0.0; features as usize],
            },
        }
    }

    /// Grows one node. Returns the number of row × feature visits that it took, or `None` if the
    /// tree is complete.
    pub fn step<C: Criterion>(
        &mut self,
        codes: &Codes,
        parameters: &Parameters,
        search: &mut Search,
        criterion: &mut C,
    ) -> Option<u64> {
        let node = self.stack.pop()?;
        let index = self.tree.nodes.len() as u32;
        if let Some(parent) = node.right_of {
            self.tree.nodes[parent as usize].right = index - parent;
        }
        let rows = Rows {
            samples: &self.samples[node.start as usize..node.end as usize],
            counts: &self.counts,
        };
        let size = node.end - node.start;
        let pure = criterion.enter(rows);
        let is_leaf = pure
            || parameters.max_depth.is_some_and(|max| node.depth >= max)
            || size < parameters.min_samples_split
            || size / 2 < parameters.min_samples_leaf;
        if is_leaf {
            self.push_leaf(node.depth, criterion);
            return Some(u64::from(size));
        }
        let found = search.best(
            codes,
            rows.samples,
            node.constants,
            criterion,
            &mut self.random,
        );
        let work = u64::from(size) * u64::from(found.looked_at + 1);
        let Some(split) = found.split else {
            self.push_leaf(node.depth, criterion);
            return Some(work);
        };

        let column = codes.column(split.feature);
        let decrease = (split.score - criterion.base()).max(0.0);
        self.tree.decreases[split.feature as usize] += decrease;
        let cut = self.tree.thresholds.len() as u32;
        self.tree
            .thresholds
            .push(column.threshold(split.low, split.high));
        self.tree.nodes.push(PackedNode::split(split.feature, cut));

        let range = &mut self.samples[node.start as usize..node.end as usize];
        let left = partition(range, &mut self.aside, |row| {
            column.codes[row as usize] <= split.low
        });
        let middle = node.start + left;
        let child = |start, end, right_of| Waiting {
            start,
            end,
            depth: node.depth + 1,
            constants: found.constants,
            right_of,
        };
        // The left child is grown first: it is the next node.
        self.stack.push(child(middle, node.end, Some(index)));
        self.stack.push(child(node.start, middle, None));
        Some(work)
    }

    fn push_leaf<C: Criterion>(&mut self, depth: u32, criterion: &mut C) {
        self.tree.nodes.push(PackedNode::leaf(criterion.leaf()));
        self.tree.shape.leaves += 1;
        self.tree.shape.depth = self.tree.shape.depth.max(depth);
    }

    pub fn finish(self) -> GrownTree {
        self.tree
    }
}

/// Moves the rows that go left to the front, both sides keeping their order. Returns their number.
fn partition(rows: &mut [u32], aside: &mut Vec<u32>, goes_left: impl Fn(u32) -> bool) -> u32 {
    aside.clear();
    let mut left = 0;
    for at in 0..rows.len() {
        let row = rows[at];
        if goes_left(row) {
            rows[left] = row;
            left += 1;
        } else {
            aside.push(row);
        }
    }
    rows[left..].copy_from_slice(aside);
    left as u32
}
