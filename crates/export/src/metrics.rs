//! Writes the evaluation as JSON, by scikit-learn's metric names.

use serde::Serialize;
use serde_json::{Map, Value, json};

use grove_protocol::report::{ClassScores, Evaluation, EvaluationOutcome, Metric};
use grove_recipe::{Recipe, ThresholdBy};

/// Writes indented UTF-8 JSON; an undefined score is null. `score_intervals` are 95 % intervals of the scores over
/// `resamples` of the test rows, `difference_intervals` those of score less baseline. The same evaluation gives the same bytes.
pub fn write(evaluation: &Evaluation, recipe: &Recipe) -> Vec<u8> {
    let mut file = json!({
        "data": recipe.data,
        "target": recipe.target,
        "task": recipe.task,
        "seed": recipe.seed,
        "test": {
            "rows": evaluation.rows,
            "metrics": by_name(&evaluation.metrics, |m| m.value),
            "baseline": by_name(&evaluation.metrics, |m| m.baseline),
            "score_intervals": by_name(&evaluation.metrics, |m| m.interval),
            "difference_intervals": by_name(&evaluation.metrics, |m| m.difference),
            "resamples": evaluation.resamples,
        },
        "belief": evaluation.belief,
        "feature_importances": evaluation.importances,
        "permutation_importances": evaluation.permutation,
    });
    if let Some(folds) = &evaluation.cross_validation {
        file["cross_validation"] = json!(folds);
    }
    if let Some(intervals) = &evaluation.intervals {
        file["test"]["intervals"] = json!(intervals);
    }
    let decision = evaluation.decision.as_ref();
    if let Some(decision) = decision.filter(|decision| decision.by != ThresholdBy::None) {
        file["decision"] = json!({
            "pos_label": decision.pos_label,
            "threshold": decision.threshold,
            "by": decision.by,
            "chosen_on": decision.chosen_on,
            "rows": decision.rows,
            "value": decision.value,
            "note": decision.note,
            "test": decision.test,
            "costs": decision.costs,
            "cost_per_1000_rows": decision.cost,
        });
    }
    if let Some(calibration) = &evaluation.calibration {
        file["calibration"] = json!({
            "method": calibration.method,
            "fitted_on": calibration.fitted_on,
            "rows": calibration.rows,
            "calibrated": calibration.is_calibrated(),
            "test_before": calibration.before,
            "test_after": calibration.after,
            "note": calibration.note,
        });
    }
    if let Some(conformal) = &evaluation.conformal {
        file["conformal"] = json!(conformal);
    }
    if let Some(validation) = &evaluation.validation {
        file["validation"] = json!({
            "metrics": by_name(validation, |m| m.value),
            "baseline": by_name(validation, |m| m.baseline),
        });
    }
    if let EvaluationOutcome::Classes {
        classes,
        confusion,
        per_class,
        macro_average,
        weighted_average,
    } = &evaluation.outcome
    {
        let report: Map<String, Value> = classes
            .iter()
            .zip(per_class)
            .map(|(class, s)| (class.clone(), scores(s)))
            .collect();
        file["classes"] = json!(classes);
        file["confusion_matrix"] = json!(confusion);
        file["classification_report"] = json!({
            "classes": report,
            "macro avg": scores(macro_average),
            "weighted avg": scores(weighted_average),
        });
    }
    let mut bytes = serde_json::to_vec_pretty(&file).expect("values and texts alone");
    bytes.push(b'\n');
    bytes
}

fn by_name<T: Serialize>(
    metrics: &[Metric],
    value: impl Fn(&Metric) -> Option<T>,
) -> Map<String, Value> {
    metrics
        .iter()
        .map(|m| (m.name.clone(), json!(value(m))))
        .collect()
}

fn scores(scores: &ClassScores) -> Value {
    json!({
        "precision": scores.precision,
        "recall": scores.recall,
        "f1-score": scores.f1,
        "roc_auc": scores.roc_auc,
        "support": scores.support,
    })
}
