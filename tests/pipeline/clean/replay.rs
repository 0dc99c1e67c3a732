//! Replay: what predict makes of a row is what cleaning made of it, whatever the steps.

use grove_engine::predict::predict;
use grove_engine::{Pipeline, RunOutcome};
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Case, Merge, Operation, OutlierAction, OutlierMethod, Step, Task, Within};
use proptest::prelude::*;

use super::fitted::{fill, outliers};
use super::strings;
use crate::tools::{finish, open};

/// Every kind of column, with gaps; what is to be predicted depends on most of them.
fn csv() -> String {
    let mut csv = String::from("count,size,colour,note,day,yes,place,kind\n");
    for i in 0..90u32 {
        let count = if i % 11 == 0 {
            String::new()
        } else {
            (i * 7 % 31).to_string()
        };
        let size = if i % 13 == 0 {
            String::new()
        } else {
            format!("{}", f64::from(i * 5 % 17) / 4.0)
        };
        let colour = ["red", "RED", "light  blue", "green", ""][i as usize % 5];
        let yes = ["yes", "no"][(i / 3) as usize % 2];
        let place = ["Zürich", "Zurich", "Bern"][i as usize % 3];
        let kind = ["a", "b"][usize::from(i * 7 % 31 + i % 5 > 14)];
        csv.push_str(&format!(
            "{count},{size},{colour},note {},2024-{:02}-{:02},{yes},{place},{kind}\n",
            i % 4,
            i % 12 + 1,
            i % 28 + 1
        ));
    }
    csv
}

fn derive(column: &str, expression: &str) -> Operation {
    Operation::Derive {
        column: column.into(),
        expression: expression.into(),
    }
}

fn rename(column: &str, name: &str) -> Operation {
    Operation::RenameColumn {
        column: column.into(),
        name: name.into(),
    }
}

fn cast(column: &str, kind: ColumnKind) -> Operation {
    Operation::Cast {
        columns: strings(&[column]),
        kind,
    }
}

fn replace(columns: &[&str], to_replace: &str, within: Within, value: &str) -> Operation {
    Operation::Replace {
        columns: strings(columns),
        to_replace: to_replace.into(),
        within,
        value: value.into(),
    }
}

/// At least one of every operation.
fn operations() -> Vec<Operation> {
    use grove_recipe::FillStrategy as By;
    let mut all = vec![
        Operation::DropColumns {
            columns: strings(&["note"]),
        },
        rename("count", "number"),
        cast("count", ColumnKind::Category),
        cast("day", ColumnKind::Text),
        cast("yes", ColumnKind::Boolean),
        cast("size", ColumnKind::Integer),
        Operation::Trim { columns: vec![] },
        Operation::ChangeCase {
            columns: vec![],
            case: Case::Title,
        },
        replace(&["count"], "7", Within::Value, ""),
        replace(&["size"], "1.25", Within::Value, "100"),
        replace(&["colour"], "e", Within::Part, "E"),
        Operation::MergeCategories {
            column: "place".into(),
            merges: vec![Merge {
                from: strings(&["Zürich", "Zurich"]),
                to: "Zürich".into(),
            }],
        },
        Operation::Filter {
            condition: "count > 3 OR count IS NULL".into(),
        },
        Operation::DropDuplicates {
            columns: strings(&["count", "colour"]),
        },
        Operation::FillMissing {
            columns: strings(&["count", "colour"]),
            strategy: By::Constant,
            fill_value: "0".into(),
        },
        derive("share", "size / count"),
        derive("count", "count + 1"),
        derive(
            "season",
            "CASE WHEN MONTH(day) IN (12, 1, 2) THEN 'winter' ELSE 'other' END",
        ),
    ];
    all.extend([By::Mean, By::Median, By::MostFrequent].map(fill));
    for method in [OutlierMethod::Iqr, OutlierMethod::ZScore] {
        all.extend(
            [OutlierAction::Clip, OutlierAction::Drop].map(|action| outliers(method, action)),
        );
    }
    all
}

fn train(steps: Vec<Operation>) -> Result<Pipeline, grove_recipe::error::StageError> {
    let (mut pipeline, _, mut recipe) = open(csv().as_bytes())?;
    recipe.target = "kind".into();
    recipe.task = Task::Classification;
    recipe.leave_out.clear();
    recipe.train.set("n_estimators", 5).unwrap();
    recipe.clean.steps = steps.into_iter().map(Step::from).collect();
    finish(&mut pipeline, &recipe)?;
    Ok(pipeline)
}

fn outcome(pipeline: &Pipeline) -> &RunOutcome {
    pipeline.outcome().unwrap()
}

/// The rows' numbers and their probabilities, bit by bit.
fn said(table: &grove_engine::predict::predictions::PredictionTable) -> Vec<(u32, Vec<String>)> {
    let header = table.header();
    let shared = |name: &String| name.starts_with("probability") || name == "prediction";
    let places: Vec<usize> = (0..header.len()).filter(|&i| shared(&header[i])).collect();
    assert!(places.len() >= 3, "{header:?}");
    let records = table.rows.iter().zip(table.records());
    records
        .map(|(row, record)| (*row, places.iter().map(|&i| record[i].clone()).collect()))
        .collect()
}

/// Predicts the file itself by the model as its file holds it, and compares the test rows.
fn check(pipeline: &Pipeline, what: &str) {
    let outcome = outcome(pipeline);
    let fitted = grove_export::model::read(&grove_export::model::write(&outcome.fitted)).unwrap();
    assert_eq!(fitted, outcome.fitted, "{what}");
    let (all, _) =
        predict(&fitted, "t.csv", csv().as_bytes()).unwrap_or_else(|e| panic!("{what}: {e}"));
    assert_eq!(all.rows.len(), 90, "{what}: no new row is dropped");
    let all = said(&all);
    for (row, probabilities) in said(&outcome.predictions) {
        assert_eq!(all[row as usize - 1], (row, probabilities), "{what}");
    }
}

#[test]
fn every_operation_does_to_a_new_row_what_it_did_to_a_test_row() {
    for operation in operations() {
        let what = operation.sentence();
        let pipeline = train(vec![operation]).unwrap_or_else(|error| panic!("{what}: {error}"));
        check(&pipeline, &what);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn so_do_several_in_any_order(places in prop::collection::vec(0..operations().len(), 2..6)) {
        let steps: Vec<Operation> = places.iter().map(|&place| operations().swap_remove(place)).collect();
        // Those that do not fit each other are refused, with their number.
        match train(steps.clone()) {
            Ok(pipeline) => check(&pipeline, &format!("{steps:?}")),
            Err(error) => prop_assert!(!error.problem.is_empty()),
        }
    }

    #[test]
    fn the_same_steps_give_the_same_bits(places in prop::collection::vec(0..operations().len(), 1..4)) {
        let steps = || places.iter().map(|&place| operations().swap_remove(place)).collect();
        if let (Ok(one), Ok(other)) = (train(steps()), train(steps())) {
            prop_assert_eq!(grove_export::model::write(&outcome(&one).fitted), grove_export::model::write(&outcome(&other).fitted));
        }
    }
}

fn needs(outcome: &RunOutcome) -> Vec<String> {
    let columns = outcome.fitted.preparation.columns().iter();
    columns.map(|(name, _)| name.clone()).collect()
}

#[test]
fn only_what_the_model_needs_is_asked_of_a_new_file() {
    let steps = vec![
        rename("count", "number"),
        derive("twice", "number * 2"),
        derive("unused", "LENGTH(place)"),
        Operation::DropColumns {
            columns: strings(&[
                "number", "size", "colour", "note", "day", "yes", "place", "unused",
            ]),
        },
    ];
    let pipeline = train(steps).unwrap();
    let outcome = outcome(&pipeline);
    assert_eq!(needs(outcome), ["count"]);
    let (table, _) = predict(&outcome.fitted, "n.csv", b"count\n3\n\n5\n").unwrap();
    assert_eq!(table.rows.len(), 2);
    let error = predict(&outcome.fitted, "n.csv", b"twice\n3\n")
        .err()
        .unwrap();
    assert_eq!(error.column.as_deref(), Some("count"));
    // The expression was made for whole numbers.
    assert!(predict(&outcome.fitted, "n.csv", b"count\n3.5\n").is_err());
}

#[test]
fn rows_that_cleaning_would_have_dropped_are_predicted_and_told() {
    let filter = Operation::Filter {
        condition: "count > 3".into(),
    };
    let pipeline = train(vec![
        filter,
        outliers(OutlierMethod::Iqr, OutlierAction::Clip),
    ])
    .unwrap();
    let outcome = outcome(&pipeline);
    let new = "count,size,colour,note,day,yes,place\n\
        1,1.0,red,note 1,2024-01-01,yes,Bern\n\
        9,1.0,red,note 1,2024-01-01,yes,Bern\n\
        ,1.0,red,note 1,2024-01-01,yes,Bern\n";
    let (table, summary) = predict(&outcome.fitted, "n.csv", new.as_bytes()).unwrap();
    assert_eq!(table.rows, [1, 2, 3]);
    assert_eq!(
        summary.notes,
        [
            "2 rows are like those that cleaning dropped before training (Keep rows where count > 3). The model was not trained on such rows."
        ]
    );
}

#[test]
fn the_target_is_not_needed_even_where_steps_make_it() {
    let (mut pipeline, _, mut recipe) = open(csv().as_bytes()).unwrap();
    recipe.target = "many".into();
    recipe.task = Task::Classification;
    recipe.leave_out = strings(&["count", "kind"]);
    recipe.train.set("n_estimators", 3).unwrap();
    recipe.clean.steps = vec![derive("many", "count > 12").into()];
    finish(&mut pipeline, &recipe).unwrap();
    let fitted = &pipeline.outcome().unwrap().fitted;
    assert_eq!(fitted.classes, ["false", "true"]);
    let new = b"size,colour,note,day,yes,place\n1.0,red,note 1,2024-01-01,yes,Bern\n";
    assert_eq!(predict(fitted, "n.csv", new).unwrap().0.rows, [1]);
}
