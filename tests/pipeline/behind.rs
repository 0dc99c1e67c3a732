//! The test rows behind a number of the evaluation.

use std::collections::BTreeSet;

use grove_engine::evaluate::behind::RowsBehind as Rows;
use grove_engine::{Pipeline, RunOutcome};
use grove_protocol::TableName;
use grove_protocol::calls::{BehindPage, Cell, Open, RowOrder, RowsBehind, SaveBehind, Selection};
use grove_protocol::report::EvaluationOutcome;
use grove_recipe::{Load, ModelName, Operation, Recipe, SplitMethod, Step, Task, ThresholdBy};

use crate::asking::{ask, refused, session, try_ask};
use crate::shared;
use crate::threshold::{by, table, three};
use crate::tools::{run, target};

/// Numbers with a decimal comma that sort otherwise as texts, gaps, texts with quotes, and days.
fn odd(rows: u32) -> String {
    let mut csv = String::from("size;colour;day;actual;out\n");
    for row in 0..rows {
        let colour = ["red", "\"sky \"\"blue\"\"; or so\"", "green", ""][row as usize % 4];
        let size = match row % 10 {
            9 => "NA".into(),
            _ => format!("{},5", row * 7 % 23 * 5),
        };
        let (day, noise) = (row % 28 + 1, row * 5 % 17);
        csv.push_str(&format!(
            "{size};{colour};{day:02}.03.2024;{noise};{}\n",
            row * 7 % 23 + row * 11 % 9
        ));
    }
    csv
}

fn regression() -> Pipeline {
    run(odd(200), target("out", Task::Regression)).unwrap().0
}

fn classes(csv: &str, change: impl FnOnce(&mut Recipe)) -> Pipeline {
    let of = |recipe: &mut Recipe| {
        target("kind", Task::Classification)(recipe);
        change(recipe);
    };
    run(csv, of).unwrap().0
}

fn behind(pipeline: &Pipeline, of: Selection, sort: RowOrder) -> Rows<'_> {
    let outcome = pipeline.outcome().unwrap();
    Rows::new(pipeline.table_of(outcome).unwrap(), outcome, &of, sort)
}

/// All rows of a selection.
fn whole(pipeline: &Pipeline, of: Selection, sort: RowOrder) -> BehindPage {
    let page = behind(pipeline, of, sort).page(0, u32::MAX);
    assert_eq!(page.rows.len() as u32, page.total);
    for row in &page.rows {
        assert_eq!(row.cells.len(), page.columns.len());
    }
    page
}

fn numbers(page: &BehindPage) -> Vec<u32> {
    page.rows.iter().map(|row| row.row).collect()
}

fn cells(page: &BehindPage, column: usize) -> Vec<Option<&str>> {
    let rows = page.rows.iter();
    rows.map(|row| row.cells[column].as_deref()).collect()
}

fn matrix(outcome: &RunOutcome) -> (&[String], &[Vec<u32>]) {
    match &outcome.evaluation.outcome {
        EvaluationOutcome::Classes {
            classes, confusion, ..
        } => (classes, confusion),
        EvaluationOutcome::Numbers { .. } => panic!("no matrix"),
    }
}

/// Every row of every cell is what the cell says, and there are as many as it counts.
fn cells_hold(pipeline: &Pipeline) {
    let outcome = pipeline.outcome().unwrap();
    let (names, confusion) = matrix(outcome);
    let mut seen = BTreeSet::new();
    let places = || 0..names.len() as u32;
    let count = |of| whole(pipeline, of, RowOrder::default()).total;
    for (actual, counts) in places().zip(confusion) {
        for (predicted, &rows) in places().zip(counts) {
            let page = whole(
                pipeline,
                Selection::Cell { actual, predicted },
                RowOrder::default(),
            );
            assert_eq!(page.total, rows);
            let from = page.columns.len() - 3;
            let (is, said) = (&names[actual as usize], &names[predicted as usize]);
            assert!(
                cells(&page, from)
                    .iter()
                    .all(|cell| cell == &Some(is.as_str()))
            );
            assert!(
                cells(&page, from + 1)
                    .iter()
                    .all(|cell| cell == &Some(said.as_str()))
            );
            seen.extend(numbers(&page));
        }
        assert_eq!(
            count(Selection::Actual { class: actual }),
            counts.iter().sum::<u32>()
        );
        let column = confusion.iter().map(|counts| counts[actual as usize]);
        assert_eq!(
            count(Selection::Predicted { class: actual }),
            column.sum::<u32>()
        );
    }
    let all = numbers(&whole(pipeline, Selection::All, RowOrder::default()));
    assert_eq!(all.iter().copied().collect::<BTreeSet<u32>>(), seen);
    assert_eq!(all.len() as u32, outcome.evaluation.rows);
    let right: u32 = (0..names.len()).map(|class| confusion[class][class]).sum();
    assert_eq!(count(Selection::Mistakes), outcome.evaluation.rows - right);
}

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
fn pages_are_the_whole_in_every_order() {
    for pipeline in [classes(&three(200), |_| {}), regression()] {
        let width = whole(&pipeline, Selection::All, RowOrder::default())
            .columns
            .len() as u32;
        let columns = (0..=width)
            .flat_map(|column| [false, true].map(|falling| RowOrder::By { column, falling }));
        let mut all = numbers(&whole(&pipeline, Selection::All, RowOrder::default()));
        all.sort_unstable();
        for sort in columns.chain([RowOrder::WorstFirst]) {
            let whole = whole(&pipeline, Selection::All, sort);
            let pages = (0..whole.total.div_ceil(7)).flat_map(|page| {
                let rows = behind(&pipeline, Selection::All, sort);
                rows.page(page * 7, 7).rows
            });
            assert!(pages.eq(whole.rows.iter().cloned()), "{sort:?}");
            let mut sorted = numbers(&whole);
            sorted.sort_unstable();
            assert_eq!(sorted, all);
        }
        // By a column that is not there: the order of the file.
        let past = RowOrder::By {
            column: width,
            falling: true,
        };
        assert_eq!(numbers(&whole(&pipeline, Selection::All, past)), all);
    }
}

#[test]
fn numbers_sort_as_numbers_and_missing_ones_are_last() {
    let pipeline = regression();
    for (column, falling) in (0..7).flat_map(|column| [(column, false), (column, true)]) {
        let page = whole(&pipeline, Selection::All, RowOrder::By { column, falling });
        let shown = cells(&page, column as usize);
        let present = shown.iter().take_while(|cell| cell.is_some()).count();
        assert!(shown[present..].iter().all(Option::is_none), "{column}");
        let mut pairs = shown[..present].windows(2);
        assert!(
            pairs.all(|pair| {
                let [Some(a), Some(b)] = pair else {
                    return false;
                };
                let (a, b) = if falling { (b, a) } else { (a, b) };
                match page.columns[column as usize].is_number && !a.contains("-0") {
                    true => a.parse::<f64>().unwrap() <= b.parse::<f64>().unwrap(),
                    false => a <= b,
                }
            }),
            "{column}: {shown:?}"
        );
    }
    let page = whole(
        &pipeline,
        Selection::All,
        RowOrder::By {
            column: 0,
            falling: false,
        },
    );
    assert!(cells(&page, 0).contains(&None));
    let names = page.columns.iter().map(|column| &*column.name);
    let expected = [
        "size",
        "colour",
        "day",
        "actual",
        "out",
        "actual_",
        "prediction",
        "residual",
    ];
    assert!(names.eq(expected));
}

#[test]
fn the_surest_mistakes_and_the_largest_residuals_are_first() {
    let pipeline = classes(&three(300), |_| {});
    let mistakes = whole(&pipeline, Selection::Mistakes, RowOrder::WorstFirst);
    let all = whole(&pipeline, Selection::All, RowOrder::WorstFirst);
    let sureness = |page: &BehindPage| -> Vec<f64> {
        let cells = cells(page, page.columns.len() - 1).into_iter().flatten();
        cells.map(|cell| cell.parse().unwrap()).collect()
    };
    assert!(mistakes.total > 3);
    assert!(sureness(&mistakes).is_sorted_by(|a, b| a >= b));
    let (wrong, right) = all.rows.split_at(mistakes.rows.len());
    assert_eq!(wrong, mistakes.rows);
    assert!(sureness(&all)[wrong.len()..].is_sorted(), "{right:?}");

    let pipeline = regression();
    let rows = behind(&pipeline, Selection::All, RowOrder::WorstFirst);
    let residuals = rows
        .records()
        .map(|record| record.last().unwrap().parse().unwrap());
    let residuals: Vec<f64> = residuals.collect();
    assert!(residuals.is_sorted_by(|a, b| a.abs() >= b.abs()));
    assert!(residuals.iter().any(|r| *r < 0.0) && residuals.iter().any(|r| *r > 0.0));
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
