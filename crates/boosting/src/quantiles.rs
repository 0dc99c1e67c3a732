//! Quantiles of numbers with and without weights, as scikit-learn and numpy define them.

/// Returns the middle of two numbers, at least the lower and, where they differ, below the upper one.
pub(super) fn middle(lower: f64, upper: f64) -> f64 {
    let sum = lower + upper;
    let middle = if sum.is_finite() {
        sum / 2.0
    } else {
        lower / 2.0 + upper / 2.0
    };
    if middle >= upper || middle < lower {
        lower
    } else {
        middle
    }
}

/// Returns a quantile by linear interpolation between the two nearest of the numbers (`numpy.percentile`); 0 without
/// numbers. `quantile` is from 0 to 1. Reorders the numbers. O(n).
pub(super) fn interpolated(numbers: &mut [f64], quantile: f64) -> f64 {
    let Some(last) = numbers.len().checked_sub(1) else {
        return 0.0;
    };
    let place = last as f64 * quantile;
    let below = (place as usize).min(last);
    let (_, lower, rest) = numbers.select_nth_unstable_by(below, f64::total_cmp);
    let lower = *lower;
    let Some(upper) = rest.iter().copied().min_by(f64::total_cmp) else {
        return lower;
    };
    let share = place - below as f64;
    let range = upper - lower;
    if share >= 0.5 {
        upper - range * (1.0 - share)
    } else {
        lower + range * share
    }
}

/// Returns the median: the middle number, or the mean of the two middle ones (`numpy.median`); 0 without numbers.
/// Reorders the numbers. O(n).
pub(super) fn median(numbers: &mut [f64]) -> f64 {
    let half = numbers.len() / 2;
    if numbers.is_empty() {
        return 0.0;
    }
    let even = numbers.len().is_multiple_of(2);
    let (below, upper, _) = numbers.select_nth_unstable_by(half, f64::total_cmp);
    let upper = *upper;
    match below.iter().copied().max_by(f64::total_cmp) {
        Some(lower) if even => (lower + upper) / 2.0,
        _ => upper,
    }
}

/// Returns the least number with at least the share `quantile` of the weight at or below it (scikit-learn's
/// `_weighted_percentile`); 0 without numbers. Sorts the pairs of a number and its weight. O(n log n).
pub(super) fn weighted(pairs: &mut [(f64, f64)], quantile: f64) -> f64 {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = pairs.iter().map(|pair| pair.1).sum();
    let wanted = quantile * total;
    let mut sum = 0.0;
    for (number, weight) in pairs.iter() {
        sum += weight;
        if sum >= wanted && sum > 0.0 {
            return *number;
        }
    }
    pairs.last().map_or(0.0, |pair| pair.0)
}
