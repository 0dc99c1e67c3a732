//! Cuts the values of a feature into at most 255 bins.

use serde::{Deserialize, Serialize};

use super::BoostingError;
use super::quantiles::middle;

/// The code of a missing value, and of a category that was not seen.
pub(super) const MISSING: u8 = u8::MAX;

/// How the values of a feature become bins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum FeatureBins {
    /// Thresholds, ascending. A value is in the bin that is the number of thresholds below it.
    Numbers(Vec<f64>),
    /// The categories that were seen, ascending, and the bin of each.
    Categories { categories: Vec<u32>, bins: Vec<u8> },
}

impl FeatureBins {
    /// Returns the number of bins, without that of missing values.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(cuts) => cuts.len() + 1,
            Self::Categories { bins, .. } => {
                let last = bins.iter().copied().max();
                last.map_or(1, |last| usize::from(last) + 1)
            }
        }
    }

    /// Returns the bin of a value, or [`MISSING`].
    pub fn bin(&self, value: f64) -> u8 {
        match self {
            _ if value.is_nan() => MISSING,
            Self::Numbers(cuts) => cuts.partition_point(|cut| *cut < value) as u8,
            Self::Categories { categories, bins } => {
                let known =
                    category(value).and_then(|wanted| categories.binary_search(&wanted).ok());
                known.map_or(MISSING, |place| bins[place])
            }
        }
    }

    pub fn is_categorical(&self) -> bool {
        matches!(self, Self::Categories { .. })
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Numbers(cuts) => size_of_val(cuts.as_slice()) as u64,
            Self::Categories { categories, .. } => 5 * categories.len() as u64,
        }
    }
}

/// Returns the number of a category, if the value is one.
fn category(value: f64) -> Option<u32> {
    let number = value as u32;
    (f64::from(number) == value && number < u32::MAX).then_some(number)
}

/// Cuts numbers where scikit-learn's `_BinMapper` does: half way between them if there are at most `max_bins` different
/// ones, else at the quantiles, weighted by the rows' weights. O(n log n).
///
/// All rows decide; scikit-learn draws 200,000 of them where there are more.
pub(super) fn numbers(
    values: impl Iterator<Item = f64>,
    weights: Option<&[f64]>,
    max_bins: u32,
) -> FeatureBins {
    // Adding 0 makes -0 to 0.
    let present = |(_, value): &(usize, f64)| !value.is_nan();
    let rows = values.map(|value| value + 0.0).enumerate().filter(present);
    let mut cuts = match weights {
        None => {
            let mut sorted: Vec<f64> = rows.map(|(_, value)| value).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            match few(sorted.iter().copied(), max_bins) {
                Some(cuts) => cuts,
                None => quantiles(&sorted, max_bins),
            }
        }
        Some(weights) => {
            let mut sorted: Vec<(f64, f64)> =
                rows.map(|(row, value)| (value, weights[row])).collect();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            match few(sorted.iter().map(|pair| pair.0), max_bins) {
                Some(cuts) => cuts,
                None => weighted_quantiles(&sorted, max_bins),
            }
        }
    };
    cuts.dedup();
    cuts.shrink_to_fit();
    FeatureBins::Numbers(cuts)
}

/// The middles between the different ones of sorted numbers; `None` if these are more than `max_bins`.
fn few(mut sorted: impl Iterator<Item = f64>, max_bins: u32) -> Option<Vec<f64>> {
    let mut cuts = Vec::new();
    let Some(mut last) = sorted.next() else {
        return Some(cuts);
    };
    for value in sorted {
        if value > last {
            if cuts.len() + 1 == max_bins as usize {
                return None;
            }
            cuts.push(middle(last, value));
            last = value;
        }
    }
    Some(cuts)
}

/// Quantiles with averaging where one falls between two numbers, for numbers that all weigh the same.
fn quantiles(sorted: &[f64], max_bins: u32) -> Vec<f64> {
    let (rows, bins) = (sorted.len() as u64, u64::from(max_bins));
    let last = sorted[sorted.len() - 1];
    let cut = |number: u64| {
        let before = (number * rows).div_ceil(bins).max(1) as usize;
        if (number * rows).is_multiple_of(bins) {
            middle(sorted[before - 1], sorted[before])
        } else {
            sorted[before - 1]
        }
    };
    // A cut at the largest number would leave a bin empty.
    (1..bins).map(cut).filter(|cut| *cut < last).collect()
}

/// As [`quantiles`], of pairs of a number and its weight.
fn weighted_quantiles(sorted: &[(f64, f64)], max_bins: u32) -> Vec<f64> {
    let mut sums: Vec<f64> = Vec::with_capacity(sorted.len());
    let mut sum = 0.0;
    for (_, weight) in sorted {
        sum += weight;
        sums.push(sum);
    }
    let last = sorted.len() - 1;
    let largest = sorted[last].0;
    let cut = |number: u32| {
        let rank = 100.0 * f64::from(number) / f64::from(max_bins);
        let wanted = rank / 100.0 * sum;
        let place = sums.partition_point(|sum| *sum < wanted).min(last);
        if sums[place] - wanted > f64::EPSILON {
            sorted[place].0
        } else {
            middle(sorted[place].0, sorted[(place + 1).min(last)].0)
        }
    };
    (1..max_bins)
        .map(cut)
        .filter(|cut| *cut < largest)
        .collect()
}

/// Checks that all values are missing or the number of a category: a whole number from 0 to 2³² − 2.
///
/// # Errors
/// For the first one that is not, in feature `column`.
pub(super) fn check_categories(column: u32, values: &[f64]) -> Result<(), BoostingError> {
    let wrong = |value: &f64| !value.is_nan() && category(*value).is_none();
    match (0..).zip(values).find(|(_, value)| wrong(value)) {
        Some((row, value)) => Err(BoostingError::Category {
            column,
            row,
            value: *value,
        }),
        None => Ok(()),
    }
}

/// Gives each category a bin. If there are more than `max_bins`, the most frequent ones have a bin of their own (of equally
/// frequent ones those with lower numbers), and the last bin is shared by the rest. O(n log n).
pub(super) fn categories(values: impl Iterator<Item = f64>, max_bins: u32) -> FeatureBins {
    let mut sorted: Vec<u32> = values.filter_map(category).collect();
    sorted.sort_unstable();
    let runs: Vec<(u32, u32)> = sorted
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len() as u32))
        .collect();
    let categories: Vec<u32> = runs.iter().map(|run| run.0).collect();
    let most = max_bins as usize;
    let bins = if runs.len() <= most {
        (0..runs.len()).map(|place| place as u8).collect()
    } else {
        let mut by_count: Vec<usize> = (0..runs.len()).collect();
        by_count.sort_by_key(|place| std::cmp::Reverse(runs[*place].1));
        let mut own = vec![false; runs.len()];
        by_count[..most - 1]
            .iter()
            .for_each(|place| own[*place] = true);
        let mut next = 0;
        let number = |own: bool| {
            let bin = if own { next } else { max_bins as u8 - 1 };
            next += u8::from(own);
            bin
        };
        own.into_iter().map(number).collect()
    };
    FeatureBins::Categories { categories, bins }
}
