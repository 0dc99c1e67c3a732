//! Impurity measures: the impurity of a node, and the decrease by a split.
//!
//! A scan moves the rows of a node from the right side to the left, one by one. A criterion updates its sums in O(1) per
//! row and gives the gain of the present sides in O(1), for any number of classes.

mod binary;
mod gini;
mod source;
mod variance;

pub(super) use binary::Binary;
pub(super) use gini::Gini;
pub(super) use source::{CountedLabels, WeightedLabels};
pub(super) use variance::Variance;

use super::bootstrap::SampleRow;
use super::leaves::Leaves;

/// An impurity measure with its sums over the present node.
pub(super) trait Criterion {
    /// The sums of the left side.
    type Side: Copy;

    /// Starts a tree. `counts[row]` is how often the bootstrap drew that row of the table.
    fn start_tree(&mut self, counts: &[u16]);
    /// Returns what a [`SampleRow`] carries for this row of the table through the whole tree.
    fn payload(&self, row: u32) -> u32;
    /// Returns the key by which [`Criterion::take`] finds a row of the present node.
    fn key(&self, sample: SampleRow) -> u32;
    /// Returns how many bits a key has.
    fn key_bits(&self) -> u32;

    /// Prepares for new numbers: the rows, which still have their old ones, get numbers from 0 in this order. They are
    /// numbers within `depth` nodes, each of which is in the one before.
    fn renumber(&mut self, _depth: usize, _samples: &[SampleRow]) {}
    /// Says that the rows of the next node have their numbers within so many nodes.
    fn set_depth(&mut self, _depth: usize) {}

    /// Starts a node with these rows. Returns true if all its targets are equal.
    fn enter(&mut self, samples: &[SampleRow]) -> bool;
    /// Returns the sums with all rows of the node on the right side.
    fn start(&mut self) -> Self::Side;
    /// Moves the row with this key to the left side.
    fn take(&mut self, side: &mut Self::Side, key: u32);
    /// Returns how good the present sides are: the larger, the purer. Neither may be empty.
    fn gain(&self, side: &Self::Side) -> SplitGain;
    /// Returns the decrease in impurity that belongs to a gain, times the node's weight.
    fn decrease(&self, gain: SplitGain) -> f64;
    /// Returns the predictions of the left and the right side, for monotonic constraints.
    fn predictions(&self, side: &Self::Side) -> (f64, f64);

    /// Returns the node's impurity times its weight, and its weight.
    fn impurity(&self) -> (f64, f64);
    /// Makes a leaf of the present node, its prediction clamped to the bounds, and returns the leaf's number.
    fn leaf(&mut self, samples: &[SampleRow], bounds: PredictionBounds) -> u32;
    /// Takes the leaves of the tree that are not pure, in the order of their first use.
    fn take_leaves(&mut self) -> Leaves;
}

/// How good a split is, as a fraction: comparing two of them needs no division.
#[derive(Clone, Copy, Debug)]
pub(super) struct SplitGain {
    pub numerator: f64,
    pub denominator: f64,
}

impl SplitGain {
    /// Is worse than any split.
    pub const NONE: Self = Self {
        numerator: -1.0,
        denominator: 1.0,
    };

    /// Returns whether this split is strictly better.
    #[inline(always)]
    pub fn exceeds(self, other: Self) -> bool {
        // A side whose weight is rounded to 0 makes no split.
        self.denominator > 0.0
            && self.numerator * other.denominator > other.numerator * self.denominator
    }
}

/// The range of a node's prediction under monotonic constraints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PredictionBounds {
    pub low: f64,
    pub high: f64,
}

impl PredictionBounds {
    pub const NONE: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// Returns whether the predictions of two sides lie within the bounds and in the direction's order: 1 for rising, -1
    /// for falling.
    pub fn allow(self, direction: i8, (left, right): (f64, f64)) -> bool {
        let inside = |value| (self.low..=self.high).contains(&value);
        inside(left) && inside(right) && (left - right) * f64::from(direction) <= 0.0
    }

    /// Returns the bounds of the left and the right side of a split on a feature with this direction.
    pub fn divide(self, direction: i8, (left, right): (f64, f64)) -> (Self, Self) {
        let middle = left / 2.0 + right / 2.0;
        let below = Self {
            high: middle,
            ..self
        };
        let above = Self {
            low: middle,
            ..self
        };
        match direction {
            0 => (self, self),
            1.. => (below, above),
            _ => (above, below),
        }
    }

    pub fn clamp(self, value: f64) -> f64 {
        value.max(self.low).min(self.high)
    }
}
