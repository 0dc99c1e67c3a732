//! Models as ONNX files: read back by an evaluator of Grove's own they say what Grove says, and what the format cannot
//! take is refused by name.

use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::{Pipeline, RunOutcome, predict::predict};
use grove_export::onnx::compare::{compare, numbered};
use grove_export::onnx::given::{csv, given};
use grove_export::onnx::read::OnnxReader;
use grove_export::onnx::read::tensor::TensorData;
use grove_export::onnx::reveals::reveals;
use grove_export::onnx::{ExportedModel, export};
use grove_models::Predictions;
use grove_protocol::TableName::Raw;
use grove_protocol::onnx::{OnnxLayout, OnnxTakes};
use grove_recipe::columns::ColumnKind;
use grove_recipe::{
    BinEncoding, Case, CategoryImputation, ColumnEncoding, Encoding, FillStrategy, Merge,
    ModelName, NumericImputation, Operation, OutlierAction, OutlierMethod, Recipe, Step, Task,
    Within,
};

use super::tools::{every_encoding, run, target};

/// The test rows as they were loaded.
pub fn raw_rows(pipeline: &Pipeline, outcome: &RunOutcome) -> grove_engine::table::Table {
    let raw = pipeline.table(Raw).unwrap();
    numbered(raw, &outcome.predictions.rows)
}

/// Exports what a run left and compares all test rows; no label may differ, and no number by more than `most`.
pub fn exported(pipeline: &Pipeline, most: f64) -> ExportedModel {
    let outcome = pipeline.outcome().unwrap();
    let exported = export(&outcome.fitted, OnnxLayout::Table).unwrap();
    let again = export(&outcome.fitted, OnnxLayout::Table).unwrap();
    assert_eq!(exported, again);
    let rows = raw_rows(pipeline, outcome);
    let predicted = &outcome.predictions.predicted;
    let found = compare(&outcome.fitted, &exported.bytes, &rows, predicted).unwrap();
    assert_eq!(found.rows, rows.height());
    assert_eq!(found.label_mismatches, 0);
    assert!(found.largest_difference <= most, "{found:?}");
    exported
}

/// What the exported model says of rows that are given by its inputs: labels, and all numbers.
pub fn asked(exported: &ExportedModel, inputs: &[(&str, TensorData)]) -> (Vec<String>, Vec<f64>) {
    let reader = OnnxReader::new(&exported.bytes).unwrap();
    let outputs = reader.run(inputs).unwrap();
    let labels = outputs["label"].texts().unwrap().to_vec();
    (labels, outputs["probabilities"].numbers().unwrap().to_vec())
}

/// What Grove says of a file.
pub fn said(fitted: &FittedPipeline, csv: &str) -> (Vec<String>, Vec<f64>) {
    let (table, _) = predict(fitted, "new.csv", csv.as_bytes()).unwrap();
    let labels = table.predicted.labels();
    let labels = labels
        .iter()
        .map(|label| table.classes[*label as usize].clone());
    let Predictions::Probabilities { values, .. } = &table.predicted else {
        panic!("classes were expected");
    };
    (labels.collect(), values.clone())
}

#[test]
fn every_encoding_gives_the_same_bits() {
    let (csv, change) = every_encoding(300);
    for imputation in [NumericImputation::Median, NumericImputation::Keep] {
        for category in [
            CategoryImputation::Constant,
            CategoryImputation::MostFrequent,
        ] {
            let (pipeline, _) = run(&csv, |recipe| {
                change(recipe);
                recipe.featurize.numeric_imputation = imputation;
                recipe.featurize.category_imputation = category;
                recipe.train.set("min_samples_leaf", 3).unwrap();
            })
            .unwrap();
            let exported = exported(&pipeline, 0.0);
            assert!(exported.about.before.is_empty());
            let features = exported
                .about
                .inputs
                .iter()
                .filter(|i| i.takes == OnnxTakes::Feature);
            assert!(features.count() > 0, "texts are encoded outside");
        }
    }
}

#[test]
fn bins_gathered_categories_and_shares_give_the_same_bits() {
    let (csv, change) = every_encoding(300);
    let (pipeline, _) = run(&csv, |recipe| {
        change(recipe);
        for own in recipe.featurize.columns.values_mut() {
            own.bin_encoding = BinEncoding::OneHot;
            own.max_categories = Some(2);
        }
    })
    .unwrap();
    exported(&pipeline, 0.0);
}

#[test]
fn every_model_says_the_same() {
    let (csv, change) = every_encoding(200);
    use ModelName::{DecisionTree, RandomForest, Ridge};
    use ModelName::{Dummy, ExtraTrees, GaussianNB, Lasso, LogisticRegression};
    for model in [
        RandomForest,
        ExtraTrees,
        DecisionTree,
        Dummy,
        LogisticRegression,
        GaussianNB,
    ] {
        let most = if model.about().trees != grove_recipe::models::Trees::None {
            0.0
        } else {
            1e-9
        };
        let (pipeline, _) = run(&csv, |recipe| {
            change(recipe);
            recipe.train.choose(model);
        })
        .unwrap();
        exported(&pipeline, most);
    }
    for model in [RandomForest, ExtraTrees, DecisionTree, Dummy, Ridge, Lasso] {
        let most = if model.about().trees != grove_recipe::models::Trees::None {
            0.0
        } else {
            1e-9
        };
        let (pipeline, _) = run(&csv, |recipe| {
            change(recipe);
            recipe.target = "decimal Passthrough".into();
            recipe.task = Task::Regression;
            recipe.train.choose(model);
        })
        .unwrap();
        exported(&pipeline, most);
    }
}

#[test]
fn made_data_says_the_same() {
    for set in grove_recipe::synthetic::DATA_SETS {
        let spec = grove_recipe::synthetic::SyntheticSpec {
            rows: 400,
            ..grove_recipe::synthetic::SyntheticSpec::new(set.name)
        };
        let bytes = grove_synthetic::make(&spec).unwrap();
        let (pipeline, _) = run(bytes, |recipe| recipe.target = set.target.into()).unwrap();
        exported(&pipeline, 0.0);
    }
}

/// A table whose names and categories are as unfriendly as they can be.
fn hostile() -> String {
    let mut csv =
        String::from("\"label\",\"a \"\"b\"\", c\",\"line\nbreak\",line_break,😀 ∑,prediction,t\n");
    let words = [
        "\"a, b\"",
        "\"say \"\"hi\"\"\"",
        "\"two\nlines\"",
        "😀",
        "é|;\t",
        "x",
    ];
    for i in 0..240u32 {
        let word = if i % 17 == 0 {
            ""
        } else {
            words[i as usize * 7 % 6]
        };
        let number = if i % 13 == 0 {
            String::new()
        } else {
            format!("{}.5", i * 7 % 11)
        };
        let class = ["yes, \"sir\"", "no\n☂"][usize::from((i * 7 % 6 < 3) != (i % 5 == 0))];
        let class = class.replace('"', "\"\"");
        csv.push_str(&format!(
            "{word},{number},{},{},{word},{i},\"{class}\"\n",
            i % 4,
            i % 5
        ));
    }
    csv
}

#[test]
fn unfriendly_names_and_categories_pass_through() {
    let (pipeline, _) = run(hostile(), |recipe| {
        target("t", Task::Classification)(recipe);
        recipe
            .load
            .kinds
            .insert("line\nbreak".into(), ColumnKind::Integer);
    })
    .unwrap();
    let exported = exported(&pipeline, 0.0);
    let named: Vec<(&str, &str)> = exported
        .about
        .inputs
        .iter()
        .map(|input| (input.column.as_str(), input.name.as_str()))
        .collect();
    let expected = [
        ("label", "label_2"),
        ("a \"b\", c", "a \"b\", c"),
        ("line\nbreak", "line_break"),
        ("line_break", "line_break_2"),
        ("😀 ∑", "😀 ∑"),
        ("prediction", "prediction_2"),
    ];
    assert_eq!(named, expected);
    let reader = OnnxReader::new(&exported.bytes).unwrap();
    assert!(reader.inputs().eq(expected.map(|(_, name)| name)));
    let words = reader.metadata("grove.inputs").unwrap();
    assert!(words.contains("line\\nbreak") && words.contains("line_break"));
}

#[test]
fn unseen_and_missing_values_are_answered_as_in_the_page() {
    let (pipeline, _) = run(hostile(), target("t", Task::Classification)).unwrap();
    let exported = exported(&pipeline, 0.0);
    let fitted = &pipeline.outcome().unwrap().fitted;
    let header = "label,\"a \"\"b\"\", c\",\"line\nbreak\",line_break,😀 ∑,prediction\n";
    let rows = ",,,,,9\nnever seen,1e300,7,2.5,never seen,-1\n😀,5.5,1,1,NA,99999\nNA,,1,1,x,3\n";
    let numbers = |values: [f64; 4]| TensorData::Numbers(values.to_vec());
    let texts = |values: [&str; 4]| TensorData::Texts(values.map(String::from).to_vec());
    let nan = f64::NAN;
    let inputs = [
        ("label_2", texts(["", "never seen", "😀", "NA"])),
        ("a \"b\", c", numbers([nan, 1e300, 5.5, nan])),
        ("line_break", numbers([nan, 7.0, 1.0, 1.0])),
        ("line_break_2", numbers([nan, 2.5, 1.0, 1.0])),
        ("😀 ∑", texts(["", "never seen", "NA", "x"])),
        ("prediction_2", numbers([9.0, -1.0, 99999.0, 3.0])),
    ];
    let file = format!("{header}{rows}");
    assert_eq!(asked(&exported, &inputs), said(fitted, &file));
    for input in &exported.about.inputs {
        let says = input.takes == OnnxTakes::Text;
        assert_eq!(input.unseen.is_some(), says, "{input:?}");
        assert!(input.missing.contains("missing"), "{input:?}");
    }
}

#[test]
fn truth_values_and_numbers_as_categories_are_read_as_in_the_page() {
    let mut csv = String::from("flag,code,t\n");
    for i in 0..120u32 {
        let class = if (i % 2 == 0) == (i % 3 == 0) {
            "a"
        } else {
            "b"
        };
        let flag = ["yes", "no", ""][i as usize % 3];
        csv.push_str(&format!("{flag},{},{class}\n", (i * 7 % 5) as i32 - 2));
    }
    for (of_flag, of_code) in [
        (Encoding::Passthrough, Encoding::OneHot),
        (Encoding::OneHot, Encoding::Frequency),
        (Encoding::Ordinal, Encoding::Target),
    ] {
        let (pipeline, _) = run(&csv, |recipe| {
            target("t", Task::Classification)(recipe);
            for (name, encoding) in [("flag", of_flag), ("code", of_code)] {
                let own = ColumnEncoding {
                    encoding: Some(encoding),
                    ..Default::default()
                };
                recipe.featurize.columns.insert(name.into(), own);
            }
            recipe.featurize.missing_indicator = true;
        })
        .unwrap();
        let exported = exported(&pipeline, 0.0);
        let rows = [
            ("YES", "-1"),
            ("No", "0"),
            ("t", "2.5"),
            ("maybe", "1"),
            ("", "1"),
            ("yes", ""),
            ("n", "-0"),
        ];
        let number = |(_, code): (&str, &str)| code.parse().unwrap_or(f64::NAN);
        let inputs = [
            (
                "flag",
                TensorData::Texts(rows.map(|(flag, _)| flag.to_owned()).into()),
            ),
            ("code", TensorData::Numbers(rows.map(number).into())),
        ];
        let lines: Vec<String> = rows
            .iter()
            .map(|(flag, code)| format!("{flag},{code}\n"))
            .collect();
        let fitted = &pipeline.outcome().unwrap().fitted;
        let file = format!("flag,code\n{}", lines.concat());
        assert_eq!(
            asked(&exported, &inputs),
            said(fitted, &file),
            "{of_flag:?} {of_code:?}"
        );
    }
}

#[test]
fn steps_that_can_be_inside_are_and_others_are_named() {
    let mut csv = String::from("color,size,day,t\n");
    for i in 0..200u32 {
        let color = ["red", "Red", "rot", "blue", "", "green"][i as usize * 5 % 6];
        let size = ["1", "2.5", "300", "", "-4"][i as usize * 3 % 5];
        let class = if (i * 5 % 6 < 3) == (i % 7 > 1) {
            "a"
        } else {
            "b"
        };
        csv.push_str(&format!("{color},{size},2024-0{}-11,{class}\n", i % 9 + 1));
    }
    let inside = || {
        let column = || vec!["color".to_owned()];
        vec![
            Operation::MergeCategories {
                column: "color".into(),
                merges: vec![Merge {
                    from: vec!["Red".into(), "rot".into()],
                    to: "red".into(),
                }],
            },
            Operation::RenameColumn {
                column: "size".into(),
                name: "how large".into(),
            },
            Operation::Outliers {
                columns: vec!["how large".into()],
                method: OutlierMethod::Iqr,
                iqr_factor: 1.5,
                z_score: 3.0,
                action: OutlierAction::Clip,
            },
            Operation::FillMissing {
                columns: vec!["how large".into()],
                strategy: FillStrategy::Mean,
                fill_value: String::new(),
            },
            Operation::Replace {
                columns: column(),
                to_replace: "blue".into(),
                within: Within::Value,
                value: "sky".into(),
            },
            Operation::FillMissing {
                columns: column(),
                strategy: FillStrategy::Constant,
                fill_value: "none".into(),
            },
        ]
    };
    let outside = [
        Operation::Trim {
            columns: vec!["color".into()],
        },
        Operation::ChangeCase {
            columns: vec!["color".into()],
            case: Case::Upper,
        },
        Operation::Derive {
            column: "twice".into(),
            expression: "\"how large\" * 2".into(),
        },
    ];
    let run_with = |operations: Vec<Operation>| {
        let (pipeline, _) = run(&csv, |recipe: &mut Recipe| {
            target("t", Task::Classification)(recipe);
            recipe.clean.steps = operations.into_iter().map(Step::from).collect();
        })
        .unwrap();
        pipeline
    };
    let pipeline = run_with(inside());
    let exported_inside = exported(&pipeline, 0.0);
    assert!(
        exported_inside.about.before.is_empty(),
        "{:?}",
        exported_inside.about.before
    );
    assert!(
        exported_inside
            .about
            .inputs
            .iter()
            .any(|input| input.name == "size")
    );
    for operation in outside {
        let named = operation.sentence();
        let mut operations = inside();
        operations.push(operation);
        let pipeline = run_with(operations);
        let exported = exported(&pipeline, 0.0);
        assert!(exported.about.before.last().unwrap().starts_with(&named));
        assert!(
            exported
                .about
                .inputs
                .iter()
                .any(|input| input.name == "how large")
        );
    }
}

#[test]
fn days_and_times_are_milliseconds() {
    let mut csv = String::from("at,on,t\n");
    for i in 0..300u32 {
        let (year, month, day) = (1600 + i * 13, i % 12 + 1, i % 28 + 1);
        let at = format!(
            "{year}-{month:02}-{day:02} {:02}:{:02}:59.9",
            i % 24,
            i * 7 % 60
        );
        let class = if (i % 12 < 6) == (i % 24 > 5) {
            "a"
        } else {
            "b"
        };
        csv.push_str(&format!("{at},{year}-{month:02}-{day:02},{class}\n"));
    }
    for encoding in [Encoding::DateParts, Encoding::Cyclic, Encoding::Elapsed] {
        let (pipeline, _) = run(&csv, |recipe| {
            target("t", Task::Classification)(recipe);
            for name in ["at", "on"] {
                let own = ColumnEncoding {
                    encoding: Some(encoding),
                    ..Default::default()
                };
                recipe.featurize.columns.insert(name.into(), own);
            }
        })
        .unwrap();
        let exported = exported(&pipeline, 0.0);
        assert!(
            exported
                .about
                .inputs
                .iter()
                .all(|i| i.takes == OnnxTakes::Milliseconds)
        );
    }
}

#[test]
fn columns_by_themselves_and_a_single_input() {
    let (pipeline, _) = run(
        super::tools::table(60),
        target("kind", Task::Classification),
    )
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    let exported = export(&outcome.fitted, OnnxLayout::Columns).unwrap();
    let names: Vec<&str> = exported
        .about
        .outputs
        .iter()
        .map(|output| output.name.as_str())
        .collect();
    assert_eq!(names, ["label", "probability_cat", "probability_dog"]);
    let inputs = given(
        &outcome.fitted,
        &exported.about.inputs,
        &raw_rows(&pipeline, outcome),
    )
    .unwrap();
    let written = String::from_utf8(csv(&inputs)).unwrap();
    assert!(written.starts_with("size,weight\n"), "{written}");
    let given: Vec<(&str, TensorData)> = inputs
        .iter()
        .map(|(n, d)| (n.as_str(), d.clone()))
        .collect();
    let outputs = OnnxReader::new(&exported.bytes)
        .unwrap()
        .run(&given)
        .unwrap();
    let Predictions::Probabilities { values, .. } = &outcome.predictions.predicted else {
        panic!("classes were expected");
    };
    let dogs: Vec<f64> = values.iter().skip(1).step_by(2).copied().collect();
    assert_eq!(outputs["probability_dog"].numbers().unwrap(), dogs);
    let rows = raw_rows(&pipeline, outcome);
    let predicted = &outcome.predictions.predicted;
    let found = compare(&outcome.fitted, &exported.bytes, &rows, predicted).unwrap();
    assert_eq!((found.rows, found.label_mismatches), (rows.height(), 0));
    assert_eq!(found.largest_difference, 0.0);
    // A single input is a column, as a table of one column is handed over.
    let (pipeline, _) = run(super::tools::table(60), |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.leave_out.push("weight".into());
    })
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    let exported = export(&outcome.fitted, OnnxLayout::Columns).unwrap();
    let (rows, predicted) = (raw_rows(&pipeline, outcome), &outcome.predictions.predicted);
    let found = compare(&outcome.fitted, &exported.bytes, &rows, predicted).unwrap();
    assert_eq!(found.largest_difference, 0.0);
}

#[test]
fn what_the_format_cannot_take_is_refused_by_name() {
    let (pipeline, _) = run(super::tools::table(60), |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.train.choose(ModelName::KNeighbors);
    })
    .unwrap();
    let refusal = export(&pipeline.outcome().unwrap().fitted, OnnxLayout::Table)
        .err()
        .unwrap();
    assert!(refusal.problem.contains("Nearest neighbours"), "{refusal}");
    assert!(refusal.advice.contains("random forest"), "{refusal}");
    // More classes than are taken.
    let mut fitted = pipeline.outcome().unwrap().fitted.clone();
    fitted.classes = (0..1100).map(|class| format!("c{class}")).collect();
    let refusal = export(&fitted, OnnxLayout::Table).err().unwrap();
    assert!(refusal.problem.contains("1100 classes"), "{refusal}");
    // More categories.
    let mut csv = String::from("x,t\n");
    for i in 0..90_000u32 {
        let class = ["a", "b"][i as usize % 2];
        csv.push_str(&format!("c{},{class}\n", i % 80_001));
    }
    let (pipeline, _) = run(csv, |recipe| {
        target("t", Task::Classification)(recipe);
        recipe.load.kinds.insert("x".into(), ColumnKind::Category);
        recipe.featurize.encoding = Encoding::Ordinal;
        recipe.train.choose(ModelName::Dummy);
    })
    .unwrap();
    let refusal = export(&pipeline.outcome().unwrap().fitted, OnnxLayout::Table)
        .err()
        .unwrap();
    assert_eq!(refusal.column.as_deref(), Some("x"), "{refusal}");
    assert!(refusal.problem.contains("categories"), "{refusal}");
}

#[test]
fn other_bytes_are_refused_and_never_a_panic() {
    let (pipeline, _) = run(
        super::tools::table(60),
        target("kind", Task::Classification),
    )
    .unwrap();
    let outcome = pipeline.outcome().unwrap();
    let rows = raw_rows(&pipeline, outcome);
    let bytes = export(&outcome.fitted, OnnxLayout::Table).unwrap().bytes;
    let predicted = &outcome.predictions.predicted;
    let again = |bytes: &[u8]| compare(&outcome.fitted, bytes, &rows, predicted);
    for length in [0, 1, 10, bytes.len() / 2, bytes.len() - 1] {
        assert!(again(&bytes[..length]).is_err());
        let _ = reveals(&bytes[..length]);
    }
    // A changed byte is found, or leads to an answer; it never leads to a panic.
    let mut different = 0;
    for place in (0..bytes.len()).step_by(bytes.len() / 400) {
        let mut changed = bytes.clone();
        changed[place] ^= 0x15;
        let _ = reveals(&changed);
        different += u32::from(again(&changed) != again(&bytes));
    }
    assert!(different > 50, "only {different} changes were noticed");
}

#[test]
fn what_a_file_reveals_is_listed() {
    let (pipeline, _) = run(hostile(), target("t", Task::Classification)).unwrap();
    let bytes = exported(&pipeline, 0.0).bytes;
    let revealed = reveals(&bytes).unwrap();
    let of = |what: &str| {
        let found = revealed
            .iter()
            .find(|revealed| revealed.what.starts_with(what));
        found.unwrap_or_else(|| panic!("{what} is not among {revealed:?}"))
    };
    assert_eq!(of("Names of classes").count, 2);
    assert!(of("Categories of label_2").count >= 6);
    assert!(of("Thresholds of a \"b\", c (").count > 0);
    assert_eq!(of("The name and the fingerprint").examples[0], "test.csv");
    assert!(
        of("Names of columns")
            .examples
            .contains(&"line\nbreak".to_owned())
    );
}
