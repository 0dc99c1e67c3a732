//! What the leaves of a tree or a forest say. Equal leaves share one entry: in a fully grown forest nearly
//! all leaves are pure, so the table stays as small as the number of classes or distinct targets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Distinct leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Leaves {
    /// Leaf `i` holds `classes[ends[i - 1]..ends[i]]` in ascending order, and the share of each.
    Shares {
        n_classes: u32,
        ends: Vec<u32>,
        classes: Vec<u32>,
        shares: Vec<f64>,
    },
    /// Leaf `i` holds the mean target `values[i]`.
    Values { values: Vec<f64> },
}

/// What one leaf says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leaf<'a> {
    /// The classes in the leaf, ascending, and their shares, which sum to 1.
    Shares {
        classes: &'a [u32],
        shares: &'a [f64],
    },
    /// The mean target.
    Value(f64),
}

impl Leaves {
    pub fn len(&self) -> usize {
        match self {
            Self::Shares { ends, .. } => ends.len(),
            Self::Values { values } => values.len(),
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
            Self::Values { values } => Leaf::Value(values[index]),
        }
    }

    /// Size in memory.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Shares { ends, classes, .. } => 4 * ends.len() as u64 + 12 * classes.len() as u64,
            Self::Values { values } => 8 * values.len() as u64,
        }
    }
}

/// Collects distinct class distributions.
#[derive(Default)]
pub(super) struct SharesTable {
    seen: BTreeMap<Vec<(u32, u64)>, u32>,
    ends: Vec<u32>,
    classes: Vec<u32>,
    shares: Vec<f64>,
}

impl SharesTable {
    /// The index of the leaf with these classes and shares (as bits).
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

/// Collects distinct mean targets.
#[derive(Default)]
pub(super) struct ValuesTable {
    seen: BTreeMap<u64, u32>,
    values: Vec<f64>,
}

impl ValuesTable {
    /// The index of the leaf with this mean target.
    pub fn insert(&mut self, value: f64) -> u32 {
        *self.seen.entry(value.to_bits()).or_insert_with(|| {
            self.values.push(value);
            (self.values.len() - 1) as u32
        })
    }

    pub fn finish(self) -> Leaves {
        Leaves::Values {
            values: self.values,
        }
    }
}
