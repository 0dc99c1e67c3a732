//! Bad input: each gives a clear error at the stage that found it, with column and row where there is one.

use grove_engine::load::{check_size, load};
use grove_protocol::TableName;
use grove_protocol::report::{CheckVerdict, Detail};
use grove_recipe::limits::MAX_BYTES;
use grove_recipe::stage::Stage;
use grove_recipe::{Load, OnBadLines, Task, TextEncoding};

use crate::tools::{detail, fails, finish, open, run, table, target};

/// The error of a file that must not open: its text, column and row.
fn refused(csv: &[u8]) -> (String, Option<String>, Option<u32>) {
    let error = load(
        "test.csv",
        csv,
        &Load {
            on_bad_lines: OnBadLines::Error,
            ..Load::default()
        },
    )
    .err()
    .expect("the file should have been refused");
    assert_eq!(error.stage, Stage::Load);
    assert!(!error.advice.is_empty(), "{error}");
    (error.problem, error.column.map(String::from), error.row)
}

#[test]
fn an_empty_file() {
    assert_eq!(refused(b"").0, "The file is empty.");
    assert_eq!(refused(b"\xEF\xBB\xBF").0, "The file is empty.");
    assert_eq!(refused(b" \n\n\r\n").0, "The file is empty.");
}

#[test]
fn a_header_without_rows() {
    assert_eq!(
        refused(b"a,b,c\n").0,
        "The file has a header and no rows below it."
    );
    assert_eq!(
        refused(b"a,b,c").0,
        "The file has a header and no rows below it."
    );
}

#[test]
fn ragged_rows() {
    let (problem, _, row) = refused(b"a,b,c\n1,2,3\n1,2,3,4\n1\n");
    assert_eq!(
        problem,
        "Row 2 (line 3) has 4 values where the header names 3 columns. 1 more row has the same problem."
    );
    assert_eq!(row, Some(2));
    // Unless told to stop, they are set aside and listed, and the others keep their numbers.
    // One whose cells at the end are missing is a row.
    let (mut pipeline, summary, _) = open(b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n4,5,6\n").unwrap();
    assert_eq!((summary.rows, summary.bad_lines.rows), (3, 1));
    assert_eq!(
        summary.bad_lines.listed[0].problem,
        "Row 3 (line 4) has 4 values where the header names 3 columns."
    );
    assert!(summary.notes[0].text.starts_with("1 row has fewer values"));
    let rows: Vec<u32> = pipeline
        .rows(TableName::Raw, 0, 9)
        .iter()
        .map(|row| row.row)
        .collect();
    assert_eq!(rows, [1, 2, 4]);
    assert!(
        pipeline
            .open("t.csv", b"a,b\n1,2,x\n2,3,y\n3,4\n", &Load::default())
            .is_err(),
        "most rows are wrong"
    );
}

#[test]
fn a_quote_that_is_never_closed() {
    let (problem, _, row) = refused(b"a,b\n1,2\n\"3,4\n5,6\n7,8\n");
    assert_eq!(problem, "A quote that opens in row 2 is never closed.");
    assert_eq!(row, Some(2));
    // In the last row, where it could pass for a value.
    assert_eq!(
        refused(b"a,b\n1,\"2\n").0,
        "A quote that opens in row 1 is never closed."
    );
    assert_eq!(
        refused(b"a,\"b\n1,2\n").0,
        "A quote that opens in the header is never closed."
    );
}

#[test]
fn a_file_that_is_no_text() {
    assert!(
        refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
            .0
            .contains("a PNG image")
    );
    assert!(refused(b"PK\x03\x04rest").0.contains("zip archive"));
    assert!(
        refused(b"\x1F\x8Brest")
            .0
            .contains("could not be read to its end")
    );
    assert!(refused(b"PAR1rest").0.contains("Parquet"));
    assert!(refused(b"a,b\n1,\0\n").0.contains("zero bytes"));
}

#[test]
fn invalid_utf_8() {
    // Where nothing is chosen, such a text is taken for what it most likely is.
    let guessed = load("test.csv", b"name,city\nJos\xE9,Linz\n", &Load::default()).unwrap();
    assert_eq!(
        guessed.table.page(0, 1)[0].cells[0].as_deref(),
        Some("José")
    );
    let utf8 = Load {
        encoding: Some(TextEncoding::Utf8),
        ..Load::default()
    };
    let refused = |bytes| load("test.csv", bytes, &utf8).err().unwrap();
    let error = refused(b"name,city\nAnna,Graz\nJos\xE9,Linz\n");
    assert_eq!(error.problem, "Row 2 is not valid UTF-8 in column name.");
    assert_eq!(
        (error.column.as_deref(), error.row),
        (Some("name"), Some(2))
    );
    let error = refused(b"a,\xFF\n1,2\n");
    assert_eq!(error.problem, "The name of column 2 is not valid UTF-8.");
}

#[test]
fn duplicate_and_empty_column_names_are_made_unique_and_told() {
    let loaded = load("test.csv", b"a,,a,a_2,\n1,2,3,4,5\n", &Load::default()).unwrap();
    let names: Vec<String> = loaded
        .table
        .frame
        .columns()
        .iter()
        .map(|c| c.name().to_string())
        .collect();
    assert_eq!(names, ["a", "column_2", "a_2", "a_2_2", "column_5"]);
    // One for those without a name, and one for each name that is there again.
    assert_eq!(loaded.notes.len(), 3, "{:?}", loaded.notes);
}

#[test]
fn a_file_too_large_for_memory() {
    assert!(check_size(MAX_BYTES).is_ok());
    let error = check_size(MAX_BYTES + (1 << 20)).unwrap_err();
    assert_eq!(
        error.problem,
        "The file has 257 MB; Grove opens files of up to 256 MB."
    );
}

#[test]
fn a_target_with_one_class() {
    let error = fails(
        "a,t\n1,x\n2,x\n3,x\n4,x\n5,x\n",
        target("t", Task::Classification),
    );
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Check, Some("t"))
    );
    assert_eq!(
        error.problem,
        "The target t has only one class, x, in all 5 rows."
    );
    let error = fails("a,t\n1,7\n2,7\n3,7\n4,7\n", target("t", Task::Regression));
    assert_eq!(
        error.problem,
        "The target t has the same value in every row."
    );
}

#[test]
fn a_target_whose_values_are_all_distinct() {
    let csv = "a,t\n1,p\n2,q\n3,r\n4,s\n5,u\n";
    let error = fails(csv, target("t", Task::Classification));
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Check, Some("t"))
    );
    assert_eq!(
        error.problem,
        "The target t has a different value in each of its 5 rows."
    );
}

#[test]
fn a_target_that_is_all_missing() {
    let error = fails(
        "a,t\n1,\n2,NA\n3,?\n4,\n",
        target("t", Task::Classification),
    );
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Clean, Some("t"))
    );
    assert_eq!(error.problem, "The target t has no value in any row.");
}

#[test]
fn a_target_that_is_not_there() {
    let error = fails(table(20), target("nowhere", Task::Classification));
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Clean, Some("nowhere"))
    );
}

#[test]
fn a_text_target_for_a_regression() {
    let error = fails(table(20), target("kind", Task::Regression));
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Check, Some("kind"))
    );
    assert!(error.problem.contains("a category column"), "{error}");
}

#[test]
fn cells_that_keep_a_column_from_being_numbers_are_named_with_their_cure() {
    let mut csv = String::from("size,t,who\n");
    for i in 0..30 {
        let t = if i % 3 == 0 {
            "n.d.".into()
        } else {
            format!("{}.{i}", i * 7)
        };
        csv.push_str(&format!("{},{t},a{}\n", i % 11, i % 2));
    }
    let error = fails(&csv, target("t", Task::Regression));
    assert!(
        error
            .problem
            .ends_with("20 of its 30 values are numbers; these are not: “n.d.”."),
        "{error}"
    );
    assert!(error.advice.contains("counts as missing"), "{error}");
    assert!(!error.advice.contains("classification"), "{error}");
    // A column of weights has the same cure.
    let weighted = fails(&csv, |recipe| {
        target("who", Task::Classification)(recipe);
        recipe.weight = Some("t".into());
    });
    assert!(
        weighted.problem.contains("these are not: “n.d.”"),
        "{weighted}"
    );

    // Names have no such cure, and make no classes either.
    let names = (0..60).map(|i| format!("{},P-{}\n", i % 11, 100 + i));
    let csv = ["size,t\n".to_string(), names.collect()].concat();
    let error = fails(&csv, target("t", Task::Regression));
    assert!(error.problem.contains("is an identifier column"), "{error}");
    assert_eq!(error.advice, "Choose a column of numbers as the target.");
}

#[test]
fn columns_all_missing_or_constant_warn_and_give_no_feature() {
    let mut csv = String::from("empty,same,size,kind\n");
    for i in 0..20 {
        csv.push_str(&format!(",7,{i},{}\n", if i < 10 { "low" } else { "high" }));
    }
    let keep = |recipe: &mut grove_recipe::Recipe| recipe.leave_out.clear();
    let (_, reports) = run(&csv, keep).unwrap();
    let Detail::Check(check) = detail(&reports, Stage::Check) else {
        panic!()
    };
    let warned: Vec<&str> = check
        .expectations
        .iter()
        .filter(|e| e.verdict == CheckVerdict::Warned)
        .flat_map(|e| e.columns.iter().map(String::as_str))
        .collect();
    assert!(
        warned.contains(&"empty") && warned.contains(&"same"),
        "{warned:?}"
    );
    let Detail::Featurize(features) = detail(&reports, Stage::Featurize) else {
        panic!()
    };
    let unused: Vec<&str> = features
        .unused
        .iter()
        .map(|(column, _)| column.as_str())
        .collect();
    assert_eq!(unused, ["empty", "same"]);

    let error = fails(
        "same,t\n7,x\n7,y\n7,x\n7,y\n",
        target("t", Task::Classification),
    );
    assert_eq!(error.stage, Stage::Check);
    assert!(error.problem.contains("empty or constant"), "{error}");
}

#[test]
fn infinite_numbers_and_numbers_too_large() {
    for (value, why) in [
        ("inf", "is infinite"),
        ("-Infinity", "is infinite"),
        ("1e400", "is too large for a 64-bit number"),
    ] {
        let csv = format!("a,t\n1.5,x\n2.5,y\n{value},x\n3.5,y\n");
        let problem = format!("Column a holds “{value}” in row 3, which {why}.");
        let (_, summary, _) = open(csv.as_bytes()).unwrap();
        assert_eq!(summary.bad_lines.cells, 1);
        assert_eq!(summary.bad_lines.listed[0].problem, problem);
        assert_eq!(summary.columns[0].missing, 1);
        let error = fails(csv, |recipe| recipe.load.on_bad_lines = OnBadLines::Error);
        assert_eq!(error.stage, Stage::Load);
        assert_eq!((error.column.as_deref(), error.row), (Some("a"), Some(3)));
        assert_eq!(error.problem, problem);
    }
}

#[test]
fn whole_numbers_beyond_64_bits_are_decimals() {
    let csv = "a,t\n99999999999999999999,x\n1,y\n2,x\n3,y\n4,x\n5,y\n";
    assert!(run(csv, target("t", Task::Classification)).is_ok());
}

#[test]
fn targets_beyond_what_a_forest_can_square() {
    let csv = "a,t\n1,1e200\n2,2e200\n3,3e200\n4,-1e200\n5,5e200\n6,6e200\n";
    let error = fails(csv, target("t", Task::Regression));
    assert_eq!(error.stage, Stage::Train);
    assert!(error.problem.contains("The target is"), "{error}");
}

#[test]
fn one_row_and_too_few_rows() {
    let error = fails("a,t\n1,x\n", target("t", Task::Classification));
    assert_eq!(error.stage, Stage::Check);
    assert_eq!(
        error.problem,
        "There is only 1 row; training and testing need at least 4."
    );
    let error = fails("a,t\n1,x\n2,y\n", target("t", Task::Classification));
    assert_eq!(
        error.problem,
        "There are only 2 rows; training and testing need at least 4."
    );
}

#[test]
fn fewer_test_rows_than_classes_is_told() {
    let mut csv = String::from("a,t\n");
    for i in 0..40 {
        csv.push_str(&format!("{i},class {}\n", i % 20));
    }
    let (_, reports) = run(&csv, |recipe| {
        recipe.leave_out.clear();
        recipe.split.test_size = 0.1;
    })
    .unwrap();
    let Detail::Split(split) = detail(&reports, Stage::Split) else {
        panic!()
    };
    assert_eq!((split.train, split.test), (36, 4));
    assert!(
        split
            .note
            .as_ref()
            .unwrap()
            .starts_with("16 of 20 classes have no rows in test")
    );
    // A class without a test row has no area under its curve, and the mean says so instead of guessing.
    let Detail::Evaluate(evaluation) = detail(&reports, Stage::Evaluate) else {
        panic!()
    };
    let area = evaluation
        .metrics
        .iter()
        .find(|m| m.name == "roc_auc")
        .unwrap();
    assert_eq!(area.value, None);
    assert!(
        area.note
            .as_ref()
            .unwrap()
            .starts_with("No scored row is of class")
    );
}

#[test]
fn a_class_with_one_member_stays_in_train_and_is_told() {
    let csv = table(40) + "3,3,axolotl\n";
    let (_, reports) = run(&csv, |_| {}).unwrap();
    let Detail::Check(check) = detail(&reports, Stage::Check) else {
        panic!()
    };
    let lone = check
        .expectations
        .iter()
        .find(|e| e.name.contains("two rows"))
        .unwrap();
    assert_eq!((lone.verdict, lone.failing), (CheckVerdict::Warned, 1));
    assert!(
        lone.message.starts_with("axolotl has only one row"),
        "{}",
        lone.message
    );
    let Detail::Split(split) = detail(&reports, Stage::Split) else {
        panic!()
    };
    assert!(split.note.as_ref().unwrap().contains("stays in train"));
}

#[test]
fn every_column_left_out() {
    let error = fails(table(20), |r| {
        r.leave_out = vec!["size".into(), "weight".into()];
    });
    assert_eq!(error.stage, Stage::Check);
    assert!(error.problem.contains("there are no features"), "{error}");
}

#[test]
fn parameters_out_of_range_name_themselves_and_their_range() {
    let error = fails(table(20), |recipe| {
        recipe.train.set("n_estimators", 0).unwrap();
    });
    assert_eq!(error.stage, Stage::Train);
    assert_eq!(
        error.problem,
        "n_estimators is 0; it must be from 1 to 5000."
    );
    let error = fails(table(20), |recipe| recipe.split.test_size = f64::NAN);
    assert_eq!(
        error.problem,
        "test_size is NaN; it must be from 0.01 to 0.95."
    );
    let error = fails(table(20), |recipe| {
        recipe.split.test_size = 0.6;
        recipe.split.validation_size = 0.4;
    });
    assert_eq!(error.stage, Stage::Split);
    assert!(error.problem.contains("add up to"), "{error}");
}

#[test]
fn a_recipe_for_other_data() {
    let error = fails(table(20), |recipe| recipe.data.sha256 = "0".repeat(64));
    assert_eq!(error.stage, Stage::Load);
    assert!(error.problem.contains("other data"), "{error}");
}

#[test]
fn a_run_without_a_file() {
    let (_, _, recipe) = open(table(20).as_bytes()).unwrap();
    let error = grove_engine::Pipeline::default().begin(recipe).unwrap_err();
    assert_eq!(error.problem, "No file is open.");
}

#[test]
fn a_failed_run_keeps_the_results_of_the_one_before() {
    let (mut pipeline, _, mut recipe) = open(table(40).as_bytes()).unwrap();
    recipe.train.set("n_estimators", 5).unwrap();
    finish(&mut pipeline, &recipe).unwrap();
    recipe.train.set("n_estimators", 6).unwrap();
    recipe.leave_out = vec!["size".into(), "weight".into()];
    assert!(finish(&mut pipeline, &recipe).is_err());
    let outcome = pipeline.outcome().expect("the finished run is still there");
    assert_eq!(outcome.fitted.recipe.train.trees(), 5);
    assert!(pipeline.open("bad.csv", b"", &recipe.load).is_err());
    assert!(pipeline.outcome().is_some());
}
