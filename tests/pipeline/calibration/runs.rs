//! Whole runs: which rows are used, what is reported, what is refused.

use grove_engine::evaluate::calibration::fit;
use grove_engine::evaluate::held_out::{HeldOutAnswers, HeldOutRows};
use grove_engine::pace::{Pace, block_on};
use grove_engine::table::target::TargetValues;
use grove_models::{CalibrationMap, Predictions};
use grove_protocol::report::{ChosenOn, Guarantee, MAP_POINTS_AT_MOST};
use grove_recipe::{CalibrationMethod, CrossValidation, ModelName, Recipe, Task, ThresholdBy};

use super::{METHODS, both, calibrated, conformal, numbers, surrounded};
use crate::threshold::{table, three};
use crate::tools::{fails, run, with_other_rows};

/// Settings that lead to each kind of rows, and the guarantee that holds without and with a calibration.
type Setting = (ChosenOn, fn(&mut Recipe), [Guarantee; 2]);

const SETTINGS: [Setting; 3] = [
    (ChosenOn::OutOfBag, |_| {}, [Guarantee::OtherModels; 2]),
    (
        ChosenOn::Validation,
        |recipe| {
            recipe.train.choose(ModelName::DecisionTree);
            recipe.train.set("min_samples_leaf", 5).unwrap();
            recipe.split.validation_size = 0.25;
        },
        [Guarantee::Marginal, Guarantee::SharedRows],
    ),
    (
        ChosenOn::Folds,
        |recipe| recipe.train.choose(ModelName::GaussianNB),
        [Guarantee::OtherModels; 2],
    ),
];

#[test]
fn each_kind_of_rows_serves_calibration_threshold_and_conformal_answers() {
    for (on, change, guarantees) in SETTINGS {
        for method in METHODS {
            let (pipeline, _) = run(table(400), |recipe| {
                both(recipe, method);
                recipe.evaluate.threshold_by = ThresholdBy::F1;
                change(recipe);
            })
            .unwrap();
            let outcome = pipeline.outcome().unwrap();
            let (report, conformal) = (calibrated(outcome), surrounded(outcome));
            let decision = outcome.evaluation.decision.as_ref().unwrap();
            let sources = [report.fitted_on, conformal.measured_on, decision.chosen_on];
            assert_eq!(sources, [Some(on); 3]);
            assert_eq!([report.rows, conformal.rows], [decision.rows; 2]);
            assert_eq!(conformal.guarantee, guarantees[1]);
            assert!(report.is_calibrated() && report.maps.len() == 1);
            assert_eq!(report.maps[0].class, "yes");
            let points = &report.maps[0].points;
            assert!(points.len() <= MAP_POINTS_AT_MOST);
            assert!(points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1 + 1e-12));
            // Steps leave a perfect order as it is.
            let changed = report.before != report.after;
            assert!(changed || method == CalibrationMethod::Isotonic);
            // The log loss is that of the answers that are given.
            let metrics = &outcome.evaluation.metrics;
            let log_loss = metrics.iter().find(|metric| metric.name == "log_loss");
            assert_eq!(log_loss.unwrap().value, Some(report.after.log_loss));
            let words = outcome.evaluation.sentences().join(" ");
            assert!(words.contains(on.words()), "{words}");
            assert!(words.contains(guarantees[1].words()), "{words}");
        }
        let (pipeline, _) = run(table(400), |recipe| {
            both(recipe, CalibrationMethod::None);
            change(recipe);
        })
        .unwrap();
        let outcome = pipeline.outcome().unwrap();
        assert_eq!(surrounded(outcome).guarantee, guarantees[0]);
        assert_eq!(outcome.evaluation.calibration, None);
    }
}

/// A threshold that is chosen is of the calibrated probabilities.
#[test]
fn answers_are_calibrated_and_then_decided() {
    let (pipeline, _) = run(table(400), |recipe| {
        both(recipe, CalibrationMethod::Sigmoid);
        recipe.evaluate.threshold_by = ThresholdBy::Youden;
    })
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    let decision = outcome.fitted.after.decision.unwrap();
    let Predictions::Probabilities { values, .. } = &outcome.predictions.predicted else {
        panic!("classes")
    };
    let labels = outcome.predictions.predicted.labels();
    for (row, label) in values.chunks_exact(2).zip(labels) {
        assert_eq!(label == 1, row[1] >= decision.threshold);
        assert_eq!(row[0], 1.0 - row[1]);
    }
}

#[test]
fn three_classes_are_calibrated_one_against_the_rest() {
    for method in METHODS {
        let (pipeline, _) = run(three(300), |recipe| both(recipe, method)).unwrap();
        let outcome = pipeline.outcome().unwrap();
        assert_eq!(calibrated(outcome).maps.len(), 3);
        let Predictions::Probabilities { values, .. } = &outcome.predictions.predicted else {
            panic!("classes")
        };
        for row in values.chunks_exact(3) {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
        let sets = surrounded(outcome).sets.unwrap();
        assert!(sets.mean >= 1.0 - sets.empty && sets.mean <= 3.0);
    }
}

#[test]
fn values_of_each_kind_of_rows_have_intervals_that_hold_what_is_promised() {
    for (on, change, guarantees) in SETTINGS {
        let (pipeline, _) = run(numbers(800), |recipe| {
            recipe.target = "price".into();
            recipe.task = Task::Regression;
            conformal(recipe, 0.9);
            change(recipe);
            if on == ChosenOn::Folds {
                recipe.train.choose(ModelName::Ridge);
            }
        })
        .unwrap();
        let outcome = pipeline.outcome().unwrap();
        let report = surrounded(outcome);
        assert_eq!(
            (report.measured_on, report.guarantee),
            (Some(on), guarantees[0])
        );
        assert_eq!((report.test_rows, report.least_rows), (200, 9));
        // A wide bound: 4 standard deviations of 200 rows at 0.9.
        assert!((report.coverage - 0.9).abs() < 0.085, "{on:?}: {report:?}");
        let (low, high) = report.coverage_interval.unwrap();
        assert!(low < report.coverage && report.coverage < high);
        assert_eq!(report.width, Some(2.0 * report.quantile.unwrap()));
        let header = outcome.predictions.header();
        assert!(header.ends_with(&["conformal_low", "conformal_high"].map(String::from)));
    }
}

#[test]
fn too_few_rows_give_infinite_answers_and_no_calibration() {
    let (pipeline, _) = run(numbers(40), |recipe| {
        recipe.target = "price".into();
        recipe.task = Task::Regression;
        recipe.train.choose(ModelName::Ridge);
        conformal(recipe, 0.99);
    })
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    let report = surrounded(outcome);
    assert_eq!(
        (report.quantile, report.width, report.coverage),
        (None, None, 1.0)
    );
    let words = outcome.evaluation.sentences().join(" ");
    assert!(words.contains("at least 99 are needed"), "{words}");
    let csv = String::from_utf8(grove_export::predictions::write(&outcome.predictions)).unwrap();
    assert!(csv.lines().nth(1).unwrap().ends_with(",-inf,inf"), "{csv}");

    let (pipeline, _) = run(table(32), |recipe| {
        both(recipe, CalibrationMethod::Isotonic);
        recipe.evaluate.confidence_level = 0.99;
    })
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    let report = calibrated(outcome);
    assert!(!report.is_calibrated() && outcome.fitted.after.calibration.is_none());
    assert_eq!(report.before, report.after);
    let note = report.note.as_deref().unwrap();
    assert!(note.contains("at least 30 rows are needed"), "{note}");
    assert_eq!(surrounded(outcome).sets.unwrap().mean, 2.0);
}

/// Forty held-out rows of these classes, of which there are three.
fn held_out(label: fn(u32) -> u32) -> HeldOutAnswers {
    let rows = 0..40u32;
    let values = rows.clone().flat_map(|row| {
        let first = f64::from(row % 9) / 10.0;
        [first, 0.9 - first, 0.1]
    });
    Ok(HeldOutRows {
        on: ChosenOn::Validation,
        predicted: Predictions::of_classes(3, values.collect()),
        actual: TargetValues::Classes {
            labels: rows.map(label).collect(),
            classes: ["ant", "bee", "rare"].map(String::from).into(),
        },
    })
}

#[test]
fn a_class_without_rows_stays_as_it_is_and_is_named() {
    let classes = ["ant", "bee", "rare"].map(String::from);
    let fitted = |rows: &HeldOutAnswers| {
        let pace = Pace::default();
        block_on(fit(CalibrationMethod::Sigmoid, rows, &classes, &pace))
    };
    let two = fitted(&held_out(|row| row % 2));
    let maps = two.calibration.as_ref().expect("two are calibrated").maps();
    assert!(
        maps[..2]
            .iter()
            .all(|map| *map != CalibrationMap::Unchanged)
    );
    assert_eq!(maps[2], CalibrationMap::Unchanged);
    let note = two.note.expect("one is not");
    assert!(note.contains("none of these rows is of the class") && note.contains("rare"));
    let one = fitted(&held_out(|_| 1));
    assert_eq!(one.calibration, None);
    let note = one.note.expect("none is");
    assert!(
        note.contains("all of these rows are of one class"),
        "{note}"
    );
    let none = fitted(&Err("there are no folds".into()));
    assert_eq!(none.calibration, None);
}

#[test]
fn a_regression_is_refused() {
    let error = fails(numbers(60), |recipe| {
        recipe.target = "price".into();
        recipe.task = Task::Regression;
        recipe.evaluate.calibration = CalibrationMethod::Sigmoid;
    });
    assert!(
        error.problem.contains("the task is a regression"),
        "{error}"
    );
    let parameter = error.parameter.as_deref();
    assert_eq!(parameter, Some("evaluate.calibration"));
}

#[test]
fn changing_test_rows_changes_nothing_fitted() {
    for (_, change, _) in SETTINGS {
        for method in METHODS {
            let with = |csv: String| {
                run(csv, |recipe| {
                    both(recipe, method);
                    change(recipe);
                })
                .unwrap()
            };
            let before = with(table(240));
            let before = before.0.outcome().unwrap();
            let rows = &before.predictions.rows;
            let after = with(with_other_rows(&table(240), rows));
            let after = after.0.outcome().unwrap();
            assert_eq!(rows, &after.predictions.rows);
            assert!(before.fitted.after.calibration.is_some());
            assert_eq!(before.fitted.after, after.fitted.after);
            assert_eq!(before.fitted.conformal, after.fitted.conformal);
            assert_eq!(calibrated(before).maps, calibrated(after).maps);
        }
    }
}

#[test]
fn folds_are_not_calibrated_and_say_so() {
    let folds = |method| {
        let (pipeline, _) = run(table(200), |recipe| {
            recipe.target = "kind".into();
            recipe.evaluate.cross_validation = CrossValidation::KFold;
            recipe.evaluate.calibration = method;
        })
        .unwrap();
        let evaluation = &pipeline.outcome().unwrap().evaluation;
        evaluation.cross_validation.clone().unwrap()
    };
    let (plain, with) = (
        folds(CalibrationMethod::None),
        folds(CalibrationMethod::Sigmoid),
    );
    assert_eq!(plain.scores, with.scores);
    assert_eq!(plain.note, None);
    assert!(with.note.unwrap().contains("not calibrated"));
}
