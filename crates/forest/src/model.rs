//! The grown forest in compact form, and its trees to inspect.
//!
//! Why: `docs/decisions/0013-compact-nodes-and-quantile-leaves.md`.

use serde::{Deserialize, Serialize, Serializer};

use super::importance::Importances;
use super::leaves::{Leaf, Leaves};

/// A grown forest. Deserialising checks it with [`Forest::validate`], so every `Forest` can predict.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "ForestParts")]
pub struct Forest {
    pub(super) parts: ForestParts,
}

/// The fields of a forest, before they are checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ForestParts {
    /// By feature: the distinct thresholds, ascending.
    pub cuts: Vec<Vec<f64>>,
    pub trees: Vec<Vec<PackedNode>>,
    pub leaves: Leaves,
    pub importances: Importances,
}

impl ForestParts {
    pub fn layout(&self) -> TestLayout {
        TestLayout::new(self.cuts.len())
    }
}

impl Serialize for Forest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.parts.serialize(serializer)
    }
}

/// A node in 8 bytes. A tree's nodes are in preorder: a split's left child is the next node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackedNode {
    /// At a split, see [`TestLayout`]; at a leaf, its place among the leaves.
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

/// The layout of a split's test in 32 bits. From the highest bit: the place of the threshold among the feature's cuts,
/// the feature, and one bit for whether rows with a missing value go left.
#[derive(Clone, Copy, Debug)]
pub(super) struct TestLayout {
    /// How many bits lie below the place of the cut.
    shift: u32,
}

impl TestLayout {
    pub fn new(features: usize) -> Self {
        let feature_bits = usize::BITS - features.saturating_sub(1).leading_zeros();
        Self {
            shift: feature_bits + 1,
        }
    }

    /// Returns how many cuts a feature may have at most.
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

    /// Returns whether rows with a missing value go left.
    pub fn missing_left(test: u32) -> bool {
        test & 1 == 1
    }
}

/// The size of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeSize {
    /// The most splits between the root and a leaf; 0 for a single leaf.
    pub depth: u32,
    /// The number of leaves, at least 1.
    pub leaves: u32,
}

impl TreeSize {
    /// Returns the size of a tree by its nodes in preorder, of each whether it is a leaf. O(nodes).
    pub fn of_preorder(are_leaves: impl Iterator<Item = bool>) -> Self {
        let (mut size, mut depth) = (
            Self {
                depth: 0,
                leaves: 0,
            },
            0,
        );
        // The depths of the right children that are not yet reached.
        let mut rights = Vec::new();
        for is_leaf in are_leaves {
            if is_leaf {
                size.leaves += 1;
                size.depth = size.depth.max(depth);
                depth = rights.pop().unwrap_or(0);
            } else {
                depth += 1;
                rights.push(depth);
            }
        }
        size
    }
}

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node<'a> {
    /// Rows whose feature is at most the threshold go left, the others right. A threshold of `f64::MAX` separates
    /// present from missing values.
    Split {
        /// The feature's number, from 0.
        feature: u32,
        /// In the feature's units.
        threshold: f64,
        /// Whether rows with a missing value go left.
        missing_left: bool,
        /// The number of the left child.
        left: u32,
        /// The number of the right child.
        right: u32,
    },
    /// A leaf with its prediction.
    Leaf(Leaf<'a>),
}

/// One tree of a forest, for inspection.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    forest: &'a Forest,
    nodes: &'a [PackedNode],
}

impl Forest {
    /// Returns the number of features that a row must have.
    pub fn n_features(&self) -> u32 {
        self.parts.cuts.len() as u32
    }

    /// Returns the number of classes; 0 for a regression.
    pub fn n_classes(&self) -> u32 {
        match &self.parts.leaves {
            Leaves::Shares { n_classes, .. } => *n_classes,
            Leaves::Values { .. } => 0,
        }
    }

    /// Returns the number of trees.
    pub fn n_estimators(&self) -> u32 {
        self.parts.trees.len() as u32
    }

    /// Returns how many different leaves the trees have.
    pub fn n_leaves(&self) -> u32 {
        self.parts.leaves.len() as u32
    }

    /// Returns the prediction of the leaf at a place (see [`Tree::place`]).
    ///
    /// # Panics
    /// If `place` is not below [`Forest::n_leaves`].
    pub fn leaf(&self, place: u32) -> Leaf<'_> {
        self.parts.leaves.get(place)
    }

    /// Returns the importance of each feature.
    pub fn importances(&self) -> &Importances {
        &self.parts.importances
    }

    /// Returns tree `index`, from 0; `None` if there are not so many.
    pub fn tree(&self, index: u32) -> Option<Tree<'_>> {
        let nodes = self.parts.trees.get(index as usize)?;
        Some(Tree {
            forest: self,
            nodes,
        })
    }

    /// Returns depth and leaves of each tree. O(nodes).
    pub fn shapes(&self) -> Vec<TreeSize> {
        let of =
            |tree: &Vec<PackedNode>| TreeSize::of_preorder(tree.iter().map(|node| node.is_leaf()));
        self.parts.trees.iter().map(of).collect()
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let nodes: u64 = self.parts.trees.iter().map(|t| t.len() as u64).sum();
        let cuts: u64 = self.parts.cuts.iter().map(|c| c.len() as u64).sum();
        let features = u64::from(self.n_features());
        8 * nodes + 8 * cuts + self.parts.leaves.bytes() + 16 * features
    }
}

impl<'a> Tree<'a> {
    /// Returns the number of nodes. Node 0 is the root; children come after their parent.
    pub fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Returns false: every tree has a root.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Returns node `index`, from 0; `None` if there are not so many.
    pub fn node(&self, index: u32) -> Option<Node<'a>> {
        let node = self.nodes.get(index as usize)?;
        let parts = &self.forest.parts;
        if node.is_leaf() {
            return Some(Node::Leaf(parts.leaves.get(node.test)));
        }
        let layout = parts.layout();
        let feature = layout.feature(node.test);
        Some(Node::Split {
            feature,
            threshold: parts.cuts[feature as usize][layout.cut(node.test) as usize],
            missing_left: TestLayout::missing_left(node.test),
            left: index + 1,
            right: index + node.right,
        })
    }

    /// Returns the place of node `index` among the forest's leaves; `None` if it is no leaf.
    pub fn place(&self, index: u32) -> Option<u32> {
        let node = self.nodes.get(index as usize)?;
        node.is_leaf().then_some(node.test)
    }

    /// Iterates over all nodes in preorder: a split, its whole left side, its whole right side.
    pub fn nodes(self) -> impl Iterator<Item = Node<'a>> {
        (0..self.len()).filter_map(move |index| self.node(index))
    }
}

#[cfg(test)]
mod tests {
    use super::TestLayout;

    #[test]
    fn tests_of_splits_can_be_read_back() {
        for features in [1, 2, 3, 20, 64, 65, 10_000] {
            let layout = TestLayout::new(features);
            for cut in [0, 1, layout.most_cuts() as u32 - 1] {
                for (feature, missing_left) in [(0, false), (features as u32 - 1, true)] {
                    let test = layout.test(feature, cut, missing_left);
                    assert_eq!(layout.feature(test), feature);
                    assert_eq!(layout.cut(test), cut);
                    assert_eq!(TestLayout::missing_left(test), missing_left);
                }
            }
        }
        assert!(TestLayout::new(1).most_cuts() > 1 << 30);
        assert!(TestLayout::new(10_000).most_cuts() > 100_000);
    }
}
