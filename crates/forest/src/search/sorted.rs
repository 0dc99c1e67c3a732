//! Finds the best threshold by sorting the node's rows by each searched feature.

use super::super::codes::{CodedColumn, Codes, with_codes};
use super::super::criterion::Criterion;
use super::super::sort::sort_keys;
use super::super::sort_key::SortKey;
use super::Candidates;
use super::scan::scan;

/// Sorts in 32-bit keys where code and payload fit, else in 64-bit ones.
#[derive(Default)]
pub(super) struct Sorted {
    narrow: SortBuffer<u32>,
    wide: SortBuffer<u64>,
}

/// The keys of a node's rows for one feature, and working space of the same size.
#[derive(Default)]
struct SortBuffer<K> {
    keys: Vec<K>,
    spare: Vec<K>,
}

impl Sorted {
    /// Searches the feature. Returns false if it is constant in the node.
    pub fn search<C: Criterion>(
        &mut self,
        (column, codes): (&CodedColumn, &Codes),
        criterion: &mut C,
        candidates: &mut Candidates,
    ) -> bool {
        let (missing, bits) = (column.missing_code(), criterion.key_bits());
        if column.fits_above(bits) {
            (self.narrow).search((codes, missing), bits, criterion, candidates)
        } else {
            (self.wide).search((codes, missing), u32::BITS, criterion, candidates)
        }
    }
}

impl<K: SortKey> SortBuffer<K> {
    fn search<C: Criterion>(
        &mut self,
        (codes, missing_code): (&Codes, u32),
        shift: u32,
        criterion: &mut C,
        candidates: &mut Candidates,
    ) -> bool {
        let (mut lowest, mut highest) = (u32::MAX, 0);
        self.keys.clear();
        let samples = candidates.node.samples.iter();
        with_codes!(codes, codes => {
            self.keys.extend(samples.map(|sample| {
                let code = u32::from(codes[sample.place as usize]);
                lowest = lowest.min(code);
                highest = highest.max(code);
                K::new(code, criterion.key(*sample), shift)
            }));
        });
        if lowest == highest {
            return false;
        }
        sort_keys(&mut self.keys, &mut self.spare, shift, lowest, highest);
        let missing = if highest == missing_code {
            let keys = self.keys.iter().rev();
            keys.take_while(|key| key.code(shift) == highest).count()
        } else {
            0
        };
        scan(&self.keys, shift, missing, criterion, candidates);
        true
    }
}
