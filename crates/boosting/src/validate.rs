//! Checks a model that was read from bytes, so that none can make a prediction fail.

use grove_forest::LARGEST_N_CLASSES;

use super::binning::FeatureBins;
use super::model::{GradientBoosting, Link, ModelParts};
use super::tree::PackedTree;

/// The largest baseline and value of a leaf: sums of 2³² of them stay finite.
const LARGEST: f64 = 1e200;

impl TryFrom<ModelParts> for GradientBoosting {
    type Error = String;

    fn try_from(parts: ModelParts) -> Result<Self, String> {
        parts.validate()?;
        Ok(Self { parts })
    }
}

impl GradientBoosting {
    /// Checks a model, so that it can predict without a panic and its predictions are finite. O(size of the model).
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn validate(&self) -> Result<(), String> {
        self.parts.validate()
    }
}

impl ModelParts {
    fn validate(&self) -> Result<(), String> {
        let known = self.classes.is_sorted_by(|a, b| a < b)
            && self
                .classes
                .last()
                .is_none_or(|last| *last < self.n_classes)
            && self.n_classes <= LARGEST_N_CLASSES;
        let sums = match (self.link, self.classes.len()) {
            (Link::Identity | Link::Log, 0) if self.n_classes == 0 => 1,
            (Link::Logit, 2) if known => 1,
            (Link::Softmax, classes @ (1 | 3..)) if known => classes,
            _ => return Err("The classes do not fit the link.".into()),
        };
        if self.baseline.len() != sums || !self.trees.len().is_multiple_of(sums) {
            return Err("The number of trees does not fit the number of classes.".into());
        }
        if u32::try_from(self.trees.len()).is_err() {
            return Err("There are too many trees.".into());
        }
        if !self.baseline.iter().all(|sum| is_moderate(*sum)) {
            return Err("The baseline is out of range.".into());
        }
        if self.bins.is_empty() || self.bins.len() >= u32::MAX as usize {
            return Err("The number of features is out of range.".into());
        }
        for (feature, bins) in self.bins.iter().enumerate() {
            let sound = match bins {
                FeatureBins::Numbers(cuts) => are_cuts(cuts),
                FeatureBins::Categories { categories, bins } => {
                    categories.len() == bins.len()
                        && categories.is_sorted_by(|a, b| a < b)
                        && categories.last().is_none_or(|last| *last < u32::MAX)
                        && bins.iter().all(|bin| *bin < u8::MAX)
                }
            };
            if !sound {
                return Err(format!("The bins of feature {feature} do not ascend."));
            }
        }
        for (number, tree) in self.trees.iter().enumerate() {
            self.check_tree(tree)
                .map_err(|node| format!("Node {node} of tree {number} does not fit the tree."))?;
        }
        Ok(())
    }

    /// Checks that the nodes are one tree in preorder. The error is the node that is out of place.
    fn check_tree(&self, tree: &PackedTree) -> Result<(), usize> {
        let count = tree.nodes.len();
        if tree.numbers.len() != count || tree.rows.len() != count || u32::try_from(count).is_err()
        {
            return Err(count);
        }
        // From the last node to the first: the rows and nodes of the subtrees that have no parent yet.
        let mut below: Vec<(u32, u32)> = Vec::new();
        for (at, node) in tree.nodes.iter().enumerate().rev() {
            let (number, rows) = (tree.numbers[at], tree.rows[at]);
            if node.is_leaf() {
                if !is_moderate(number) || rows == 0 {
                    return Err(at);
                }
                below.push((rows, 1));
                continue;
            }
            let known = match self.bins.get(node.feature as usize) {
                Some(FeatureBins::Numbers(cuts)) => (node.index() as usize) < cuts.len(),
                Some(FeatureBins::Categories { .. }) => (node.index() as usize) < self.sets.len(),
                None => false,
            };
            let (Some(left), Some(right)) = (below.pop(), below.pop()) else {
                return Err(at);
            };
            let fits = node.right == left.1 + 1 && left.0.checked_add(right.0) == Some(rows);
            if !known || !fits || !number.is_finite() || number < 0.0 {
                return Err(at);
            }
            below.push((rows, left.1 + right.1 + 1));
        }
        if below.len() == 1 { Ok(()) } else { Err(count) }
    }
}

fn is_moderate(number: f64) -> bool {
    number.abs() <= LARGEST
}

/// Whether thresholds ascend, and no more values than 254 lie between them and the last one can be above them.
fn are_cuts(cuts: &[f64]) -> bool {
    let codes = cuts.len() - usize::from(cuts.last() == Some(&f64::MAX));
    codes < usize::from(u8::MAX)
        && cuts.iter().all(|cut| cut.is_finite())
        && cuts.is_sorted_by(|a, b| a < b)
}
