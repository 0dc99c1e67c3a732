//! Metrics from smartcore, those that are exact and the same on every platform.
//! (Its precision, recall and F1 average over a hash map in random order, so those come from the confusion matrix.)

use smartcore::metrics;

/// Returns the share of correctly predicted rows, 0 to 1. Both have the same length, at least 1.
pub fn accuracy(actual: &Vec<u32>, predicted: &Vec<u32>) -> f64 {
    metrics::accuracy(actual, predicted)
}

/// Returns the area under the ROC curve, 0 to 1, with ties counted half. `None` unless there are rows of both kinds.
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

/// Returns the mean squared error, in squared units of the target.
pub fn mean_squared_error(actual: &Vec<f64>, predicted: &Vec<f64>) -> f64 {
    metrics::mean_squared_error(actual, predicted)
}

/// Returns the mean absolute error, in units of the target.
pub fn mean_absolute_error(actual: &Vec<f64>, predicted: &Vec<f64>) -> f64 {
    metrics::mean_absolute_error(actual, predicted)
}

/// Returns the coefficient of determination, at most 1. `None` if the actual values are all equal.
pub fn r2(actual: &Vec<f64>, predicted: &Vec<f64>) -> Option<f64> {
    let varies = actual.windows(2).any(|pair| pair[0] != pair[1]);
    varies.then(|| metrics::r2(actual, predicted))
}
