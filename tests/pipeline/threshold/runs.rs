//! Runs that choose a threshold: on which rows, and what they report.

use grove_models::Decision;
use grove_protocol::report::{ChosenOn, Detail, EvaluationOutcome, THRESHOLDS_AT_MOST};
use grove_recipe::stage::Stage;
use grove_recipe::{CrossValidation, ModelName, Recipe, ThresholdBy};

use super::{by, decision, table, three};
use crate::tools::{detail, run, with_other_rows};

#[test]
fn a_threshold_is_chosen_on_rows_that_the_model_has_not_learned_from() {
    type Case<'a> = (&'a dyn Fn(&mut Recipe), ChosenOn, u32);
    let cases: [Case; 4] = [
        (&|_| {}, ChosenOn::OutOfBag, 225),
        (
            &|recipe| {
                recipe.train.set("bootstrap", false).unwrap();
                recipe.split.validation_size = 0.2;
            },
            ChosenOn::Validation,
            60,
        ),
        (
            &|recipe| recipe.train.choose(ModelName::LogisticRegression),
            ChosenOn::Folds,
            225,
        ),
        (
            &|recipe| {
                recipe.train.choose(ModelName::GradientBoosting);
                recipe.train.set("max_iter", 10).unwrap();
            },
            ChosenOn::Folds,
            225,
        ),
    ];
    for (change, on, rows) in cases {
        let (pipeline, reports) = run(table(300), |recipe| {
            recipe.train.set("n_estimators", 20).unwrap();
            by(recipe, ThresholdBy::F1);
            change(recipe);
        })
        .unwrap();
        let outcome = pipeline.outcome().unwrap();
        let chosen = decision(outcome);
        assert_eq!(chosen.chosen_on, Some(on));
        assert!(
            chosen.rows <= rows && chosen.rows + 3 >= rows,
            "{on:?}: {}",
            chosen.rows
        );
        assert_eq!(chosen.pos_label, "yes");
        let threshold = chosen.threshold.expect("one is chosen");
        assert!(chosen.value.is_some_and(|value| value > 0.4), "{chosen:?}");
        let decided = outcome.fitted.after.decision.unwrap();
        assert_eq!((decided.class, decided.threshold), (1, threshold));

        // The matrix is of the same labels.
        let EvaluationOutcome::Classes { confusion, .. } = &outcome.evaluation.outcome else {
            panic!("classes")
        };
        let counts = chosen.test;
        let found = [
            [counts.true_negatives, counts.false_positives],
            [counts.false_negatives, counts.true_positives],
        ];
        assert_eq!(confusion, &found.map(Vec::from));
        let at = chosen.points[chosen.chosen.unwrap() as usize];
        assert_eq!((at.threshold, chosen.counts(&at)), (threshold, counts));
        // The points say of any threshold what it makes of the test rows.
        for step in 0..=40 {
            let threshold = f64::from(step) / 40.0;
            let at = chosen.points[chosen.place(threshold)];
            let tried = Decision {
                class: 1,
                threshold,
            };
            let tried = outcome
                .predictions
                .predicted
                .clone()
                .decided_by(Some(tried));
            let labels = tried.labels();
            let said: u32 = labels.iter().sum();
            assert_eq!(said, at.true_positives + at.false_positives, "{threshold}");
            let actual = outcome.predictions.actual.as_ref().unwrap();
            let rows = labels.iter().zip(actual.labels().unwrap());
            let right = rows.filter(|(said, actual)| said == actual).count();
            assert_eq!(right as u32, at.right);
        }
        let Detail::Evaluate(reported) = detail(&reports, Stage::Evaluate) else {
            panic!()
        };
        assert_eq!(reported.decision.as_ref(), Some(chosen));
        assert!(chosen.sentences()[0].contains(on.words()), "{chosen:?}");
    }
}

#[test]
fn a_fixed_threshold_decides_and_its_ends_are_always_and_never() {
    for (threshold, rows) in [(0.0, 75), (1.0, 0)] {
        let (pipeline, _) = run(table(300), |recipe| {
            by(recipe, ThresholdBy::Fixed);
            // No leaf of it is sure.
            recipe.train.choose(ModelName::Dummy);
            recipe.evaluate.threshold = threshold;
            recipe.evaluate.cost_false_negative = 10.0;
        })
        .unwrap();
        let outcome = pipeline.outcome().unwrap();
        let chosen = decision(outcome);
        let counts = chosen.test;
        assert_eq!(counts.true_positives + counts.false_positives, rows);
        assert_eq!(
            (chosen.threshold, chosen.chosen_on),
            (Some(threshold), None)
        );
        let same = match rows {
            0 => chosen.cost.always_no,
            _ => chosen.cost.always_yes,
        };
        assert_eq!(chosen.cost.model, same);
        let (positives, negatives) = chosen.of_test();
        let of = |rows: u32| f64::from(rows) * 1000.0 / 75.0;
        assert!((chosen.cost.always_yes - of(negatives)).abs() < 1e-9);
        assert!((chosen.cost.always_no - 10.0 * of(positives)).abs() < 1e-9);
        let between = [chosen.cost.always_yes, chosen.cost.always_no];
        assert!(between[0].min(between[1]) < chosen.cost.chance);
        assert!(between[0].max(between[1]) > chosen.cost.chance);
    }
}

#[test]
fn one_class_of_three_is_decided_against_the_rest() {
    let pos = |label: Option<&str>| {
        let label = label.map(str::to_owned);
        run(three(240), |recipe| {
            by(recipe, ThresholdBy::RecallAtPrecision);
            recipe.evaluate.min_precision = 0.3;
            recipe.evaluate.pos_label = label;
        })
    };
    let (pipeline, _) = pos(Some("bee")).unwrap();
    let outcome = pipeline.outcome().unwrap();
    let chosen = decision(outcome);
    assert_eq!(chosen.pos_label, "bee");
    let threshold = chosen.threshold.unwrap();
    let predicted = &outcome.predictions.predicted;
    let grove_models::Predictions::Probabilities { values, .. } = predicted else {
        panic!("classes")
    };
    for (row, label) in values.chunks_exact(3).zip(predicted.labels()) {
        let expected = match row[1] >= threshold {
            true => 1,
            false => 2 * u32::from(row[2] > row[0]),
        };
        assert_eq!(label, expected);
    }
    let missing = pos(None).map(|_| ()).unwrap_err();
    assert_eq!(missing.stage, Stage::Evaluate);
    assert!(missing.problem.contains("kind has 3 classes"), "{missing}");
    let unknown = pos(Some("dog")).map(|_| ()).unwrap_err();
    assert!(unknown.problem.contains("the classes are ant, bee, cat"));
    assert_eq!(unknown.parameter.as_deref(), Some("evaluate.pos_label"));
}

#[test]
fn what_cannot_be_chosen_is_said_and_the_most_probable_class_decides() {
    let plain = run(table(120), |recipe| by(recipe, ThresholdBy::None)).unwrap();
    let wanting = run(table(120), |recipe| {
        by(recipe, ThresholdBy::RecallAtPrecision);
        recipe.train.choose(ModelName::Dummy);
    })
    .unwrap();
    let outcome = wanting.0.outcome().unwrap();
    let chosen = decision(outcome);
    assert_eq!(
        (chosen.threshold, outcome.fitted.after.decision),
        (None, None)
    );
    let note = chosen.note.as_deref().unwrap();
    assert!(
        note.contains("no threshold reaches a precision of 0.9"),
        "{note}"
    );
    assert!(note.contains("The most probable class decides"), "{note}");
    // Without a threshold, too, two classes have the counts that a slider needs.
    let outcome = plain.0.outcome().unwrap();
    let report = decision(outcome);
    assert_eq!(
        (report.threshold, report.chosen, report.by),
        (None, None, ThresholdBy::None)
    );
    assert!(!report.points.is_empty() && report.sentences().is_empty());
    let (ends, rows) = ((&report.points[0], report.points.last().unwrap()), 30);
    assert_eq!(ends.1.true_positives + ends.1.false_positives, rows);
    let of_three = run(three(120), |recipe| by(recipe, ThresholdBy::None)).unwrap();
    assert_eq!(of_three.0.outcome().unwrap().evaluation.decision, None);
}

#[test]
fn few_rows_of_a_class_are_told_where_there_are_no_folds() {
    let mut csv = String::from("size,kind\n");
    for row in 0..6 {
        csv.push_str(&format!("{row},{}\n", ["no", "yes"][row % 2]));
    }
    let (pipeline, _) = run(csv, |recipe| {
        by(recipe, ThresholdBy::F1);
        recipe.train.choose(ModelName::DecisionTree);
    })
    .unwrap();
    let chosen = decision(pipeline.outcome().unwrap());
    let note = chosen.note.as_deref().unwrap();
    assert!(note.contains("cannot be divided into folds"), "{note}");
}

#[test]
fn curves_are_thinned_and_keep_their_ends_and_the_threshold() {
    let (pipeline, _) = run(table(4000), |recipe| {
        by(recipe, ThresholdBy::Youden);
        recipe.train.choose(ModelName::LogisticRegression);
        recipe.split.test_size = 0.6;
    })
    .unwrap();
    let chosen = decision(pipeline.outcome().unwrap());
    let points = &chosen.points;
    assert!(points.len() <= THRESHOLDS_AT_MOST);
    assert!(
        points
            .windows(2)
            .all(|pair| pair[0].threshold > pair[1].threshold)
    );
    let (first, last) = (points[0], points[points.len() - 1]);
    assert_eq!(first.true_positives + first.false_positives, 0);
    assert_eq!(
        (last.true_positives, last.false_positives),
        chosen.of_test()
    );
    let at = points[chosen.chosen.unwrap() as usize];
    assert_eq!(Some(at.threshold), chosen.threshold);
}

#[test]
fn changing_test_rows_does_not_change_the_threshold() {
    let settings: [&dyn Fn(&mut Recipe); 3] = [
        &|_| {},
        &|recipe| {
            recipe.train.choose(ModelName::DecisionTree);
            recipe.split.validation_size = 0.2;
        },
        &|recipe| recipe.train.choose(ModelName::GaussianNB),
    ];
    for change in settings {
        let with = |csv: String| {
            run(csv, |recipe| {
                by(recipe, ThresholdBy::Cost);
                recipe.evaluate.cost_false_negative = 7.0;
                change(recipe);
            })
            .unwrap()
        };
        let before = with(table(200));
        let before = before.0.outcome().unwrap();
        let rows = &before.predictions.rows;
        let after = with(with_other_rows(&table(200), rows));
        let after = after.0.outcome().unwrap();
        assert_eq!(rows, &after.predictions.rows);
        let [before_by, after_by] = [before, after].map(|of| decision(of));
        assert_eq!(before.fitted.after.decision, after.fitted.after.decision);
        assert!(before_by.threshold.is_some());
        assert_eq!(
            (before_by.chosen_on, before_by.rows, before_by.value),
            (after_by.chosen_on, after_by.rows, after_by.value)
        );
        assert_ne!(before_by.points, after_by.points);
    }
}

#[test]
fn folds_follow_a_fixed_threshold_and_not_a_chosen_one() {
    let folds = |change: &dyn Fn(&mut Recipe)| {
        let (pipeline, _) = run(table(200), |recipe| {
            recipe.evaluate.cross_validation = CrossValidation::KFold;
            recipe.target = "kind".into();
            change(recipe);
        })
        .unwrap();
        let evaluation = &pipeline.outcome().unwrap().evaluation;
        evaluation.cross_validation.clone().unwrap()
    };
    let plain = folds(&|_| {});
    let fixed = folds(&|recipe| {
        by(recipe, ThresholdBy::Fixed);
        recipe.evaluate.threshold = 0.05;
    });
    let chosen = folds(&|recipe| by(recipe, ThresholdBy::F1));
    assert_eq!((&plain.note, &fixed.note), (&None, &None));
    assert_ne!(plain.scores[0], fixed.scores[0]);
    assert_eq!(plain.scores, chosen.scores);
    assert!(chosen.note.unwrap().contains("most probable class decides"));
    // The area and the loss depend on no threshold.
    assert_eq!(plain.scores[3..], fixed.scores[3..]);
}
