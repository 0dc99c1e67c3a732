//! How impure a node is, and how much purer a split makes it.
//!
//! A scan moves the rows of a node from the right side to the left, one by one; a criterion keeps the
//! sums that this changes, and tells how good the two sides are in O(1), whatever the number of classes.

mod binary;
mod gini;
mod source;
mod variance;

pub(super) use binary::Binary;
pub(super) use gini::Gini;
pub(super) use source::{Counted, Weighed};
pub(super) use variance::Variance;

use super::leaves::Leaves;
use super::sample::Sample;

/// The sums behind one impurity measure.
pub(super) trait Criterion {
    /// What is known of the left side while rows move there.
    type Side: Copy;

    /// Starts a tree, for which each row of the table counts so often.
    fn start_tree(&mut self, counts: &[u16]);
    /// What is to be known of a row of the table wherever it goes.
    fn payload(&self, row: u32) -> u32;
    /// By what a row of the node that was entered is taken, and how many bits that has.
    fn key(&self, sample: Sample) -> u32;
    fn key_bits(&self) -> u32;

    /// Starts a node with these rows. True if all its targets are equal.
    fn enter(&mut self, samples: &[Sample]) -> bool;
    /// All rows of the node on the right side.
    fn start(&mut self) -> Self::Side;
    /// Moves the row with this key to the left side.
    fn take(&mut self, side: &mut Self::Side, key: u32);
    /// How good the present sides are: the larger, the purer. Neither may be empty.
    fn merit(&self, side: &Self::Side) -> Merit;
    /// The decrease in impurity of sides with that merit, times the node's weight.
    fn decrease(&self, merit: Merit) -> f64;
    /// What the two sides would predict, where that is a number that can rise or fall.
    fn predictions(&self, side: &Self::Side) -> (f64, f64);

    /// The node's impurity times its weight, and its weight.
    fn impurity(&self) -> (f64, f64);
    /// The leaf that the node of these rows, which was entered, would be; its prediction kept within the bounds.
    fn leaf(&mut self, samples: &[Sample], bounds: Bounds) -> u32;
    /// The leaves of the tree that are not pure, in the order of their first use.
    fn take_leaves(&mut self) -> Leaves;
}

/// How good a split is, as a fraction, so that comparing two needs no division.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merit {
    pub numerator: f64,
    pub denominator: f64,
}

impl Merit {
    /// Worse than any split.
    pub const NONE: Self = Self {
        numerator: -1.0,
        denominator: 1.0,
    };

    #[inline(always)]
    pub fn exceeds(self, other: Self) -> bool {
        // A side whose weight is lost in rounding is no side.
        self.denominator > 0.0
            && self.numerator * other.denominator > other.numerator * self.denominator
    }
}

/// What a node may predict, where predictions must rise or fall with a feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub low: f64,
    pub high: f64,
}

impl Bounds {
    pub const NONE: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// Whether two sides may predict this, `left` below `right` for direction 1 and above for -1.
    pub fn allow(self, direction: i8, (left, right): (f64, f64)) -> bool {
        let inside = |value| (self.low..=self.high).contains(&value);
        inside(left) && inside(right) && (left - right) * f64::from(direction) <= 0.0
    }

    /// The bounds of the two sides of a split on a feature with this direction.
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
