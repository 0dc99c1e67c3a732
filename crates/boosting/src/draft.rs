//! The nodes of a tree while it is grown, and the leaves that can be split.

use std::cmp::Ordering;

use super::split::{NodeSums, Split};

/// A node of the tree that is grown.
pub(super) struct DraftNode {
    pub depth: u32,
    pub sums: NodeSums,
    pub split: Option<Split>,
    /// The children's numbers; 0 for a leaf.
    pub left: u32,
    pub right: u32,
    /// Its place in the pool, while it is kept.
    pub histogram: Option<usize>,
}

impl DraftNode {
    pub fn rows(&self) -> usize {
        self.sums.rows as usize
    }
}

/// A leaf that can be split.
pub(super) struct Candidate {
    pub gain: f64,
    pub node: u32,
}

impl Ord for Candidate {
    /// The largest gain first; of equal ones the leaf that came first.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_gain = self.gain.total_cmp(&other.gain);
        by_gain.then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// Returns the sums of the children. A constrained split bounds them by the middle of their values.
pub(super) fn children(parent: &NodeSums, split: &Split, direction: i8) -> (NodeSums, NodeSums) {
    let middle = (split.left_value + split.right_value) / 2.0;
    let mut left = NodeSums {
        rows: split.left_rows,
        gradient: split.left_gradient,
        hessian: split.left_hessian,
        value: split.left_value,
        ..*parent
    };
    let mut right = NodeSums {
        rows: parent.rows - split.left_rows,
        gradient: parent.gradient - split.left_gradient,
        hessian: parent.hessian - split.left_hessian,
        value: split.right_value,
        ..*parent
    };
    match direction {
        1 => (left.upper, right.lower) = (middle, middle),
        -1 => (left.lower, right.upper) = (middle, middle),
        _ => {}
    }
    (left, right)
}
