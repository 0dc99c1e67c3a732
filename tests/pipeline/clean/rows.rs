//! Steps that drop rows, and the minimap over the whole list.

use grove_engine::clean::clean;
use grove_engine::load::load;
use grove_recipe::stage::Stage;
use grove_recipe::{Clean, Load, MissingTarget, Operation};

use super::{recipe, steps, strings, wrong};

const CSV: &str = "size,colour,kind\n\
    1, red,a\n\
    2,red ,b\n\
    ?,green,a\n\
    4,NA,\n\
    1, red,a\n\
    6,none of these,b\n";

fn duplicates(columns: &[&str]) -> Operation {
    Operation::DropDuplicates {
        columns: strings(columns),
    }
}

fn filter(condition: &str) -> Operation {
    Operation::Filter {
        condition: condition.into(),
    }
}

#[test]
fn rows_without_a_target_are_dropped() {
    let result = steps(CSV, vec![]);
    assert_eq!(result.table.rows, [1, 2, 3, 5, 6]);
    let step = result.report.steps.last().unwrap();
    assert_eq!(
        (step.name.as_str(), step.place, step.rows, &step.dropped[..]),
        ("Drop rows without a target", None, (6, 5), &[4][..])
    );
}

#[test]
fn a_missing_target_can_stop_the_run() {
    let raw = load("t.csv", CSV.as_bytes(), &Load::default())
        .unwrap()
        .table;
    let mut recipe = recipe("kind", vec![]);
    recipe.clean = Clean {
        missing_target: MissingTarget::Stop,
        ..Clean::default()
    };
    let error = clean(&raw, &recipe).err().unwrap();
    assert_eq!(
        (error.stage, error.column.as_deref(), error.row, error.step),
        (Stage::Clean, Some("kind"), Some(4), None)
    );
}

#[test]
fn duplicates_keep_the_first_row() {
    assert_eq!(steps(CSV, vec![duplicates(&[])]).table.rows, [1, 2, 3, 6]);
    let by_colour = steps(CSV, vec![duplicates(&["colour"])]);
    assert_eq!(by_colour.table.rows, [1, 3, 6]);
    assert_eq!(by_colour.report.steps[0].dropped, [2, 5]);
}

#[test]
fn a_filter_keeps_what_it_is_true_of() {
    let result = steps(CSV, vec![filter("size < 5")]);
    assert_eq!(
        result.table.rows,
        [1, 2, 5],
        "a row without a size has no answer"
    );
    let error = wrong(CSV, vec![filter("size > 100")]);
    assert_eq!((error.stage, error.step), (Stage::Clean, Some(0)));
    assert_eq!(error.problem, "Step 1: This step drops every row.");
}

#[test]
fn an_error_in_an_expression_knows_its_step_and_its_characters() {
    let error = wrong(
        CSV,
        vec![duplicates(&[]), filter("size > 0 AND colur = 'red'")],
    );
    assert_eq!((error.step, error.at), (Some(1), Some((13, 5))));
    assert!(error.problem.starts_with("Step 2: "), "{error}");
    let error = wrong(CSV, vec![filter("size + 1")]);
    assert_eq!(error.at, Some((0, 8)), "a condition is true or false");
}

#[test]
fn the_minimap_compares_the_file_with_what_is_left() {
    let result = steps(
        CSV,
        vec![
            duplicates(&[]),
            Operation::Derive {
                column: "size".into(),
                expression: "size + (colour = 'red')::INTEGER".into(),
            },
            Operation::Derive {
                column: "twice".into(),
                expression: "size * 2".into(),
            },
            Operation::DropColumns {
                columns: strings(&["colour"]),
            },
        ],
    );
    let map = result.report.minimap;
    assert_eq!(map.columns, ["size", "colour", "kind", "twice"]);
    assert_eq!(map.bands.len(), 6, "a band per row, as there are few");
    let dropped = map.bands.iter().filter(|band| band.dropped == 1.0);
    assert_eq!(dropped.map(|band| band.rows.0).collect::<Vec<_>>(), [4, 5]);
    assert_eq!(map.bands[2].missing, [1.0, 0.0, 0.0, 0.0]);
    assert_eq!(map.bands[0].changed, [1.0, 1.0, 0.0, 1.0]);
    assert_eq!(map.bands[5].changed, [0.0, 1.0, 0.0, 1.0], "6 + 0 is 6");
    assert_eq!(
        map.bands[4].changed, [0.0; 4],
        "a row that is gone has no changed cell"
    );
}
