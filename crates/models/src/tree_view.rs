//! The trees of a model as plain nodes, whatever grew them.

/// A node of a tree. Node 0 is the root, and children come after their parent.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeViewNode {
    /// A question about one feature.
    Split {
        /// The feature's number, from 0.
        feature: u32,
        /// Which rows go left.
        test: SplitQuestion,
        /// Whether rows go left that have no value, or a category that neither side has.
        missing_left: bool,
        /// The number of the left child.
        left: u32,
        /// The number of the right child.
        right: u32,
    },
    /// A leaf: the classes' shares or a value; of a tree that corrects others, what it adds to the sum.
    Leaf(Vec<f64>),
}

/// Which rows of a split go left.
#[derive(Clone, Debug, PartialEq)]
pub enum SplitQuestion {
    /// Those whose feature is at most this. `f64::MAX` separates present from missing values.
    AtMost(f64),
    /// Those whose category is among the first numbers; those among the second go right. Both are ascending.
    Categories {
        /// The categories that go left.
        left: Vec<u32>,
        /// The categories that go right.
        right: Vec<u32>,
    },
}

/// What the trees of a model say of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeVotes {
    /// Each tree answers by itself, and the model with their mean: trees × outputs, tree by tree. Outputs are the classes'
    /// shares, or a single value.
    Mean(Vec<f64>),
    /// Each tree adds to a sum, from which the model's answer follows.
    Sums {
        /// The class of each sum; empty for values, which have one.
        classes: Vec<u32>,
        /// The sums before the first iteration and after each: (iterations + 1) × sums, iteration by iteration.
        sums: Vec<f64>,
    },
}

impl TreeViewNode {
    /// Returns the child to which a row goes, by its features; `None` at a leaf.
    pub fn next(&self, row: &[f64]) -> Option<u32> {
        let Self::Split {
            feature,
            test,
            missing_left,
            left,
            right,
        } = self
        else {
            return None;
        };
        let value = row[*feature as usize];
        let has = |categories: &[u32]| categories.binary_search(&(value as u32)).is_ok();
        let goes_left = match test {
            _ if value.is_nan() => *missing_left,
            SplitQuestion::AtMost(threshold) => value <= *threshold,
            SplitQuestion::Categories { left, .. } if has(left) => true,
            SplitQuestion::Categories { right, .. } if has(right) => false,
            SplitQuestion::Categories { .. } => *missing_left,
        };
        Some(if goes_left { *left } else { *right })
    }
}
