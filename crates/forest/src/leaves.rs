//! The predictions of the leaves of a tree or a forest. Equal leaves share one entry: in a fully grown forest nearly all
//! leaves are pure, so that there are about as many entries as classes or distinct targets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::leaf_members::{LeafMembers, LeafMembersTable};

/// Distinct leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Leaves {
    /// Leaf `i` has the classes `classes[ends[i - 1]..ends[i]]`, ascending, and the shares at the same places.
    Shares {
        n_classes: u32,
        ends: Vec<u32>,
        classes: Vec<u32>,
        shares: Vec<f64>,
    },
    /// The pure leaves come first: leaf `i` predicts `targets[i]`. The others follow, each with the mean of its
    /// members' targets.
    Values {
        /// The distinct targets of a forest, ascending. Empty in a tree, since the data set has them.
        targets: Vec<f64>,
        means: Vec<f64>,
        /// The members of the leaves with means, as ranks among `targets` (in a tree, among the data set's).
        members: LeafMembersTable,
    },
}

/// The prediction of one leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leaf<'a> {
    /// The class distribution of a classification.
    Shares {
        /// The classes that occur in the leaf, ascending.
        classes: &'a [u32],
        /// The share of each of them, above 0. They sum to 1.
        shares: &'a [f64],
    },
    /// The mean target of a regression.
    Value(f64),
}

impl Leaves {
    pub fn len(&self) -> usize {
        match self {
            Self::Shares { ends, .. } => ends.len(),
            Self::Values { targets, means, .. } => targets.len() + means.len(),
        }
    }

    pub fn get(&self, index: u32) -> Leaf<'_> {
        let index = index as usize;
        match self {
            Self::Shares {
                ends,
                classes,
                shares,
                ..
            } => {
                let start = if index == 0 { 0 } else { ends[index - 1] };
                let range = start as usize..ends[index] as usize;
                Leaf::Shares {
                    classes: &classes[range.clone()],
                    shares: &shares[range],
                }
            }
            Self::Values { targets, means, .. } => Leaf::Value(match targets.get(index) {
                Some(target) => *target,
                None => means[index - targets.len()],
            }),
        }
    }

    /// Returns mean and members of an impure leaf of a regression; `place` counts from the first impure leaf.
    pub fn mixed(&self, place: u32) -> (f64, LeafMembers<'_>) {
        match self {
            Self::Values { means, members, .. } => (means[place as usize], members.get(place)),
            Self::Shares { .. } => unreachable!("classes have no mean"),
        }
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Shares { ends, classes, .. } => 4 * ends.len() as u64 + 12 * classes.len() as u64,
            Self::Values {
                targets,
                means,
                members,
            } => 8 * (targets.len() + means.len()) as u64 + members.bytes(),
        }
    }
}

/// Collects distinct class distributions into [`Leaves::Shares`].
#[derive(Default)]
pub(super) struct SharesBuilder {
    seen: BTreeMap<Vec<(u32, u64)>, u32>,
    ends: Vec<u32>,
    classes: Vec<u32>,
    shares: Vec<f64>,
}

impl SharesBuilder {
    /// Returns the index of the leaf with these classes and shares (as bits), which is added if it is new.
    pub fn insert(&mut self, leaf: &[(u32, u64)]) -> u32 {
        if let Some(index) = self.seen.get(leaf) {
            return *index;
        }
        let index = self.ends.len() as u32;
        self.seen.insert(leaf.to_vec(), index);
        for (class, share) in leaf {
            self.classes.push(*class);
            self.shares.push(f64::from_bits(*share));
        }
        self.ends.push(self.classes.len() as u32);
        index
    }

    pub fn finish(self, n_classes: u32) -> Leaves {
        Leaves::Shares {
            n_classes,
            ends: self.ends,
            classes: self.classes,
            shares: self.shares,
        }
    }
}

/// Collects distinct impure leaves of a regression into [`Leaves::Values`].
#[derive(Default)]
pub(super) struct MeansBuilder {
    /// Places by hash. Where two leaves collide only the first is found again; the other is stored more than once,
    /// which does no harm.
    seen: BTreeMap<u64, u32>,
    means: Vec<f64>,
    members: LeafMembersTable,
}

impl MeansBuilder {
    /// Returns the place of the leaf with this mean and these members, which is added if it is new.
    pub fn insert(&mut self, mean: f64, held: LeafMembers) -> u32 {
        let place = self.means.len() as u32;
        let found = *self.seen.entry(hash(mean, held)).or_insert(place);
        if found < place
            && self.means[found as usize].to_bits() == mean.to_bits()
            && self.members.get(found) == held
        {
            return found;
        }
        self.means.push(mean);
        self.members.push(held);
        place
    }

    pub fn finish(self, targets: Vec<f64>) -> Leaves {
        Leaves::Values {
            targets,
            means: self.means,
            members: self.members,
        }
    }
}

/// Hashes a leaf by FNV-1a, a word at a time.
fn hash(mean: f64, held: LeafMembers) -> u64 {
    let members = held.ranks.iter().chain(held.reached);
    members.fold(mean.to_bits(), |hash, word| {
        (hash ^ u64::from(*word)).wrapping_mul(0x0100_0000_01b3)
    })
}
