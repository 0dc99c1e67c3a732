//! Sorts the rows of a tree by every feature once, and keeps each node's rows in those orders.
//!
//! Worth it where every node looks at every feature: dividing an order costs less than sorting anew.

use std::ops::Range;

use super::super::codes::{Column, with_codes};
use super::super::criterion::Criterion;
use super::super::dataset::Dataset;
use super::super::key::Key;
use super::super::parameters::Parameters;
use super::super::sample::Sample;
use super::super::sort::sort_keys;
use super::Candidates;
use super::near::{Near, number};
use super::scan::scan;

pub(super) struct Presorted {
    orders: Vec<Order>,
    spare_narrow: Vec<u32>,
    spare_wide: Vec<u64>,
    row_bits: u32,
    near: Near,
    /// By place: the place that the row moves to.
    moved: Vec<u32>,
    /// By place: on which side of the latest split the row is.
    goes_left: Vec<bool>,
}

/// The rows of a tree in a feature's order, each node's next to each other.
enum Order {
    Narrow(Vec<u32>),
    Wide(Vec<u64>),
}

impl Presorted {
    pub fn new(dataset: &Dataset, parameters: &Parameters) -> Self {
        let rows = dataset.rows();
        Self {
            orders: Vec::new(),
            spare_narrow: Vec::new(),
            spare_wide: Vec::new(),
            row_bits: u32::BITS - (rows - 1).leading_zeros(),
            near: Near::new(rows, parameters),
            moved: vec![0; rows as usize],
            goes_left: vec![false; rows as usize],
        }
    }

    pub fn start_tree(&mut self, dataset: &Dataset, samples: &[Sample]) {
        self.near.start_tree();
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

    /// Comes to a node whose rows are the tree's from `start` on: where that pays, they get places that are close
    /// together, in the orders of these features, too.
    pub fn approach(&mut self, start: u32, samples: &mut [Sample], features: &[u32]) {
        if !self.near.renumbers(start, samples.len() as u32) {
            return;
        }
        for (place, sample) in (0..).zip(&*samples) {
            self.moved[sample.place as usize] = place;
        }
        number(samples);
        let range = start as usize..start as usize + samples.len();
        for feature in features {
            match &mut self.orders[*feature as usize] {
                Order::Narrow(keys) => {
                    renumber(&mut keys[range.clone()], self.row_bits, &self.moved);
                }
                Order::Wide(keys) => renumber(&mut keys[range.clone()], u32::BITS, &self.moved),
            }
        }
    }

    /// Marks each row of the node in this range: whether it goes left for its code in the feature.
    pub fn mark(&mut self, feature: u32, range: Range<u32>, goes_left: impl Fn(u32) -> bool) {
        let range = range.start as usize..range.end as usize;
        match &self.orders[feature as usize] {
            Order::Narrow(keys) => {
                mark(&keys[range], self.row_bits, goes_left, &mut self.goes_left);
            }
            Order::Wide(keys) => mark(&keys[range], u32::BITS, goes_left, &mut self.goes_left),
        }
    }

    /// As it was marked.
    pub fn goes_left(&self, place: u32) -> bool {
        self.goes_left[place as usize]
    }

    /// Puts the rows that were marked to go left in front, both sides keeping their order, for these features.
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

fn renumber<K: Key>(keys: &mut [K], shift: u32, moved: &[u32]) {
    for key in keys {
        *key = K::new(key.code(shift), moved[key.payload(shift) as usize], shift);
    }
}

fn mark<K: Key>(keys: &[K], shift: u32, goes_left: impl Fn(u32) -> bool, marks: &mut [bool]) {
    for key in keys {
        marks[key.payload(shift) as usize] = goes_left(key.code(shift));
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
            K::new(u32::from(codes[sample.place as usize]), sample.place, shift)
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
pub(crate) fn partition<T: Copy + Default>(
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
