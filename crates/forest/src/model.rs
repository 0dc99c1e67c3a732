//! The grown forest: compact, and never malformed.

use serde::{Deserialize, Serialize, Serializer};

use super::importance::Importances;
use super::leaves::{Leaf, Leaves};

/// A grown forest. Deserialising checks it ([`Forest::validate`]), so that every forest can predict.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Forest {
    pub(super) stored: Stored,
}

/// The fields of a forest, not yet checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Stored {
    /// The distinct thresholds of each feature, ascending.
    pub cuts: Vec<Vec<f64>>,
    pub trees: Vec<Vec<PackedNode>>,
    pub leaves: Leaves,
    pub importances: Importances,
}

impl Stored {
    pub fn packing(&self) -> Packing {
        Packing::new(self.cuts.len())
    }
}

impl Serialize for Forest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.stored.serialize(serializer)
    }
}

/// A node in 8 bytes. A tree's nodes are in preorder: a split's left child is the next node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackedNode {
    /// At a split, as [`Packing`] says; at a leaf, its place among the leaves.
    pub test: u32,
    /// How many nodes further the right child of a split is; 0 at a leaf.
    pub right: u32,
}

impl PackedNode {
    pub fn leaf(place: u32) -> Self {
        Self {
            test: place,
            right: 0,
        }
    }

    pub fn is_leaf(self) -> bool {
        self.right == 0
    }
}

/// How the test of a split lies in 32 bits. From the highest: the place of the threshold among the feature's
/// cuts, the feature, and whether rows without a value go left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packing {
    /// How many bits are below the cut.
    shift: u32,
}

impl Packing {
    pub fn new(features: usize) -> Self {
        let feature_bits = usize::BITS - features.saturating_sub(1).leading_zeros();
        Self {
            shift: feature_bits + 1,
        }
    }

    /// The most cuts that a feature may have.
    pub fn most_cuts(self) -> usize {
        (u32::MAX >> self.shift) as usize - 1
    }

    pub fn test(self, feature: u32, cut: u32, missing_left: bool) -> u32 {
        cut << self.shift | feature << 1 | u32::from(missing_left)
    }

    pub fn feature(self, test: u32) -> u32 {
        (test & ((1 << self.shift) - 1)) >> 1
    }

    pub fn cut(self, test: u32) -> u32 {
        test >> self.shift
    }

    /// Whether rows without a value go left.
    pub fn missing_left(test: u32) -> bool {
        test & 1 == 1
    }
}

/// How a tree grew. A tree that is a single leaf has depth 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    pub depth: u32,
    pub leaves: u32,
}

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node<'a> {
    /// Rows whose `feature` is at most `threshold` go to node `left`, the others to node `right`; rows
    /// without a value left or right as `missing_left` says. A threshold of `f64::MAX` parts the rows
    /// with a value from those without.
    Split {
        feature: u32,
        threshold: f64,
        missing_left: bool,
        left: u32,
        right: u32,
    },
    Leaf(Leaf<'a>),
}

/// One tree of a forest, to look at.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    forest: &'a Forest,
    nodes: &'a [PackedNode],
}

impl Forest {
    /// The number of features that a row must have.
    pub fn n_features(&self) -> u32 {
        self.stored.cuts.len() as u32
    }

    /// The number of classes; 0 for a regression.
    pub fn n_classes(&self) -> u32 {
        match &self.stored.leaves {
            Leaves::Shares { n_classes, .. } => *n_classes,
            Leaves::Values { .. } => 0,
        }
    }

    /// The number of trees.
    pub fn n_estimators(&self) -> u32 {
        self.stored.trees.len() as u32
    }

    /// How many different leaves the trees have.
    pub fn n_leaves(&self) -> u32 {
        self.stored.leaves.len() as u32
    }

    /// What the leaf at this place says, which is below [`Forest::n_leaves`].
    pub fn leaf(&self, place: u32) -> Leaf<'_> {
        self.stored.leaves.get(place)
    }

    pub fn importances(&self) -> &Importances {
        &self.stored.importances
    }

    /// Tree `index`, if there is one.
    pub fn tree(&self, index: u32) -> Option<Tree<'_>> {
        let nodes = self.stored.trees.get(index as usize)?;
        Some(Tree {
            forest: self,
            nodes,
        })
    }

    /// Depth and leaves of each tree. O(nodes).
    pub fn shapes(&self) -> Vec<Shape> {
        self.stored.trees.iter().map(|tree| shape(tree)).collect()
    }

    /// Size in memory.
    pub fn bytes(&self) -> u64 {
        let nodes: u64 = self.stored.trees.iter().map(|t| t.len() as u64).sum();
        let cuts: u64 = self.stored.cuts.iter().map(|c| c.len() as u64).sum();
        let features = u64::from(self.n_features());
        8 * nodes + 8 * cuts + self.stored.leaves.bytes() + 16 * features
    }
}

fn shape(nodes: &[PackedNode]) -> Shape {
    let mut shape = Shape {
        depth: 0,
        leaves: 0,
    };
    // The depths of the right children that are still to come.
    let mut rights = Vec::new();
    let mut depth = 0;
    for node in nodes {
        if node.is_leaf() {
            shape.leaves += 1;
            shape.depth = shape.depth.max(depth);
            depth = rights.pop().unwrap_or(0);
        } else {
            depth += 1;
            rights.push(depth);
        }
    }
    shape
}

impl<'a> Tree<'a> {
    /// The number of nodes. Node 0 is the root; children come after their parent.
    pub fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Never: a tree has a root.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Node `index`, if there is one.
    pub fn node(&self, index: u32) -> Option<Node<'a>> {
        let node = self.nodes.get(index as usize)?;
        let stored = &self.forest.stored;
        if node.is_leaf() {
            return Some(Node::Leaf(stored.leaves.get(node.test)));
        }
        let packing = stored.packing();
        let feature = packing.feature(node.test);
        Some(Node::Split {
            feature,
            threshold: stored.cuts[feature as usize][packing.cut(node.test) as usize],
            missing_left: Packing::missing_left(node.test),
            left: index + 1,
            right: index + node.right,
        })
    }

    /// The place of node `index` among the forest's leaves, if it is a leaf.
    pub fn place(&self, index: u32) -> Option<u32> {
        let node = self.nodes.get(index as usize)?;
        node.is_leaf().then_some(node.test)
    }

    /// All nodes in preorder: a split, all of its left side, all of its right side.
    pub fn nodes(self) -> impl Iterator<Item = Node<'a>> {
        (0..self.len()).filter_map(move |index| self.node(index))
    }
}

#[cfg(test)]
mod tests {
    use super::Packing;

    #[test]
    fn tests_of_splits_can_be_read_back() {
        for features in [1, 2, 3, 20, 64, 65, 10_000] {
            let packing = Packing::new(features);
            for cut in [0, 1, packing.most_cuts() as u32 - 1] {
                for (feature, missing_left) in [(0, false), (features as u32 - 1, true)] {
                    let test = packing.test(feature, cut, missing_left);
                    assert_eq!(packing.feature(test), feature);
                    assert_eq!(packing.cut(test), cut);
                    assert_eq!(Packing::missing_left(test), missing_left);
                }
            }
        }
        assert!(Packing::new(1).most_cuts() > 1 << 30);
        assert!(Packing::new(10_000).most_cuts() > 100_000);
    }
}
