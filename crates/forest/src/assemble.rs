//! Puts grown trees together into a forest, in whichever order they arrive and whichever worker grew them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::vec;

use super::dataset::Dataset;
use super::error::ForestError;
use super::grown::{GrownTree, TreeCuts};
use super::importance::Importances;
use super::model::{Forest, ForestParts, PackedNode, TestLayout, TreeSize};
use super::oob::OutOfBag;
use super::share::{SharedCuts, SharedLeaves, UsedTargets};

/// Collects the trees of a forest. The result depends on the trees alone, not on the order of their arrival.
///
/// Trees are taken in by index without a gap: a tree that arrives early is held back until those before it are here.
/// Everything that this type reports is about the trees taken in so far.
pub struct Assembler {
    dataset: Arc<Dataset>,
    /// Trees that wait for one with a smaller index.
    early: BTreeMap<u32, GrownTree>,
    trees: Vec<GrownTree>,
    layout: TestLayout,
    /// By feature: the thresholds in the order of the trees and their nodes.
    thresholds: Vec<Vec<f64>>,
    /// The targets that occur in the leaves so far.
    used: UsedTargets,
    shapes: Vec<TreeSize>,
    out_of_bag: Option<OutOfBag>,
}

/// Merges what the trees share into one forest, in steps: one feature's thresholds, then one tree, at a time.
pub struct ForestPacker {
    layout: TestLayout,
    /// Of the features that are not yet merged.
    thresholds: vec::IntoIter<Vec<f64>>,
    cuts: Vec<SharedCuts>,
    /// The trees that are not yet merged.
    grown: vec::IntoIter<GrownTree>,
    leaves: SharedLeaves,
    trees: Vec<Vec<PackedNode>>,
    importances: Importances,
}

impl Assembler {
    /// Starts without trees. `bootstrap` must be what the trees are grown with: it says whether they leave rows out.
    pub fn new(dataset: Arc<Dataset>, bootstrap: bool) -> Self {
        Self {
            out_of_bag: bootstrap.then(|| OutOfBag::new(&dataset)).flatten(),
            thresholds: vec![Vec::new(); dataset.features() as usize],
            layout: TestLayout::new(dataset.features() as usize),
            used: UsedTargets::new(&dataset.target),
            dataset,
            early: BTreeMap::new(),
            trees: Vec::new(),
            shapes: Vec::new(),
        }
    }

    /// Adds a tree that was grown on this data set. O(nodes + rows out of the bag × classes).
    pub fn add(&mut self, tree: GrownTree) {
        self.early.insert(tree.index, tree);
        while let Some(mut tree) = self.early.remove(&(self.trees.len() as u32)) {
            if let Some(out_of_bag) = &mut self.out_of_bag {
                out_of_bag.add(&self.dataset, &tree);
            }
            let splits = tree.nodes.iter().filter(|node| !node.is_leaf());
            for (number, split) in splits.enumerate() {
                let feature = self.layout.feature(split.test) as usize;
                let threshold = tree.cuts.threshold(number, &self.dataset.columns[feature]);
                self.thresholds[feature].push(threshold);
            }
            self.used.mark(&tree);
            // Both are summed up by now.
            tree.out_of_bag = Vec::new();
            tree.cuts = TreeCuts::Between(Vec::new());
            self.shapes.push(tree.shape);
            self.trees.push(tree);
        }
    }

    /// Drops the trees that arrived early. They can then be grown and added again.
    pub fn forget_early(&mut self) {
        self.early.clear();
    }

    /// Returns depth and leaves of each tree so far.
    pub fn shapes(&self) -> &[TreeSize] {
        &self.shapes
    }

    /// Estimates the memory of a forest of the trees so far, in bytes.
    pub fn bytes(&self) -> u64 {
        self.trees.iter().map(GrownTree::bytes).sum()
    }

    /// Returns the predictions of each row by the trees that did not learn from it. `None` without a bootstrap, and where
    /// rows × classes exceed 10⁸.
    pub fn out_of_bag(&self) -> Option<&OutOfBag> {
        self.out_of_bag.as_ref()
    }

    /// Computes the importances of groups of features, such as the columns that they were encoded from.
    /// `groups[feature]` is the feature's group, numbered from 0; the result has one entry per group.
    pub fn importances_by(&self, groups: &[u32]) -> Importances {
        Importances::new(&self.trees, groups)
    }

    /// Builds the forest of the trees so far. O(nodes).
    ///
    /// # Errors
    /// Without a tree, and where the trees have more thresholds in one feature than a node can number
    /// ([`ForestError::Thresholds`]).
    pub fn finish(self) -> Result<Forest, ForestError> {
        let mut assembling = self.assemble()?;
        while assembling.advance()? {}
        Ok(assembling.finish())
    }

    /// Builds the forest of the trees so far, and stays as it is. O(nodes).
    ///
    /// # Errors
    /// As [`Assembler::finish`].
    pub fn so_far(&self) -> Result<Forest, ForestError> {
        let copy = Self {
            dataset: Arc::clone(&self.dataset),
            early: BTreeMap::new(),
            trees: self.trees.clone(),
            layout: self.layout,
            thresholds: self.thresholds.clone(),
            used: self.used.clone(),
            shapes: Vec::new(),
            out_of_bag: None,
        };
        copy.finish()
    }

    /// Starts what [`Assembler::finish`] does, for a caller that wants to pause between the steps.
    ///
    /// # Errors
    /// Without a tree.
    pub fn assemble(self) -> Result<ForestPacker, ForestError> {
        if self.trees.is_empty() {
            return Err(ForestError::Parameter {
                name: "n_estimators",
                value: 0.0,
                min: 1.0,
                max: f64::from(u32::MAX),
            });
        }
        let each: Vec<u32> = (0..self.dataset.features()).collect();
        Ok(ForestPacker {
            layout: self.layout,
            importances: Importances::new(&self.trees, &each),
            thresholds: self.thresholds.into_iter(),
            cuts: Vec::new(),
            leaves: SharedLeaves::new(&self.dataset.target, self.used),
            trees: Vec::with_capacity(self.trees.len()),
            grown: self.trees.into_iter(),
        })
    }
}

impl ForestPacker {
    /// Does the next step and returns true, or returns false when there is none left. A step is O(all splits on one
    /// feature) or O(the nodes of one tree).
    ///
    /// # Errors
    /// Where the trees have more thresholds in one feature than a node can number ([`ForestError::Thresholds`]).
    pub fn advance(&mut self) -> Result<bool, ForestError> {
        if let Some(thresholds) = self.thresholds.next() {
            let shared = SharedCuts::new(thresholds);
            let (found, max) = (shared.cuts.len(), self.layout.most_cuts());
            if found > max {
                return Err(ForestError::Thresholds {
                    feature: self.cuts.len() as u32,
                    found: found as u64,
                    max: max as u64,
                });
            }
            self.cuts.push(shared);
            return Ok(true);
        }
        let Some(mut tree) = self.grown.next() else {
            return Ok(false);
        };
        let layout = self.layout;
        for node in &mut tree.nodes {
            node.test = if node.is_leaf() {
                self.leaves.share(node.test, &tree.leaves)
            } else {
                let feature = layout.feature(node.test);
                let place = self.cuts[feature as usize].places.next();
                let place = place.expect("each split gave a threshold");
                layout.test(feature, place, TestLayout::missing_left(node.test))
            };
        }
        self.trees.push(tree.nodes);
        Ok(true)
    }

    /// Returns the forest. Call it once [`ForestPacker::advance`] has returned false.
    pub fn finish(self) -> Forest {
        Forest {
            parts: ForestParts {
                cuts: self.cuts.into_iter().map(|shared| shared.cuts).collect(),
                trees: self.trees,
                leaves: self.leaves.finish(),
                importances: self.importances,
            },
        }
    }
}
