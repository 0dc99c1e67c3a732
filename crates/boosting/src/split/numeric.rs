//! The best threshold of a feature.

use super::{BinTest, Bins, Limits, NodeSums, Side, Split, gain};
use crate::columns::BinnedFeature;
use crate::parameters::MIN_HESSIAN;

/// The best threshold so far.
struct Best {
    gain: f64,
    /// The least score of a threshold that may be better. The score is the part of the gain that depends on the threshold,
    /// as a fraction, so that no division is needed. A little too low, since fractions round in another way than gains.
    score: f64,
    found: Option<(usize, bool, Side)>,
}

impl Best {
    fn new(node: &NodeSums, known: f64) -> Self {
        let mut best = Self {
            gain: 0.0,
            score: 0.0,
            found: None,
        };
        best.set_gain(node, known.max(0.0));
        best
    }

    fn set_gain(&mut self, node: &NodeSums, gain: f64) {
        self.gain = gain;
        self.score = (gain - node.gradient * node.value) * (1.0 - 1e-9);
    }
}

/// Scans the thresholds from the left with missing values on the right and, if there are any, from the right with
/// missing values on the left. Of equal gains the first one wins. Finds only what gains more than `known`.
pub(super) fn search(
    bins: Bins,
    feature: u32,
    about: &BinnedFeature,
    node: &NodeSums,
    limits: &Limits,
    known: f64,
) -> Option<Split> {
    let mut best = Best::new(node, known);
    let bounded = node.lower > f64::NEG_INFINITY || node.upper < f64::INFINITY;
    let constrained = bounded || about.direction != 0;
    match (bins.counts.is_empty(), constrained) {
        (true, false) => scan_both::<true, false>(bins, about, node, limits, &mut best),
        (false, false) => scan_both::<false, false>(bins, about, node, limits, &mut best),
        (true, true) => scan_both::<true, true>(bins, about, node, limits, &mut best),
        (false, true) => scan_both::<false, true>(bins, about, node, limits, &mut best),
    }
    let (bin, missing_left, left) = best.found?;
    Some(Split {
        gain: best.gain,
        feature,
        test: BinTest::AtMost(bin as u8),
        missing_left,
        left_rows: left.rows,
        left_gradient: left.gradient,
        left_hessian: left.hessian,
        left_value: left.value(node, limits.l2),
        right_value: left.rest(node).value(node, limits.l2),
    })
}

#[inline(never)]
fn scan_both<const CONSTANT: bool, const CONSTRAINED: bool>(
    bins: Bins,
    about: &BinnedFeature,
    node: &NodeSums,
    limits: &Limits,
    best: &mut Best,
) {
    // The last threshold is above all numbers: it separates the missing values.
    let thresholds = 0..about.all_bins() - 1;
    let take = |threshold: usize| threshold;
    scan::<CONSTANT, CONSTRAINED, false>(bins, about, node, limits, best, thresholds, take);
    if about.has_missing {
        let thresholds = (0..about.bins - 1).rev();
        let take = |threshold: usize| threshold + 1;
        scan::<CONSTANT, CONSTRAINED, true>(bins, about, node, limits, best, thresholds, take);
    }
}

/// Tries the thresholds in order, of which each brings one more bin, `take(threshold)`, to the side that grows: the left
/// one, or the right one with `REVERSED`.
///
/// With `CONSTANT` every hessian is 1; with `CONSTRAINED` values are bounded or must rise or fall.
#[inline(always)]
fn scan<const CONSTANT: bool, const CONSTRAINED: bool, const REVERSED: bool>(
    bins: Bins,
    about: &BinnedFeature,
    node: &NodeSums,
    limits: &Limits,
    best: &mut Best,
    thresholds: impl Iterator<Item = usize>,
    take: impl Fn(usize) -> usize,
) {
    let (mut rows, mut gradient, mut hessian) = (0u32, 0.0, 0.0);
    let least_rows = limits.min_rows;
    let most_rows = node.rows.saturating_sub(least_rows);
    // Where every hessian is 1 their sum is the number of rows.
    let (least_hessian, most_hessian) = if CONSTANT {
        (f64::from(least_rows), f64::from(most_rows))
    } else {
        (MIN_HESSIAN, f64::INFINITY)
    };
    let penalty = limits.l2 + 1e-15;
    for threshold in thresholds {
        let bin = take(threshold);
        let sums = bins.sums[bin];
        gradient += sums[0];
        hessian += sums[1];
        let other_hessian = node.hessian - hessian;
        if CONSTANT {
            if hessian < least_hessian {
                continue;
            }
            if hessian > most_hessian {
                break;
            }
        } else {
            rows += bins.counts[bin];
            if rows < least_rows || hessian < least_hessian {
                if rows > most_rows {
                    break;
                }
                continue;
            }
            if rows > most_rows || other_hessian < MIN_HESSIAN {
                break;
            }
        }
        let other_gradient = node.gradient - gradient;
        if !CONSTRAINED {
            let (one, other) = (hessian + penalty, other_hessian + penalty);
            let score = gradient * gradient * other + other_gradient * other_gradient * one;
            if score <= best.score * (one * other) {
                continue;
            }
        }
        let grown = Side {
            rows: if CONSTANT { hessian as u32 } else { rows },
            gradient,
            hessian,
        };
        let rest = grown.rest(node);
        let (left, right) = if REVERSED {
            (rest, grown)
        } else {
            (grown, rest)
        };
        let gain = gain(node, &left, &right, limits.l2, about.direction);
        if gain > best.gain {
            best.set_gain(node, gain);
            best.found = Some((threshold, REVERSED, left));
        }
    }
}
