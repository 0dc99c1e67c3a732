//! `--threshold` and `--pos-label`, thresholds of a recipe in a run and stage by stage, and `--calibration` and
//! `--confidence-level`.

use super::tools::{Project, error, table};
use grove_recipe::{ModelName, ThresholdBy};

fn class(project: &Project) -> String {
    let pipeline = project.outcome();
    pipeline.outcome().expect("a run").fitted.classes[0].clone()
}

#[test]
fn an_option_decides_whatever_the_recipe_says() {
    let project = Project::new("threshold", &table(60), "kind", |_| {});
    let first = class(&project);
    let run = ["run", "recipe.json", "data.csv", "--out"];
    project.says(&[&run[..], &["plain"]].concat());
    let output = project.run(
        &[
            &run[..],
            &["low", "--threshold", "0.1", "--pos-label", &first],
        ]
        .concat(),
    );
    let told = String::from_utf8(output.stdout.clone()).expect("text");
    assert!(output.status.success(), "{}", error(&output));
    let rule = format!("A row is {first} if its probability is at least 0.1");
    assert!(told.contains(&rule), "{told}");
    assert_ne!(
        project.read("plain/predictions.csv"),
        project.read("low/predictions.csv")
    );
    // The recipe that is written down says the same, and gives the same again.
    let again = ["run", "low/recipe.json", "data.csv", "--out", "again"];
    project.says(&again);
    for file in ["predictions.csv", "model.grove", "metrics.json"] {
        let [low, again] = ["low", "again"].map(|out| project.read(&format!("{out}/{file}")));
        assert_eq!(low, again, "{file}");
    }
    // Another run than the model's.
    let predict = ["predict", "low/model.grove", "data.csv", "--out", "new.csv"];
    assert!(project.says(&predict).contains("at least 0.1"));
    let new = String::from_utf8(project.read("new.csv")).expect("text");
    let tested = String::from_utf8(project.read("low/predictions.csv")).expect("text");
    let label = |line: &str, column: usize| line.split(',').nth(column).map(str::to_owned);
    for line in tested.lines().skip(1) {
        let row: usize = line
            .split(',')
            .next()
            .and_then(|row| row.parse().ok())
            .expect("a row");
        assert_eq!(
            label(line, 2),
            label(new.lines().nth(row).expect("a line"), 1)
        );
    }
    for (option, why) in [("1.5", "threshold is 1.5"), ("-1", "threshold is -1")] {
        let told = project.fails(1, &[&run[..], &["bad", "--threshold", option]].concat());
        assert!(told.contains(why), "{told}");
    }
    let told = project.fails(
        1,
        &[
            &run[..],
            &["bad", "--threshold", "0.2", "--pos-label", "fish"],
        ]
        .concat(),
    );
    assert!(
        told.contains("pos_label is fish, which is no class of kind"),
        "{told}"
    );
}

#[test]
fn stages_choose_the_threshold_of_a_whole_run() {
    for model in [ModelName::RandomForest, ModelName::LogisticRegression] {
        let name = format!("threshold_{}", model.name());
        let project = Project::new(&name, &table(60), "kind", |recipe| {
            recipe.train.choose(model);
            recipe.evaluate.threshold_by = ThresholdBy::Youden;
            recipe.evaluate.pos_label = Some("b".into());
        });
        project.says(&["repro"]);
        let pipeline = project.outcome();
        let outcome = pipeline.outcome().expect("a run");
        assert!(outcome.fitted.after.decision.is_some());
        let model = grove_export::model::write(&outcome.fitted);
        assert!(
            project.read("stages/evaluate/model.grove") == model,
            "{name}"
        );

        let first = outcome.fitted.classes[0].clone();
        let evaluate = ["evaluate", "--threshold", "0.9", "--pos-label", &first];
        project.says(&evaluate);
        let other = project.read("stages/evaluate/model.grove");
        assert!(other != model);
        // The recipe itself says otherwise, so that its own threshold comes back.
        project.says(&["repro"]);
        assert!(project.read("stages/evaluate/model.grove") == model);
    }
}

#[test]
fn a_regression_has_no_threshold() {
    let project = Project::new("threshold_of_numbers", &table(60), "kind", |_| {});
    let told = project.fails(
        1,
        &["run", "data.csv", "--target", "share", "--threshold", "0.3"],
    );
    assert!(told.contains("the task is a regression"), "{told}");
}

#[test]
fn options_calibrate_and_promise_whatever_the_recipe_says() {
    let project = Project::new("calibration", &table(60), "kind", |_| {});
    let run = ["run", "recipe.json", "data.csv", "--out", "with"];
    let options = ["--calibration", "sigmoid", "--confidence-level", "0.8"];
    let output = project.run(&[&run[..], &options].concat());
    let told = String::from_utf8(output.stdout.clone()).expect("text");
    assert!(output.status.success(), "{}", error(&output));
    assert!(
        told.contains("Probabilities are calibrated by a logistic curve"),
        "{told}"
    );
    assert!(told.contains("should hold the actual one"), "{told}");
    let predictions = String::from_utf8(project.read("with/predictions.csv")).expect("text");
    let header = predictions.lines().next().expect("a header");
    assert!(header.ends_with(",prediction_set"), "{header}");
    // The recipe that is written down gives the same again.
    project.says(&["run", "with/recipe.json", "data.csv", "--out", "again"]);
    for file in ["predictions.csv", "model.grove", "metrics.json"] {
        let [with, again] = ["with", "again"].map(|out| project.read(&format!("{out}/{file}")));
        assert_eq!(with, again, "{file}");
    }
    let new = [
        "predict",
        "with/model.grove",
        "data.csv",
        "--out",
        "new.csv",
    ];
    assert!(project.says(&new).contains("prediction_set should hold"));
    let told = project.fails(1, &[&run[..], &["--confidence-level", "0.3"]].concat());
    assert!(told.contains("confidence_level is 0.3"), "{told}");
}
