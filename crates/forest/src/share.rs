//! Shares thresholds and leaves between the trees of a forest: each distinct one is stored once.

use super::dataset::TargetColumn;
use super::grown::GrownTree;
use super::leaf_members::LeafMembers;
use super::leaves::{Leaf, Leaves, MeansBuilder, SharesBuilder};
use super::sort::ascending;

/// The distinct thresholds of a feature.
pub(super) struct SharedCuts {
    /// Ascending.
    pub cuts: Vec<f64>,
    /// For each threshold that was given, in that order: its place among `cuts`.
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

/// The distinct leaves of all trees.
pub(super) enum SharedLeaves {
    Classes {
        /// By class: the place of its pure leaf, once there is one.
        pure: Vec<Option<u32>>,
        table: SharesBuilder,
    },
    Values {
        /// The distinct targets that occur in the leaves, ascending.
        targets: Vec<f64>,
        /// By rank in the data set: the target's place among `targets`, if it occurs.
        places: Vec<u32>,
        ranks: Vec<u32>,
        table: MeansBuilder,
    },
}

impl SharedLeaves {
    pub fn new(target: &TargetColumn, used: UsedTargets) -> Self {
        match target {
            TargetColumn::Classes { n_classes, .. } => Self::Classes {
                pure: vec![None; *n_classes as usize],
                table: SharesBuilder::default(),
            },
            TargetColumn::Values(column) => {
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
                    table: MeansBuilder::default(),
                }
            }
        }
    }

    /// Returns the place among the forest's leaves of a tree's leaf. `impure` are that tree's impure leaves.
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
                    targets.len() as u32 + table.insert(mean, LeafMembers { ranks, ..held })
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

/// For each rank of a regression's targets: whether it occurs in a leaf. Empty for classes.
#[derive(Clone)]
pub(super) struct UsedTargets(Vec<bool>);

impl UsedTargets {
    pub fn new(target: &TargetColumn) -> Self {
        Self(match target {
            TargetColumn::Classes { .. } => Vec::new(),
            TargetColumn::Values(column) => vec![false; column.values.len()],
        })
    }

    /// Marks the targets in a tree's leaves. O(nodes + members).
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
