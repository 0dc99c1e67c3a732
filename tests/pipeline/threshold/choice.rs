//! The choice itself, beside scikit-learn (tests/reference/threshold.py) and at its edges.

use std::collections::BTreeMap;

use grove_engine::evaluate::threshold::candidates::Candidates;
use grove_engine::evaluate::threshold::objective::best;
use grove_models::{Decision, Predictions};
use grove_recipe::{Evaluate, ThresholdBy};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    costs: BTreeMap<String, f64>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    n_classes: u32,
    pos: u32,
    actual: Vec<u32>,
    probabilities: Vec<f64>,
    thresholds: usize,
    labels: BTreeMap<String, Vec<u32>>,
    best: BTreeMap<String, Option<f64>>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../../reference/threshold.json")).unwrap()
}

const ALL: [ThresholdBy; 6] = [
    ThresholdBy::Accuracy,
    ThresholdBy::F1,
    ThresholdBy::Youden,
    ThresholdBy::Cost,
    ThresholdBy::RecallAtPrecision,
    ThresholdBy::PrecisionAtRecall,
];

fn by(threshold_by: ThresholdBy) -> Evaluate {
    Evaluate {
        threshold_by,
        ..Evaluate::default()
    }
}

fn labels(case: &Case, threshold: f64) -> Vec<u32> {
    let decision = Decision {
        class: case.pos,
        threshold,
    };
    let predicted = Predictions::of_classes(case.n_classes, case.probabilities.clone());
    predicted.decided_by(Some(decision)).labels()
}

#[test]
fn labels_are_those_of_scikit_learns_fixed_threshold() {
    for case in reference().cases {
        for (threshold, expected) in &case.labels {
            let threshold: f64 = threshold.parse().unwrap();
            assert_eq!(&labels(&case, threshold), expected, "{threshold}");
        }
    }
}

#[test]
fn the_best_of_all_thresholds_is_as_good_as_scikit_learns() {
    let reference = reference();
    for case in &reference.cases {
        let candidates = Candidates::new(case.pos, &case.actual, &case.probabilities);
        assert_eq!(candidates.all().count(), case.thresholds);
        for threshold_by in ALL {
            let cost = |of: &str| reference.costs[of];
            let evaluate = Evaluate {
                min_precision: 0.6,
                min_recall: 0.75,
                cost_true_positive: cost("tp"),
                cost_false_positive: cost("fp"),
                cost_true_negative: cost("tn"),
                cost_false_negative: cost("fn"),
                ..by(threshold_by)
            };
            let found = best(&candidates, &evaluate);
            let expected = case.best[threshold_by.name()];
            let value = found.as_ref().map(|found| found.value).ok();
            let close = match (value, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
                (found, expected) => found.is_none() && expected.is_none(),
            };
            assert!(close, "{threshold_by:?}: {value:?} and not {expected:?}");
            // The counts are those that the threshold gives.
            let Ok(found) = found else { continue };
            let said = labels(case, found.point.threshold);
            let rows = || said.iter().zip(&case.actual);
            let right = rows().filter(|(said, actual)| said == actual).count();
            let hits = rows().filter(|(said, actual)| said == actual && **said == case.pos);
            let counted = (found.point.right, found.point.true_positives);
            assert_eq!(counted, (right as u32, hits.count() as u32));
            assert_eq!(candidates.at(found.point.threshold), found.point);
        }
    }
}

#[test]
fn of_equally_good_thresholds_the_one_nearest_to_a_half_is_taken() {
    // Any threshold above 0.1 and up to 0.9 is perfect; one lies between.
    let values = [0.9, 0.1, 0.1, 0.9];
    let candidates = Candidates::new(1, &[0, 1], &values);
    let found = best(&candidates, &by(ThresholdBy::Accuracy)).unwrap();
    assert_eq!((found.point.threshold, found.value), (0.5, 1.0));
    // The threshold above and the one below the only wrong row are equally good and equally near.
    let values = [0.2, 0.8, 0.5, 0.5, 0.8, 0.2];
    let equal = Candidates::new(1, &[1, 0, 1], &values);
    let all: Vec<f64> = equal.all().map(|at| at.threshold).collect();
    assert!(all.windows(2).all(|pair| pair[0] > pair[1]), "{all:?}");
    let found = best(&equal, &by(ThresholdBy::Accuracy)).unwrap();
    assert_eq!(found.point.right, 2);
    assert_eq!(found.point.threshold, 0.65);
}

#[test]
fn equal_probabilities_leave_all_or_none() {
    let labels = [0, 1, 1, 0, 1];
    let candidates = Candidates::new(1, &labels, &[0.5; 10]);
    let all: Vec<(f64, u32)> = candidates
        .all()
        .map(|at| (at.threshold, at.true_positives + at.false_positives))
        .collect();
    assert_eq!(all, [(0.75, 0), (0.25, 5)]);
    let found = best(&candidates, &by(ThresholdBy::F1)).unwrap();
    assert_eq!((found.point.threshold, found.value), (0.25, 0.75));
    let sure = Candidates::new(1, &labels, &[0.0, 1.0].repeat(5));
    assert_eq!(sure.all().count(), 1);
    let never = Candidates::new(1, &labels, &[1.0, 0.0].repeat(5));
    let ends: Vec<f64> = never.all().map(|at| at.threshold).collect();
    assert_eq!(ends, [0.5, 0.0]);
}

#[test]
fn no_threshold_is_left_out_where_probabilities_lie_close_together() {
    let mut values = Vec::new();
    let mut labels = Vec::new();
    for row in 0..60_000u32 {
        let yes = f64::from(row) * 1e-9 + 0.3;
        values.extend([1.0 - yes, yes]);
        labels.push(u32::from(row >= 41_237));
    }
    let candidates = Candidates::new(1, &labels, &values);
    assert_eq!(candidates.all().count(), 60_001);
    for threshold_by in ALL {
        let found = best(&candidates, &by(threshold_by)).unwrap();
        assert_eq!(found.point.false_positives, 0, "{threshold_by:?}");
        assert_eq!(found.point.true_positives, 60_000 - 41_237);
    }
    // Neighbouring floats have no number between them.
    let next = f64::from_bits(0.5f64.to_bits() + 1);
    let close = Candidates::new(1, &[0, 1], &[0.5, 0.5, 1.0 - next, next]);
    let found = best(&close, &by(ThresholdBy::Accuracy)).unwrap();
    assert_eq!((found.point.threshold, found.point.right), (next, 2));
}

#[test]
fn one_class_alone_and_a_precision_out_of_reach_are_told() {
    let one = Candidates::new(1, &[0, 0], &[0.4, 0.6, 0.7, 0.3]);
    let why = best(&one, &by(ThresholdBy::F1)).unwrap_err();
    assert_eq!(why, "none of these rows is of the positive class");
    let other = Candidates::new(0, &[0, 0], &[0.4, 0.6, 0.7, 0.3]);
    let why = best(&other, &by(ThresholdBy::F1)).unwrap_err();
    assert_eq!(why, "none of these rows is of another class");
    let none = Candidates::new(1, &[], &[]);
    assert!(best(&none, &by(ThresholdBy::Cost)).is_err());
    let wrong = Candidates::new(1, &[0, 1], &[0.1, 0.9, 0.9, 0.1]);
    let why = best(&wrong, &by(ThresholdBy::RecallAtPrecision)).unwrap_err();
    assert_eq!(why, "no threshold reaches a precision of 0.9 there");
}

#[test]
fn a_thousand_classes_have_a_threshold_for_one_of_them() {
    let classes = 1000u32;
    let (mut labels, mut values) = (Vec::new(), Vec::new());
    for row in 0..classes {
        labels.push(row);
        let of = |class: u32| match class == row {
            true => 0.3,
            false => 0.7 / f64::from(classes - 1),
        };
        values.extend((0..classes).map(of));
    }
    let candidates = Candidates::new(777, &labels, &values);
    assert_eq!((candidates.positives, candidates.negatives), (1, 999));
    let found = best(&candidates, &by(ThresholdBy::Accuracy)).unwrap();
    assert_eq!(found.point.right, 1000);
    let all = Predictions::of_classes(classes, values).decided_by(Some(Decision {
        class: 777,
        threshold: 0.0,
    }));
    assert_eq!(all.labels(), vec![777; 1000]);
}
