//! The test rows behind a number of the evaluation.

mod files;
mod orders;
mod selections;

use std::collections::BTreeSet;

use grove_engine::evaluate::behind::RowsBehind as Rows;
use grove_engine::{Pipeline, RunOutcome};
use grove_protocol::calls::{BehindPage, RowOrder, Selection};
use grove_protocol::report::EvaluationOutcome;
use grove_recipe::{Recipe, Task};

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
    Rows::new(
        pipeline.table_of(&outcome.fitted.recipe).unwrap(),
        outcome,
        &of,
        sort,
    )
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
