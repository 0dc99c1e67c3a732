//! What is asked of the engine, and the file of a selection.

use grove_protocol::TableName;
use grove_protocol::calls::{Cell, Open, RowOrder, RowsBehind, SaveBehind, Selection};
use grove_recipe::{Load, Task};

use super::{behind, cells_hold, classes, matrix, regression, whole};
use crate::asking::{ask, refused, session, try_ask};
use crate::shared;
use crate::threshold::{table, three};

#[test]
fn one_test_row_and_a_thousand_classes_are_shown() {
    let one = classes(&three(30), |recipe| {
        recipe.split.stratify = false;
        recipe.split.test_size = 0.02;
    });
    assert_eq!(whole(&one, Selection::All, RowOrder::default()).total, 1);
    cells_hold(&one);

    let many: String = (0..4000)
        .map(|row| format!("{},k{}\n", row % 1000, row % 1000))
        .collect();
    let many = classes(&format!("a,kind\n{many}"), |recipe| {
        recipe.train.set("n_estimators", 2).unwrap();
        recipe.split.stratify = false;
    });
    let outcome = many.outcome().unwrap();
    let (names, confusion) = matrix(outcome);
    assert_eq!(names.len(), 1000);
    let last = Selection::Actual { class: 999 };
    let page = whole(&many, last, RowOrder::default());
    assert_eq!(page.total, confusion[999].iter().sum::<u32>());
    let rows = behind(&many, last, RowOrder::default());
    assert_eq!(rows.header().len(), 1 + 2 + 2 + 1000);
}

/// The file of a selection, read back: its header and its records.
fn read_back(file: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(file);
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let header = texts(reader.headers().unwrap());
    let records = reader.records().map(|record| texts(&record.unwrap()));
    (header, records.collect())
}

#[test]
fn the_file_of_a_selection_reads_back_as_its_rows() {
    for pipeline in [classes(&three(200), |_| {}), regression()] {
        let sort = RowOrder::By {
            column: 0,
            falling: true,
        };
        let rows = behind(&pipeline, Selection::All, sort);
        let file = grove_export::behind::write(&rows);
        let (header, records) = read_back(&file);
        assert_eq!(
            (header, records.clone()),
            (rows.header(), rows.records().collect())
        );
        let page = rows.page(0, u32::MAX);
        assert_eq!(records.len(), page.rows.len());
        let outcome = pipeline.outcome().unwrap();
        for (record, row) in records.iter().zip(&page.rows) {
            assert_eq!(record[0], row.row.to_string());
            let raw = page.columns.len() - 3;
            let shown = row.cells[..=raw]
                .iter()
                .map(|cell| cell.clone().unwrap_or_default());
            assert!(shown.eq(record[1..=raw + 1].iter().cloned()));
            // As in the file of predictions.
            let predictions = &outcome.predictions;
            let place = predictions
                .rows
                .iter()
                .position(|number| *number == row.row)
                .unwrap();
            let expected = predictions.records().nth(place).unwrap();
            assert_eq!(record[raw + 1..][..expected.len() - 1], expected[1..]);
            if outcome.evaluation.task == Task::Regression {
                let number = |text: &String| text.parse::<f64>().unwrap();
                let residual = number(&record[raw + 1]) - number(&record[raw + 2]);
                assert_eq!(number(record.last().unwrap()), residual);
            }
        }
    }
}

#[test]
fn the_engine_answers_while_it_has_the_run_and_its_table() {
    let page = RowsBehind {
        of: Selection::All,
        sort: RowOrder::WorstFirst,
        from: 0,
        count: 5,
    };
    let mut session = session();
    let none = refused(&mut session, page.clone(), b"");
    assert_eq!(none.problem, "No run has finished yet.");
    let csv = three(200);
    let open = |load: Load| Open {
        name: "three.csv".into(),
        load,
    };
    let data = ask(&mut session, open(Load::default()), csv.as_bytes());
    ask(&mut session, shared::run(data.recipe("kind")), b"");
    let shown = ask(&mut session, page.clone(), b"").rows;
    assert_eq!(shown.len(), 5);
    for row in shown {
        let cell = |column: u32| Cell {
            table: TableName::Numbered,
            row: row.row,
            column,
        };
        assert_eq!(ask(&mut session, cell(0), b"").text, row.cells[0]);
        assert_eq!(ask(&mut session, cell(99), b"").text, None);
    }
    let save = SaveBehind {
        of: Selection::Mistakes,
        sort: RowOrder::WorstFirst,
    };
    let (_, file) = try_ask(&mut session, save, b"").unwrap();
    let (header, records) = read_back(&file.unwrap());
    let mistakes = RowsBehind {
        of: Selection::Mistakes,
        ..page.clone()
    };
    assert_eq!(records.len() as u32, ask(&mut session, mistakes, b"").total);
    let added = [
        "actual",
        "prediction",
        "probability_ant",
        "probability_bee",
        "probability_cat",
    ];
    assert_eq!(header[header.len() - 5..], added);

    // The same file, read from its third row on: rows have other numbers.
    let otherwise = Load {
        skip_rows: Some(2),
        ..Load::default()
    };
    ask(&mut session, open(otherwise), csv.as_bytes());
    let other = refused(&mut session, page.clone(), b"");
    assert!(other.advice.contains("three.csv"), "{other}");
    ask(&mut session, open(Load::default()), csv.as_bytes());
    assert_eq!(ask(&mut session, page.clone(), b"").rows.len(), 5);
    ask(&mut session, open(Load::default()), table(50).as_bytes());
    assert!(try_ask(&mut session, page, b"").is_err());
}
