//! Tries every cut between different codes of sorted keys.

use super::super::criterion::Criterion;
use super::super::key::Key;
use super::{Candidates, Cut};

/// `keys` are sorted by code; the last `missing` of them are rows without a value. Where there are such,
/// each cut is tried with them on the right and on the left, and once they are all that is on the right.
pub(super) fn scan<K: Key, C: Criterion>(
    keys: &[K],
    shift: u32,
    missing: usize,
    criterion: &mut C,
    candidates: &mut Candidates,
) {
    let (valued, without) = keys.split_at(keys.len() - missing);
    let start = criterion.start();
    let right = (missing > 0).then_some(false);
    cuts(keys, shift, (start, 0), right, criterion, candidates);
    if missing > 0 {
        let mut side = criterion.start();
        for key in without {
            criterion.take(&mut side, key.payload(shift));
        }
        let left = Some(true);
        cuts(valued, shift, (side, missing), left, criterion, candidates);
    }
}

/// `side` is what stands on the left before the first key, so many rows.
fn cuts<K: Key, C: Criterion>(
    keys: &[K],
    shift: u32,
    (mut side, before): (C::Side, usize),
    missing_left: Option<bool>,
    criterion: &mut C,
    candidates: &mut Candidates,
) {
    let fewest = candidates.node.min_samples_leaf;
    // How many of the keys may be on the left.
    let first = fewest.saturating_sub(before).max(1);
    let last = keys.len().saturating_sub(fewest);
    if last < first {
        return;
    }
    for key in &keys[..first - 1] {
        criterion.take(&mut side, key.payload(shift));
    }
    let mut best = candidates.merit();
    let mut key = keys[first - 1];
    for next in &keys[first..=last] {
        criterion.take(&mut side, key.payload(shift));
        let (low, high) = (key.code(shift), next.code(shift));
        key = *next;
        if low == high {
            continue;
        }
        let merit = criterion.merit(&side);
        if merit.exceeds(best)
            && candidates.keep(
                (low, Cut::Between(low, high), missing_left),
                criterion,
                &side,
            )
        {
            best = merit;
        }
    }
}
