//! The scores of values on weighted rows.

use super::Pair;

/// Test rows with what their scores need, computed once. They are in the order of the model's absolute error.
pub struct ValueRows {
    /// The true values less their mean, so that sums of squares stay exact.
    centred: Vec<f64>,
    /// The absolute errors of the model.
    model: Vec<f64>,
    /// Those of the baseline.
    baseline: Vec<f64>,
    /// The rows by the absolute errors of the baseline.
    by_baseline: Vec<u32>,
}

impl ValueRows {
    /// Prepares rows of these true and predicted values, in the target's units; the baseline predicts the same for all.
    /// O(rows · log rows).
    pub fn new(actual: &[f64], predicted: &[f64], baseline: f64) -> Self {
        let mean = actual.iter().sum::<f64>() / actual.len().max(1) as f64;
        let errors: Vec<f64> = actual
            .iter()
            .zip(predicted)
            .map(|(a, p)| (a - p).abs())
            .collect();
        let order = ascending(&errors);
        let of = |values: &dyn Fn(usize) -> f64| -> Vec<f64> {
            order.iter().map(|row| values(*row as usize)).collect()
        };
        let of_baseline = of(&|row| (actual[row] - baseline).abs());
        Self {
            centred: of(&|row| actual[row] - mean),
            model: of(&|row| errors[row]),
            by_baseline: ascending(&of_baseline),
            baseline: of_baseline,
        }
    }

    /// Scores the rows with these weights, which sum to their number, in the order of the metrics. O(rows).
    pub fn scores(&self, weights: &[u8]) -> Vec<Pair> {
        // Of the centred values, and of the errors of model and baseline: the sum, and that of the squares.
        let mut sums = [[0.0; 2]; 3];
        for (place, weight) in weights.iter().enumerate() {
            let weight = f64::from(*weight);
            let of = [self.centred[place], self.model[place], self.baseline[place]];
            for (sums, value) in sums.iter_mut().zip(of) {
                sums[0] += weight * value;
                sums[1] += weight * value * value;
            }
        }
        let rows = weights.len() as f64;
        let [centred, model, baseline] = sums;
        let total = centred[1] - centred[0] * centred[0] / rows;
        let varies = self.varies(weights) && total > 0.0;
        let r2 = |errors: [f64; 2]| varies.then(|| 1.0 - errors[1] / total);
        let medians = (
            median(&self.model, weights, 0..weights.len()),
            median(
                &self.baseline,
                weights,
                self.by_baseline.iter().map(|row| *row as usize),
            ),
        );
        vec![
            r2(model).zip(r2(baseline)),
            Some(((model[1] / rows).sqrt(), (baseline[1] / rows).sqrt())),
            Some((model[0] / rows, baseline[0] / rows)),
            medians.0.zip(medians.1),
        ]
    }

    /// Returns whether the weighted rows have two values. O(rows), and mostly O(1).
    fn varies(&self, weights: &[u8]) -> bool {
        let there = weights.iter().zip(&self.centred);
        let mut there = there
            .filter(|(weight, _)| **weight > 0)
            .map(|(_, value)| *value);
        there
            .next()
            .is_some_and(|first| there.any(|value| value != first))
    }
}

/// Returns the positions of values from the smallest on.
pub(super) fn ascending(values: &[f64]) -> Vec<u32> {
    let mut sorted: Vec<(f64, u32)> = values.iter().copied().zip(0..).collect();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    sorted.into_iter().map(|(_, row)| row).collect()
}

/// Returns the median of weighted values, given their places from the smallest on. The weights sum to their number.
fn median(values: &[f64], weights: &[u8], order: impl Iterator<Item = usize>) -> Option<f64> {
    let rows = weights.len() as u64;
    let (mut below, mut lower) = (0u64, None);
    for place in order {
        below += u64::from(weights[place]);
        if lower.is_none() && 2 * below >= rows {
            lower = Some(values[place]);
        }
        if 2 * below > rows {
            return lower.map(|lower| (lower + values[place]) / 2.0);
        }
    }
    None
}
