//! Computes classification metrics as scikit-learn defines them.

use grove_models::Predictions;
use grove_models::metrics::{accuracy, roc_auc};
use grove_protocol::report::{ClassScores, EvaluationOutcome};

/// All scores of some predictions.
pub struct ClassMetrics {
    /// By name, in the order in which they are shown.
    pub scores: [(&'static str, Option<f64>); 5],
    /// Why a score is undefined, if one is.
    pub undefined: String,
    /// The confusion matrix and each class's scores.
    pub outcome: EvaluationOutcome,
}

/// Computes the scores. `actual` has an index into `classes` per row. O(rows · log rows × classes).
pub fn class_metrics(
    actual: &Vec<u32>,
    classes: &[String],
    predicted: &Predictions,
) -> ClassMetrics {
    let Predictions::Probabilities { values, .. } = predicted else {
        unreachable!("a classifier predicts probabilities")
    };
    let k = classes.len();
    let labels = predicted.labels();
    let mut confusion = vec![vec![0u32; k]; k];
    for (&a, &p) in actual.iter().zip(&labels) {
        confusion[a as usize][p as usize] += 1;
    }
    let areas: Vec<Option<f64>> = (0..k)
        .map(|class| {
            let positive: Vec<bool> = actual.iter().map(|&a| a as usize == class).collect();
            let score: Vec<f64> = values.iter().skip(class).step_by(k).copied().collect();
            roc_auc(&positive, &score)
        })
        .collect();
    let per_class: Vec<ClassScores> = (0..k)
        .map(|class| class_scores(&confusion, class, areas[class]))
        .collect();
    // As in scikit-learn, averages run over the classes that occur, and an undefined score counts as 0.
    let occurs = |class: &usize| {
        per_class[*class].support > 0 || confusion.iter().any(|row| row[*class] > 0)
    };
    let occurring: Vec<&ClassScores> = (0..k).filter(occurs).map(|c| &per_class[c]).collect();
    let macro_average = average(&occurring, |_| 1.0);
    let weighted_average = average(&occurring, |scores| f64::from(scores.support));
    let recalls: Vec<f64> = per_class
        .iter()
        .filter_map(|scores| scores.recall)
        .collect();
    let balanced = mean(recalls.iter().copied());
    // With two classes, the area is that of the second one; with more, the average of one against the rest.
    let area = match areas.as_slice() {
        [_, second] => *second,
        _ => areas
            .iter()
            .copied()
            .collect::<Option<Vec<f64>>>()
            .and_then(|a| mean(a.into_iter())),
    };
    let absent: Vec<&str> = (0..k)
        .filter(|&class| per_class[class].support == 0)
        .map(|class| classes[class].as_str())
        .collect();
    ClassMetrics {
        scores: [
            ("accuracy", Some(accuracy(actual, &labels))),
            ("balanced_accuracy", balanced),
            ("f1_macro", macro_average.f1),
            ("log_loss", Some(log_loss(actual, values, k))),
            ("roc_auc", area),
        ],
        undefined: if absent.is_empty() {
            "All scored rows are of one class.".into()
        } else {
            format!("No scored row is of class {}.", absent.join(", "))
        },
        outcome: EvaluationOutcome::Classes {
            classes: classes.to_vec(),
            confusion,
            per_class,
            macro_average,
            weighted_average,
        },
    }
}

fn class_scores(confusion: &[Vec<u32>], class: usize, roc_auc: Option<f64>) -> ClassScores {
    let hits = confusion[class][class];
    let support: u32 = confusion[class].iter().sum();
    let predicted: u32 = confusion.iter().map(|row| row[class]).sum();
    let ratio = |part: u32, whole: u32| (whole > 0).then(|| f64::from(part) / f64::from(whole));
    ClassScores {
        precision: ratio(hits, predicted),
        recall: ratio(hits, support),
        f1: ratio(2 * hits, support + predicted),
        roc_auc,
        support,
    }
}

fn average(classes: &[&ClassScores], weight: impl Fn(&ClassScores) -> f64) -> ClassScores {
    let total: f64 = classes.iter().map(|c| weight(c)).sum();
    let of = |score: fn(&ClassScores) -> Option<f64>| {
        let sum: f64 = classes
            .iter()
            .map(|c| weight(c) * score(c).unwrap_or(0.0))
            .sum();
        (total > 0.0).then(|| sum / total)
    };
    // Unlike the other scores, an undefined area leaves the average undefined.
    let areas_known = classes.iter().all(|c| c.roc_auc.is_some());
    ClassScores {
        precision: of(|c| c.precision),
        recall: of(|c| c.recall),
        f1: of(|c| c.f1),
        roc_auc: of(|c| c.roc_auc).filter(|_| areas_known),
        support: classes.iter().map(|c| c.support).sum(),
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let n = values.len();
    (n > 0).then(|| values.sum::<f64>() / n as f64)
}

/// Computes the mean negative logarithm of the probability of the actual class, clipped to [ε, 1 − ε] as in
/// scikit-learn. The logarithm is libm's, which gives the same bits on every platform.
pub fn log_loss(actual: &[u32], probabilities: &[f64], n_classes: usize) -> f64 {
    let losses = actual
        .iter()
        .zip(probabilities.chunks_exact(n_classes))
        .map(|(&class, row)| {
            -libm::log(row[class as usize].clamp(f64::EPSILON, 1.0 - f64::EPSILON))
        });
    losses.sum::<f64>() / actual.len() as f64
}
