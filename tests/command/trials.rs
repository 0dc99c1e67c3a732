//! `grove trials`: other splits and seeds, and the learning curve.

use serde_json::Value;

use super::tools::{Project, error, table};

#[test]
fn spreads_and_a_learning_curve_are_told_and_written() {
    let project = Project::new("trials", &table(120), "kind", |_| {});
    let trials = ["trials", "recipe.json", "data.csv"];
    let asked = ["--repeats", "2", "--learning-curve", "--out", "trials.json"];
    let output = project.run(&[&trials[..], &asked].concat());
    assert!(output.status.success(), "{}", error(&output));
    let told = String::from_utf8(output.stdout).expect("text");
    for part in [
        "2 other splits: accuracy",
        "2 other seeds of the training: accuracy",
        "held out",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let written = project.read("trials.json");
    let json: Value = serde_json::from_slice(&written).expect("JSON");
    let accuracy = &json["repeats"]["scores"][0];
    assert_eq!(accuracy["name"], "accuracy");
    for by in ["by_split", "by_seed"] {
        assert_eq!(accuracy[by].as_array().map(Vec::len), Some(2));
    }
    let sizes = json["learning_curve"]["sizes"].as_array().expect("sizes");
    let rows: Vec<u64> = sizes
        .iter()
        .filter_map(|size| size["rows"].as_u64())
        .collect();
    assert!(rows.len() > 1 && rows.is_sorted(), "{rows:?}");
    // The number of tree workers changes nothing.
    project.says(&[&trials[..], &asked, &["--jobs", "2"]].concat());
    assert_eq!(project.read("trials.json"), written);
}

#[test]
fn what_cannot_be_tried_is_said() {
    let project = Project::new("trials-refused", &table(5), "kind", |_| {});
    let trials = ["trials", "recipe.json", "data.csv"];
    let told = project.fails(2, &trials);
    assert!(told.contains("--repeats"), "{told}");
    let told = project.fails(2, &[&trials[..], &["--repeats", "101"]].concat());
    assert!(told.contains("1..=100"), "{told}");
    let told = project.fails(1, &[&trials[..], &["--learning-curve"]].concat());
    assert!(told.contains("n_splits is 5"), "{told}");
}
