//! The search for the split of a node that decreases the loss most.

mod categorical;
mod numeric;

use super::columns::{BinnedFeature, Columns};
use super::histogram::{Histogram, Sums};
use super::parameters::{MIN_HESSIAN, Parameters};

/// Splits with a smaller gain, as a share of what the node's value gains, gain by rounding alone: a node whose rows are
/// all alike stays a leaf. (scikit-learn splits it where rounding is above 0.)
const LEAST_GAIN: f64 = 1e-11;

/// What is known of a node before it is split.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeSums {
    pub rows: u32,
    pub gradient: f64,
    pub hessian: f64,
    /// Its value were it a leaf, without the learning rate; 0 for the root.
    pub value: f64,
    /// The bounds of its children's values, by monotonic constraints.
    pub lower: f64,
    pub upper: f64,
}

/// Which bins go left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum BinTest {
    /// Those up to this one.
    AtMost(u8),
    /// A set of bins: bit `b % 64` of word `b / 64`.
    In([u64; 4]),
}

impl BinTest {
    /// Returns whether a bin, which is not that of missing values, goes left.
    #[inline(always)]
    pub fn goes_left(&self, bin: u8) -> bool {
        match self {
            Self::AtMost(last) => bin <= *last,
            Self::In(set) => set[usize::from(bin / 64)] >> (bin % 64) & 1 == 1,
        }
    }
}

/// A split with the sums of its left side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub gain: f64,
    pub feature: u32,
    pub test: BinTest,
    pub missing_left: bool,
    pub left_rows: u32,
    pub left_gradient: f64,
    pub left_hessian: f64,
    pub left_value: f64,
    pub right_value: f64,
}

/// The part of the parameters that a search needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub min_rows: u32,
    pub l2: f64,
    pub cat_smooth: f64,
    pub cat_l2: f64,
}

impl Limits {
    pub fn new(parameters: &Parameters) -> Self {
        Self {
            min_rows: parameters.min_samples_leaf,
            l2: parameters.l2_regularization,
            cat_smooth: parameters.cat_smooth,
            cat_l2: parameters.cat_l2,
        }
    }
}

/// One side of a split.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    rows: u32,
    gradient: f64,
    hessian: f64,
}

impl Side {
    fn add(&mut self, bin: Bin) {
        self.rows += bin.rows;
        self.gradient += bin.gradient;
        self.hessian += bin.hessian;
    }

    fn rest(&self, node: &NodeSums) -> Self {
        Self {
            rows: node.rows.wrapping_sub(self.rows),
            gradient: node.gradient - self.gradient,
            hessian: node.hessian - self.hessian,
        }
    }

    fn is_large_enough(&self, limits: &Limits) -> bool {
        self.rows >= limits.min_rows && self.hessian >= MIN_HESSIAN
    }

    /// The value of a leaf of this side.
    #[inline(always)]
    fn value(&self, node: &NodeSums, l2: f64) -> f64 {
        bounded(self.gradient, self.hessian, l2, node.lower, node.upper)
    }
}

/// The Newton step, within bounds (Chen and Guestrin, “XGBoost”, 2016, equation 5).
#[inline(always)]
fn bounded(gradient: f64, hessian: f64, l2: f64, lower: f64, upper: f64) -> f64 {
    let value = -gradient / (hessian + l2 + 1e-15);
    if value < lower {
        lower
    } else if value > upper {
        upper
    } else {
        value
    }
}

/// The decrease of the loss by a split; negative where it is against the constraint.
#[inline(always)]
fn gain(node: &NodeSums, left: &Side, right: &Side, l2: f64, direction: i8) -> f64 {
    let (left_value, right_value) = (left.value(node, l2), right.value(node, l2));
    if direction > 0 && left_value > right_value || direction < 0 && left_value < right_value {
        return -1.0;
    }
    node.gradient * node.value - left.gradient * left_value - right.gradient * right_value
}

/// The content of a bin.
#[derive(Clone, Copy, Debug)]
struct Bin {
    rows: u32,
    gradient: f64,
    hessian: f64,
}

/// The bins of one feature in a node.
#[derive(Clone, Copy)]
struct Bins<'a> {
    sums: &'a [Sums],
    /// Empty where every hessian is 1.
    counts: &'a [u32],
}

impl Bins<'_> {
    #[inline(always)]
    fn get(&self, bin: usize) -> Bin {
        let [gradient, hessian] = self.sums[bin];
        let rows = match self.counts.get(bin) {
            Some(rows) => *rows,
            None => hessian as u32,
        };
        Bin {
            rows,
            gradient,
            hessian,
        }
    }
}

/// Returns whether the best split of a node tells no rows apart: its children would have the value that the node itself
/// would have. Other nodes than the root are known to gain more than that.
pub(super) fn is_idle(split: &Split, node: &NodeSums, limits: &Limits) -> bool {
    let alone = node.gradient * node.gradient / (node.hessian + limits.l2 + 1e-15);
    let together = split.gain - node.gradient * node.value;
    (together - alone).abs() <= LEAST_GAIN * alone
}

/// Replaces `best` by the best split by one feature if that decreases the loss more. O(bins).
pub(super) fn search(
    columns: &Columns,
    feature: u32,
    histogram: &Histogram,
    node: &NodeSums,
    limits: &Limits,
    best: &mut Option<Split>,
) {
    let about: BinnedFeature = columns.features[feature as usize];
    let range = about.start..about.start + about.all_bins();
    let bins = Bins {
        sums: &histogram.sums[range.clone()],
        counts: histogram.counts.get(range).unwrap_or_default(),
    };
    let known = match best {
        Some(best) => best.gain,
        None => LEAST_GAIN * (node.gradient * node.value).abs(),
    };
    let found = if about.categorical {
        categorical::search(bins, feature, &about, node, limits, known)
    } else {
        numeric::search(bins, feature, &about, node, limits, known)
    };
    let Some(mut found) = found else { return };
    if !about.has_missing {
        // Missing values that come later follow the majority.
        found.missing_left = found.left_rows > node.rows - found.left_rows;
    }
    *best = Some(found);
}
