//! Sorts in slices: sorts short runs, then merges them in pairs.

use std::mem::swap;

use super::SLICE;
use crate::pace::{Pace, pieces};

/// Sorts the keys. O(keys · log keys) in all, O([`SLICE`]) between two pauses.
pub async fn sorted(mut keys: Vec<u64>, pace: &Pace) -> Vec<u64> {
    let n = keys.len();
    for (from, to) in pieces(n, SLICE) {
        keys[from..to].sort_unstable();
        pace.pause().await;
    }
    let mut merged = Vec::new();
    let mut run = SLICE;
    while run < n {
        merged.clear();
        merged.reserve_exact(n);
        for (from, to) in pieces(n, 2 * run) {
            let middle = to.min(from + run);
            let mut runs = (&keys[from..middle], &keys[middle..to]);
            while merged.len() < to {
                merge(&mut runs, &mut merged, SLICE);
                pace.pause().await;
            }
        }
        swap(&mut keys, &mut merged);
        run *= 2;
    }
    keys
}

/// Moves the smallest keys of two sorted runs, at most `most`.
fn merge(runs: &mut (&[u64], &[u64]), merged: &mut Vec<u64>, most: usize) {
    let (left, right) = *runs;
    let (mut l, mut r) = (0, 0);
    let stop = most.min(left.len() + right.len());
    while l + r < stop {
        if r == right.len() || (l < left.len() && left[l] <= right[r]) {
            merged.push(left[l]);
            l += 1;
        } else {
            merged.push(right[r]);
            r += 1;
        }
    }
    *runs = (&left[l..], &right[r..]);
}

#[cfg(test)]
mod tests {
    use super::{SLICE, sorted};
    use crate::pace::Work;
    use grove_forest::Stream;

    #[test]
    fn slices_end_in_order() {
        for n in [
            0,
            1,
            2,
            SLICE - 1,
            SLICE,
            SLICE + 1,
            3 * SLICE,
            5 * SLICE + 7,
        ] {
            for bound in [1, 3, u64::MAX] {
                let mut stream = Stream::new(1, "sorting", n as u64);
                let keys: Vec<u64> = (0..n).map(|_| stream.next_u64() % bound).collect();
                let mut expected = keys.clone();
                expected.sort_unstable();
                let work = Work::new(|pace| async move { sorted(keys, &pace).await });
                assert!(work.finish() == expected, "{n} keys below {bound}");
            }
        }
    }
}
