//! What the trees of a forest share: each distinct threshold and leaf is stored once.

use super::dataset::Learned;
use super::grown::GrownTree;
use super::leaves::{Leaf, Leaves, SharesTable, ValuesTable};
use super::members::Held;
use super::sort::ascending;

/// The thresholds of a feature, each distinct one once.
pub(super) struct SharedCuts {
    /// Ascending.
    pub cuts: Vec<f64>,
    /// Of each threshold, in the order in which they came: its place among them.
    pub places: std::vec::IntoIter<u32>,
}

impl SharedCuts {
    pub fn new(thresholds: Vec<f64>) -> Self {
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
pub(super) enum SharedLeaves {
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
    pub fn new(target: &Learned, used: UsedTargets) -> Self {
        match target {
            Learned::Classes { n_classes, .. } => Self::Classes {
                pure: vec![None; *n_classes as usize],
                table: SharesTable::default(),
            },
            Learned::Values(column) => {
                let mut targets = Vec::new();
                let mut places = Vec::with_capacity(column.values.len());
                for (target, used) in column.values.iter().zip(used.0) {
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
    pub fn share(&mut self, leaf: u32, impure: &Leaves) -> u32 {
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

    pub fn finish(self) -> Leaves {
        match self {
            Self::Classes { pure, table } => table.finish(pure.len() as u32),
            Self::Values { targets, table, .. } => table.finish(targets),
        }
    }
}

/// Of each rank of a regression's targets: whether there is such a one in a leaf. Empty for classes.
pub(super) struct UsedTargets(Vec<bool>);

impl UsedTargets {
    pub fn new(target: &Learned) -> Self {
        Self(match target {
            Learned::Classes { .. } => Vec::new(),
            Learned::Values(column) => vec![false; column.values.len()],
        })
    }

    /// O(nodes).
    pub fn mark(&mut self, tree: &GrownTree) {
        let Self(used) = self;
        if used.is_empty() {
            return;
        }
        let distinct = used.len() as u32;
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
}
