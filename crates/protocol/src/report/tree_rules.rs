//! A tree in words.

use serde::{Deserialize, Serialize};

/// The rules of a tree, and the paths of rows through it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeRules {
    /// The tree's number, from 1.
    pub tree: u32,
    /// How many nodes it has.
    pub nodes: u32,
    /// The rules, a line for each side of a split and for each leaf.
    pub text: String,
    /// The paths of the rows that were asked for.
    pub paths: Vec<TreePath>,
}

/// The path of a row from the root to a leaf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreePath {
    /// The number of the row in the file.
    pub row: u32,
    /// The nodes that it visits, counted from 0 in preorder.
    pub nodes: Vec<u32>,
    /// What holds for the row at each split.
    pub steps: Vec<String>,
    /// The leaf's answer: the classes' shares or a value; of a tree that corrects others, what it adds to the sum.
    pub answer: Vec<f64>,
}
