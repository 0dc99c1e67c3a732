//! Steps that learn: from which rows, what, and where the rows go afterwards.

use grove_engine::Pipeline;
use grove_protocol::report::{CleanReport, Detail, StageReport};
use grove_recipe::columns::ColumnKind;
use grove_recipe::stage::Stage;
use grove_recipe::{FillStrategy, Operation, OutlierAction, OutlierMethod, Recipe, Step};

use super::{strings, wrong};
use crate::tools::{detail, finish, open};

/// Numbers with a gap in every ninth row, words with one in every seventh; the rows that `strange` names hold values
/// like no others.
fn csv(strange: &[u32]) -> String {
    let mut csv = String::from("size,word,kind\n");
    for row in 1..=80u32 {
        let (size, word) = match (strange.contains(&row), row % 9, row % 7) {
            (true, ..) => ("100000".into(), "odd"),
            (_, 0, _) => (String::new(), "red"),
            (_, _, 0) => ((row % 13).to_string(), ""),
            _ => (
                (row % 13).to_string(),
                ["red", "green", "red"][row as usize % 3],
            ),
        };
        csv.push_str(&format!("{size},{word},{}\n", ["a", "b"][row as usize % 2]));
    }
    csv
}

fn run(csv: &str, operations: Vec<Operation>) -> (Pipeline, Vec<StageReport>) {
    let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
    change(&mut recipe, operations);
    let reports = finish(&mut pipeline, &recipe).unwrap();
    (pipeline, reports)
}

fn change(recipe: &mut Recipe, operations: Vec<Operation>) {
    recipe.leave_out.clear();
    recipe.train.set("n_estimators", 5).unwrap();
    recipe.clean.steps = operations.into_iter().map(Step::from).collect();
}

fn cleaned(reports: &[StageReport]) -> &CleanReport {
    match detail(reports, Stage::Clean) {
        Detail::Clean(report) => report,
        _ => panic!(),
    }
}

pub fn outliers(method: OutlierMethod, action: OutlierAction) -> Operation {
    Operation::Outliers {
        columns: vec![],
        method,
        iqr_factor: 1.5,
        z_score: 2.0,
        action,
    }
}

pub fn fill(strategy: FillStrategy) -> Operation {
    Operation::FillMissing {
        columns: vec![],
        strategy,
        fill_value: String::new(),
    }
}

fn learning() -> Vec<Operation> {
    let mut all: Vec<Operation> = [
        FillStrategy::Mean,
        FillStrategy::Median,
        FillStrategy::MostFrequent,
    ]
    .map(fill)
    .to_vec();
    for method in [OutlierMethod::Iqr, OutlierMethod::ZScore] {
        for action in [OutlierAction::Clip, OutlierAction::Drop] {
            all.push(outliers(method, action));
        }
    }
    all
}

#[test]
fn what_is_learned_never_depends_on_a_test_row() {
    for operation in learning() {
        let name = operation.sentence();
        let (before, reports) = run(&csv(&[]), vec![operation.clone()]);
        // Not all of them, since those that are dropped must leave some to score.
        let test: Vec<u32> = before
            .outcome()
            .unwrap()
            .predictions
            .rows
            .iter()
            .step_by(2)
            .copied()
            .collect();
        assert!(!test.is_empty());
        let (after, changed) = run(&csv(&test), vec![operation]);
        assert!(!cleaned(&reports).steps[0].learned.is_empty(), "{name}");
        assert_eq!(
            cleaned(&reports).steps[0].learned,
            cleaned(&changed).steps[0].learned,
            "{name}"
        );
        let (before, after) = (before.outcome().unwrap(), after.outcome().unwrap());
        assert_eq!(
            before.fitted.preparation, after.fitted.preparation,
            "{name}"
        );
        assert_eq!(before.fitted.featurizer, after.fitted.featurizer, "{name}");
        assert_eq!(before.fitted.model, after.fitted.model, "{name}");
    }
}

#[test]
fn rows_stay_in_the_part_that_they_were_dealt_to() {
    let (plain, _) = run(&csv(&[]), vec![]);
    let drop = vec![
        outliers(OutlierMethod::Iqr, OutlierAction::Clip),
        Operation::Filter {
            condition: "size > 2".into(),
        },
    ];
    let (filtered, reports) = run(&csv(&[]), drop);
    let test = &plain.outcome().unwrap().predictions.rows;
    let left = &filtered.outcome().unwrap().predictions.rows;
    assert!(left.len() < test.len());
    assert!(left.iter().all(|row| test.contains(row)));
    let Detail::Split(split) = detail(&reports, Stage::Split) else {
        panic!()
    };
    assert_eq!(split.test as usize, left.len());
    let all = cleaned(&reports).steps.last().unwrap().rows.1;
    assert_eq!(split.train + split.validation + split.test, all);
}

#[test]
fn equal_values_are_their_own_limits_and_ties_go_to_the_smallest() {
    let table = |values: &[&str]| {
        let mut csv = String::from("v,kind\n");
        // Four copies of each, so that every value is in train whatever is dealt to test.
        for value in values.iter().flat_map(|value| [value; 4]) {
            csv.push_str(&format!("{value},a\n"));
        }
        csv
    };
    let learn = |values: &[&str], operation: Operation| {
        let csv = table(values);
        let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
        recipe.target = "kind".into();
        // With one class, checking stops the run; cleaning is done by then.
        change(&mut recipe, vec![operation]);
        recipe.split.stratify = false;
        recipe.split.test_size = 0.01;
        pipeline.begin(recipe).unwrap();
        loop {
            match pipeline.step().unwrap() {
                grove_engine::RunEvent::Finished(report) => {
                    let Detail::Clean(report) = report.detail else {
                        panic!()
                    };
                    return report.steps[0].learned.clone();
                }
                grove_engine::RunEvent::Ended => panic!(),
                _ => {}
            }
        }
    };
    let column = |operation: Operation| match operation {
        Operation::Outliers {
            method,
            iqr_factor,
            z_score,
            action,
            ..
        } => Operation::Outliers {
            columns: strings(&["v"]),
            method,
            iqr_factor,
            z_score,
            action,
        },
        Operation::FillMissing {
            strategy,
            fill_value,
            ..
        } => Operation::FillMissing {
            columns: strings(&["v"]),
            strategy,
            fill_value,
        },
        other => other,
    };
    let same = ["2.5", "2.5", "2.5"];
    assert_eq!(
        learn(
            &same,
            column(outliers(OutlierMethod::Iqr, OutlierAction::Clip))
        ),
        ["v: from 2.5 to 2.5"]
    );
    assert_eq!(
        learn(
            &same,
            column(outliers(OutlierMethod::ZScore, OutlierAction::Clip))
        ),
        ["v: from 2.5 to 2.5"]
    );
    assert_eq!(
        learn(&["1", "2", "2"], column(fill(FillStrategy::MostFrequent))),
        ["v: 2"]
    );
    assert_eq!(
        learn(&["b", "a", "a"], column(fill(FillStrategy::MostFrequent))),
        ["v: a"]
    );
}

#[test]
fn the_target_must_be_there_before_a_step_learns() {
    let derive = Operation::Derive {
        column: "big".into(),
        expression: "size > 5".into(),
    };
    let attempt = |operations: Vec<Operation>| {
        let (mut pipeline, _, mut recipe) = open(csv(&[]).as_bytes()).unwrap();
        change(&mut recipe, operations);
        recipe.target = "big".into();
        finish(&mut pipeline, &recipe)
    };
    let learns = fill(FillStrategy::Median);
    assert!(attempt(vec![derive.clone(), learns.clone()]).is_ok());
    let error = attempt(vec![learns, derive]).unwrap_err();
    assert_eq!((error.stage, error.step), (Stage::Clean, Some(0)));
    assert_eq!(
        error.advice,
        "Move the step that creates the target above this one."
    );
}

#[test]
fn the_target_keeps_its_values_unless_it_is_named() {
    let mut csv = csv(&[]);
    csv.push_str("3,red,\n");
    let (_, reports) = run(&csv, vec![fill(FillStrategy::MostFrequent)]);
    assert_eq!(cleaned(&reports).steps.last().unwrap().dropped, [81]);
}

#[test]
fn whole_numbers_stay_whole_where_they_can() {
    let kind = |operation| {
        let (_, reports) = run(&csv(&[]), vec![operation]);
        cleaned(&reports).columns[0].kind
    };
    assert_eq!(
        kind(outliers(OutlierMethod::Iqr, OutlierAction::Clip)),
        ColumnKind::Integer
    );
    assert_eq!(kind(fill(FillStrategy::MostFrequent)), ColumnKind::Integer);
    assert_eq!(kind(fill(FillStrategy::Mean)), ColumnKind::Decimal);
}

#[test]
fn columns_that_do_not_suit_are_refused() {
    let numbers = Operation::FillMissing {
        columns: strings(&["word"]),
        strategy: FillStrategy::Mean,
        fill_value: String::new(),
    };
    let error = wrong(&csv(&[]), vec![numbers]);
    assert_eq!(error.column.as_deref(), Some("word"));
    assert!(error.problem.contains("columns of numbers"), "{error}");
}
