//! Sorting in slices: short runs are sorted, then merged in pairs.

use super::SLICE;

/// Keys on their way into order. O(keys · log keys) in all, O([`SLICE`]) for each slice.
pub struct Sorting {
    keys: Vec<u64>,
    merged: Vec<u64>,
    /// Keys that stand in sorted runs of the present length.
    done: usize,
    /// Length of the runs that are being merged; 0 while they are still being sorted.
    run: usize,
    /// Where the merge under way goes on in each of its two runs.
    at: (usize, usize),
}

impl Sorting {
    pub fn new(keys: Vec<u64>) -> Self {
        Self {
            keys,
            merged: Vec::new(),
            done: 0,
            run: 0,
            at: (0, 0),
        }
    }

    /// Sorts on for a slice; `false` where all is in order.
    pub fn advance(&mut self) -> bool {
        let n = self.keys.len();
        if self.run == 0 {
            let end = n.min(self.done + SLICE);
            self.keys[self.done..end].sort_unstable();
            self.done = end;
            if end == n {
                self.begin(SLICE);
            }
        } else {
            self.merge();
            if self.merged.len() == n {
                std::mem::swap(&mut self.keys, &mut self.merged);
                self.begin(self.run * 2);
            }
        }
        self.run == 0 || self.run < n
    }

    /// The keys in order, which are all that is left then.
    pub fn take(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.keys)
    }

    fn begin(&mut self, run: usize) {
        self.run = run;
        self.merged.clear();
        if run < self.keys.len() {
            self.merged.reserve_exact(self.keys.len());
        }
        self.at = (0, run.min(self.keys.len()));
    }

    /// Merges until a slice of keys has found its place, or all have.
    fn merge(&mut self) {
        let n = self.keys.len();
        let wanted = n.min(self.merged.len() + SLICE);
        let keys = &self.keys;
        let (mut left, mut right) = self.at;
        while self.merged.len() < wanted {
            // Both runs of a pair lie within the same stretch of twice their length.
            let pair = self.merged.len() / (2 * self.run) * (2 * self.run);
            let middle = n.min(pair + self.run);
            let end = n.min(pair + 2 * self.run);
            let stop = wanted.min(end);
            while self.merged.len() < stop {
                let from_left = right == end || (left < middle && keys[left] <= keys[right]);
                if from_left {
                    self.merged.push(keys[left]);
                    left += 1;
                } else {
                    self.merged.push(keys[right]);
                    right += 1;
                }
            }
            if stop == end {
                (left, right) = (end, n.min(end + self.run));
            }
        }
        self.at = (left, right);
    }
}

#[cfg(test)]
mod tests {
    use super::{SLICE, Sorting};
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
                let mut sorting = Sorting::new(keys);
                while sorting.advance() {}
                assert!(sorting.take() == expected, "{n} keys below {bound}");
            }
        }
    }
}
