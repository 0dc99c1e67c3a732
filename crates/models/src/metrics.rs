//! Metrics from smartcore where they are sound: exact for what they are given and the same on every platform.
//! (Its precision, recall and F1 average over a hash map in random order, so those come from the confusion matrix.)

use smartcore::metrics;

/// Share of rows whose label was predicted, 0 to 1. Both of the same length, at least 1.
pub fn accuracy(actual: &Vec<u32>, predicted: &Vec<u32>) -> f64 {
    metrics::accuracy(actual, predicted)
}

/// Area under the ROC curve, 0 to 1, ties counted half. `None` unless there are rows of both kinds.
/// O(rows · log rows).
pub fn roc_auc(positive: &[bool], score: &[f64]) -> Option<f64> {
    let positives = positive.iter().filter(|&&p| p).count();
    if positives == 0 || positives == positive.len() {
        return None;
    }
    let truth: Vec<f64> = positive
        .iter()
        .map(|&p| if p { 1.0 } else { 0.0 })
        .collect();
    Some(metrics::roc_auc_score(&truth, &score.to_vec()))
}

/// Mean of the squared errors, in squared units of the target.
pub fn mean_squared_error(actual: &Vec<f64>, predicted: &Vec<f64>) -> f64 {
    metrics::mean_squared_error(actual, predicted)
}

/// Mean of the absolute errors, in units of the target.
pub fn mean_absolute_error(actual: &Vec<f64>, predicted: &Vec<f64>) -> f64 {
    metrics::mean_absolute_error(actual, predicted)
}

/// Coefficient of determination, at most 1. `None` when the actual values are all equal.
pub fn r2(actual: &Vec<f64>, predicted: &Vec<f64>) -> Option<f64> {
    let varies = actual.windows(2).any(|pair| pair[0] != pair[1]);
    varies.then(|| metrics::r2(actual, predicted))
}
