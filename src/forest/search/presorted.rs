//! Sorts the rows of a tree by every feature once, and keeps each node's rows in those orders.
//!
//! Worth it where every node looks at every feature: dividing an order costs less than sorting anew.

use super::super::codes::{Column, with_codes};
use super::super::criterion::Criterion;
use super::super::dataset::Dataset;
use super::super::key::Key;
use super::super::sample::Sample;
use super::super::sort::sort_keys;
use super::Candidates;
use super::scan::scan;

#[derive(Default)]
pub(super) struct Presorted {
    orders: Vec<Order>,
    spare_narrow: Vec<u32>,
    spare_wide: Vec<u64>,
    row_bits: u32,
    /// Of each row of the table: on which side of the latest split it is.
    goes_left: Vec<bool>,
}

/// The rows of a tree in a feature's order, each node's next to each other.
enum Order {
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

impl Presorted {
    pub fn start_tree(&mut self, dataset: &Dataset, samples: &[Sample]) {
        let rows = dataset.rows();
        self.row_bits = u32::BITS - (rows - 1).leading_zeros();
        self.goes_left.resize(rows as usize, false);
        let shift = self.row_bits;
        self.orders
            .resize_with(dataset.columns.len(), || Order::Narrow(Vec::new()));
        for (order, column) in self.orders.iter_mut().zip(&dataset.columns) {
            if column.fits_above(shift) {
                let mut keys = match std::mem::replace(order, Order::Wide(Vec::new())) {
                    Order::Narrow(keys) => keys,
                    Order::Wide(_) => Vec::new(),
                };
                sort(column, samples, shift, &mut keys, &mut self.spare_narrow);
                *order = Order::Narrow(keys);
            } else {
                let mut keys = match std::mem::replace(order, Order::Narrow(Vec::new())) {
                    Order::Wide(keys) => keys,
                    Order::Narrow(_) => Vec::new(),
                };
                sort(column, samples, u32::BITS, &mut keys, &mut self.spare_wide);
                *order = Order::Wide(keys);
            }
        }
    }

    /// False if the feature is constant.
    pub fn look<C: Criterion>(
        &self,
        column: &Column,
        criterion: &mut C,
        candidates: &mut Candidates,
    ) -> bool {
        let start = candidates.node.start as usize;
        let range = start..start + candidates.node.samples.len();
        match &self.orders[candidates.feature as usize] {
            Order::Narrow(keys) => look(&keys[range], self.row_bits, column, criterion, candidates),
            Order::Wide(keys) => look(&keys[range], u32::BITS, column, criterion, candidates),
        }
    }

    /// Puts the rows that go left in front, both sides keeping their order, for these features. The
    /// node's rows begin at `start`.
    pub fn divide(&mut self, start: u32, (left, right): (&[Sample], &[Sample]), features: &[u32]) {
        let goes_left = &mut self.goes_left;
        for (side, goes) in [(left, true), (right, false)] {
            for sample in side {
                goes_left[sample.payload as usize] = goes;
            }
        }
        let start = start as usize;
        let range = start..start + left.len() + right.len();
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

fn sort<K: Key>(
    column: &Column,
    samples: &[Sample],
    shift: u32,
    keys: &mut Vec<K>,
    spare: &mut Vec<K>,
) {
    keys.clear();
    with_codes!(&column.codes, codes => {
        keys.extend(samples.iter().map(|sample| {
            K::new(u32::from(codes[sample.place as usize]), sample.payload, shift)
        }));
    });
    sort_keys(keys, spare, shift, 0, column.missing_code());
}

fn look<K: Key, C: Criterion>(
    keys: &[K],
    shift: u32,
    column: &Column,
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

/// Moves the items that go left to the front, both sides keeping their order. Returns their number.
pub(in crate::forest) fn partition<T: Copy + Default>(
    items: &mut [T],
    aside: &mut Vec<T>,
    mut goes_left: impl FnMut(T) -> bool,
) -> usize {
    if aside.len() < items.len() {
        aside.resize(items.len(), T::default());
    }
    let (mut left, mut right) = (0, 0);
    for at in 0..items.len() {
        let item = items[at];
        // Written to both sides, since a branch that is hard to foresee would cost more.
        let goes = goes_left(item);
        items[left] = item;
        aside[right] = item;
        left += usize::from(goes);
        right += usize::from(!goes);
    }
    items[left..].copy_from_slice(&aside[..right]);
    left
}
