//! Tries every cut between different codes in sorted keys.

use super::super::criterion::Criterion;
use super::super::sort_key::SortKey;
use super::{Candidates, CutPoint};

/// Offers every cut to `candidates`. `keys` are sorted by code, and the last `missing` of them have no value. Where there
/// are such, each cut is tried with them on the right and on the left, and one cut divides them from all others.
pub(super) fn scan<K: SortKey, C: Criterion>(
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

/// Tries the cuts within `keys`. `side` has the sums of the `before` rows that are on the left of all keys.
fn cuts<K: SortKey, C: Criterion>(
    keys: &[K],
    shift: u32,
    (mut side, before): (C::Side, usize),
    missing_left: Option<bool>,
    criterion: &mut C,
    candidates: &mut Candidates,
) {
    let fewest = candidates.node.min_samples_leaf;
    // The smallest and the largest number of keys on the left.
    let first = fewest.saturating_sub(before).max(1);
    let last = keys.len().saturating_sub(fewest);
    if last < first {
        return;
    }
    for key in &keys[..first - 1] {
        criterion.take(&mut side, key.payload(shift));
    }
    let mut best = candidates.gain();
    let mut key = keys[first - 1];
    for next in &keys[first..=last] {
        criterion.take(&mut side, key.payload(shift));
        let (low, high) = (key.code(shift), next.code(shift));
        key = *next;
        if low == high {
            continue;
        }
        let gain = criterion.gain(&side);
        if gain.exceeds(best)
            && candidates.keep(
                (low, CutPoint::Between(low, high), missing_left),
                criterion,
                &side,
            )
        {
            best = gain;
        }
    }
}
