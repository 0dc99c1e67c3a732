//! Stage by stage: the same bits as a run at once, what is skipped, and why something runs.

use std::fs;

use grove_recipe::{ModelName, Recipe, Task};

use super::tools::{Project, STAGES, demanding, ran, reasons, table};

fn expect_the_same_as_the_page(project: &Project) {
    let pipeline = project.outcome();
    let outcome = pipeline.outcome().expect("it ended");
    let [model, metrics, predictions] = ["model.grove", "metrics.json", "predictions.csv"]
        .map(|name| project.read(&format!("stages/evaluate/{name}")));
    assert_eq!(
        predictions,
        grove_export::predictions::write(&outcome.predictions)
    );
    let recipe = &outcome.fitted.recipe;
    assert_eq!(
        metrics,
        grove_export::metrics::write(&outcome.evaluation, recipe)
    );
    assert_eq!(model, grove_export::model::write(&outcome.fitted));
}

/// One stage after the other, each in a process of its own, then all in one.
fn expect_the_same_either_way(name: &str, target: &str, change: impl Fn(&mut Recipe)) {
    let apart = Project::new(&format!("{name} apart"), &table(230), target, &change);
    for stage in STAGES {
        assert_eq!(ran(&apart.says(&[stage])), [stage]);
    }
    expect_the_same_as_the_page(&apart);
    let together = Project::new(&format!("{name} together"), &table(230), target, &change);
    assert_eq!(ran(&together.says(&["repro", "--jobs", "3"])), STAGES);
    let bytes = |project: &Project| project.kept().into_values().collect::<Vec<_>>();
    assert!(bytes(&apart) == bytes(&together), "{name}: other bytes");
    assert_eq!(together.kept().len(), apart.kept().len());
}

#[test]
fn stages_apart_and_together_give_what_the_page_gives() {
    expect_the_same_either_way("classes", "kind", |_| {});
    expect_the_same_either_way("numbers", "amount", |_| {});
    expect_the_same_either_way("demanding classes", "kind", demanding);
    expect_the_same_either_way("demanding numbers", "amount", |recipe| {
        demanding(recipe);
        recipe.train.choose(ModelName::Ridge);
        assert_eq!(recipe.task, Task::Regression);
    });
    for model in [ModelName::KNeighbors, ModelName::Dummy] {
        expect_the_same_either_way(&format!("{model:?}"), "kind", |r| r.train.choose(model));
    }
}

#[test]
fn what_is_unchanged_is_skipped_and_what_runs_says_why() {
    let mut project = Project::new("skipping", &table(120), "kind", |_| {});
    let never = |stage: &str| (stage.to_owned(), "It has not run yet.".to_owned());
    assert_eq!(reasons(&project.says(&["repro"])), STAGES.map(never));
    let first = project.kept();
    assert_eq!(ran(&project.says(&["repro"])), [""; 0]);
    assert_eq!(ran(&project.says(&["train"])), [""; 0]);

    project.recipe.train.set("n_estimators", 12).unwrap();
    project.write_recipe();
    let expected = [
        ("train", "train.n_estimators was 10 and is 12."),
        ("evaluate", "train is out of date."),
    ];
    let expected = expected.map(|(stage, why)| (stage.to_owned(), why.to_owned()));
    assert_eq!(reasons(&project.says(&["repro"])), expected);
    expect_the_same_as_the_page(&project);

    // The same again gives the same again.
    project.recipe.train.set("n_estimators", 10).unwrap();
    project.write_recipe();
    assert_eq!(ran(&project.says(&["repro"])), ["train", "evaluate"]);
    assert!(project.kept() == first);

    // A stage that is gone is made anew, and nothing else.
    fs::remove_dir_all(project.path("stages/split")).expect("a folder");
    assert_eq!(ran(&project.says(&["repro"])), ["split"]);
    assert!(project.kept() == first);
    let forced = project.says(&["split", "--force"]);
    let asked = ("split".to_owned(), "It was asked for.".to_owned());
    assert_eq!(reasons(&forced), [asked]);
    assert!(project.kept() == first);
}

#[test]
fn a_file_that_a_stage_has_no_more_goes() {
    let mut project = Project::new("fewer", &table(120), "kind", |recipe| {
        recipe.split.validation_size = 0.2;
    });
    project.says(&["repro"]);
    assert!(project.path("stages/featurize/validation.parquet").exists());
    project.recipe.split.validation_size = 0.0;
    project.write_recipe();
    project.says(&["repro"]);
    assert!(!project.path("stages/featurize/validation.parquet").exists());
    expect_the_same_as_the_page(&project);
}

#[test]
fn the_split_and_the_scores_are_there_to_be_read() {
    let project = Project::new("readable", &table(120), "kind", demanding);
    project.says(&["repro"]);
    let split = String::from_utf8(project.read("stages/split/split.csv")).expect("text");
    let part = |name: &str| split.lines().filter(|line| line.ends_with(name)).count();
    let report = project.read("stages/split/report.json");
    let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    for name in ["train", "validation", "test"] {
        let told = report["detail"]["split"][name].as_u64();
        assert_eq!(told, Some(part(name) as u64), "{name}");
    }
    let scores = project.read("stages/evaluate/scores.json");
    let scores: serde_json::Value = serde_json::from_slice(&scores).expect("JSON");
    let metrics = project.read("stages/evaluate/metrics.json");
    let metrics: serde_json::Value = serde_json::from_slice(&metrics).expect("JSON");
    assert_eq!(scores["test"], metrics["test"]["metrics"]);
    assert_eq!(scores["validation"], metrics["validation"]["metrics"]);
}

/// The area below the corners of a curve.
fn area(csv: &[u8]) -> f64 {
    let points = String::from_utf8_lossy(csv);
    let points = points
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','));
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let points: Vec<(f64, f64)> = points.map(|(x, y)| (number(x), number(y))).collect();
    assert_eq!(points.first(), Some(&(0.0, 0.0)));
    assert_eq!(points.last(), Some(&(1.0, 1.0)));
    let steps = points.windows(2);
    steps
        .map(|w| (w[1].0 - w[0].0) * (w[0].1 + w[1].1) / 2.0)
        .sum()
}

#[test]
fn the_area_below_the_roc_curve_is_the_score() {
    for (name, target) in [("roc of three", "kind"), ("roc of two", "flag")] {
        let project = Project::new(name, &table(230), target, |recipe| {
            recipe.leave_out = vec!["amount".into()];
            recipe.split.test_size = 0.4;
        });
        project.says(&["repro"]);
        let scores = project.read("stages/evaluate/scores.json");
        let scores: serde_json::Value = serde_json::from_slice(&scores).expect("JSON");
        let score = scores["test"]["roc_auc"].as_f64().expect("a score");
        let area = area(&project.read("stages/evaluate/roc.csv"));
        assert!((area - score).abs() < 1e-12, "{area} and {score}");
        assert!(score < 0.999, "{score}");
    }
}
