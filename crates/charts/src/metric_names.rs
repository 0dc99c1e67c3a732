//! The name of each metric on the page, and its meaning in one sentence.

/// A metric. `name` is scikit-learn's, as in reports.
#[derive(Debug, PartialEq)]
pub struct MetricName {
    /// scikit-learn's name.
    pub name: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// The meaning, as a sentence.
    pub meaning: &'static str,
}

/// All metrics.
pub const METRIC_NAMES: [MetricName; 9] = [
    MetricName {
        name: "accuracy",
        label: "Accuracy",
        meaning: "The share of rows whose class was predicted right.",
    },
    MetricName {
        name: "balanced_accuracy",
        label: "Balanced accuracy",
        meaning: "The mean recall over the classes, so that rare classes count as much as frequent ones.",
    },
    MetricName {
        name: "f1_macro",
        label: "F1 (macro)",
        meaning: "The mean over the classes of the harmonic mean of precision and recall.",
    },
    MetricName {
        name: "log_loss",
        label: "Log loss",
        meaning: "The mean negative logarithm of the probability of the true class; 0 would be certain and right every time.",
    },
    MetricName {
        name: "roc_auc",
        label: "ROC AUC",
        meaning: "How often a row of a class gets a higher probability for it than a row of another class; 0.5 is guessing.",
    },
    MetricName {
        name: "r2",
        label: "R²",
        meaning: "The share of the target's variance that is explained; 0 is no better than always predicting the mean.",
    },
    MetricName {
        name: "rmse",
        label: "RMSE",
        meaning: "The typical error in the target's own unit, with large errors counting most.",
    },
    MetricName {
        name: "mae",
        label: "MAE",
        meaning: "The mean distance between prediction and truth, in the target's own unit.",
    },
    MetricName {
        name: "median_absolute_error",
        label: "Median absolute error",
        meaning: "Half of the predictions are closer to the truth than this, in the target's own unit.",
    },
];

/// Returns the metric's name for people; the given name if the table does not have it.
pub fn label(name: &str) -> &str {
    find(name).map_or(name, |metric| metric.label)
}

/// Returns the metric's meaning; an empty text if the table does not have it.
pub fn meaning(name: &str) -> &'static str {
    find(name).map_or("", |metric| metric.meaning)
}

fn find(name: &str) -> Option<&'static MetricName> {
    METRIC_NAMES.iter().find(|metric| metric.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_a_name_and_a_sentence() {
        assert_eq!(label("roc_auc"), "ROC AUC");
        assert_eq!(label("unheard_of"), "unheard_of");
        assert_eq!(meaning("unheard_of"), "");
        for metric in METRIC_NAMES {
            assert!(metric.meaning.ends_with('.'), "{metric:?}");
        }
    }
}
