//! Shapley values beside their definition: the model's answers for every subset of the columns.

use std::rc::Rc;

use grove_engine::Pipeline;
use grove_engine::explain::{draw_background, rows_numbered, shapley};
use grove_engine::pace::{Pace, block_on};
use grove_engine::predict::fitted::FittedPipeline;
use grove_protocol::report::{ShapleyMethod, ShapleyReport};
use grove_recipe::error::StageError;
use grove_recipe::{ModelName, Operation, Recipe, Task, Train};

use super::{answers, background, cells, fitted, mixed};
use crate::tools::{run, target};

/// Explains rows of the table of a run by their numbers, against train rows.
fn explain(pipeline: &Pipeline, numbers: &[u32], wanted: u32) -> Result<ShapleyReport, StageError> {
    let fitted = fitted(pipeline);
    let table = &pipeline.loaded().unwrap().table;
    let behind = background(pipeline, wanted);
    let rows = rows_numbered(table, numbers).unwrap();
    let both: Vec<u32> = behind.iter().chain(&rows).copied().collect();
    let table = Rc::new(table.take(&both));
    block_on(shapley(
        &fitted,
        table,
        behind.len() as u32,
        &Pace::default(),
    ))
}

/// Shapley values of a row by their definition, from a file with every mixture of the row and a background row.
fn by_definition(
    fitted: &FittedPipeline,
    csv: &str,
    columns: &[String],
    row: u32,
    background: &[u32],
) -> Vec<Vec<f64>> {
    let lines = cells(csv);
    let places: Vec<usize> = columns
        .iter()
        .map(|column| lines[0].iter().position(|name| name == column).unwrap())
        .collect();
    let mut mixtures = columns.join(",") + ",unused";
    let subsets = 1usize << columns.len();
    for subset in 0..subsets {
        for other in background {
            mixtures.push('\n');
            for (player, place) in places.iter().enumerate() {
                let from = if subset >> player & 1 == 1 {
                    row
                } else {
                    *other
                };
                mixtures += lines[from as usize][*place];
                mixtures.push(',');
            }
            mixtures.push('0');
        }
    }
    let answers = answers(fitted, &mixtures);
    let outputs = answers[0].len();
    let mean = |subset: usize, output: usize| {
        let of = &answers[subset * background.len()..][..background.len()];
        of.iter().map(|answer| answer[output]).sum::<f64>() / background.len() as f64
    };
    let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
    let n = columns.len();
    let value = |player: usize, output: usize| {
        let without = (0..subsets).filter(|subset| subset >> player & 1 == 0);
        let terms = without.map(|subset| {
            let size = subset.count_ones() as usize;
            let weight = factorial(size) * factorial(n - size - 1) / factorial(n);
            weight * (mean(subset | 1 << player, output) - mean(subset, output))
        });
        terms.sum::<f64>()
    };
    (0..n)
        .map(|player| (0..outputs).map(|output| value(player, output)).collect())
        .collect()
}

/// Explains some rows of a run, and compares with the definition.
fn assert_by_definition(csv: &str, change: impl FnOnce(&mut Recipe)) -> ShapleyReport {
    let (pipeline, _) = run(csv, change).unwrap();
    let explained = explain(&pipeline, &[2, 3, 5, 14], 6).unwrap();
    let fitted = fitted(&pipeline);
    assert_eq!(explained.background_rows.len(), 6);
    let all = answers(&fitted, csv);
    for row in &explained.rows {
        let expected = by_definition(
            &fitted,
            csv,
            &explained.columns,
            row.row,
            &explained.background_rows,
        );
        for (found, expected) in row.contributions.iter().zip(&expected) {
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        }
        assert_eq!(row.answer, all[row.row as usize - 1]);
        assert!(row.residual.iter().all(|left| left.abs() < 1e-9), "{row:?}");
        assert!(row.standard_errors.is_empty());
    }
    explained
}

fn model(name: ModelName) -> Train {
    Train::of(name)
}

#[test]
fn a_forest_of_classes_is_explained_exactly_by_columns_of_the_file() {
    let explained = assert_by_definition(&mixed(90), |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.leave_out = vec!["amount".into()];
    });
    assert_eq!(explained.columns, ["size", "share", "colour", "day"]);
    assert_eq!(explained.classes, ["a", "b", "c"]);
    assert_eq!(explained.method, ShapleyMethod::Exact);
}

#[test]
fn a_forest_of_values_is_explained_exactly() {
    let explained = assert_by_definition(&mixed(90), target("amount", Task::Regression));
    assert_eq!(explained.method, ShapleyMethod::Exact);
    assert_eq!(explained.rows[0].answer.len(), 1);
}

#[test]
fn boosting_of_values_is_explained_exactly_with_categories_as_they_are() {
    let explained = assert_by_definition(&mixed(90), |recipe| {
        target("amount", Task::Regression)(recipe);
        recipe.train = model(ModelName::GradientBoosting);
        recipe.train.set("max_iter", 20).unwrap();
        recipe.train.set("min_samples_leaf", 3).unwrap();
    });
    assert_eq!(explained.method, ShapleyMethod::Exact);
}

#[test]
fn linear_models_are_explained_in_closed_form() {
    let explained = assert_by_definition(&mixed(90), |recipe| {
        target("amount", Task::Regression)(recipe);
        recipe.train = model(ModelName::Ridge);
    });
    assert_eq!(explained.method, ShapleyMethod::Exact);
}

#[test]
fn other_models_are_asked_for_every_subset() {
    for name in [
        ModelName::LogisticRegression,
        ModelName::KNeighbors,
        ModelName::GradientBoosting,
    ] {
        let explained = assert_by_definition(&mixed(90), |recipe| {
            target("kind", Task::Classification)(recipe);
            recipe.leave_out = vec!["amount".into()];
            recipe.train = model(name);
        });
        assert_eq!(explained.method, ShapleyMethod::EverySubset);
    }
}

#[test]
fn what_is_derived_belongs_to_the_columns_of_the_file_that_it_is_made_of() {
    let derive = |column: &str, expression: &str| {
        Operation::Derive {
            column: column.into(),
            expression: expression.into(),
        }
        .into()
    };
    // Of one column: its features and the column's own are one player.
    let explained = assert_by_definition(&mixed(90), |recipe| {
        target("amount", Task::Regression)(recipe);
        recipe.clean.steps = vec![derive("twice", "share * share")];
    });
    assert_eq!(explained.method, ShapleyMethod::Exact);
    // Of two columns: both are players.
    let explained = assert_by_definition(&mixed(90), |recipe| {
        target("amount", Task::Regression)(recipe);
        recipe.clean.steps = vec![derive("product", "share * size")];
    });
    assert_eq!(explained.method, ShapleyMethod::EverySubset);
    assert!(!explained.columns.contains(&"product".to_owned()));
}

/// Fourteen columns, of which the target is the sum, and a class by whether it is large.
fn wide(rows: u32) -> String {
    let names: Vec<String> = (0..14).map(|column| format!("x{column}")).collect();
    let mut csv = names.join(",") + ",kind\n";
    for i in 0..rows {
        let values: Vec<u32> = (0..14).map(|column| (i * (2 * column + 3)) % 29).collect();
        let kind = if values.iter().sum::<u32>() > 190 {
            "large"
        } else {
            "small"
        };
        let values: Vec<String> = values.iter().map(|value| format!("{value}.5")).collect();
        csv += &format!("{},{kind}\n", values.join(","));
    }
    csv
}

#[test]
fn many_columns_are_estimated_with_standard_errors() {
    let csv = wide(120);
    let (pipeline, _) = run(&csv, |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.train = model(ModelName::LogisticRegression);
    })
    .unwrap();
    let explained = explain(&pipeline, &[7, 8], 5).unwrap();
    assert_eq!(explained.method, ShapleyMethod::Sampled);
    let fitted = fitted(&pipeline);
    let (mut within, mut all) = (0, 0);
    for row in &explained.rows {
        let background = &explained.background_rows;
        let expected = by_definition(&fitted, &csv, &explained.columns, row.row, background);
        for ((found, errors), expected) in row
            .contributions
            .iter()
            .zip(&row.standard_errors)
            .zip(&expected)
        {
            all += 1;
            within += u32::from((found[0] - expected[0]).abs() <= 3.0 * errors[0] + 1e-9);
        }
        assert!(row.residual.iter().all(|left| left.abs() < 1e-9));
    }
    // Of 26 values all but one or two are within three standard errors, which are themselves estimates.
    assert!(all == 26 && within >= 24, "{within} of {all}");
}

#[test]
fn equal_background_rows_and_rows_like_them_move_nothing() {
    let mut csv = mixed(60);
    let constant = "1.25,2.5,red,2024-01-11,a,1.5\n";
    for _ in 0..40 {
        csv += constant;
    }
    let (pipeline, _) = run(&csv, target("amount", Task::Regression)).unwrap();
    let table = &pipeline.loaded().unwrap().table;
    // Five equal background rows, and one more like them.
    let rows = rows_numbered(table, &[61, 62, 63, 64, 65, 66]).unwrap();
    let fitted = fitted(&pipeline);
    let explained =
        block_on(async { shapley(&fitted, Rc::new(table.take(&rows)), 5, &Pace::default()).await })
            .unwrap();
    let row = &explained.rows[0];
    assert!(
        row.contributions
            .iter()
            .flatten()
            .all(|value| *value == 0.0)
    );
    assert_eq!(row.answer, explained.base);
}

#[test]
fn background_rows_are_drawn_by_the_seed_from_train_rows() {
    let positions: Vec<u32> = (10..60).collect();
    let drawn = draw_background(&positions, 20, 7);
    assert_eq!(drawn, draw_background(&positions, 20, 7));
    assert_ne!(drawn, draw_background(&positions, 20, 8));
    assert!(drawn.is_sorted() && drawn.len() == 20);
    assert_eq!(draw_background(&positions, 200, 7), positions);
}

/// Shap's values, as `shap_reference.py` has made them from the trees of the ONNX file.
#[derive(serde::Deserialize)]
struct Reference {
    columns: Vec<String>,
    background_rows: Vec<u32>,
    rows: Vec<ReferenceRow>,
}

#[derive(serde::Deserialize)]
struct ReferenceRow {
    row: u32,
    values: Vec<f64>,
}

#[test]
fn values_of_a_forest_are_shaps() {
    let reference: Reference = serde_json::from_str(include_str!("shap_reference.json")).unwrap();
    let csv = include_bytes!("../../../www/samples/breast_cancer.csv");
    let (pipeline, _) = run(csv, target("diagnosis", Task::Classification)).unwrap();
    let numbers: Vec<u32> = reference.rows.iter().map(|row| row.row).collect();
    let explained = explain(&pipeline, &numbers, 30).unwrap();
    assert_eq!(explained.columns, reference.columns);
    assert_eq!(explained.background_rows, reference.background_rows);
    for (row, expected) in explained.rows.iter().zip(&reference.rows) {
        for (found, expected) in row.contributions.iter().zip(&expected.values) {
            // Shap's weights of leaves have 32 bits.
            assert!((found[1] - expected).abs() < 1e-8, "{found:?} {expected}");
        }
    }
}
