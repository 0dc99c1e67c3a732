//! Explanations that the page asks for: of a row, of many rows, and along the columns that are offered.

use grove_protocol::Download;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{
    Cancel, DescribeRow, Effect, ExplainRows, GetFile, ListEffectColumns, LoadModel, Open,
    RowSource, RowsExplained, ShowAnatomy,
};
use grove_protocol::report::{RowAnatomy, ShapleyReport, Votes};
use grove_recipe::{Load, ModelName, Operation, Recipe, Task, Train};
use grove_worker::session::Session;

use super::mixed;
use crate::asking::{ask, begin, finish, session, step, try_ask};
use crate::shared;

/// A session that has trained on the table, without the column `amount`.
fn trained(csv: &str, change: impl FnOnce(&mut Recipe)) -> Session {
    let mut session = session();
    let open = Open {
        name: "mixed.csv".into(),
        load: Load::default(),
    };
    let data = ask(&mut session, open, csv.as_bytes());
    let mut recipe = data.recipe("kind");
    recipe.task = Task::Classification;
    recipe.leave_out = vec!["amount".into()];
    recipe.train.set("n_estimators", 7).unwrap();
    change(&mut recipe);
    ask(&mut session, shared::run(recipe), b"");
    session
}

fn values(session: &mut Session) -> Vec<(String, String)> {
    let form = ask(
        session,
        DescribeRow {
            row: RowSource::Place(2),
        },
        b"",
    );
    let fields = form.fields.into_iter();
    fields
        .map(|field| (field.name, field.value.unwrap_or_default()))
        .collect()
}

fn shown(session: &mut Session, values: Vec<(String, String)>) -> RowAnatomy {
    let call = ShowAnatomy {
        values,
        class: None,
        tree: 2,
    };
    ask(session, call, b"")
}

#[test]
fn every_column_that_is_offered_has_an_effect_also_where_cleaning_renames_and_derives() {
    let step = |operation: Operation| operation.into();
    let mut session = trained(&mixed(120), |recipe| {
        recipe.clean.steps = vec![
            step(Operation::RenameColumn {
                column: "size".into(),
                name: "length".into(),
            }),
            step(Operation::Derive {
                column: "product".into(),
                expression: "share * length".into(),
            }),
        ];
    });
    let columns = ask(&mut session, ListEffectColumns, b"");
    let mut names: Vec<&str> = columns.iter().map(|of| &*of.name).collect();
    assert!(columns.is_sorted_by(|a, b| a.importance >= b.importance));
    names.sort_unstable();
    assert_eq!(names, ["colour", "day", "share", "size"]);
    for of in &columns {
        let column = of.name.clone();
        let effect = ask(&mut session, Effect { column }, b"");
        assert_eq!(effect.column, of.name);
    }
    let column = "length".to_owned();
    let error = try_ask(&mut session, Effect { column }, b"").unwrap_err();
    assert!(error.advice.contains("size"), "{error}");
}

#[test]
fn a_typed_row_has_the_anatomy_of_the_row_of_the_table() {
    let mut session = trained(&mixed(120), |_| {});
    let values = values(&mut session);
    let row = shown(&mut session, values.clone());
    assert_eq!(row.path.as_ref().map(|path| path.tree), Some(2));
    assert_eq!(row.outside.as_deref(), Some(&[][..]));
    assert!(row.needs.is_none() && row.commonness.is_some());
    // What is known of the train rows is used again.
    assert_eq!(shown(&mut session, values), row);
    // Nothing at all is a row of missing values.
    let nothing = shown(&mut session, Vec::new());
    assert_eq!(nothing.outside.map(|outside| outside.len()), Some(3));
    let hostile = |text: &str| vec![("colour".to_owned(), text.to_owned())];
    let odd = hostile("<img src=x>\u{202e}\"\n,;'=1+1");
    assert!(shown(&mut session, odd).votes.is_some());
    let call = ShowAnatomy {
        values: hostile("\u{0}"),
        class: Some(u32::MAX),
        tree: 0,
    };
    assert!(try_ask(&mut session, call, b"").is_err());
    let call = ShowAnatomy {
        values: hostile("red"),
        class: Some(u32::MAX),
        tree: 0,
    };
    assert!(ask(&mut session, call, b"").path.is_some());
}

#[test]
fn a_model_from_a_file_votes_and_names_the_file_that_it_needs() {
    let mut session = trained(&mixed(120), |_| {});
    let values = values(&mut session);
    let with_rows = shown(&mut session, values.clone());
    let what = Download::Model;
    let (_, model) = try_ask(&mut session, GetFile { what }, b"").unwrap();
    let mut alone = crate::asking::session();
    let load = LoadModel {
        name: "m.grove".into(),
    };
    ask(&mut alone, load, &model.unwrap());
    let row = shown(&mut alone, values);
    assert_eq!((&row.votes, &row.path), (&with_rows.votes, &with_rows.path));
    assert!(matches!(row.votes, Some(Votes::Classes { .. })));
    assert!(row.outside.is_none() && row.commonness.is_none());
    assert_eq!(row.needs.as_deref(), Some("mixed.csv"));
}

/// All rows that were told, in one report.
fn together(told: impl IntoIterator<Item = RowsExplained>) -> ShapleyReport {
    let mut whole: Option<ShapleyReport> = None;
    for report in told.into_iter().filter_map(|told| told.report) {
        match &mut whole {
            Some(whole) => whole.rows.extend(report.rows),
            None => whole = Some(report),
        }
    }
    whole.expect("some rows")
}

#[test]
fn many_rows_are_explained_one_after_the_other_and_a_stop_leaves_the_first() {
    for name in [ModelName::RandomForest, ModelName::GradientBoosting] {
        let mut session = trained(&mixed(200), |recipe| {
            recipe.train = Train::of(name);
            let trees = ["n_estimators", "max_iter"];
            trees.iter().for_each(|name| {
                let _ = recipe.train.set(name, 7);
            });
        });
        let call = ExplainRows { rows: 12 };
        begin(&mut session, call, b"");
        let (told, answer) = finish::<ExplainRows>(&mut session);
        assert!(answer.is_ok());
        assert!(told.is_sorted_by(|a, b| a.done <= b.done));
        let last = told.last().unwrap();
        assert_eq!(last.done, last.total);
        let whole = together(told);
        assert_eq!(whole.rows.len(), 12);
        for row in &whole.rows {
            for (output, answer) in row.answer.iter().enumerate() {
                let moved: f64 = row.contributions.iter().map(|of| of[output]).sum();
                assert!((whole.base[output] + moved - answer).abs() < 1e-9);
            }
        }
        for output in 0..3 {
            for (column, mean) in whole.mean_moves(output).into_iter().enumerate() {
                let moves = whole
                    .rows
                    .iter()
                    .map(|row| row.contributions[column][output]);
                let sum: f64 = moves.map(f64::abs).sum();
                assert_eq!(mean, sum / 12.0);
            }
        }

        begin(&mut session, call, b"");
        let mut first = Vec::new();
        loop {
            let CallEvent::Progress(told) = step::<ExplainRows>(&mut session) else {
                panic!("stopped before the end");
            };
            first.push(told);
            if first.iter().filter(|told| told.report.is_some()).count() == 4 {
                break;
            }
        }
        ask(&mut session, Cancel, b"");
        assert!(!session.is_at_work());
        let first = together(first);
        assert_eq!(first.rows[..], whole.rows[..4]);
        assert_eq!(first.background_rows, whole.background_rows);
    }
}

#[test]
fn progress_that_waits_keeps_every_row() {
    use grove_protocol::call::Progress;
    let mut session = trained(&mixed(120), |_| {});
    begin(&mut session, ExplainRows { rows: 5 }, b"");
    let (told, _) = finish::<ExplainRows>(&mut session);
    let whole = together(told.clone());
    let mut merged = RowsExplained {
        done: 0,
        total: 0,
        report: None,
    };
    for told in told {
        assert!(merged.merge(told).is_none());
    }
    assert_eq!(merged.report, Some(whole));
    assert!(!merged.can_wait());
}
