//! Which rows are selected: those that the evaluation counts, and none where there are none.

use grove_protocol::calls::{RowOrder, Selection};
use grove_protocol::report::EvaluationOutcome;
use grove_recipe::{ModelName, Operation, SplitMethod, Step, Task, ThresholdBy};

use super::{behind, cells, cells_hold, classes, matrix, regression, whole};
use crate::threshold::{by, table, three};
use crate::tools::{run, target};

#[test]
fn the_rows_of_each_cell_are_those_that_the_matrix_counts() {
    let pipeline = classes(&three(300), |_| {});
    assert!(matrix(pipeline.outcome().unwrap()).1[0][1] > 0);
    cells_hold(&pipeline);
}

#[test]
fn rows_follow_a_decision_threshold() {
    let pipeline = classes(&table(300), |recipe| {
        by(recipe, ThresholdBy::Fixed);
        recipe.evaluate.threshold = 0.05;
    });
    cells_hold(&pipeline);
    // Below a half, a row is predicted as the class that is less probable.
    let said = whole(
        &pipeline,
        Selection::Predicted { class: 1 },
        RowOrder::default(),
    );
    let sureness = cells(&said, said.columns.len() - 1);
    assert!(
        sureness
            .iter()
            .flatten()
            .any(|p| p.parse::<f64>().unwrap() < 0.5)
    );
}

#[test]
fn ranges_of_residuals_hold_what_the_histogram_counts() {
    // Whole numbers and one prediction, so that every residual is at an end of a bin, but for rounding.
    let csv: String = (0..400)
        .map(|row| format!("{},{}\n", row % 3, row * 37 % 11))
        .collect();
    let exact = run(format!("a,out\n{csv}"), |recipe| {
        target("out", Task::Regression)(recipe);
        recipe.train.choose(ModelName::Dummy);
    });
    for pipeline in [regression(), exact.unwrap().0] {
        let outcome = pipeline.outcome().unwrap();
        let EvaluationOutcome::Numbers {
            residual_min: min,
            residual_max: max,
            residual_counts: counts,
            ..
        } = &outcome.evaluation.outcome
        else {
            panic!("no values")
        };
        let bins = grove_charts::bins::Bins {
            min: *min,
            max: *max,
            count: counts.len() as u32,
        };
        for (bin, &rows) in counts.iter().enumerate() {
            let (low, high) = bins.edges(bin);
            let of = Selection::Residuals { low, high };
            assert_eq!(
                whole(&pipeline, of, RowOrder::default()).total,
                rows,
                "{bin}"
            );
        }
        let all = Selection::Residuals {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        };
        assert_eq!(
            whole(&pipeline, all, RowOrder::default()).total,
            outcome.evaluation.rows
        );
    }
}

#[test]
fn ranges_of_a_probability_hold_their_rows_once() {
    let pipeline = classes(&three(300), |_| {});
    let rows = pipeline.outcome().unwrap().evaluation.rows;
    let counts = (0..10).map(|tenth| {
        let (low, high) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let of = Selection::Probability {
            class: 2,
            low,
            high,
        };
        whole(&pipeline, of, RowOrder::default()).total
    });
    let counts: Vec<u32> = counts.collect();
    assert_eq!(counts.iter().sum::<u32>(), rows);
    assert!(counts[9] > 0, "{counts:?}");
}

#[test]
fn what_cannot_be_selected_is_empty() {
    let pipelines = [classes(&three(200), |_| {}), regression()];
    let nan = f64::NAN;
    for of in [
        Selection::Cell {
            actual: 3,
            predicted: 0,
        },
        Selection::Cell {
            actual: 0,
            predicted: u32::MAX,
        },
        Selection::Actual { class: u32::MAX },
        Selection::Predicted { class: 99 },
        Selection::Residuals {
            low: nan,
            high: nan,
        },
        Selection::Residuals {
            low: nan,
            high: f64::INFINITY,
        },
        Selection::Residuals {
            low: f64::NEG_INFINITY,
            high: nan,
        },
        Selection::Residuals {
            low: 1.0,
            high: -1.0,
        },
        Selection::Residuals {
            low: 0.5,
            high: 0.5,
        },
        Selection::Residuals {
            low: f64::MAX,
            high: f64::INFINITY,
        },
        Selection::Probability {
            class: 3,
            low: 0.0,
            high: 1.0,
        },
        Selection::Probability {
            class: 0,
            low: nan,
            high: 1.0,
        },
        Selection::Probability {
            class: 0,
            low: 0.0,
            high: nan,
        },
        Selection::Probability {
            class: 0,
            low: 1.0,
            high: 0.0,
        },
    ] {
        for pipeline in &pipelines {
            let rows = behind(pipeline, of, RowOrder::default());
            assert_eq!((rows.total(), rows.records().count()), (0, 0), "{of:?}");
        }
    }
    let [of_classes, of_values] = &pipelines;
    for (pipeline, of) in [
        (
            of_classes,
            Selection::Residuals {
                low: -1e9,
                high: 1e9,
            },
        ),
        (of_values, Selection::Mistakes),
        (
            of_values,
            Selection::Cell {
                actual: 0,
                predicted: 0,
            },
        ),
        (
            of_values,
            Selection::Probability {
                class: 0,
                low: 0.0,
                high: 1.0,
            },
        ),
    ] {
        assert_eq!(whole(pipeline, of, RowOrder::default()).total, 0, "{of:?}");
    }
    let rows = behind(of_classes, Selection::All, RowOrder::default());
    let total = rows.total();
    for (from, count, given) in [
        (total, 5, 0),
        (u32::MAX, u32::MAX, 0),
        (total - 1, u32::MAX, 1),
        (0, 0, 0),
    ] {
        assert_eq!(rows.page(from, count).rows.len(), given);
    }
}

#[test]
fn rows_are_those_of_the_file_whatever_cleaning_dropped_and_the_split_reordered() {
    let lines = (0..240u32).map(|row| {
        let (day, id) = (28 - row / 9, 1000 + row);
        let kind = ["ant", "bee", ""][(row * 7 % 11 % 3) as usize];
        let size = if row % 6 == 0 { 1 } else { row * 13 % 40 };
        format!("{id},{size},2024-01-{day:02},{kind}\n")
    });
    let csv: String = lines.collect();
    let pipeline = classes(&format!("id,size,day,kind\n{csv}"), |recipe| {
        recipe.leave_out = vec!["id".into()];
        recipe.split.method = SplitMethod::Time;
        recipe.split.time_column = Some("day".into());
        let condition = String::from("size <> 3");
        let step = Step::from;
        recipe.clean.steps = vec![
            step(Operation::Filter { condition }),
            step(Operation::DropDuplicates {
                columns: vec!["size".into(), "day".into()],
            }),
        ];
    });
    cells_hold(&pipeline);
    let page = whole(
        &pipeline,
        Selection::All,
        RowOrder::By {
            column: 0,
            falling: false,
        },
    );
    let from = page.columns.len() - 3;
    assert!(page.total > 20);
    for row in &page.rows {
        // The identifier says which row of the file it is.
        assert_eq!(row.cells[0], Some((999 + row.row).to_string()));
        assert_eq!(row.cells[3], row.cells[from]);
        assert_ne!(row.cells[1].as_deref(), Some("3"));
    }
}
