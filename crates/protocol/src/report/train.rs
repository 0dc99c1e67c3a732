//! The report of the train stage, the estimate before it, and trees for drawing.

use serde::{Deserialize, Serialize};

use super::boosting::{BoostingReport, Losses};
use super::bounds::{Bounded, at_most};
use grove_recipe::ModelName;
use grove_recipe::models::trees::TREES_AT_MOST;

/// The model's size and, of a forest, its trees.
pub type Report = TrainReport;

/// What was trained, and on how many rows and features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainReport {
    /// The model's algorithm.
    pub model: ModelName,
    /// The trees; empty for a model without trees.
    pub trees: Vec<TreeShape>,
    /// The number of train rows.
    pub rows: u32,
    /// The number of columns of the feature matrix.
    pub features: u32,
    /// How many features a tree tries at each split.
    pub features_per_split: Option<u32>,
    /// The size of the model in memory, in bytes.
    pub bytes: u32,
    /// `None` without a bootstrap.
    pub out_of_bag: Option<OutOfBagReport>,
    /// What to know about the fit, such as that it did not converge.
    pub note: Option<String>,
    /// How many trees grew at a time.
    pub workers: u32,
    /// Only of gradient boosting.
    #[serde(default)]
    pub boosting: Option<BoostingReport>,
}

/// The size of a grown tree; with gradient boosting, of the trees of an iteration. A tree that is a single leaf has depth
/// 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeShape {
    /// The most splits between the root and a leaf.
    pub depth: u32,
    /// The number of leaves, at least 1; with several trees their sum.
    pub leaves: u32,
    /// The out-of-bag score of the forest up to this tree: accuracy or R². `None` where it is not defined.
    pub oob_score: Option<f64>,
    /// The losses after the iteration; only of gradient boosting.
    #[serde(default)]
    pub losses: Option<Losses>,
}

/// The out-of-bag estimate: predictions of the train rows, each by the trees that did not learn from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutOfBagReport {
    /// scikit-learn's `oob_score_`: accuracy or R².
    pub score: Option<f64>,
    /// Rows that every tree learned from, so that they have no prediction.
    pub never: u32,
}

/// The cost of training, estimated from a few trees on some of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number of trees of the whole forest.
    pub trees: u32,
    /// The number of rows to learn from.
    pub rows: u32,
    /// Wall-clock time in seconds, with all workers.
    pub seconds: f64,
    /// The size of the finished model in memory, in bytes.
    pub model_bytes: f64,
    /// The memory during training, of all workers together, in bytes.
    pub memory_bytes: f64,
    /// Why training would be refused, and what to do about it.
    pub refusal: Option<String>,
}

/// A node of a tree, for drawing. Node 0 is the root; children come after their parent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeNode {
    /// The number of splits above this node; 0 at the root.
    pub depth: u32,
    /// The number of train rows that reach this node (each counted once, however often the bootstrap drew it).
    pub rows: u32,
    /// By class, the number of those rows; or their mean target as the only entry. Of a tree that corrects others, what a
    /// leaf adds to the sum as the only entry; nothing above the leaves.
    pub values: Vec<f64>,
    /// `None` at a leaf, and where the picture is cut off.
    pub split: Option<TreeSplit>,
    /// Whether this node has children that the picture leaves out.
    pub cut: bool,
}

/// The question at a node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeSplit {
    /// The feature's name.
    pub feature: String,
    /// Which rows go left.
    pub test: TreeTest,
    /// Whether rows with a missing value go left; `None` where the picture does not say.
    pub missing_left: Option<bool>,
    /// The index of the child for rows that pass the test.
    pub left: u32,
    /// The index of the child for rows that do not.
    pub right: u32,
}

/// Which rows of a split go left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TreeTest {
    /// Those whose feature is at most this.
    AtMost(f64),
    /// Those whose column has one of these categories.
    In(Vec<String>),
}

/// What a tree of gradient boosting corrects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The tree's iteration, from 1.
    pub iteration: u32,
    /// With more than two classes, the class whose sum the tree corrects; with two, the second.
    pub class: Option<String>,
}

/// A tree for drawing, down to a depth that can be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreePicture {
    /// The tree's place in the forest, from 0.
    pub index: u32,
    /// The classes, in the order of each node's values; empty for a regression.
    pub classes: Vec<String>,
    /// The nodes, the root first. Children are indices into this list.
    pub nodes: Vec<TreeNode>,
    /// Only of gradient boosting, whose leaves are corrections.
    pub correction: Option<Correction>,
}

impl Bounded for TrainReport {
    fn check(&self) -> Result<(), String> {
        at_most("trees", self.trees.len(), TREES_AT_MOST as usize)?;
        self.boosting.as_ref().map_or(Ok(()), Bounded::check)
    }
}
