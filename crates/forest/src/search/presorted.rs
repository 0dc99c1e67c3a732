//! Finds the best threshold in rows that are sorted by every feature once per tree and then divided at each split.
//!
//! This pays where every node searches every feature: dividing a sorted order costs less than sorting again.

use std::ops::Range;

use super::super::bootstrap::SampleRow;
use super::super::codes::CodedColumn;
use super::super::criterion::Criterion;
use super::super::dataset::Dataset;
use super::super::parameters::Parameters;
use super::super::sort_key::SortKey;
use super::Candidates;
use super::renumber::{Renumbering, number_by_order};
use super::scan::scan;
use super::table_order::TableOrder;

/// Of how many rows of a numbering a node has one, at most, where its orders are renumbered.
const SPARSE: u32 = 4;

/// The tree's rows in the order of each feature.
pub(super) struct Presorted {
    /// All rows in the order of each feature. Empty before the first tree.
    table: Vec<TableOrder>,
    orders: Vec<Order>,
    spare_narrow: Vec<u32>,
    spare_wide: Vec<u64>,
    row_bits: u32,
    numbering: Renumbering,
    /// By place: the row's new place, while rows are renumbered.
    moved: Vec<u32>,
    /// By place: whether the row goes left at the latest split.
    goes_left: Vec<bool>,
}

/// The rows of a tree by node, and within each node by the feature's code. Keys are 32 bits where code and row fit.
enum Order {
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

impl Presorted {
    pub fn new(dataset: &Dataset, parameters: &Parameters) -> Self {
        let rows = dataset.rows();
        Self {
            table: Vec::new(),
            orders: Vec::new(),
            spare_narrow: Vec::new(),
            spare_wide: Vec::new(),
            row_bits: u32::BITS - (rows - 1).leading_zeros(),
            numbering: Renumbering::new(rows, SPARSE, parameters),
            moved: vec![0; rows as usize],
            goes_left: vec![false; rows as usize],
        }
    }

    /// Starts a tree on these rows. O(features × rows).
    pub fn start_tree(&mut self, dataset: &Dataset, samples: &[SampleRow]) {
        if self.table.is_empty() {
            self.table = dataset.columns.iter().map(TableOrder::new).collect();
        }
        let mut has = vec![0u64; (dataset.rows() as usize).div_ceil(64)];
        for sample in samples {
            has[sample.place as usize / 64] |= 1 << (sample.place % 64);
        }
        self.numbering.start_tree();
        let drawn = samples.len();
        self.orders
            .resize_with(dataset.columns.len(), || Order::Narrow(Vec::new()));
        for ((order, table), column) in self
            .orders
            .iter_mut()
            .zip(&self.table)
            .zip(&dataset.columns)
        {
            if column.fits_above(self.row_bits) {
                let mut keys = match std::mem::replace(order, Order::Wide(Vec::new())) {
                    Order::Narrow(keys) => keys,
                    Order::Wide(_) => Vec::new(),
                };
                table.keys(&has, drawn, self.row_bits, &mut keys);
                *order = Order::Narrow(keys);
            } else {
                let mut keys = match std::mem::replace(order, Order::Narrow(Vec::new())) {
                    Order::Wide(keys) => keys,
                    Order::Narrow(_) => Vec::new(),
                };
                table.keys(&has, drawn, u32::BITS, &mut keys);
                *order = Order::Wide(keys);
            }
        }
    }

    /// Searches the feature. Returns false if it is constant in the node.
    pub fn search<C: Criterion>(
        &self,
        column: &CodedColumn,
        criterion: &mut C,
        candidates: &mut Candidates,
    ) -> bool {
        let start = candidates.node.start as usize;
        let range = start..start + candidates.node.samples.len();
        match &self.orders[candidates.feature as usize] {
            Order::Narrow(keys) => {
                search(&keys[range], self.row_bits, column, criterion, candidates)
            }
            Order::Wide(keys) => search(&keys[range], u32::BITS, column, criterion, candidates),
        }
    }

    /// Enters the node whose rows begin at `start` in the tree's sample. Where it pays, renumbers the rows, also in the
    /// orders of these features and in the criterion. Returns the number of renumbered nodes down to this one.
    pub fn prepare<C: Criterion>(
        &mut self,
        (start, samples): (u32, &mut [SampleRow]),
        features: &[u32],
        criterion: &mut C,
    ) -> usize {
        let renumbers = self.numbering.renumbers(start, samples.len() as u32);
        let depth = self.numbering.depth();
        if !renumbers {
            return depth;
        }
        criterion.renumber(depth, samples);
        for (place, sample) in (0..).zip(&*samples) {
            self.moved[sample.place as usize] = place;
        }
        number_by_order(samples);
        let range = start as usize..start as usize + samples.len();
        for feature in features {
            match &mut self.orders[*feature as usize] {
                Order::Narrow(keys) => {
                    renumber(&mut keys[range.clone()], self.row_bits, &self.moved);
                }
                Order::Wide(keys) => renumber(&mut keys[range.clone()], u32::BITS, &self.moved),
            }
        }
        depth
    }

    /// Marks for each row of the node in this range whether its code in the feature goes left.
    pub fn mark(&mut self, feature: u32, range: Range<u32>, goes_left: impl Fn(u32) -> bool) {
        let range = range.start as usize..range.end as usize;
        match &self.orders[feature as usize] {
            Order::Narrow(keys) => {
                mark(&keys[range], self.row_bits, goes_left, &mut self.goes_left);
            }
            Order::Wide(keys) => mark(&keys[range], u32::BITS, goes_left, &mut self.goes_left),
        }
    }

    /// Returns how the row was marked.
    pub fn goes_left(&self, place: u32) -> bool {
        self.goes_left[place as usize]
    }

    /// Moves the rows marked to go left to the front in the orders of these features, and keeps the order within both
    /// sides.
    pub fn divide(&mut self, range: Range<u32>, features: &[u32]) {
        let goes_left = &self.goes_left;
        let range = range.start as usize..range.end as usize;
        for feature in features {
            match &mut self.orders[*feature as usize] {
                Order::Narrow(keys) => {
                    let shift = self.row_bits;
                    partition(&mut keys[range.clone()], &mut self.spare_narrow, |key| {
                        goes_left[key.payload(shift) as usize]
                    });
                }
                Order::Wide(keys) => {
                    partition(&mut keys[range.clone()], &mut self.spare_wide, |key| {
                        goes_left[key.payload(u32::BITS) as usize]
                    });
                }
            }
        }
    }
}

fn renumber<K: SortKey>(keys: &mut [K], shift: u32, moved: &[u32]) {
    for key in keys {
        *key = K::new(key.code(shift), moved[key.payload(shift) as usize], shift);
    }
}

fn mark<K: SortKey>(keys: &[K], shift: u32, goes_left: impl Fn(u32) -> bool, marks: &mut [bool]) {
    for key in keys {
        marks[key.payload(shift) as usize] = goes_left(key.code(shift));
    }
}

fn search<K: SortKey, C: Criterion>(
    keys: &[K],
    shift: u32,
    column: &CodedColumn,
    criterion: &mut C,
    candidates: &mut Candidates,
) -> bool {
    let highest = keys[keys.len() - 1].code(shift);
    if keys[0].code(shift) == highest {
        return false;
    }
    let missing = if highest == column.missing_code() {
        keys.len() - keys.partition_point(|key| key.code(shift) < highest)
    } else {
        0
    };
    scan(keys, shift, missing, criterion, candidates);
    true
}

/// Moves the items that go left to the front, keeps the order within both sides, and returns the number of the left ones.
pub(super) fn partition<T: Copy + Default>(
    items: &mut [T],
    spare: &mut Vec<T>,
    mut goes_left: impl FnMut(T) -> bool,
) -> usize {
    if spare.len() < items.len() {
        spare.resize(items.len(), T::default());
    }
    let (mut left, mut right) = (0, 0);
    for at in 0..items.len() {
        let item = items[at];
        // Write to both sides: that is cheaper than a branch that is hard to predict.
        let goes = goes_left(item);
        items[left] = item;
        spare[right] = item;
        left += usize::from(goes);
        right += usize::from(!goes);
    }
    items[left..].copy_from_slice(&spare[..right]);
    left
}
