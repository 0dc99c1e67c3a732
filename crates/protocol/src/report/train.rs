//! The report of the train stage, the estimate before it, and trees for drawing.

use serde::{Deserialize, Serialize};

use super::bounds::{Bounded, at_most};
use grove_recipe::ModelName;
use grove_recipe::models::trees::TREES_AT_MOST;

/// The model's size and, of a forest, its trees.
pub type Report = TrainReport;

/// What was trained, and on how much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainReport {
    /// Which algorithm was trained.
    pub model: ModelName,
    /// None but of models that are made of trees.
    pub trees: Vec<TreeShape>,
    /// Train rows.
    pub rows: u32,
    /// Columns of the feature matrix.
    pub features: u32,
    /// Features tried at each split of a tree.
    pub features_per_split: Option<u32>,
    /// Size of the model in memory.
    pub bytes: u32,
    /// `None` without a bootstrap.
    pub out_of_bag: Option<OutOfBagReport>,
    /// What should be known of how the model was fitted, such as that it did not come to its end.
    pub note: Option<String>,
    /// How many trees grew at a time.
    pub workers: u32,
}

/// How a tree grew. A tree that is a single leaf has depth 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeShape {
    /// Splits on the longest way from the root to a leaf.
    pub depth: u32,
    /// At least 1.
    pub leaves: u32,
    /// The out-of-bag score of the forest up to this tree: accuracy or R². `None` where it is not defined.
    pub oob_score: Option<f64>,
}

/// What a forest says of the train rows, each through the trees that did not learn from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutOfBagReport {
    /// scikit-learn's `oob_score_`: accuracy or R².
    pub score: Option<f64>,
    /// Rows that every tree learned from, of which nothing can be said.
    pub never: u32,
}

/// What training would take, estimated from a few trees on some of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Trees of the whole forest.
    pub trees: u32,
    /// Rows to learn from.
    pub rows: u32,
    /// Wall-clock time, with all workers.
    pub seconds: f64,
    /// The size of the finished model in memory.
    pub model_bytes: f64,
    /// While it grows, in all workers together.
    pub memory_bytes: f64,
    /// Why training would be refused, and what to do about it.
    pub refusal: Option<String>,
}

/// A node of a tree, for drawing. Node 0 is the root; children come after their parent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeNode {
    /// Splits above this node; 0 at the root.
    pub depth: u32,
    /// Train rows that reach this node (each once, whatever the bootstrap drew).
    pub rows: u32,
    /// Of those rows: the count of each class, or the mean target as the only entry.
    pub values: Vec<f64>,
    /// `None` at a leaf, and where the picture is cut off.
    pub split: Option<TreeSplit>,
    /// This node has children that the picture leaves out.
    pub cut: bool,
}

/// The question that a node asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeSplit {
    /// The feature's name.
    pub feature: String,
    /// The value of the feature that rows are compared with.
    pub threshold: f64,
    /// Index of the child for rows at or below the threshold, and of the other.
    pub left: u32,
    /// Index of the child for rows above the threshold.
    pub right: u32,
}

/// A tree for drawing, down to a depth that can be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreePicture {
    /// The tree's place in the forest, from 0.
    pub index: u32,
    /// Names in the order of each node's values; empty for a regression.
    pub classes: Vec<String>,
    /// The root first; children are named by their index in this list.
    pub nodes: Vec<TreeNode>,
}

impl Bounded for TrainReport {
    fn check(&self) -> Result<(), String> {
        at_most("trees", self.trees.len(), TREES_AT_MOST as usize)
    }
}
