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

impl Serialize for Forest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.stored.serialize(serializer)
    }
}

/// A node in 12 bytes. A tree's nodes are in preorder: a split's left child is the next node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackedNode {
    /// Twice one more than the feature of a split, and one more where rows without a value go left; 0 at
    /// a leaf.
    pub test: u32,
    /// The place of the threshold among the feature's cuts, or of the leaf among the leaves.
    pub value: u32,
    /// How many nodes further the right child of a split is; 0 at a leaf.
    pub right: u32,
}

impl PackedNode {
    /// A split whose right child is not yet known.
    pub fn split(feature: u32, cut: u32, missing_left: bool) -> Self {
        Self {
            test: (feature + 1) << 1 | u32::from(missing_left),
            value: cut,
            right: 0,
        }
    }

    pub fn leaf(leaf: u32) -> Self {
        Self {
            test: 0,
            value: leaf,
            right: 0,
        }
    }

    /// The feature of a split; `None` at a leaf.
    pub fn feature(self) -> Option<u32> {
        (self.test >> 1).checked_sub(1)
    }

    /// Whether rows without a value go left.
    pub fn missing_left(self) -> bool {
        self.test & 1 == 1
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
        12 * nodes + 8 * cuts + self.stored.leaves.bytes() + 16 * features
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
        if node.feature().is_some() {
            depth += 1;
            rights.push(depth);
        } else {
            shape.leaves += 1;
            shape.depth = shape.depth.max(depth);
            depth = rights.pop().unwrap_or(0);
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
        Some(match node.feature() {
            Some(feature) => Node::Split {
                feature,
                threshold: stored.cuts[feature as usize][node.value as usize],
                missing_left: node.missing_left(),
                left: index + 1,
                right: index + node.right,
            },
            None => Node::Leaf(stored.leaves.get(node.value)),
        })
    }

    /// All nodes in preorder: a split, all of its left side, all of its right side.
    pub fn nodes(self) -> impl Iterator<Item = Node<'a>> {
        (0..self.len()).filter_map(move |index| self.node(index))
    }
}
