//! Tests and intervals beside SciPy's (tests/reference/slices.py).

use grove_engine::evaluate::slices::significance::{Moments, fisher_greater, holm, welch_greater};
use grove_engine::evaluate::slices::student::student_tail;
use grove_protocol::interval::wilson;
use serde_json::Value;

fn cases(name: &str) -> Vec<Value> {
    let text = include_str!("../../reference/slices.json");
    let all: Value = serde_json::from_str(text).expect("JSON");
    all[name].as_array().expect("cases").clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list").iter();
    list.map(|of| of.as_f64().expect("a number")).collect()
}

fn counts(value: &Value) -> Vec<u32> {
    numbers(value)
        .into_iter()
        .map(|count| count as u32)
        .collect()
}

#[track_caller]
fn close(found: f64, expected: f64, case: &Value) {
    let error = (found - expected).abs();
    assert!(
        error <= 1e-10 * expected,
        "{found} is not {expected}: {case}"
    );
}

#[test]
fn fishers_test_is_exact() {
    for case in cases("fisher") {
        let of = counts(&case["counts"]);
        close(
            fisher_greater(of[0], of[1], of[2], of[3]),
            case["p"].as_f64().unwrap(),
            &case,
        );
    }
    assert_eq!(fisher_greater(0, 20, 0, 60), 1.0);
    assert_eq!(fisher_greater(20, 20, 60, 60), 1.0);
    // Many rows are no trouble, nor is a probability that is no number of this size.
    let p = fisher_greater(50_000, 50_000, 50_000, 100_000);
    assert!((0.0..1e-300).contains(&p), "{p}");
    let p = fisher_greater(250_000, 500_000, 500_000, 1_000_000);
    assert!((p - 0.5).abs() < 0.001, "{p}");
}

#[test]
fn welchs_test_and_the_tail_of_student_are_scipys() {
    for case in cases("student") {
        let of = |name: &str| case[name].as_f64().unwrap();
        close(student_tail(of("t"), of("degrees")), of("p"), &case);
    }
    for case in cases("welch") {
        let of = |name: &str| Moments::of(numbers(&case[name]).into_iter());
        let p = welch_greater(&of("inside"), &of("outside"));
        close(p, case["p"].as_f64().unwrap(), &case["p"]);
    }
    let of = |numbers: &[f64]| Moments::of(numbers.iter().copied());
    assert_eq!(welch_greater(&of(&[2.0, 2.0]), &of(&[1.0, 1.0])), 0.0);
    assert_eq!(welch_greater(&of(&[1.0, 1.0]), &of(&[1.0, 1.0])), 1.0);
    assert_eq!(welch_greater(&of(&[1.0]), &of(&[1.0, 3.0])), 1.0);
}

#[test]
fn holms_correction_rejects_what_its_steps_reject() {
    for case in cases("holm") {
        let (found, expected) = (holm(&numbers(&case["p"])), numbers(&case["corrected"]));
        assert_eq!(found.len(), expected.len());
        found
            .iter()
            .zip(expected)
            .for_each(|(found, expected)| close(*found, expected, &case));
    }
    assert!(holm(&[]).is_empty());
}

#[test]
fn the_interval_of_an_accuracy_is_wilsons() {
    for case in cases("wilson") {
        let of = counts(&case["counts"]);
        let (low, high) = wilson(f64::from(of[0]) / f64::from(of[1]), of[1]).unwrap();
        let expected = numbers(&case["interval"]);
        for (found, expected) in [low, high].into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-10,
                "{found} is not {expected}: {case}"
            );
        }
    }
}
