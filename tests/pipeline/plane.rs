//! Rows in the plane of two columns: the same ones each time, and answers behind them that are those of the model.

use grove_engine::predict::predict;
use grove_engine::{Pipeline, RunEvent};
use grove_models::Predictions;
use grove_protocol::calls::{GrowMoons, PlaneSource};
use grove_protocol::report::{EvaluationOutcome, PLANE_ROWS, PlaneReport};
use grove_recipe::Recipe;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};

use crate::asking::{ask, session};
use crate::tools::{every_encoding, finish, open, run, table};

const IRIS: &[u8] = include_bytes!("../../www/samples/iris.csv");
const DIABETES: &[u8] = include_bytes!("../../www/samples/diabetes.csv");

fn moons(rows: u32) -> Vec<u8> {
    let spec = SyntheticSpec {
        rows,
        ..SyntheticSpec::new(SyntheticName::Moons)
    };
    grove_synthetic::make(&spec).unwrap()
}

/// Opens a file, and runs its recipe with a few trees.
fn trained(csv: &[u8]) -> (Pipeline, Recipe) {
    let (mut pipeline, _, mut recipe) = open(csv).unwrap();
    recipe.train.set("n_estimators", 10).unwrap();
    finish(&mut pipeline, &recipe).unwrap();
    (pipeline, recipe)
}

fn trained_plane(pipeline: &Pipeline, recipe: &Recipe, names: [Option<&str>; 2]) -> PlaneReport {
    pipeline.plane(recipe, names, PlaneSource::Trained).unwrap()
}

/// The middle of each cell, as numbers for a file.
fn middles(report: &PlaneReport) -> Vec<(f64, f64)> {
    let field = report.field.as_ref().unwrap();
    let middle = |low: f64, high: f64, cell: u32, of: u32| {
        let share = (f64::from(cell) + 0.5) / f64::from(of);
        low * (1.0 - share) + high * share
    };
    let cells = 0..field.columns * field.rows;
    cells
        .map(|cell| {
            let (across, up) = (cell % field.columns, cell / field.columns);
            (
                middle(report.x.low, report.x.high, across, field.columns),
                middle(report.y.low, report.y.high, up, field.rows),
            )
        })
        .collect()
}

/// Asks the model about the cells as rows of a file, and compares.
fn assert_predicted(pipeline: &Pipeline, report: &PlaneReport) {
    let field = report.field.as_ref().unwrap();
    let mut csv = format!("{},{}", report.x.column, report.y.column);
    field
        .held
        .iter()
        .for_each(|(name, _)| csv += &format!(",{name}"));
    for (x, y) in middles(report) {
        csv += &format!("\n{x},{y}");
        field
            .held
            .iter()
            .for_each(|(_, value)| csv += &format!(",{value}"));
    }
    let fitted = &pipeline.outcome().unwrap().fitted;
    let (predicted, _) = predict(fitted, "cells.csv", csv.as_bytes()).unwrap();
    match &predicted.predicted {
        Predictions::Values(values) => {
            assert_eq!(values, &field.answers);
            assert!(field.certainty.is_empty());
        }
        Predictions::Probabilities {
            n_classes, values, ..
        } => {
            let labels: Vec<f64> = predicted
                .predicted
                .labels()
                .into_iter()
                .map(f64::from)
                .collect();
            assert_eq!(labels, field.answers);
            let rows = values.chunks_exact(*n_classes as usize).zip(&labels);
            let certainty: Vec<f64> = rows.map(|(row, label)| row[*label as usize]).collect();
            assert_eq!(certainty, field.certainty);
        }
    }
}

#[test]
fn the_field_is_what_the_model_predicts_to_the_last_bit() {
    for (csv, held) in [(&*moons(300), 0), (IRIS, 2), (DIABETES, 8)] {
        let (pipeline, recipe) = trained(csv);
        let report = trained_plane(&pipeline, &recipe, [None, None]);
        let field = report.field.as_ref().unwrap();
        assert_eq!((field.trees, field.held.len()), (10, held));
        assert!(field.unused.is_empty());
        assert_predicted(&pipeline, &report);
    }
}

#[test]
fn the_columns_that_say_most_are_chosen_and_typical_values_are_named() {
    let (pipeline, recipe) = trained(IRIS);
    let report = trained_plane(&pipeline, &recipe, [None, None]);
    assert_eq!(
        [&*report.x.column, &*report.y.column],
        ["petal_length_cm", "petal_width_cm"]
    );
    let chosen = [Some("petal_width_cm"), Some("sepal_width_cm")];
    let report = trained_plane(&pipeline, &recipe, chosen);
    assert_eq!(
        [&*report.x.column, &*report.y.column],
        chosen.map(Option::unwrap)
    );
    let held = report.field.unwrap().held;
    let names: Vec<&str> = held.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["sepal_length_cm", "petal_length_cm"]);
    for (name, value) in held {
        let value: f64 = value.parse().unwrap();
        assert!((3.0..7.0).contains(&value), "{name} is held at {value}");
    }
}

#[test]
fn rows_are_drawn_alike_each_time_and_from_all_over_the_table() {
    let (pipeline, _, recipe) = open(&moons(9000)).unwrap();
    let draw = || {
        pipeline
            .plane(&recipe, [None, None], PlaneSource::Table)
            .unwrap()
    };
    let report = draw();
    assert_eq!(report, draw());
    assert_eq!(
        (report.points.len() as u32, report.drawn_from),
        (PLANE_ROWS, 9000)
    );
    assert_eq!(report.classes, ["blue", "orange"]);
    let rows: Vec<u32> = report.points.iter().map(|point| point.row).collect();
    assert!(rows.is_sorted_by(|a, b| a < b));
    assert!(rows[0] < 10 && rows[rows.len() - 1] > 8990);
    assert!(report.field.is_none());
}

#[test]
fn mistakes_are_those_of_the_confusion_matrix() {
    let (pipeline, recipe) = trained(&moons(600));
    let report = trained_plane(&pipeline, &recipe, [None, None]);
    let outcome = pipeline.outcome().unwrap();
    let EvaluationOutcome::Classes { confusion, .. } = &outcome.evaluation.outcome else {
        panic!("classes");
    };
    let tests = report.points.iter().filter(|point| point.test);
    let wrong = tests
        .clone()
        .filter(|point| point.predicted != Some(point.target));
    assert_eq!(
        tests.count() as u32,
        confusion.iter().flatten().sum::<u32>()
    );
    assert_eq!(wrong.count() as u32, confusion[0][1] + confusion[1][0]);
    assert!(
        report
            .points
            .iter()
            .all(|point| point.test == point.predicted.is_some())
    );
}

#[test]
fn fields_of_a_growing_forest_are_those_of_a_smaller_one_and_change_nothing() {
    let grow = |trees: u32| {
        let (mut pipeline, _, mut recipe) = open(&moons(200)).unwrap();
        recipe.train.set("n_estimators", trees).unwrap();
        let (report, fields) = pipeline.planes(&recipe, [None, None]).unwrap();
        (report, fields)
    };
    let (report, fields) = grow(9);
    let trees: Vec<u32> = fields.iter().map(|field| field.trees).collect();
    assert_eq!(trees, [1, 2, 3, 5, 7, 9]);
    assert!(report.field.is_none() && report.points.len() == 200);
    let (_, smaller) = grow(3);
    assert_eq!(smaller[2], fields[2]);

    let (plain, recipe) = trained(IRIS);
    let (mut watched, ..) = open(IRIS).unwrap();
    watched.begin(recipe.clone()).unwrap();
    let mut seen = 0;
    while watched.step().unwrap() != RunEvent::Ended {
        let drawn = watched.plane(&recipe, [None, None], PlaneSource::Growing);
        seen += u32::from(drawn.is_ok_and(|report| report.field.is_some()));
    }
    assert!(seen >= 10, "{seen}");
    assert_eq!(
        watched.outcome().unwrap().fitted,
        plain.outcome().unwrap().fitted
    );
}

#[test]
fn categories_dates_and_whole_numbers_are_axes_too() {
    let (csv, change) = every_encoding(200);
    let (pipeline, _) = run(&csv, |recipe| change(recipe)).unwrap();
    let (_, _, mut recipe) = open(csv.as_bytes()).unwrap();
    recipe.train.set("n_estimators", 10).unwrap();
    change(&mut recipe);
    let columns: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let name = |start: &str| columns.iter().copied().find(|name| name.starts_with(start));
    let report = trained_plane(&pipeline, &recipe, [name("category"), name("date-time")]);
    assert_eq!(report.x.categories, ["blue", "green", "red", "é"]);
    assert_eq!((report.x.low, report.x.high), (-0.5, 3.5));
    let field = report.field.unwrap();
    assert_eq!(field.columns, 4);
    assert_eq!(field.answers.len() as u32, 4 * field.rows);
    assert!(report.left_out > 0, "rows without a value");

    let (pipeline, recipe) = trained(table(60).as_bytes());
    let report = trained_plane(&pipeline, &recipe, [Some("size"), Some("weight")]);
    assert!(report.x.bands && !report.y.bands);
    assert_eq!(report.field.as_ref().unwrap().columns, 13);
    assert_predicted(&pipeline, &report);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let (pipeline, _, recipe) = open(b"a,b\n1,x\n2,y\n3,x\n").unwrap();
    let error = |names| {
        pipeline
            .plane(&recipe, names, PlaneSource::Table)
            .unwrap_err()
    };
    assert!(error([Some("c"), None]).problem.contains("no column c"));
    assert!(error([None, None]).problem.contains("two columns"));
    let trained = pipeline.plane(&recipe, [None, None], PlaneSource::Trained);
    assert!(trained.unwrap_err().problem.contains("no longer"));
    let nothing = Pipeline::default().plane(&recipe, [None, None], PlaneSource::Table);
    assert!(nothing.unwrap_err().problem.contains("No file"));
}

#[test]
fn the_moons_of_the_first_visit_are_the_same_for_everyone() {
    let (mut first, mut second) = (session(), session());
    let moons = ask(&mut first, GrowMoons, b"");
    assert_eq!(moons, ask(&mut second, GrowMoons, b""));
    assert_eq!(moons.plane.points.len(), 400);
    assert!(moons.fields.len() > 10);
    assert!(moons.fields.is_sorted_by(|a, b| a.trees <= b.trees));
    assert_eq!(moons.fields.last().map(|field| field.trees), Some(50));
}
