//! Gini impurity of two classes, 2 p (1 − p): twice the variance of the class taken as 0 or 1.

use super::source::Source;
use super::{Bounds, Criterion, Merit};
use crate::leaves::{Leaves, SharesTable};
use crate::sample::Sample;

pub(crate) struct Binary<S> {
    source: S,
    /// Of the node: its weight and the weight of its second class.
    total: Moments,
    pure: bool,
    table: SharesTable,
}

/// A weight, and the sum of what is weighed.
#[derive(Clone, Copy, Default)]
pub(crate) struct Moments {
    pub weight: f64,
    pub sum: f64,
}

impl Moments {
    /// The decrease of the sum of squared deviations, (s·W − w·S)² / (w·(W − w)·W), without its last
    /// factor, which is the same for all splits of a node.
    #[inline(always)]
    pub fn merit(self, side: Moments) -> Merit {
        let distance = side.sum * self.weight - side.weight * self.sum;
        Merit {
            numerator: distance * distance,
            denominator: side.weight * (self.weight - side.weight),
        }
    }

    pub fn decrease(self, merit: Merit) -> f64 {
        merit.numerator / (merit.denominator * self.weight)
    }

    /// The means on both sides.
    pub fn means(self, side: Moments) -> (f64, f64) {
        let right = (self.sum - side.sum) / (self.weight - side.weight);
        (side.sum / side.weight, right)
    }
}

impl<S: Source> Binary<S> {
    pub fn new(source: S) -> Self {
        Self {
            source,
            total: Moments::default(),
            pure: false,
            table: SharesTable::default(),
        }
    }
}

impl<S: Source> Criterion for Binary<S> {
    type Side = Moments;

    fn start_tree(&mut self, counts: &[u16]) {
        self.source.start_tree(counts);
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        self.source.payload(row)
    }

    #[inline(always)]
    fn key(&self, sample: Sample) -> u32 {
        self.source.key(sample)
    }

    fn key_bits(&self) -> u32 {
        self.source.key_bits()
    }

    fn enter(&mut self, samples: &[Sample]) -> bool {
        let mut seen = [false; 2];
        self.total = Moments::default();
        for sample in samples {
            let (class, weight) = self.source.meet(*sample);
            seen[class as usize] = true;
            self.total.weight += weight;
            self.total.sum += weight * f64::from(class);
        }
        self.pure = seen != [true; 2];
        self.pure
    }

    fn start(&mut self) -> Moments {
        Moments::default()
    }

    #[inline(always)]
    fn take(&mut self, side: &mut Moments, key: u32) {
        let (class, weight) = self.source.read(key);
        side.weight += weight;
        side.sum += weight * f64::from(class);
    }

    #[inline(always)]
    fn merit(&self, side: &Moments) -> Merit {
        self.total.merit(*side)
    }

    fn decrease(&self, merit: Merit) -> f64 {
        2.0 * self.total.decrease(merit)
    }

    fn predictions(&self, side: &Moments) -> (f64, f64) {
        self.total.means(*side)
    }

    fn impurity(&self) -> (f64, f64) {
        let Moments { weight, sum } = self.total;
        (2.0 * sum * (weight - sum) / weight, weight)
    }

    fn leaf(&mut self, _: &[Sample], bounds: Bounds) -> u32 {
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
        // A class may have weight and yet no share, lost in rounding.
        let mut shares = vec![(0, first.to_bits()), (1, second.to_bits())];
        shares.retain(|(_, share)| f64::from_bits(*share) > 0.0);
        2 + self.table.insert(&shares)
    }

    fn take_leaves(&mut self) -> Leaves {
        std::mem::take(&mut self.table).finish(2)
    }
}
