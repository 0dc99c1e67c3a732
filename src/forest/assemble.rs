//! From grown trees, whoever grew them and in whichever order they come, to a forest.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dataset::{Dataset, Learned};
use super::error::FitError;
use super::grown::GrownTree;
use super::importance::Importances;
use super::leaves::{Leaf, Leaves, SharesTable, ValuesTable};
use super::members::Held;
use super::model::{Forest, Packing, Shape, Stored};
use super::oob::OutOfBag;
use super::sort::ascending;

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
    shapes: Vec<Shape>,
    out_of_bag: Option<OutOfBag>,
}

impl Assembler {
    /// `bootstrap` says whether trees leave rows out of the bag.
    pub fn new(dataset: Arc<Dataset>, bootstrap: bool) -> Self {
        Self {
            out_of_bag: bootstrap.then(|| OutOfBag::new(&dataset)).flatten(),
            thresholds: vec![Vec::new(); dataset.features() as usize],
            packing: Packing::new(dataset.features() as usize),
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
        if self.trees.is_empty() {
            return Err(FitError::Parameter {
                name: "n_estimators",
                value: 0.0,
                min: 1.0,
                max: f64::from(u32::MAX),
            });
        }
        let packing = self.packing;
        let each: Vec<u32> = (0..self.dataset.features()).collect();
        let importances = Importances::new(&self.trees, &each);
        // One feature after the other, so that only one is in both forms.
        let shared = self.thresholds.into_iter();
        let mut shared: Vec<SharedCuts> = shared.map(SharedCuts::new).collect();
        for (feature, SharedCuts { cuts, .. }) in (0..).zip(&shared) {
            if cuts.len() > packing.most_cuts() {
                return Err(FitError::Thresholds {
                    feature,
                    found: cuts.len() as u64,
                    max: packing.most_cuts() as u64,
                });
            }
        }
        let mut leaves = SharedLeaves::new(&self.dataset, &self.trees);
        let pack = |mut tree: GrownTree| {
            for node in &mut tree.nodes {
                node.test = if node.is_leaf() {
                    leaves.share(node.test, &tree.leaves)
                } else {
                    let feature = packing.feature(node.test);
                    let place = shared[feature as usize].places.next();
                    let place = place.expect("each split gave a threshold");
                    packing.test(feature, place, Packing::missing_left(node.test))
                };
            }
            tree.nodes
        };
        let trees = self.trees.into_iter().map(pack).collect();
        Ok(Forest {
            stored: Stored {
                cuts: shared.into_iter().map(|shared| shared.cuts).collect(),
                trees,
                leaves: leaves.finish(),
                importances,
            },
        })
    }
}

/// The thresholds of a feature, each distinct one once.
struct SharedCuts {
    /// Ascending.
    cuts: Vec<f64>,
    /// Of each threshold, in the order in which they came: its place among them.
    places: std::vec::IntoIter<u32>,
}

impl SharedCuts {
    fn new(thresholds: Vec<f64>) -> Self {
        let mut cuts = Vec::new();
        let mut places = vec![0; thresholds.len()];
        for index in ascending(&thresholds) {
            let threshold = thresholds[index as usize];
            if cuts.last() != Some(&threshold) {
                cuts.push(threshold);
            }
            places[index as usize] = (cuts.len() - 1) as u32;
        }
        cuts.shrink_to_fit();
        Self {
            cuts,
            places: places.into_iter(),
        }
    }
}

/// The leaves of all trees, each distinct one once.
enum SharedLeaves {
    Classes {
        /// Where the leaves of a single class are that were met.
        pure: Vec<Option<u32>>,
        table: SharesTable,
    },
    Values {
        /// The distinct targets in the trees' leaves.
        targets: Vec<f64>,
        /// The place among them of each of the data set's, where it is one of them: in that order.
        places: Vec<u32>,
        ranks: Vec<u32>,
        table: ValuesTable,
    },
}

impl SharedLeaves {
    fn new(dataset: &Dataset, trees: &[GrownTree]) -> Self {
        match &dataset.target {
            Learned::Classes { n_classes, .. } => Self::Classes {
                pure: vec![None; *n_classes as usize],
                table: SharesTable::default(),
            },
            Learned::Values(column) => {
                let used = used_targets(column.values.len() as u32, trees);
                let mut targets = Vec::new();
                let mut places = Vec::with_capacity(used.len());
                for (target, used) in column.values.iter().zip(used) {
                    places.push(targets.len() as u32);
                    targets.extend(used.then_some(*target));
                }
                Self::Values {
                    targets,
                    places,
                    ranks: Vec::new(),
                    table: ValuesTable::default(),
                }
            }
        }
    }

    /// The place among all leaves of a leaf of a tree with these impure leaves.
    fn share(&mut self, leaf: u32, impure: &Leaves) -> u32 {
        match self {
            Self::Classes { pure, table } => match pure.get_mut(leaf as usize) {
                Some(Some(known)) => *known,
                Some(unknown) => *unknown.insert(table.insert(&[(leaf, 1f64.to_bits())])),
                None => match impure.get(leaf - pure.len() as u32) {
                    Leaf::Shares { classes, shares } => {
                        let shares = shares.iter().map(|share| share.to_bits());
                        let leaf: Vec<(u32, u64)> = classes.iter().copied().zip(shares).collect();
                        table.insert(&leaf)
                    }
                    Leaf::Value(_) => unreachable!("all leaves are of the data set's kind"),
                },
            },
            Self::Values {
                targets,
                places,
                ranks,
                table,
            } => match leaf.checked_sub(places.len() as u32) {
                Some(place) => {
                    let (mean, held) = impure.mixed(place);
                    ranks.clear();
                    ranks.extend(held.ranks.iter().map(|rank| places[*rank as usize]));
                    targets.len() as u32 + table.insert(mean, Held { ranks, ..held })
                }
                None => places[leaf as usize],
            },
        }
    }

    fn finish(self) -> Leaves {
        match self {
            Self::Classes { pure, table } => table.finish(pure.len() as u32),
            Self::Values { targets, table, .. } => table.finish(targets),
        }
    }
}

/// Of each rank: whether there is such a target in a leaf.
fn used_targets(distinct: u32, trees: &[GrownTree]) -> Vec<bool> {
    let mut used = vec![false; distinct as usize];
    for tree in trees {
        for node in tree.nodes.iter().filter(|node| node.is_leaf()) {
            match node.test.checked_sub(distinct) {
                None => used[node.test as usize] = true,
                Some(place) => {
                    for rank in tree.leaves.mixed(place).1.ranks {
                        used[*rank as usize] = true;
                    }
                }
            }
        }
    }
    used
}
