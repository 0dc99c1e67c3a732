//! The bootstrap: rows drawn with replacement, as many as there are, and percentile intervals of what is computed of each
//! resample.
//!
//! Efron and Tibshirani, “An Introduction to the Bootstrap”, 1993.

use grove_forest::Stream;

use crate::pace::Pace;

/// The confidence level of an interval.
pub const LEVEL: f64 = 0.95;

/// Rows that are drawn between two pauses: some milliseconds.
const AT_A_TIME: u32 = 1 << 18;

/// Resamples of some rows, each by its own stream of random numbers.
#[derive(Clone, Copy)]
pub struct Resamples {
    seed: u64,
    purpose: &'static str,
    rows: u32,
}

impl Resamples {
    /// Makes resamples of so many rows. Those of another purpose are unrelated.
    pub const fn new(seed: u64, purpose: &'static str, rows: u32) -> Self {
        Self {
            seed,
            purpose,
            rows,
        }
    }

    /// Returns the rows of a resample, in the order in which they are drawn. O(rows).
    pub fn drawn(&self, index: u32) -> Vec<u32> {
        let mut stream = self.stream(index);
        (0..self.rows).map(|_| stream.below(self.rows)).collect()
    }

    /// Counts how often each row is in a resample; the counts sum to the number of rows. They are bytes, which stay in the
    /// processor's cache: that a row is drawn 256 times happens in no table. O(rows).
    pub async fn count(&self, index: u32, counts: &mut [u8], pace: &Pace) {
        counts.fill(0);
        let (mut stream, mut left) = (self.stream(index), self.rows);
        while left > 0 {
            let now = left.min(AT_A_TIME);
            for _ in 0..now {
                let count = &mut counts[stream.below(self.rows) as usize];
                *count = count.saturating_add(1);
            }
            left -= now;
            if left > 0 {
                pace.pause().await;
            }
        }
    }

    fn stream(&self, index: u32) -> Stream {
        Stream::new(self.seed, self.purpose, u64::from(index))
    }
}

/// Returns the percentile interval of a figure by its values in `resamples`, of which those are given where it is defined.
/// `None` where that is no more than half of them. O(values · log values).
pub fn interval(mut values: Vec<f64>, resamples: u32) -> Option<(f64, f64)> {
    values.retain(|value| value.is_finite());
    if values.len() * 2 <= resamples as usize {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    Some(percentiles(&values))
}

/// Returns the percentiles of the level, interpolated linearly as numpy does by default. Both are computed from their own
/// ends, so that swapping two runs only swaps the signs.
fn percentiles(sorted: &[f64]) -> (f64, f64) {
    let last = sorted.len() - 1;
    let place = (1.0 - LEVEL) / 2.0 * last as f64;
    let (at, share) = (place as usize, place.fract());
    let next = (at + 1).min(last);
    let between = |a: f64, b: f64| a + (b - a) * share;
    (
        between(sorted[at], sorted[next]),
        between(sorted[last - at], sorted[last - next]),
    )
}

#[cfg(test)]
mod tests {
    use super::{Resamples, interval};
    use crate::pace::{Pace, block_on};

    #[test]
    fn counts_are_those_of_the_drawn_rows() {
        let resamples = Resamples::new(7, "test", 1000);
        let mut counts = vec![9; 1000];
        block_on(resamples.count(3, &mut counts, &Pace::default()));
        let mut drawn = vec![0; 1000];
        for row in resamples.drawn(3) {
            drawn[row as usize] += 1;
        }
        assert_eq!(counts, drawn);
        assert_eq!(
            counts.iter().map(|count| u32::from(*count)).sum::<u32>(),
            1000
        );
        assert_ne!(resamples.drawn(3), resamples.drawn(4));
    }

    #[test]
    fn an_interval_needs_most_of_the_resamples() {
        let values: Vec<f64> = (0..=1000).rev().map(f64::from).collect();
        let (low, high) = interval(values.clone(), 2001).unwrap();
        assert!((low - 25.0).abs() < 1e-9 && (high - 975.0).abs() < 1e-9);
        assert_eq!(interval(values, 2002), None);
        assert_eq!(interval(vec![f64::NAN, f64::INFINITY], 2), None);
        assert_eq!(interval(Vec::new(), 0), None);
    }
}
