//! One row as a form: what is asked for, and that a typed row is predicted as a row of a file.

use grove_protocol::Download;
use grove_protocol::calls::{
    DescribeRow, Effect, ExplainRow, GetFile, LoadModel, Open, Predict, PredictRow, ReadAgain,
    RowSource,
};
use grove_protocol::report::{PredictedRow, RowForm};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Decimal, Load, Task};
use grove_worker::session::Session;

use crate::asking::{ask, refused, session, try_ask};
use crate::shared;

/// Numbers with a decimal comma, categories with a quote, dates with the day in front, and missing values.
fn odd() -> String {
    let mut csv = String::from("size;colour;day;count;out\n");
    for row in 0..60u32 {
        let colour = ["red", "\"sky \"\"blue\"\"\"", "green", ""][row as usize % 4];
        let size = if row % 10 == 9 {
            "NA".into()
        } else {
            format!("{},{}", row / 2, row % 10)
        };
        let out = if row % 4 < 2 { "yes" } else { "no" };
        csv.push_str(&format!(
            "{size};{colour};{:02}.03.2024;{};{out}\n",
            row % 28 + 1,
            row / 2
        ));
    }
    csv
}

/// A session that has trained on the table.
fn trained(csv: &str, target: &str, task: Task) -> Session {
    let mut session = session();
    let open = Open {
        name: "odd.csv".into(),
        load: Load::default(),
    };
    let data = ask(&mut session, open, csv.as_bytes());
    let mut recipe = data.recipe(target);
    recipe.task = task;
    recipe.train.set("n_estimators", 5).unwrap();
    ask(&mut session, shared::run(recipe), b"");
    session
}

fn form(session: &mut Session, row: RowSource) -> RowForm {
    ask(session, DescribeRow { row }, b"")
}

fn values(form: &RowForm) -> Vec<(String, String)> {
    let fields = form.fields.iter();
    fields
        .map(|field| (field.name.clone(), field.value.clone().unwrap_or_default()))
        .collect()
}

fn predicted(
    session: &mut Session,
    values: Vec<(String, String)>,
) -> Result<PredictedRow, StageError> {
    try_ask(session, PredictRow { values }, b"").map(|(row, _)| row)
}

/// The cells of the predictions of the latest file.
fn of_file(session: &mut Session, csv: &str) -> Vec<Vec<String>> {
    let predict = Predict {
        name: "odd.csv".into(),
        choices: Vec::new(),
    };
    ask(session, predict, csv.as_bytes());
    let what = Download::NewPredictions;
    let (_, file) = try_ask(session, GetFile { what }, b"").unwrap();
    let text = String::from_utf8(file.unwrap()).unwrap();
    let lines = text.lines().skip(1);
    lines
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_form_asks_for_what_the_model_needs() {
    let mut session = trained(&odd(), "out", Task::Classification);
    let form = self::form(&mut session, RowSource::Typical);
    assert_eq!((&*form.target, form.rows, form.row), ("out", 15, None));
    let field = |name: &str| form.fields.iter().find(|field| field.name == name).unwrap();
    let size = field("size");
    assert_eq!(size.kind, ColumnKind::Decimal);
    let (least, most) = size.range.as_ref().unwrap();
    let numbers =
        [least, most, size.value.as_ref().unwrap()].map(|text| text.parse::<f64>().unwrap());
    assert!(
        numbers[0] < numbers[2] && numbers[2] < numbers[1],
        "{numbers:?}"
    );
    let colour = field("colour");
    assert!(colour.all_values && colour.values.contains(&"sky \"blue\"".to_owned()));
    assert_eq!(colour.value.as_ref(), colour.values.first());
    assert!(field("day").value.as_ref().unwrap().starts_with("2024-03-"));
    assert_eq!(field("count").kind, ColumnKind::Integer);
    assert!(!field("count").value.as_ref().unwrap().contains('.'));
    assert!(form.fields.iter().all(|field| field.name != "out"));
}

#[test]
fn every_row_of_the_form_is_predicted_as_in_the_file() {
    for task in [Task::Classification, Task::Regression] {
        let csv = odd();
        let target = if task == Task::Classification {
            "out"
        } else {
            "count"
        };
        let mut session = trained(&csv, target, task);
        let file = of_file(&mut session, &csv);
        let rows = self::form(&mut session, RowSource::Typical).rows;
        assert!(rows > 10);
        for row in 0..rows {
            let form = self::form(&mut session, RowSource::Place(row));
            let number = form.row.unwrap();
            let by_number = RowSource::Number(number);
            let same = self::form(&mut session, by_number);
            assert_eq!(same, form);
            let answer = predicted(&mut session, values(&form)).unwrap();
            let expected = &file[number as usize - 1];
            match task {
                Task::Classification => {
                    assert_eq!(answer.classes[answer.class as usize].0, expected[1]);
                    for ((_, share), text) in answer.classes.iter().zip(&expected[2..]) {
                        assert_eq!(share.to_string(), *text, "row {number}");
                    }
                }
                Task::Regression => {
                    assert_eq!(answer.value.unwrap().to_string(), expected[1]);
                    let (low, high) = answer.interval.unwrap();
                    assert_eq!([low.to_string(), high.to_string()], expected[2..]);
                }
            }
        }
        let past = self::form(&mut session, RowSource::Place(rows));
        assert_eq!(past.row, None);
        for number in [0, u32::MAX] {
            let row = RowSource::Number(number);
            assert_eq!(self::form(&mut session, row).row, None);
        }
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_column() {
    let mut session = trained(&odd(), "out", Task::Classification);
    let form = self::form(&mut session, RowSource::Typical);
    let with = |name: &str, value: &str| {
        let mut values = values(&form);
        values
            .iter_mut()
            .filter(|(known, _)| known == name)
            .for_each(|known| known.1 = value.into());
        values
    };
    let error = predicted(&mut session, with("size", "big")).unwrap_err();
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Predict, Some("size"))
    );
    let unseen = predicted(&mut session, with("colour", "pink, \"light\"\n")).unwrap();
    assert!(
        unseen.notes.iter().any(|note| note.contains("colour")),
        "{:?}",
        unseen.notes
    );
    // Nothing at all is a row of missing values.
    let empty = predicted(&mut session, Vec::new()).unwrap();
    assert_eq!(empty.classes.len(), 2);
    let half = predicted(&mut session, with("size", "3.5")).unwrap();
    assert_eq!(half.classes.len(), 2);
}

#[test]
fn a_model_from_a_file_asks_for_the_same_columns() {
    let mut session = trained(&odd(), "out", Task::Classification);
    let what = Download::Model;
    let (_, model) = try_ask(&mut session, GetFile { what }, b"").unwrap();
    let model = model.unwrap();
    let form = self::form(&mut session, RowSource::Typical);
    let mut other = crate::asking::session();
    let row = RowSource::Typical;
    assert!(try_ask(&mut other, DescribeRow { row }, b"").is_err());
    let load = LoadModel {
        name: "m.grove".into(),
    };
    ask(&mut other, load, &model);
    let alone = self::form(&mut other, RowSource::Place(3));
    let names = |form: &RowForm| -> Vec<String> {
        form.fields.iter().map(|field| field.name.clone()).collect()
    };
    assert_eq!(names(&alone), names(&form));
    assert_eq!((alone.rows, alone.row), (0, None));
    let values = values(&form);
    assert_eq!(
        predicted(&mut other, values.clone()),
        predicted(&mut session, values)
    );
}

#[test]
fn a_row_is_explained_by_the_model_that_predicts_and_a_column_by_that_of_the_run() {
    let mut session = trained(&odd(), "out", Task::Classification);
    let form = self::form(&mut session, RowSource::Place(3));
    let values = values(&form);
    let why = ask(
        &mut session,
        ExplainRow {
            values: values.clone(),
        },
        b"",
    );
    let (row, predicted) = (&why.rows[0], predicted(&mut session, values.clone()));
    let answer: Vec<f64> = predicted.unwrap().classes.iter().map(|of| of.1).collect();
    assert_eq!(row.answer, answer);
    assert!(row.residual.iter().all(|left| left.abs() < 1e-12));

    // A model of another table, which is not open.
    let mut other = trained(&odd().replace("sky", "sea"), "count", Task::Regression);
    let what = Download::Model;
    let (_, model) = try_ask(&mut other, GetFile { what }, b"").unwrap();
    let load = LoadModel {
        name: "m.grove".into(),
    };
    ask(&mut session, load, &model.unwrap());
    let error = try_ask(&mut session, ExplainRow { values }, b"").unwrap_err();
    assert!(error.problem.contains("not open"), "{error}");
    let column = String::from("size");
    let effect = ask(&mut session, Effect { column }, b"");
    assert_eq!(effect.classes, why.classes);
}

#[test]
fn the_same_file_read_otherwise_does_not_have_the_rows_of_the_model() {
    let mut session = trained(&odd(), "out", Task::Classification);
    let values = values(&ask(
        &mut session,
        DescribeRow {
            row: RowSource::Place(1),
        },
        b"",
    ));
    let explain = || ExplainRow {
        values: values.clone(),
    };
    ask(&mut session, explain(), b"");
    let load = Load {
        decimal: Some(Decimal::Point),
        ..Load::default()
    };
    ask(&mut session, ReadAgain { load }, b"");
    let error = refused(&mut session, explain(), b"");
    assert!(error.problem.contains("is not open"), "{error}");
    assert!(error.advice.contains("odd.csv"), "{error}");
    // As it was read at first, or by the same choices in words.
    for decimal in [None, Some(Decimal::Comma)] {
        let load = Load {
            decimal,
            ..Load::default()
        };
        ask(&mut session, ReadAgain { load }, b"");
        ask(&mut session, explain(), b"");
    }
}
