//! Computes the statistics of a column's sorted values in two passes.

use super::SLICE;
use super::cells::Meaning;
use super::scale::power_of_two;
use super::top::Top;
use crate::pace::{Pace, pieces};
use grove_protocol::profile::NumberProfile;

/// The running sums of the passes.
struct NumberMeasurer {
    meaning: Meaning,
    keys: Vec<u64>,
    /// A power of two that scales every value to about 1 at most, so that no sum and no third power overflows.
    scale: f64,
    sum: f64,
    /// Sums of the first three powers of the distance from the mean.
    powers: [f64; 3],
    /// Where the present run of equal values started.
    run: usize,
    distinct: u32,
    zeros: u32,
    negatives: u32,
    top: Top<u64>,
}

/// The statistics of all values.
pub struct NumberFacts {
    pub profile: NumberProfile,
    pub distinct: u32,
    pub top: Vec<(u64, u32)>,
}

/// Computes the statistics of the sorted values that keys stand for. `None` if there is no value. O(keys).
pub async fn measure(keys: Vec<u64>, meaning: Meaning, pace: &Pace) -> Option<NumberFacts> {
    let n = keys.len();
    let mut measuring = NumberMeasurer::new(keys, meaning);
    for (from, to) in pieces(n, SLICE) {
        measuring.values(from, to);
        pace.pause().await;
    }
    for (from, to) in pieces(n, SLICE) {
        measuring.deviations(from, to);
        pace.pause().await;
    }
    measuring.finish()
}

impl NumberMeasurer {
    fn new(keys: Vec<u64>, meaning: Meaning) -> Self {
        let largest = [keys.first(), keys.last()]
            .into_iter()
            .flatten()
            .map(|key| meaning.value(*key).abs())
            .fold(0.0, f64::max);
        Self {
            meaning,
            keys,
            scale: power_of_two(largest),
            sum: 0.0,
            powers: [0.0; 3],
            run: 0,
            distinct: 0,
            zeros: 0,
            negatives: 0,
            top: Top::default(),
        }
    }

    fn values(&mut self, from: usize, to: usize) {
        for at in from..to {
            let value = self.meaning.value(self.keys[at]);
            self.sum += value * self.scale;
            self.negatives += u32::from(value < 0.0);
            self.zeros += u32::from(value == 0.0);
            let last = self.keys.get(at + 1) != Some(&self.keys[at]);
            if last {
                self.distinct += 1;
                let rows = (at + 1 - self.run) as u32;
                self.top.offer(rows, self.keys[at], |key| *key);
                self.run = at + 1;
            }
        }
    }

    fn deviations(&mut self, from: usize, to: usize) {
        let mean = self.sum / self.keys.len() as f64;
        let [mut first, mut second, mut third] = self.powers;
        for key in &self.keys[from..to] {
            let deviation = self.meaning.value(*key) * self.scale - mean;
            let square = deviation * deviation;
            first += deviation;
            second += square;
            third += square * deviation;
        }
        self.powers = [first, second, third];
    }

    fn finish(self) -> Option<NumberFacts> {
        if self.keys.is_empty() {
            return None;
        }
        let n = self.keys.len() as f64;
        let [first, second, third] = self.powers;
        // Removes the rounding error of the mean.
        let rest = first / n;
        let mean = self.sum / n + rest;
        let constant = self.distinct < 2;
        let second = if constant { 0.0 } else { second - first * rest };
        let third = third - 3.0 * rest * second - n * rest * rest * rest;
        let std = (n > 1.0).then(|| (second / (n - 1.0)).sqrt() / self.scale);
        let (min, max) = (self.quantile(0.0), self.quantile(1.0));
        Some(NumberFacts {
            profile: NumberProfile {
                min,
                q05: self.quantile(0.05),
                q25: self.quantile(0.25),
                median: self.quantile(0.5),
                q75: self.quantile(0.75),
                q95: self.quantile(0.95),
                max,
                mean: if constant { min } else { mean / self.scale },
                std: std.filter(|std| std.is_finite()),
                skewness: skewness(n, second, third),
                zeros: self.zeros,
                negatives: self.negatives,
            },
            distinct: self.distinct,
            top: self.top.finish(),
        })
    }

    /// Interpolates linearly between the two nearest values, as numpy's method "linear".
    fn quantile(&self, share: f64) -> f64 {
        let place = share * (self.keys.len() - 1) as f64;
        let below = place.floor();
        let part = place - below;
        let value = |at: f64| {
            let last = self.keys.len() - 1;
            self.meaning.value(self.keys[(at as usize).min(last)])
        };
        let (low, high) = (value(below), value(below + 1.0));
        let width = high - low;
        if low == high {
            low
        } else if width.is_finite() {
            low + width * part
        } else {
            low * (1.0 - part) + high * part
        }
    }
}

/// Computes Fisher and Pearson's coefficient, adjusted for the sample's size (G1), from the sums of the second and
/// third powers. `None` for fewer than three values and if nothing varies, as in pandas.
fn skewness(n: f64, second: f64, third: f64) -> Option<f64> {
    let varies = n > 2.0 && second > 0.0;
    varies.then(|| n * (n - 1.0).sqrt() / (n - 2.0) * third / (second * second.sqrt()))
}
