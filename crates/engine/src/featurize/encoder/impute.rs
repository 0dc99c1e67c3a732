//! Learns the value that replaces missing numbers.

use grove_recipe::{NumericImputation, Plan};

/// Returns the replacement of missing numbers, given the present ones of this many rows; at least one is present. NaN
/// means that missing numbers stay missing. But if none is missing in training, no model could learn from it, so the
/// median is used. O(n log n).
pub fn impute(mut values: Vec<f64>, rows: usize, plan: &Plan) -> f64 {
    match plan.numeric_imputation {
        NumericImputation::Keep if values.len() < rows => f64::NAN,
        NumericImputation::Constant => plan.fill_value,
        NumericImputation::Mean => {
            // Divided before summing, so that large values do not overflow.
            let n = values.len() as f64;
            values.iter().map(|v| v / n).sum()
        }
        NumericImputation::Median | NumericImputation::Keep => {
            values.sort_unstable_by(f64::total_cmp);
            median(&values)
        }
        NumericImputation::MostFrequent => {
            values.sort_unstable_by(f64::total_cmp);
            // The smallest of equally frequent values, as in scikit-learn.
            let longest = values
                .chunk_by(|a, b| a == b)
                .rev()
                .max_by_key(|run| run.len());
            longest.map_or(0.0, |run| run[0])
        }
    }
}

/// Returns the median of sorted values; there must be one.
pub fn median(sorted: &[f64]) -> f64 {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    low / 2.0 + high / 2.0
}
