//! The fits themselves, beside scikit-learn and NumPy (tests/reference/calibration.py), and at their edges.

use grove_engine::evaluate::calibration::losses;
use grove_engine::table::target::TargetValues;
use grove_models::conformal::scores;
use grove_models::{Calibration, CalibrationMap, Conformal, Predictions};
use grove_recipe::CalibrationMethod;
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    levels: Vec<f64>,
    cases: Vec<Case>,
    values: Vec<Values>,
}

#[derive(Deserialize)]
struct Case {
    n_classes: u32,
    actual: Vec<u32>,
    fitted: Vec<f64>,
    test_actual: Vec<u32>,
    test: Vec<f64>,
    sigmoid: Vec<f64>,
    sigmoid_exact: Vec<f64>,
    isotonic: Vec<f64>,
    isotonic_brier: f64,
    isotonic_log_loss: f64,
    knots: [Vec<f64>; 2],
    conformal: Vec<Level>,
}

#[derive(Deserialize)]
struct Level {
    level: f64,
    quantile: Option<f64>,
    coverage: f64,
    size: f64,
}

#[derive(Deserialize)]
struct Values {
    actual: Vec<f64>,
    predicted: Vec<f64>,
    quantiles: Vec<Option<f64>>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../../reference/calibration.json")).unwrap()
}

fn fitted(case: &Case, method: CalibrationMethod) -> Calibration {
    let classes = Calibration::first_class(case.n_classes)..case.n_classes;
    let map = |class: u32| {
        let of_class = case.fitted.iter().skip(class as usize);
        let of_class = of_class.step_by(case.n_classes as usize).copied();
        let rows = of_class.zip(case.actual.iter().map(|label| *label == class));
        match method {
            CalibrationMethod::Isotonic => CalibrationMap::isotonic(rows),
            _ => CalibrationMap::sigmoid(rows),
        }
    };
    Calibration::new(classes.map(map).collect()).unwrap()
}

fn applied(case: &Case, method: CalibrationMethod) -> Vec<f64> {
    let calibration = fitted(case, method);
    assert_eq!(calibration.validate(case.n_classes), Ok(()));
    let mut found = case.test.clone();
    calibration.apply(&mut found, case.n_classes);
    found
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let pairs = a.iter().zip(b);
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn steps_are_scikit_learns() {
    for case in reference().cases {
        let found = applied(&case, CalibrationMethod::Isotonic);
        assert!(largest_difference(&found, &case.isotonic) < 1e-9);
        let calibration = fitted(&case, CalibrationMethod::Isotonic);
        let CalibrationMap::Isotonic(steps) = &calibration.maps()[0] else {
            panic!("steps")
        };
        assert_eq!(steps.x, case.knots[0]);
        assert!(largest_difference(&steps.y, &case.knots[1]) < 1e-12);
        let actual = TargetValues::Classes {
            labels: case.test_actual.clone(),
            classes: (0..case.n_classes).map(|class| class.to_string()).collect(),
        };
        let predicted = Predictions::of_classes(case.n_classes, found);
        let losses = losses(&actual, &predicted).unwrap();
        assert!((losses.brier - case.isotonic_brier).abs() < 1e-9);
        assert!((losses.log_loss - case.isotonic_log_loss).abs() < 1e-9);
    }
}

/// scikit-learn stops where the gradient is below 1e-6; the exact minimum is found by SciPy's `root`.
#[test]
fn curves_are_at_the_minimum_that_scikit_learn_comes_near_to() {
    for case in reference().cases {
        let found = applied(&case, CalibrationMethod::Sigmoid);
        let off = largest_difference(&found, &case.sigmoid_exact);
        assert!(off < 1e-9, "{off}");
        let off = largest_difference(&found, &case.sigmoid);
        assert!(off < 1e-5, "{off}");
    }
}

#[test]
fn quantiles_coverage_and_sizes_are_numpys() {
    let reference = reference();
    for case in &reference.cases {
        let told = Predictions::of_classes(case.n_classes, case.fitted.clone());
        let scores = scores(&told, &case.actual, &[]);
        for level in &case.conformal {
            let found = Conformal::fit(scores.clone(), level.level);
            assert_eq!(found.quantile, level.quantile.unwrap_or(f64::INFINITY));
            let rows = case.test.chunks_exact(case.n_classes as usize);
            let inside = |row: &[f64], label: u32| found.contains(row[label as usize]);
            let covered = rows.clone().zip(&case.test_actual);
            let covered = covered.filter(|(row, label)| inside(row, **label)).count();
            assert!((covered as f64 / 60.0 - level.coverage).abs() < 1e-12);
            let size = case.test.iter().filter(|p| found.contains(**p)).count();
            assert!((size as f64 / 60.0 - level.size).abs() < 1e-12);
        }
    }
    for values in reference.values {
        let told = Predictions::Values(values.predicted);
        for (level, quantile) in reference.levels.iter().zip(&values.quantiles) {
            let found = Conformal::fit(scores(&told, &[], &values.actual), *level);
            assert_eq!(found.quantile, quantile.unwrap_or(f64::INFINITY));
        }
    }
}

#[test]
fn a_thousand_classes_sum_to_one() {
    let classes = 1000u32;
    let width = classes as usize;
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for row in 0..classes {
        labels.push(row * 7 % classes);
        values.extend(
            (0..classes).map(|class| match class == row * 7 % classes || class == row {
                true => 0.4,
                false => 0.2 / 998.0,
            }),
        );
    }
    for method in super::METHODS {
        let map = |class: u32| {
            let of_class = values.iter().skip(class as usize).step_by(width).copied();
            let rows = of_class.zip(labels.iter().map(|label| *label == class));
            match method {
                CalibrationMethod::Isotonic => CalibrationMap::isotonic(rows),
                _ => CalibrationMap::sigmoid(rows),
            }
        };
        let calibration = Calibration::new((0..classes).map(map).collect()).unwrap();
        let mut found = values.clone();
        calibration.apply(&mut found, classes);
        for row in found.chunks_exact(width) {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            assert!(row.iter().all(|value| (0.0..=1.0).contains(value)));
        }
    }
}

#[test]
fn equal_probabilities_become_the_share_of_the_class() {
    let rows = || (0..40).map(|row| (0.25, row % 4 == 0));
    assert_eq!(CalibrationMap::isotonic(rows()).at(0.9), 0.25);
    let curve = CalibrationMap::sigmoid(rows());
    assert_eq!(curve.at(0.1), curve.at(0.9));
    assert!((curve.at(0.25) - 0.25).abs() < 0.02);
}
