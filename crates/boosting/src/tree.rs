//! A grown tree in compact form.

use grove_forest::TreeSize;
use serde::{Deserialize, Serialize};

use super::draft::DraftNode;
use super::split::BinTest;

/// A node in 12 bytes. Nodes are in preorder: a split's left child is the next node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackedNode {
    pub feature: u32,
    /// Twice the last bin that goes left, or twice the number of the set of bins that go left; plus 1 if missing values
    /// go left. 0 at a leaf.
    pub test: u32,
    /// How many nodes further the right child of a split is; 0 at a leaf.
    pub right: u32,
}

impl PackedNode {
    pub fn is_leaf(self) -> bool {
        self.right == 0
    }

    pub fn missing_left(self) -> bool {
        self.test & 1 == 1
    }

    /// Returns the last bin or the set that goes left.
    pub fn index(self) -> u32 {
        self.test >> 1
    }
}

/// A tree. All lists have one entry per node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct PackedTree {
    pub nodes: Vec<PackedNode>,
    /// The gain of a split, the value of a leaf.
    pub numbers: Vec<f64>,
    /// The train rows that reach the node.
    pub rows: Vec<u32>,
}

impl PackedTree {
    /// Packs a grown tree. `number` gives the number of a node by its place among `nodes`. Sets are added to `sets`.
    pub fn new(
        nodes: &[DraftNode],
        sets: &mut Vec<[u64; 4]>,
        number: impl Fn(usize) -> f64,
    ) -> Self {
        let mut tree = Self::default();
        // The nodes to come, each with the split whose right child it is.
        let mut ahead: Vec<(usize, Option<usize>)> = vec![(0, None)];
        while let Some((place, parent)) = ahead.pop() {
            let at = tree.nodes.len();
            if let Some(parent) = parent {
                tree.nodes[parent].right = (at - parent) as u32;
            }
            let node = &nodes[place];
            tree.numbers.push(number(place));
            tree.rows.push(node.sums.rows);
            let mut packed = PackedNode {
                feature: 0,
                test: 0,
                right: 0,
            };
            if let (Some(split), 1..) = (&node.split, node.left) {
                let index = match split.test {
                    BinTest::AtMost(bin) => u32::from(bin),
                    BinTest::In(set) => {
                        sets.push(set);
                        (sets.len() - 1) as u32
                    }
                };
                packed.feature = split.feature;
                packed.test = index << 1 | u32::from(split.missing_left);
                ahead.push((node.right as usize, Some(at)));
                ahead.push((node.left as usize, None));
            }
            tree.nodes.push(packed);
        }
        tree
    }

    /// Returns the value of the leaf that a row reaches, by its codes. `is_set` says whether a feature has categories.
    #[inline(always)]
    pub fn value(&self, codes: &[u8], is_set: &[bool], sets: &[[u64; 4]]) -> f64 {
        let mut at = 0;
        loop {
            let node = self.nodes[at];
            if node.is_leaf() {
                return self.numbers[at];
            }
            at += step(node, codes, is_set, sets);
        }
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        24 * self.nodes.len() as u64
    }
}

/// Returns how many nodes further the child of a split is to which a row goes.
#[inline(always)]
pub(super) fn step(node: PackedNode, codes: &[u8], is_set: &[bool], sets: &[[u64; 4]]) -> usize {
    match goes_left(node, codes, is_set, sets) {
        true => 1,
        false => node.right as usize,
    }
}

#[inline(always)]
fn goes_left(node: PackedNode, codes: &[u8], is_set: &[bool], sets: &[[u64; 4]]) -> bool {
    let feature = node.feature as usize;
    let code = codes[feature];
    if code == super::binning::MISSING {
        node.missing_left()
    } else if is_set[feature] {
        BinTest::In(sets[node.index() as usize]).goes_left(code)
    } else {
        u32::from(code) <= node.index()
    }
}

impl PackedTree {
    /// Returns depth and leaves. O(nodes).
    pub fn shape(&self) -> TreeSize {
        TreeSize::of_preorder(self.nodes.iter().map(|node| node.is_leaf()))
    }
}
