//! Kept runs as a tree of files.

use grove_export::curve::Curve;
use grove_export::mlruns::{MlflowRun, write};
use grove_protocol::report::Detail;
use grove_protocol::tracking::{RunId, RunInfo};
use grove_recipe::stage::Stage;
use grove_recipe::{ColumnEncoding, CrossValidation, Encoding, ModelName};

use super::{HOSTILE, all_columns, run, table, text_of, unzipped};
use crate::tools::detail;

fn kept() -> RunInfo {
    let names = ["a", "a?", "a!", HOSTILE[11]];
    let run = run(&table(&names), |recipe| {
        all_columns(recipe);
        recipe.evaluate.cross_validation = CrossValidation::KFold;
        for name in [names[0], names[1], names[2], HOSTILE[11]] {
            let own = ColumnEncoding {
                encoding: Some(Encoding::OneHot),
                ..ColumnEncoding::default()
            };
            recipe.featurize.columns.insert(name.into(), own);
        }
    });
    let Detail::Evaluate(evaluation) = detail(&run.stages, Stage::Evaluate) else {
        panic!("no evaluation");
    };
    RunInfo {
        name: "a \"run\"\nof mine".into(),
        milliseconds: 250.0,
        metrics: evaluation.metrics.clone(),
        cross_validation: evaluation.cross_validation.clone(),
        note: "first\nsecond".into(),
        tags: vec!["../../etc".into(), String::new()],
        experiment: "what: \"if\"".into(),
        ..RunInfo::new(RunId::new(1.7e12, [1; 5]), run.recipe, 1.7e12)
    }
}

#[test]
fn a_run_is_a_folder_of_small_files() {
    let info = kept();
    let artifacts = vec![("metrics.json".to_owned(), b"{}".to_vec())];
    let zip = write(&[MlflowRun {
        info: &info,
        curve: None,
        artifacts,
    }]);
    let files = unzipped(&zip);
    let meta = files
        .iter()
        .find(|(name, _)| name.ends_with(&format!("{}/meta.yaml", info.id.0)));
    let folder = meta
        .unwrap()
        .0
        .strip_suffix("/meta.yaml")
        .unwrap()
        .to_owned();
    let of = |path: &str| text_of(&files, &format!("{folder}/{path}"));
    assert!(of("meta.yaml").contains(r#"run_name: "a \"run\"\nof mine""#));
    assert!(of("meta.yaml").contains("end_time: 1700000000250"));
    assert_eq!(of("params/train.n_estimators"), "5");
    assert_eq!(of("artifacts/metrics.json"), "{}");
    assert_eq!(of("tags/mlflow.note.content"), "first\nsecond");
    assert_eq!(
        grove_recipe::Recipe::from_json(&of("artifacts/recipe.json")).unwrap(),
        info.recipe
    );
    let accuracy = of("metrics/accuracy");
    let fields: Vec<&str> = accuracy.split_whitespace().collect();
    assert_eq!((fields[0], fields[2]), ("1700000000250", "0"));
    assert_eq!(
        fields[1].parse::<f64>().unwrap(),
        info.metrics[0].value.unwrap()
    );
    assert_eq!(of("metrics/cv_accuracy_folds").lines().count(), 5);
    let experiment = text_of(
        &files,
        &format!("{}/meta.yaml", folder.rsplit_once('/').unwrap().0),
    );
    assert!(experiment.contains(r#"name: "what: \"if\"""#));
}

#[test]
fn no_name_leads_elsewhere_and_none_is_lost() {
    let info = kept();
    let files = unzipped(&write(&[MlflowRun {
        info: &info,
        curve: None,
        artifacts: Vec::new(),
    }]));
    for (path, _) in &files {
        let plain = path
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
        let inside = path
            .split('/')
            .all(|part| part != ".." && part != "." && !part.is_empty());
        assert!(plain && inside, "{path}");
    }
    let parameters = files
        .iter()
        .filter(|(path, _)| path.contains("/params/"))
        .count();
    assert_eq!(parameters, grove_recipe::flat(&info.recipe).len());
    let tags = files
        .iter()
        .filter(|(path, _)| path.contains("/tags/tag."))
        .count();
    assert_eq!(tags, 2 - 1, "an empty tag is called `tag`");
    assert!(files.iter().any(|(path, _)| path.ends_with("/tags/tag")));
}

#[test]
fn what_was_put_aside_is_left_out_and_children_name_their_search() {
    let info = kept();
    let child = RunInfo {
        id: RunId::new(1.7e12, [2; 5]),
        parent: Some(info.id.clone()),
        ..info.clone()
    };
    let gone = RunInfo {
        id: RunId::new(1.7e12, [3; 5]),
        deleted: Some(1.8e12),
        ..info.clone()
    };
    let runs = [&info, &child, &gone].map(|info| MlflowRun {
        info,
        curve: None,
        artifacts: Vec::new(),
    });
    let files = unzipped(&write(&runs));
    let holds = |text: &str| files.iter().filter(|(path, _)| path.contains(text)).count();
    assert_eq!(holds(&format!("{}/meta.yaml", gone.id.0)), 0);
    assert_eq!(holds("meta.yaml"), 3, "an experiment and two runs");
    let parent = files
        .iter()
        .find(|(path, _)| path.ends_with("mlflow.parentRunId"))
        .unwrap();
    assert_eq!(parent.1, info.id.0.as_bytes());
}

/// The lines of a metric of a run of two classes: each a time, a value and a step.
fn steps(name: &str, change: impl FnOnce(&mut grove_recipe::Recipe)) -> Vec<(f64, u32)> {
    let run = run(&table(&["a", "b"]), |recipe| {
        all_columns(recipe);
        change(recipe);
    });
    let curve = Curve::of(&run.stages);
    assert!(curve.is_some());
    let info = RunInfo::new(RunId::new(1.7e12, [1; 5]), run.recipe, 1.7e12);
    let zip = || {
        write(&[MlflowRun {
            info: &info,
            curve: curve.clone(),
            artifacts: Vec::new(),
        }])
    };
    assert!(zip() == zip());
    let path = format!("/metrics/{name}");
    let files = unzipped(&zip());
    let file = files.iter().find(|(found, _)| found.ends_with(&path));
    let lines = file.map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap());
    let line = |line: &str| {
        let fields: Vec<&str> = line.split(' ').collect();
        assert_eq!((fields.len(), fields[0]), (3, "1700000000000"));
        (fields[1].parse().unwrap(), fields[2].parse().unwrap())
    };
    lines.unwrap_or_default().lines().map(line).collect()
}

#[test]
fn the_losses_of_boosting_have_a_step_for_each_iteration() {
    let boosting = |validation_size: f64| {
        move |recipe: &mut grove_recipe::Recipe| {
            recipe.train.choose(ModelName::GradientBoosting);
            recipe.train.set("max_iter", 7).unwrap();
            recipe.train.set("min_samples_leaf", 2).unwrap();
            recipe.split.validation_size = validation_size;
        }
    };
    let train = steps("train_loss", boosting(0.0));
    assert!(train.iter().map(|(_, step)| *step).eq(0..=7));
    // The log loss of two classes of which as many rows are.
    assert!(
        (train[0].0 - std::f64::consts::LN_2).abs() < 0.01,
        "{train:?}"
    );
    assert!(train.windows(2).all(|pair| pair[1].0 < pair[0].0));
    assert_eq!(steps("validation_loss", boosting(0.0)), []);
    assert_eq!(steps("validation_loss", boosting(0.2)).len(), 8);
}

#[test]
fn the_out_of_bag_score_of_a_forest_has_a_step_for_each_tree() {
    let scores = steps("oob_score", |_| {});
    assert_eq!(scores.last().map(|(_, step)| *step), Some(5));
    assert!(scores.iter().all(|(score, _)| (0.0..=1.0).contains(score)));
}
