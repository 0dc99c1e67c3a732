//! The best set of categories.

use super::{BinTest, Bins, Limits, NodeSums, Side, Split, gain};
use crate::columns::BinnedFeature;

/// A category with less support in a node goes right: its statistic would be noise. Support is its share of the node's
/// hessians times the node's rows (scikit-learn's `MIN_CAT_SUPPORT`).
const MIN_SUPPORT: f64 = 10.0;

/// Puts the categories in order of their gradients over smoothed hessians, and scans from both ends to the middle: for
/// losses of this kind a best set is among the first or last ones of that order (Fisher, “On Grouping for Maximum
/// Homogeneity”, 1958). Missing values are a category too.
/// Finds only what gains more than `known`.
pub(super) fn search(
    bins: Bins,
    feature: u32,
    about: &BinnedFeature,
    node: &NodeSums,
    limits: &Limits,
    known: f64,
) -> Option<Split> {
    let l2 = limits.l2 + limits.cat_l2;
    let support = f64::from(node.rows) / node.hessian;
    let mut order: [(f64, u8); 256] = [(0.0, 0); 256];
    let mut used = 0;
    for bin in 0..about.all_bins() {
        let content = bins.get(bin);
        if content.hessian * support >= MIN_SUPPORT {
            let statistic = content.gradient / (content.hessian + limits.cat_smooth);
            order[used] = (statistic, bin as u8);
            used += 1;
        }
    }
    let order = &mut order[..used];
    if used < 2 {
        return None;
    }
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut best: Option<(f64, usize, bool, Side)> = None;
    let mut best_gain = known;
    for reverse in [false, true] {
        let middle = used.div_ceil(2) - usize::from(reverse);
        let mut left = Side::default();
        for taken in 0..middle {
            let place = if reverse { used - 1 - taken } else { taken };
            left.add(bins.get(usize::from(order[place].1)));
            let right = left.rest(node);
            if !left.is_large_enough(limits) {
                continue;
            }
            if !right.is_large_enough(limits) {
                break;
            }
            let gain = gain(node, &left, &right, l2, 0);
            if gain > best_gain {
                best_gain = gain;
                best = Some((gain, taken + 1, reverse, left));
            }
        }
    }
    let (gain, taken, reverse, left) = best?;
    let chosen = if reverse {
        &order[used - taken..]
    } else {
        &order[..taken]
    };
    let mut set = [0; 4];
    let mut missing_left = false;
    for (_, bin) in chosen {
        if usize::from(*bin) < about.bins {
            set[usize::from(bin / 64)] |= 1 << (bin % 64);
        } else {
            missing_left = true;
        }
    }
    Some(Split {
        gain,
        feature,
        test: BinTest::In(set),
        missing_left,
        left_rows: left.rows,
        left_gradient: left.gradient,
        left_hessian: left.hessian,
        left_value: left.value(node, l2),
        right_value: left.rest(node).value(node, l2),
    })
}
