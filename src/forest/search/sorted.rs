//! Sorts the rows of each node by each feature that is looked at.

use super::super::codes::{Column, with_codes};
use super::super::criterion::Criterion;
use super::super::key::Key;
use super::super::sort::sort_keys;
use super::Candidates;
use super::scan::scan;

#[derive(Default)]
pub(super) struct Sorted {
    /// Of each row of the node.
    payloads: Vec<u32>,
    payload_bits: u32,
    narrow: Keys<u32>,
    wide: Keys<u64>,
}

/// The keys of a node's rows for one feature, and working space of the same size.
#[derive(Default)]
struct Keys<K> {
    keys: Vec<K>,
    spare: Vec<K>,
}

impl Sorted {
    pub fn enter<C: Criterion>(&mut self, samples: &[u32], criterion: &C) {
        self.payload_bits = criterion.payload_bits();
        self.payloads.clear();
        self.payloads
            .extend(samples.iter().map(|row| criterion.payload(*row)));
    }

    /// False if the feature is constant.
    pub fn look<C: Criterion>(
        &mut self,
        column: &Column,
        criterion: &mut C,
        candidates: &mut Candidates,
    ) -> bool {
        let (payloads, bits) = (&self.payloads, self.payload_bits);
        if column.fits_above(bits) {
            (self.narrow).look(column, (payloads, bits), criterion, candidates)
        } else {
            (self.wide).look(column, (payloads, u32::BITS), criterion, candidates)
        }
    }
}

impl<K: Key> Keys<K> {
    fn look<C: Criterion>(
        &mut self,
        column: &Column,
        (payloads, shift): (&[u32], u32),
        criterion: &mut C,
        candidates: &mut Candidates,
    ) -> bool {
        let (mut lowest, mut highest) = (u32::MAX, 0);
        self.keys.clear();
        let rows = candidates.node.samples.iter().zip(payloads);
        with_codes!(&column.codes, codes => {
            self.keys.extend(rows.map(|(row, payload)| {
                let code = u32::from(codes[*row as usize]);
                lowest = lowest.min(code);
                highest = highest.max(code);
                K::new(code, *payload, shift)
            }));
        });
        if lowest == highest {
            return false;
        }
        sort_keys(&mut self.keys, &mut self.spare, shift, lowest, highest);
        let missing = if highest == column.missing_code() {
            let keys = self.keys.iter().rev();
            keys.take_while(|key| key.code(shift) == highest).count()
        } else {
            0
        };
        scan(&self.keys, shift, missing, criterion, candidates);
        true
    }
}
