//! Gini impurity of two classes, 2 p (1 − p): twice the variance of the class taken as 0 or 1.

use super::source::LabelSource;
use super::{Criterion, PredictionBounds, SplitGain};
use crate::bootstrap::SampleRow;
use crate::leaves::{Leaves, SharesBuilder};

/// The criterion for two classes.
pub(crate) struct Binary<S> {
    source: S,
    /// The node's weight, and the weight of its second class.
    total: WeightedSum,
    pure: bool,
    table: SharesBuilder,
}

/// A total weight and a weighted sum.
#[derive(Clone, Copy, Default)]
pub(crate) struct WeightedSum {
    pub weight: f64,
    pub sum: f64,
}

impl WeightedSum {
    /// Returns the decrease of the sum of squared deviations, (s·W − w·S)² / (w·(W − w)·W), without the last factor of
    /// the denominator, which is the same for all splits of a node.
    #[inline(always)]
    pub fn gain(self, side: WeightedSum) -> SplitGain {
        let distance = side.sum * self.weight - side.weight * self.sum;
        SplitGain {
            numerator: distance * distance,
            denominator: side.weight * (self.weight - side.weight),
        }
    }

    pub fn decrease(self, gain: SplitGain) -> f64 {
        gain.numerator / (gain.denominator * self.weight)
    }

    /// Returns the means of the left and the right side.
    pub fn means(self, side: WeightedSum) -> (f64, f64) {
        let right = (self.sum - side.sum) / (self.weight - side.weight);
        (side.sum / side.weight, right)
    }
}

impl<S: LabelSource> Binary<S> {
    pub fn new(source: S) -> Self {
        Self {
            source,
            total: WeightedSum::default(),
            pure: false,
            table: SharesBuilder::default(),
        }
    }
}

impl<S: LabelSource> Criterion for Binary<S> {
    type Side = WeightedSum;

    fn start_tree(&mut self, counts: &[u16]) {
        self.source.start_tree(counts);
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        self.source.payload(row)
    }

    #[inline(always)]
    fn key(&self, sample: SampleRow) -> u32 {
        self.source.key(sample)
    }

    fn key_bits(&self) -> u32 {
        self.source.key_bits()
    }

    fn enter(&mut self, samples: &[SampleRow]) -> bool {
        let mut seen = [false; 2];
        self.total = WeightedSum::default();
        for sample in samples {
            let (class, weight) = self.source.load(*sample);
            seen[class as usize] = true;
            self.total.weight += weight;
            self.total.sum += weight * f64::from(class);
        }
        self.pure = seen != [true; 2];
        self.pure
    }

    fn start(&mut self) -> WeightedSum {
        WeightedSum::default()
    }

    #[inline(always)]
    fn take(&mut self, side: &mut WeightedSum, key: u32) {
        let (class, weight) = self.source.read(key);
        side.weight += weight;
        side.sum += weight * f64::from(class);
    }

    #[inline(always)]
    fn gain(&self, side: &WeightedSum) -> SplitGain {
        self.total.gain(*side)
    }

    fn decrease(&self, gain: SplitGain) -> f64 {
        2.0 * self.total.decrease(gain)
    }

    fn predictions(&self, side: &WeightedSum) -> (f64, f64) {
        self.total.means(*side)
    }

    fn impurity(&self) -> (f64, f64) {
        let WeightedSum { weight, sum } = self.total;
        (2.0 * sum * (weight - sum) / weight, weight)
    }

    fn leaf(&mut self, _: &[SampleRow], bounds: PredictionBounds) -> u32 {
        let exact = self.total.sum / self.total.weight;
        let second = bounds.clamp(exact);
        if self.pure && second == exact {
            return second as u32;
        }
        let first = if second == exact {
            (self.total.weight - self.total.sum) / self.total.weight
        } else {
            1.0 - second
        };
        // A tiny share can be rounded to 0; such a class is left out.
        let mut shares = vec![(0, first.to_bits()), (1, second.to_bits())];
        shares.retain(|(_, share)| f64::from_bits(*share) > 0.0);
        2 + self.table.insert(&shares)
    }

    fn take_leaves(&mut self) -> Leaves {
        std::mem::take(&mut self.table).finish(2)
    }
}
