//! A fitted model: a first prediction and trees whose leaves are added to it.

use grove_forest::TreeSize;
use serde::{Deserialize, Serialize, Serializer};

use super::binning::FeatureBins;
use super::split::BinTest;
use super::tree::{PackedNode, PackedTree};

/// A fitted model. Deserialising checks it with [`GradientBoosting::validate`], so every one can predict.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "ModelParts")]
pub struct GradientBoosting {
    pub(super) parts: ModelParts,
}

/// The fields of a model, before they are checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ModelParts {
    pub link: Link,
    /// 0 for a regression.
    pub n_classes: u32,
    /// The classes that occurred, ascending.
    pub classes: Vec<u32>,
    /// The sums before the first tree.
    pub baseline: Vec<f64>,
    /// By feature, the thresholds or the categories that the trees use.
    pub bins: Vec<FeatureBins>,
    /// Iteration after iteration.
    pub trees: Vec<PackedTree>,
    /// The sets of bins that go left at the splits by categories.
    pub sets: Vec<[u64; 4]>,
}

impl Serialize for GradientBoosting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.parts.serialize(serializer)
    }
}

/// How the sum of the trees becomes a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// The prediction is the sum.
    Identity,
    /// The prediction is the sum's exponential.
    Log,
    /// The probability of the second of two classes is the sum's logistic function.
    Logit,
    /// The probabilities are the softmax of one sum per class. Also where only one class occurred: its probability is 1.
    Softmax,
}

/// Which rows of a split go left.
#[derive(Clone, Debug, PartialEq)]
pub enum SplitTest {
    /// Those whose feature is at most this. `f64::MAX` separates present from missing values.
    AtMost(f64),
    /// Those whose category is one of these numbers, ascending. A category that was not seen goes where missing ones go.
    In(Vec<u32>),
}

/// A node of a [`Tree`].
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Rows that pass the test go left, the others right.
    Split {
        /// The feature's number, from 0.
        feature: u32,
        /// Which rows go left.
        test: SplitTest,
        /// Whether rows with a missing value go left.
        missing_left: bool,
        /// The number of the left child.
        left: u32,
        /// The number of the right child.
        right: u32,
        /// The decrease of the loss, twice the second-order estimate, as scikit-learn's.
        gain: f64,
        /// The train rows that reach it.
        rows: u32,
    },
    /// A leaf.
    Leaf {
        /// What is added to the sum, the learning rate included.
        value: f64,
        /// The train rows that reach it.
        rows: u32,
    },
}

/// One tree, for inspection.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    parts: &'a ModelParts,
    tree: &'a PackedTree,
}

impl GradientBoosting {
    /// Returns the number of features that a row must have.
    pub fn n_features(&self) -> u32 {
        self.parts.bins.len() as u32
    }

    /// Returns the number of classes; 0 for a regression.
    pub fn n_classes(&self) -> u32 {
        self.parts.n_classes
    }

    /// Returns the classes that occurred among the train rows, ascending; empty for a regression. Others have the
    /// probability 0. With three or more each has a sum and a tree in every iteration, in this order; with two the only
    /// sum is that of the second one.
    pub fn classes(&self) -> &[u32] {
        &self.parts.classes
    }

    /// Returns the number of iterations.
    pub fn n_iter(&self) -> u32 {
        (self.parts.trees.len() / self.parts.baseline.len()) as u32
    }

    /// Returns how many trees each iteration has: one for each of [`GradientBoosting::classes`] if
    /// these are more than two, else one.
    pub fn trees_per_iteration(&self) -> u32 {
        self.parts.baseline.len() as u32
    }

    /// Returns how sums become predictions.
    pub fn link(&self) -> Link {
        self.parts.link
    }

    /// Returns the sums before the first tree, one per tree of an iteration.
    pub fn baseline(&self) -> &[f64] {
        &self.parts.baseline
    }

    /// By feature, whether its values are the numbers of categories.
    pub fn categorical(&self) -> Vec<bool> {
        let bins = self.parts.bins.iter();
        bins.map(FeatureBins::is_categorical).collect()
    }

    /// Returns the categories of a feature that the model has seen, ascending: at its splits all others go where missing
    /// values go. Empty where no split is by the feature; `None` if it has no categories.
    pub fn seen(&self, feature: u32) -> Option<&[u32]> {
        match self.parts.bins.get(feature as usize)? {
            FeatureBins::Categories { categories, .. } => Some(categories),
            FeatureBins::Numbers(_) => None,
        }
    }

    /// Returns a tree: `iteration` from 0, `class` from 0 to below [`GradientBoosting::trees_per_iteration`].
    pub fn tree(&self, iteration: u32, class: u32) -> Option<Tree<'_>> {
        let trees = self.trees_per_iteration();
        if class >= trees {
            return None;
        }
        let place = (iteration as usize).checked_mul(trees as usize)?;
        let tree = self.parts.trees.get(place.checked_add(class as usize)?)?;
        Some(Tree {
            parts: &self.parts,
            tree,
        })
    }

    /// Returns depth and leaves of each tree, iteration by iteration. O(nodes).
    pub fn shapes(&self) -> Vec<TreeSize> {
        self.parts.trees.iter().map(PackedTree::shape).collect()
    }

    /// Returns the importance of each feature by gain: the sum of the gains of its splits, as a share of all; 0 for all
    /// where there is no split.
    pub fn importances(&self) -> Vec<f64> {
        let mut gains = vec![0.0; self.parts.bins.len()];
        for tree in &self.parts.trees {
            for (node, gain) in tree.nodes.iter().zip(&tree.numbers) {
                if !node.is_leaf() {
                    gains[node.feature as usize] += gain;
                }
            }
        }
        let largest = gains.iter().copied().fold(0.0, f64::max);
        if largest == 0.0 {
            return gains;
        }
        // Divided twice, so that the sum of huge gains stays finite.
        gains.iter_mut().for_each(|gain| *gain /= largest);
        let total: f64 = gains.iter().sum();
        gains.iter().map(|gain| gain / total).collect()
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let parts = &self.parts;
        let bins: u64 = parts.bins.iter().map(FeatureBins::bytes).sum();
        let trees: u64 = parts.trees.iter().map(PackedTree::bytes).sum();
        bins + trees + 32 * parts.sets.len() as u64 + 8 * parts.baseline.len() as u64
    }
}

impl ModelParts {
    fn test(&self, node: PackedNode) -> SplitTest {
        let index = node.index() as usize;
        match &self.bins[node.feature as usize] {
            FeatureBins::Numbers(cuts) => SplitTest::AtMost(cuts[index]),
            FeatureBins::Categories { categories, bins } => {
                let set = BinTest::In(self.sets[index]);
                let known = categories.iter().zip(bins);
                let left = known.filter(|(_, bin)| set.goes_left(**bin));
                SplitTest::In(left.map(|(category, _)| *category).collect())
            }
        }
    }
}

impl Tree<'_> {
    /// Returns the number of nodes. Node 0 is the root; children come after their parent, in preorder.
    pub fn len(&self) -> u32 {
        self.tree.nodes.len() as u32
    }

    /// Returns false: every tree has a root.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Returns node `index`, from 0; `None` if there are not so many.
    pub fn node(&self, index: u32) -> Option<Node> {
        let place = index as usize;
        let node = *self.tree.nodes.get(place)?;
        let (number, rows) = (self.tree.numbers[place], self.tree.rows[place]);
        Some(if node.is_leaf() {
            Node::Leaf {
                value: number,
                rows,
            }
        } else {
            Node::Split {
                feature: node.feature,
                test: self.parts.test(node),
                missing_left: node.missing_left(),
                left: index + 1,
                right: index + node.right,
                gain: number,
                rows,
            }
        })
    }

    /// Returns all nodes in preorder.
    pub fn nodes(&self) -> impl Iterator<Item = Node> {
        (0..self.len()).filter_map(|index| self.node(index))
    }
}
