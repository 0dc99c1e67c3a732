//! Runs: everything is checked, whatever fails; what stops the run stops it afterwards.

use grove_engine::RunEvent;
use grove_protocol::TableName;
use grove_protocol::report::CheckVerdict;
use grove_recipe::Rule;
use grove_recipe::stage::Stage;

use super::{TABLE, check, column, own, recipe, rows, stop, warning};
use crate::tools::finish;

fn not_null(name: &str) -> Rule {
    let column = column(name);
    Rule::NotNull { column }
}

fn at_least(name: &str, min: f64) -> Rule {
    Rule::InRange {
        column: column(name),
        min: Some(min),
        max: None,
    }
}

#[test]
fn all_failures_are_told_and_only_then_the_run_stops() {
    let expectations = vec![
        warning(not_null("gap")),
        stop(not_null("n")),
        stop(not_null("whole")),
        stop(at_least("whole", 3.0)),
        warning(at_least("n", 0.0)),
    ];
    let (mut pipeline, recipe) = recipe(TABLE, expectations);
    let (report, error) = check(&mut pipeline, &recipe);
    let verdicts: Vec<CheckVerdict> = own(&report).iter().map(|found| found.verdict).collect();
    use CheckVerdict::{Passed, Stopped, Warned};
    assert_eq!(verdicts, [Warned, Stopped, Passed, Stopped, Warned]);
    let error = error.expect("the run stops");
    assert_eq!(error.stage, Stage::Check);
    assert_eq!(error.column.as_deref(), Some("n"));
    assert_eq!(error.row, Some(5));
    assert!(
        error.problem.starts_with(
            "2 expectations that stop the run fail. The first is number 2 of 5: n is never missing."
        ),
        "{}",
        error.problem
    );
    assert_eq!(pipeline.step(), Ok(RunEvent::Ended), "nothing goes on");

    let (again, error) = check(&mut pipeline, &recipe);
    assert_eq!(again, report, "it runs and stops again");
    assert!(error.is_some());
}

#[test]
fn warnings_and_expectations_that_are_off_let_the_run_go_on() {
    let mut off = stop(not_null("gap"));
    off.on = false;
    let (mut pipeline, mut recipe) = recipe(TABLE, vec![off, warning(not_null("n"))]);
    recipe.train.set("n_estimators", 2).unwrap();
    let reports = finish(&mut pipeline, &recipe).expect("a whole run");
    assert!(reports.iter().any(|report| report.stage == Stage::Evaluate));
    let (report, error) = {
        recipe.check.expectations[0].on = true;
        check(&mut pipeline, &recipe)
    };
    assert_eq!(own(&report).len(), 2);
    assert!(error.is_some());
}

#[test]
fn what_a_model_needs_is_told_beside_the_expectations() {
    let (mut pipeline, mut recipe) = recipe(TABLE, vec![warning(not_null("gap"))]);
    recipe.target = "name".into();
    recipe.leave_out = ["n", "whole", "colour", "from", "to", "gap", "t"]
        .map(String::from)
        .to_vec();
    let (report, error) = check(&mut pipeline, &recipe);
    let error = error.expect("there are no features");
    assert_eq!(report.expectations[0].verdict, CheckVerdict::Stopped);
    assert!(report.expectations[0].message.starts_with(&error.problem));
    assert_eq!(own(&report)[0].failing, 3);
}

#[test]
fn failing_rows_are_there_in_pages_all_of_them() {
    let mut csv = String::from("n,t\n");
    for row in 1..=500 {
        csv.push_str(&format!("{},{}\n", row % 5, row % 2));
    }
    let expectations = vec![stop(at_least("n", 0.0)), stop(at_least("n", 2.0))];
    let (mut pipeline, recipe) = recipe(&csv, expectations);
    assert!(
        pipeline
            .rows(TableName::Failing { expectation: 1 }, 0, 10)
            .is_empty()
    );
    let (report, _) = check(&mut pipeline, &recipe);
    let found = own(&report)[1];
    assert_eq!((found.failing, found.of), (200, 500));
    assert_eq!(rows(found).len(), 100);
    assert_eq!(rows(found)[..3], [1, 5, 6]);
    let page = |expectation, from, count| {
        let rows = pipeline.rows(TableName::Failing { expectation }, from, count);
        rows.iter().map(|row| row.row).collect::<Vec<u32>>()
    };
    assert_eq!(page(1, 0, 3), [1, 5, 6]);
    assert_eq!(page(1, 198, 10), [496, 500]);
    assert_eq!(page(1, 0, 1000).len(), 200);
    assert!(page(0, 0, 10).is_empty());
    assert!(page(2, 0, 10).is_empty());
    assert!(page(u32::MAX, u32::MAX, u32::MAX).is_empty());
    let row = &pipeline.rows(TableName::Failing { expectation: 1 }, 1, 1)[0];
    assert_eq!(row.cells[0].as_deref(), Some("0"));
}

#[test]
fn five_hundred_expectations_with_long_lists_are_answered() {
    let values: Vec<String> = (0..10_000).map(|value| value.to_string()).collect();
    let sets = (0..500).map(|_| {
        warning(Rule::InSet {
            column: column("whole"),
            values: values.clone(),
        })
    });
    let (mut pipeline, recipe) = recipe(TABLE, sets.collect());
    let (report, error) = check(&mut pipeline, &recipe);
    assert_eq!((own(&report).len(), error), (500, None));
}

#[test]
fn a_hostile_pattern_takes_no_longer_than_another() {
    // Each x could belong to any of the groups: a backtracking search would try all ways to deal them out.
    let row = "x".repeat(20_000) + "!";
    let csv = format!("n,t\n{row},a\n{row},b\n{row},a\n{row},b\n");
    let pattern = Rule::MatchesPattern {
        column: column("n"),
        pattern: "(x+x+)+y".into(),
    };
    let (mut pipeline, mut recipe) = recipe(&csv, vec![warning(pattern)]);
    recipe.leave_out.clear();
    let (report, _) = check(&mut pipeline, &recipe);
    assert_eq!(own(&report)[0].failing, 4);
    assert!(
        own(&report)[0].message.len() < 200,
        "the value is shortened"
    );
}
