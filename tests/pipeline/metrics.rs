//! Metrics beside scikit-learn's on the same predictions (tests/reference/metrics.py).

use grove_engine::evaluate::{ScoredPart, evaluate};
use grove_engine::table::target::TargetValues;
use grove_models::Predictions;
use grove_models::baseline::Baseline;
use grove_protocol::report::{ClassScores, EvaluationOutcome};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    classification: Vec<Classification>,
    regression: Vec<Regression>,
}

#[derive(Deserialize)]
struct Classification {
    n_classes: u32,
    actual: Vec<u32>,
    probabilities: Vec<f64>,
    accuracy: f64,
    balanced_accuracy: f64,
    f1_macro: f64,
    log_loss: f64,
    roc_auc: Option<f64>,
    confusion: Vec<Vec<u32>>,
    precision: Vec<Option<f64>>,
    recall: Vec<Option<f64>>,
    f1: Vec<Option<f64>>,
    #[serde(rename = "macro")]
    macro_average: [f64; 3],
    weighted: [f64; 3],
}

#[derive(Deserialize)]
struct Regression {
    actual: Vec<f64>,
    predicted: Vec<f64>,
    r2: f64,
    rmse: f64,
    mae: f64,
    median_absolute_error: f64,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/metrics.json")).unwrap()
}

fn close(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => {
            (found - expected).abs() <= 1e-12 * expected.abs().max(1.0)
        }
        (found, expected) => found.is_none() && expected.is_none(),
    }
}

#[test]
fn classification_scores_are_scikit_learns() {
    for case in reference().classification {
        let classes: Vec<String> = (0..case.n_classes).map(|c| format!("c{c}")).collect();
        let baseline =
            Baseline::of_classes(&case.actual, case.n_classes).predict(case.actual.len() as u32);
        let actual = TargetValues::Classes {
            labels: case.actual,
            classes,
        };
        let predicted = Predictions::of_classes(case.n_classes, case.probabilities);
        let scored = ScoredPart {
            actual: &actual,
            predicted: &predicted,
            baseline: &baseline,
            intervals: None,
        };
        let evaluation = evaluate(&scored, None, Vec::new());
        let expected = [
            ("accuracy", Some(case.accuracy)),
            ("balanced_accuracy", Some(case.balanced_accuracy)),
            ("f1_macro", Some(case.f1_macro)),
            ("log_loss", Some(case.log_loss)),
            ("roc_auc", case.roc_auc),
        ];
        assert_eq!(evaluation.metrics.len(), expected.len());
        for (metric, (name, expected)) in evaluation.metrics.iter().zip(expected) {
            assert_eq!(metric.name, name);
            assert!(
                close(metric.value, expected),
                "{name}: {:?} {expected:?}",
                metric.value
            );
        }
        let EvaluationOutcome::Classes {
            confusion,
            per_class,
            macro_average,
            weighted_average,
            ..
        } = evaluation.outcome
        else {
            panic!("classes were predicted")
        };
        assert_eq!(confusion, case.confusion);
        for (class, scores) in per_class.iter().enumerate() {
            assert!(
                close(scores.precision, case.precision[class]),
                "{class} {scores:?}"
            );
            assert!(
                close(scores.recall, case.recall[class]),
                "{class} {scores:?}"
            );
            assert!(close(scores.f1, case.f1[class]), "{class} {scores:?}");
        }
        let three = |s: &ClassScores| [s.precision, s.recall, s.f1];
        for (found, expected) in [
            (three(&macro_average), case.macro_average),
            (three(&weighted_average), case.weighted),
        ] {
            for (found, expected) in found.into_iter().zip(expected) {
                assert!(close(found, Some(expected)), "{found:?} {expected}");
            }
        }
    }
}

#[test]
fn regression_scores_are_scikit_learns() {
    for case in reference().regression {
        let baseline = Baseline::of_values(&case.actual).predict(case.actual.len() as u32);
        let actual = TargetValues::Values(case.actual);
        let predicted = Predictions::Values(case.predicted);
        let scored = ScoredPart {
            actual: &actual,
            predicted: &predicted,
            baseline: &baseline,
            intervals: None,
        };
        let evaluation = evaluate(&scored, None, Vec::new());
        let expected = [
            ("r2", case.r2),
            ("rmse", case.rmse),
            ("mae", case.mae),
            ("median_absolute_error", case.median_absolute_error),
        ];
        for (metric, (name, expected)) in evaluation.metrics.iter().zip(expected) {
            assert_eq!(metric.name, name);
            assert!(
                close(metric.value, Some(expected)),
                "{name}: {:?} {expected}",
                metric.value
            );
        }
        // The mean of the very rows that are scored explains nothing of them.
        assert!(close(evaluation.metrics[0].baseline, Some(0.0)));
    }
}

#[test]
fn a_majority_baseline_knows_shares_and_nothing_else() {
    let baseline = Baseline::of_classes(&[0, 0, 0, 1], 2).predict(2);
    assert_eq!(
        baseline,
        Predictions::of_classes(2, vec![0.75, 0.25, 0.75, 0.25])
    );
    assert_eq!(baseline.labels(), [0, 0]);
}
