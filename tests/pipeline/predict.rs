//! Predict: new files in every state that they come in.

use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::predict::{predict, predict_with};
use grove_recipe::stage::Stage;
use grove_recipe::{Decimal, LoadChoice, Task, Thousands};

use crate::tools::{run, target};

/// A model that needs a number, a category and a date.
fn fitted(task: Task) -> FittedPipeline {
    let mut csv = String::from("size,colour,day,out\n");
    for i in 0..40u32 {
        let colour = ["red", "green", "blue"][i as usize % 3];
        let out = if task == Task::Regression {
            (i * 3).to_string()
        } else {
            format!("o{}", i % 2)
        };
        csv.push_str(&format!("{i},{colour},2024-01-{:02},{out}\n", i % 28 + 1));
    }
    let (pipeline, _) = run(csv, target("out", task)).unwrap();
    pipeline.outcome().unwrap().fitted.clone()
}

fn records(fitted: &FittedPipeline, csv: &str) -> Vec<Vec<String>> {
    predict(fitted, "new.csv", csv.as_bytes())
        .unwrap()
        .0
        .records()
        .collect()
}

#[test]
fn the_target_is_not_needed_and_order_does_not_matter() {
    let fitted = fitted(Task::Classification);
    let straight = records(
        &fitted,
        "size,colour,day\n3,red,2024-01-04\n8,blue,2024-01-09\n",
    );
    let turned = records(
        &fitted,
        "day,size,colour\n2024-01-04,3,red\n2024-01-09,8,blue\n",
    );
    assert_eq!(straight, turned);
    assert_eq!(straight.len(), 2);
}

#[test]
fn extra_columns_are_ignored_and_told() {
    let fitted = fitted(Task::Regression);
    let csv = "size,note,colour,day\n3,hello,red,2024-01-04\n";
    let (_, summary) = predict(&fitted, "new.csv", csv.as_bytes()).unwrap();
    assert_eq!(summary.notes, ["The column note is not used by the model."]);
    let header = ["row", "prediction", "prediction_p05", "prediction_p95"];
    assert_eq!(summary.header, header);
}

#[test]
fn a_missing_column_is_named() {
    let fitted = fitted(Task::Classification);
    let error = predict(&fitted, "new.csv", b"size\n3\n").err().unwrap();
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Predict, Some("colour"))
    );
    assert_eq!(
        error.problem,
        "new.csv lacks the columns colour, day that the model needs."
    );
}

#[test]
fn a_column_of_another_type_is_named_with_its_row() {
    let fitted = fitted(Task::Classification);
    for (csv, column, why) in [
        (
            "size,colour,day\n1,red,2024-01-01\nbig,red,2024-01-01\n",
            "size",
            "is not a number",
        ),
        (
            "size,colour,day\n1,red,2024-01-01\n1,red,soon\n",
            "day",
            "is not a date",
        ),
    ] {
        let error = predict(&fitted, "new.csv", csv.as_bytes()).err().unwrap();
        assert_eq!(error.stage, Stage::Predict);
        assert_eq!(
            (error.column.as_deref(), error.row),
            (Some(column), Some(2))
        );
        assert!(error.problem.contains(why), "{error}");
    }
}

#[test]
fn decimals_fit_where_whole_numbers_were_learned() {
    let fitted = fitted(Task::Regression);
    assert_eq!(
        records(&fitted, "size,colour,day\n3.25,red,2024-01-04\n").len(),
        1
    );
}

#[test]
fn missing_cells_and_unseen_categories_are_predicted_and_told() {
    let fitted = fitted(Task::Classification);
    let csv = "size,colour,day\n,,2024-01-04\n5,violet,NA\n";
    let (predictions, summary) = predict(&fitted, "new.csv", csv.as_bytes()).unwrap();
    assert_eq!(predictions.records().count(), 2);
    assert_eq!(summary.notes.len(), 1, "{:?}", summary.notes);
    assert!(summary.notes[0].contains("colour") && summary.notes[0].contains("“violet”"));
    let total: u32 = summary.counts.iter().map(|(_, count)| count).sum();
    assert_eq!(total, 2);
}

#[test]
fn a_broken_file_is_a_prediction_error() {
    let fitted = fitted(Task::Classification);
    for bad in [
        &b""[..],
        b"size,colour,day\n",
        b"\x89PNG",
        b"size,colour,day\n1,red,2024-01-04,9\n1,red,2024-01-04\n1,red,2024-01-04\n",
    ] {
        assert_eq!(
            predict(&fitted, "new.csv", bad).err().unwrap().stage,
            Stage::Predict
        );
    }
}

#[test]
fn a_file_that_is_written_otherwise_is_read_as_it_is_written() {
    let fitted = fitted(Task::Classification);
    let straight = records(
        &fitted,
        "size,colour,day\n3.5,red,2024-01-04\n8,blue,2024-01-09\n",
    );
    let csv = "size;colour;day\n3.5;red;2024-01-04\n8.0;blue;2024-01-09\n";
    let (table, summary) = predict(&fitted, "new.csv", csv.as_bytes()).unwrap();
    assert_eq!(table.records().collect::<Vec<_>>(), straight);
    // Numbers that are written otherwise are not guessed at: the error has the choice.
    let commas = "size;colour;day\n3,5;red;2024-01-04\n8,0;blue;2024-01-09\n";
    let error = predict(&fitted, "new.csv", commas.as_bytes())
        .err()
        .unwrap();
    let choice = LoadChoice::Numbers(Decimal::Comma, Thousands::None);
    assert_eq!(error.choice.as_deref(), Some(&choice));
    let (table, _) = predict_with(&fitted, "new.csv", commas.as_bytes(), &[choice]).unwrap();
    assert_eq!(table.records().collect::<Vec<_>>(), straight);
    assert!(
        summary
            .notes
            .iter()
            .any(|note| note.contains("semicolon between values")),
        "{:?}",
        summary.notes
    );
    // Where that does not help either, what lacks is said.
    let error = predict(&fitted, "new.csv", b"size;colour\n3;red\n8;blue\n")
        .err()
        .unwrap();
    assert!(error.problem.contains("lacks"), "{error}");
}
