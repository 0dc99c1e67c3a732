//! The folder for MLflow.

use grove_export::mlflow::{examples, write};
use grove_export::onnx::ExportedModel;
use grove_protocol::onnx::{OnnxAbout, OnnxInput, OnnxTakes};
use serde_json::Value;

use super::{HOSTILE, Run, all_columns, run, table, text_of, unzipped};

fn about(run: &Run) -> OnnxAbout {
    let fitted = &run.pipeline.outcome().unwrap().fitted;
    let input = |(name, kind): &(String, grove_recipe::columns::ColumnKind)| OnnxInput {
        name: name.clone(),
        column: name.clone(),
        kind: kind.name().into(),
        takes: if kind.is_number() {
            OnnxTakes::Number
        } else {
            OnnxTakes::Text
        },
        missing: "An empty text is missing.".into(),
        unseen: Some("It is as if it were none.".into()),
        feature: None,
    };
    OnnxAbout {
        inputs: fitted.preparation.columns().iter().map(input).collect(),
        outputs: Vec::new(),
        before: Vec::new(),
    }
}

fn folder(with_examples: bool) -> Vec<(String, Vec<u8>)> {
    let run = run(&table(&HOSTILE), all_columns);
    let about = about(&run);
    let raw = run.pipeline.table(grove_protocol::TableName::Raw).unwrap();
    let rows = examples(&about, raw).unwrap();
    let graph = ExportedModel {
        bytes: b"a graph".to_vec(),
        about,
    };
    let fitted = &run.pipeline.outcome().unwrap().fitted;
    let zip = write(&graph, fitted, with_examples.then_some(&rows));
    assert_eq!(zip, write(&graph, fitted, with_examples.then_some(&rows)));
    unzipped(&zip)
}

/// The JSON that stands in a line of `MLmodel` as a quoted text.
fn signature(model: &str, which: &str) -> Value {
    let lead = format!("  {which}: ");
    let line = model
        .lines()
        .find_map(|line| line.strip_prefix(&lead))
        .unwrap();
    // What is not in ASCII is escaped otherwise than in JSON.
    let letter = |hex: &str| {
        char::from_u32(u32::from_str_radix(hex, 16).unwrap())
            .unwrap()
            .to_string()
    };
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("\\U").or_else(|| rest.find("\\u")) {
        let digits = if rest[at..].starts_with("\\U") { 8 } else { 4 };
        text += &rest[..at];
        text += &letter(&rest[at + 2..at + 2 + digits]);
        rest = &rest[at + 2 + digits..];
    }
    text += rest;
    let inner: String = serde_json::from_str(&text).unwrap();
    serde_json::from_str(&inner).unwrap()
}

#[test]
fn every_name_is_in_the_signature_as_it_is() {
    let files = folder(true);
    let model = text_of(&files, "MLmodel");
    let inputs = signature(&model, "inputs");
    let names: Vec<&str> = inputs
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, HOSTILE);
    let outputs = signature(&model, "outputs");
    let outputs: Vec<&str> = outputs
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["name"].as_str().unwrap())
        .collect();
    let of = |class: &str| format!("probability_{class}");
    assert_eq!(outputs, ["prediction", &of(HOSTILE[0]), &of(HOSTILE[1])]);
    assert_eq!(text_of(&files, "model.onnx"), "a graph");
}

#[test]
fn example_rows_are_those_of_the_data_or_not_there() {
    let files = folder(true);
    let example: Value = serde_json::from_str(&text_of(&files, "input_example.json")).unwrap();
    assert_eq!(example["columns"].as_array().unwrap().len(), HOSTILE.len());
    assert_eq!(example["data"][0][0], 0.5);
    assert_eq!(example["data"][0][1], HOSTILE[1]);
    let serving: Value =
        serde_json::from_str(&text_of(&files, "serving_input_example.json")).unwrap();
    assert_eq!(serving["dataframe_split"], example);
    assert!(text_of(&files, "README.md").contains("5 rows of the data"));

    let without = folder(false);
    let names: Vec<&str> = without.iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        !names.iter().any(|name| name.contains("example")),
        "{names:?}"
    );
    assert!(!text_of(&without, "MLmodel").contains("example"));
    assert!(text_of(&without, "README.md").contains("no rows of the data"));
}

#[test]
fn what_is_missing_or_new_is_told_in_the_file() {
    let readme = text_of(&folder(false), "README.md");
    assert!(readme.contains("An empty text is missing. It is as if it were none."));
    assert!(readme.contains("A missing value is `None`, `NaN` or an empty text"));
}

#[test]
fn a_column_that_is_worked_out_before_leaves_no_examples() {
    let run = run(&table(&["a", "b"]), all_columns);
    let raw = run.pipeline.table(grove_protocol::TableName::Raw).unwrap();
    let mut about = about(&run);
    about.inputs[0].takes = OnnxTakes::Feature;
    assert_eq!(examples(&about, raw), None);
}
