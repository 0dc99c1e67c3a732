//! Effects of columns beside the answers for rows that were given a value.

use std::rc::Rc;

use grove_engine::Pipeline;
use grove_engine::explain::effect;
use grove_engine::pace::{Pace, block_on};
use grove_protocol::report::{EffectPlaces, EffectReport};
use grove_recipe::error::StageError;
use grove_recipe::{ModelName, Recipe, Task, Train};

use super::{answers, background, cells, fitted, mixed};
use crate::tools::{run, target};

fn effect_of(pipeline: &Pipeline, column: &str, rows: u32) -> Result<EffectReport, StageError> {
    let table = &pipeline.loaded().unwrap().table;
    let table = Rc::new(table.take(&background(pipeline, rows)));
    block_on(effect(&fitted(pipeline), table, column, &Pace::default()))
}

/// The answers for the report's rows, all with this value of its column.
fn asked(pipeline: &Pipeline, csv: &str, report: &EffectReport, value: &str) -> Vec<Vec<f64>> {
    let lines = cells(csv);
    let place = lines[0].iter().position(|name| *name == report.column);
    let mut file = lines[0].join(",");
    for row in &report.rows {
        let mut line = lines[*row as usize].clone();
        line[place.unwrap()] = value;
        file += "\n";
        file += &line.join(",");
    }
    answers(&fitted(pipeline), &file)
}

fn assert_asked(pipeline: &Pipeline, csv: &str, report: &EffectReport, place: usize, value: &str) {
    let answers = asked(pipeline, csv, report, value);
    for (output, found) in report.partial_dependence[place].iter().enumerate() {
        let sum: f64 = answers.iter().map(|answer| answer[output]).sum();
        let expected = sum / answers.len() as f64;
        assert!(
            (found - expected).abs() < 1e-9,
            "{value}: {found} {expected}"
        );
    }
    for (line, answer) in report.lines.iter().zip(&answers) {
        for (found, expected) in line.answers[place].iter().zip(answer) {
            assert!(
                (found - expected).abs() < 1e-9,
                "{value}: {found} {expected}"
            );
        }
    }
}

fn model(name: ModelName) -> impl FnOnce(&mut Recipe) {
    move |recipe| {
        target("amount", Task::Regression)(recipe);
        recipe.train = Train::of(name);
        let trees = ["n_estimators", "max_iter"];
        trees.iter().for_each(|name| {
            // A model has one of them, or none.
            let _ = recipe.train.set(name, 10);
        });
    }
}

#[test]
fn trees_are_followed_to_every_place_where_they_can_change() {
    let csv = mixed(90);
    for name in [
        ModelName::RandomForest,
        ModelName::GradientBoosting,
        ModelName::DecisionTree,
    ] {
        let (pipeline, _) = run(&csv, |recipe| {
            model(name)(recipe);
            // So few rows would make a single leaf.
            let _ = recipe.train.set("min_samples_leaf", 2);
        })
        .unwrap();
        let report = effect_of(&pipeline, "share", 25).unwrap();
        let EffectPlaces::Intervals { thresholds, seen } = &report.places else {
            panic!("{:?}", report.places);
        };
        assert!(
            thresholds.is_sorted() && thresholds.len() > 5,
            "{thresholds:?}"
        );
        assert_eq!(seen.len(), 25);
        assert_eq!(report.partial_dependence.len(), thresholds.len() + 1);
        for (place, threshold) in thresholds.iter().enumerate() {
            assert_asked(&pipeline, &csv, &report, place, &threshold.to_string());
            let above = threshold.next_up().to_string();
            assert_asked(&pipeline, &csv, &report, place + 1, &above);
        }
        assert_asked(&pipeline, &csv, &report, 0, "-1000000");
        assert_asked(&pipeline, &csv, &report, thresholds.len(), "1000000");
    }
}

#[test]
fn classes_have_a_line_each_and_missing_values_a_mean_of_their_own() {
    let csv = mixed(90);
    let (pipeline, _) = run(&csv, |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.leave_out = vec!["amount".into()];
    })
    .unwrap();
    let report = effect_of(&pipeline, "size", 40).unwrap();
    assert_eq!(report.classes, ["a", "b", "c"]);
    for answers in &report.partial_dependence {
        assert!((answers.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
    let missing = asked(&pipeline, &csv, &report, "");
    let mean = missing.iter().map(|answer| answer[0]).sum::<f64>() / 40.0;
    assert!((report.missing.unwrap()[0] - mean).abs() < 1e-12);
}

#[test]
fn other_models_are_asked_for_the_values_that_occur() {
    let csv = mixed(90);
    let (pipeline, _) = run(&csv, model(ModelName::Ridge)).unwrap();
    let report = effect_of(&pipeline, "share", 30).unwrap();
    let EffectPlaces::Values { values, .. } = &report.places else {
        panic!("{:?}", report.places);
    };
    for (place, value) in values.iter().enumerate() {
        assert_asked(&pipeline, &csv, &report, place, &value.to_string());
    }
    // A linear model has the same slope everywhere, also when it is accumulated.
    let accumulated = report.accumulated.as_ref().unwrap();
    let slope = |at: &[f64], answers: &[Vec<f64>]| {
        (answers[answers.len() - 1][0] - answers[0][0]) / (at[at.len() - 1] - at[0])
    };
    let expected = slope(values, &report.partial_dependence);
    let found = slope(&accumulated.edges, &accumulated.effects);
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    assert_eq!(accumulated.counts.iter().sum::<u32>(), 30);
}

#[test]
fn categories_are_tried_by_frequency_and_dates_in_order() {
    let csv = mixed(90);
    let (pipeline, _) = run(&csv, model(ModelName::RandomForest)).unwrap();
    let report = effect_of(&pipeline, "colour", 30).unwrap();
    let EffectPlaces::Categories { values, counts } = &report.places else {
        panic!("{:?}", report.places);
    };
    assert!(counts.is_sorted_by(|a, b| a >= b));
    assert!(report.accumulated.is_none());
    for (place, value) in values.iter().enumerate() {
        assert_asked(&pipeline, &csv, &report, place, value);
    }
    let dates = effect_of(&pipeline, "day", 30).unwrap();
    assert!(matches!(&dates.places, EffectPlaces::Values { values, .. } if values.is_sorted()));
}

#[test]
fn a_column_that_the_model_ignores_is_flat_and_one_that_is_not_there_is_refused() {
    let mut csv = String::from("x,ignored,y\n");
    for i in 0..60 {
        csv += &format!("{}.5,{}.5,{}.25\n", i % 10, i * 7 % 11, i % 10 * 3);
    }
    let (pipeline, _) = run(&csv, |recipe| {
        target("y", Task::Regression)(recipe);
        recipe.train = Train::of(ModelName::DecisionTree);
    })
    .unwrap();
    let report = effect_of(&pipeline, "ignored", 20).unwrap();
    let first = &report.partial_dependence[0];
    assert!(
        report
            .partial_dependence
            .iter()
            .all(|answers| answers == first)
    );
    let error = effect_of(&pipeline, "z", 20).unwrap_err();
    assert!(error.problem.contains("does not use a column z"), "{error}");
}
