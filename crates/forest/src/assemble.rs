//! From grown trees, whoever grew them and in whichever order they come, to a forest.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::vec;

use super::dataset::Dataset;
use super::error::FitError;
use super::grown::GrownTree;
use super::importance::Importances;
use super::model::{Forest, PackedNode, Packing, Shape, Stored};
use super::oob::OutOfBag;
use super::share::{SharedCuts, SharedLeaves, UsedTargets};

/// Collects the trees of a forest. What it tells depends on the trees alone, not on their order.
///
/// Trees count from the first one on without a gap: a tree that comes early is kept, and counts once
/// those before it are there.
pub struct Assembler {
    dataset: Arc<Dataset>,
    /// Trees that came before their turn.
    early: BTreeMap<u32, GrownTree>,
    trees: Vec<GrownTree>,
    packing: Packing,
    /// Of each feature: the thresholds in the order of the trees and their nodes.
    thresholds: Vec<Vec<f64>>,
    /// By the leaves of the trees.
    used: UsedTargets,
    shapes: Vec<Shape>,
    out_of_bag: Option<OutOfBag>,
}

/// A forest that is being put together, a piece at a time: a feature whose thresholds are sorted, or a tree.
pub struct Assembling {
    packing: Packing,
    /// Of the features to come.
    thresholds: vec::IntoIter<Vec<f64>>,
    cuts: Vec<SharedCuts>,
    /// The trees to come.
    grown: vec::IntoIter<GrownTree>,
    leaves: SharedLeaves,
    trees: Vec<Vec<PackedNode>>,
    importances: Importances,
}

impl Assembler {
    /// `bootstrap` says whether trees leave rows out of the bag.
    pub fn new(dataset: Arc<Dataset>, bootstrap: bool) -> Self {
        Self {
            out_of_bag: bootstrap.then(|| OutOfBag::new(&dataset)).flatten(),
            thresholds: vec![Vec::new(); dataset.features() as usize],
            packing: Packing::new(dataset.features() as usize),
            used: UsedTargets::new(&dataset.target),
            dataset,
            early: BTreeMap::new(),
            trees: Vec::new(),
            shapes: Vec::new(),
        }
    }

    /// Takes a tree that was grown on this data set.
    pub fn add(&mut self, tree: GrownTree) {
        self.early.insert(tree.index, tree);
        while let Some(mut tree) = self.early.remove(&(self.trees.len() as u32)) {
            if let Some(out_of_bag) = &mut self.out_of_bag {
                out_of_bag.add(&self.dataset, &tree);
            }
            let splits = tree.nodes.iter().filter(|node| !node.is_leaf());
            for (split, threshold) in splits.zip(&tree.thresholds) {
                let feature = self.packing.feature(split.test);
                self.thresholds[feature as usize].push(*threshold);
            }
            self.used.mark(&tree);
            // Told now, these need not be kept.
            tree.out_of_bag = Vec::new();
            tree.thresholds = Vec::new();
            self.shapes.push(tree.shape);
            self.trees.push(tree);
        }
    }

    /// Lets go of the trees that came before their turn, which may then grow once more.
    pub fn forget_early(&mut self) {
        self.early.clear();
    }

    /// The trees that count so far.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// About the size of the forest of the trees that count so far.
    pub fn bytes(&self) -> u64 {
        self.trees.iter().map(GrownTree::bytes).sum()
    }

    /// What the trees so far say of rows that they did not learn from. `None` without a bootstrap, and
    /// where rows × classes are more than fit.
    pub fn out_of_bag(&self) -> Option<&OutOfBag> {
        self.out_of_bag.as_ref()
    }

    /// Importances of groups of features, such as the columns that they came from, over the trees so
    /// far. `groups[feature]` is the feature's group, numbered from 0.
    pub fn importances_by(&self, groups: &[u32]) -> Importances {
        Importances::new(&self.trees, groups)
    }

    /// The forest of the trees so far, of which there must be one at least. O(nodes).
    pub fn finish(self) -> Result<Forest, FitError> {
        let mut assembling = self.assemble()?;
        while assembling.advance()? {}
        Ok(assembling.finish())
    }

    /// As [`Assembler::finish`], a piece at a time.
    pub fn assemble(self) -> Result<Assembling, FitError> {
        if self.trees.is_empty() {
            return Err(FitError::Parameter {
                name: "n_estimators",
                value: 0.0,
                min: 1.0,
                max: f64::from(u32::MAX),
            });
        }
        let each: Vec<u32> = (0..self.dataset.features()).collect();
        Ok(Assembling {
            packing: self.packing,
            importances: Importances::new(&self.trees, &each),
            thresholds: self.thresholds.into_iter(),
            cuts: Vec::new(),
            leaves: SharedLeaves::new(&self.dataset.target, self.used),
            trees: Vec::with_capacity(self.trees.len()),
            grown: self.trees.into_iter(),
        })
    }
}

impl Assembling {
    /// Does the next piece; false where there is none any more. O(the trees' splits on a feature), or O(the nodes of
    /// a tree).
    pub fn advance(&mut self) -> Result<bool, FitError> {
        if let Some(thresholds) = self.thresholds.next() {
            let shared = SharedCuts::new(thresholds);
            let (found, max) = (shared.cuts.len(), self.packing.most_cuts());
            if found > max {
                return Err(FitError::Thresholds {
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
        let packing = self.packing;
        for node in &mut tree.nodes {
            node.test = if node.is_leaf() {
                self.leaves.share(node.test, &tree.leaves)
            } else {
                let feature = packing.feature(node.test);
                let place = self.cuts[feature as usize].places.next();
                let place = place.expect("each split gave a threshold");
                packing.test(feature, place, Packing::missing_left(node.test))
            };
        }
        self.trees.push(tree.nodes);
        Ok(true)
    }

    /// The forest, once all pieces are done.
    pub fn finish(self) -> Forest {
        Forest {
            stored: Stored {
                cuts: self.cuts.into_iter().map(|shared| shared.cuts).collect(),
                trees: self.trees,
                leaves: self.leaves.finish(),
                importances: self.importances,
            },
        }
    }
}
