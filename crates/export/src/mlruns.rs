//! Writes stored runs as an MLflow `mlruns` folder, as a zip.
//!
//! ```text
//! README.md
//! mlruns/EXPERIMENT/meta.yaml
//! mlruns/EXPERIMENT/RUN/meta.yaml  params/  metrics/  tags/  artifacts/recipe.json …
//! ```

use std::collections::BTreeSet;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::bundle::{self, BundleEntry};
use super::curve::Curve;
use super::recipe;
use super::text::quoted;
use grove_protocol::tracking::RunInfo;
use grove_recipe::flat;

/// A run, and its files: their names with their bytes. Its recipe is always among them.
pub struct MlflowRun<'a> {
    /// The run's recipe, metrics and start.
    pub info: &'a RunInfo,
    /// How its model improved while it grew.
    pub curve: Option<Curve>,
    /// By their paths below the run's folder `artifacts`.
    pub artifacts: Vec<BundleEntry>,
}

/// The most letters of a name, which becomes a file name, and of a value, which MLflow would cut off.
const NAME_AT_MOST: usize = 120;
const VALUE_AT_MOST: usize = 6000;
const EXPERIMENT_AT_MOST: usize = 200;

/// MLflow's numbers for a finished run, and for one that a user started.
const FINISHED: u32 = 3;
const LOCAL: u32 = 4;

const README: &str = "# Runs for MLflow

MLflow's file store is in maintenance mode. Either allow MLflow to read it

    MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri ./mlruns

or copy the runs into a database (tried with MLflow 3.17) and open that:

    mlflow migrate-filestore --source . --target sqlite:///mlflow.db
    mlflow ui --backend-store-uri sqlite:///mlflow.db

Run the commands in this folder, because the paths of artifacts are relative to it. In code, `mlflow.set_tracking_uri(\"file:./mlruns\")` or
`mlflow.set_tracking_uri(\"sqlite:///mlflow.db\")`, then `mlflow.search_runs(search_all_experiments=True)`.

In the names of parameters, `_` replaces characters that MLflow does not allow; `artifacts/recipe.json` has the original
names. Metrics are those of the test rows; `baseline_…` are the scores of the baseline, and `cv_…` has a step for each fold.
`train_loss` and `validation_loss` have a step for each iteration of gradient boosting, step 0 being before the first, and
`oob_score` a step for each tree of a forest.
";

/// Makes the zip. Deleted runs are left out. The same runs give the same bytes. O(runs).
pub fn write(runs: &[MlflowRun]) -> Vec<u8> {
    let mut files: Vec<BundleEntry> = vec![("README.md".into(), README.into())];
    let mut experiments = BTreeSet::new();
    for run in runs.iter().filter(|run| run.info.deleted.is_none()) {
        let experiment = experiment_name(run.info);
        let id = experiment_id(&experiment);
        if experiments.insert(id.clone()) {
            let meta = experiment_meta(&id, &experiment, run.info.started);
            files.push((format!("mlruns/{id}/meta.yaml"), meta.into_bytes()));
        }
        add(
            &mut files,
            &format!("mlruns/{id}/{}", run.info.id.0),
            &id,
            run,
        );
    }
    bundle::zip(&files)
}

fn add(files: &mut Vec<BundleEntry>, folder: &str, experiment: &str, run: &MlflowRun) {
    let info = run.info;
    let mut add = |path: String, bytes: Vec<u8>| files.push((format!("{folder}/{path}"), bytes));
    add(
        "meta.yaml".into(),
        run_meta(info, experiment, folder).into_bytes(),
    );
    for (name, value) in named(flat(&info.recipe), TakenNames::default()) {
        add(format!("params/{name}"), parameter(&value).into_bytes());
    }
    for (name, lines) in metrics(run) {
        add(format!("metrics/{name}"), lines.into_bytes());
    }
    for (name, value) in tags(info) {
        add(format!("tags/{name}"), value.into_bytes());
    }
    add("artifacts/recipe.json".into(), recipe::write(&info.recipe));
    for (name, bytes) in &run.artifacts {
        add(format!("artifacts/{name}"), bytes.clone());
    }
}

fn experiment_name(info: &RunInfo) -> String {
    match info.experiment.trim() {
        "" => "Grove".into(),
        name => name.chars().take(EXPERIMENT_AT_MOST).collect(),
    }
}

/// Returns MLflow's number of an experiment, always the same for a name.
fn experiment_id(name: &str) -> String {
    let hash = Sha256::digest(name);
    let number = u64::from_le_bytes(*hash.first_chunk().expect("a hash has 32 bytes"));
    // Eighteen digits, of which the first is not 0.
    (100_000_000_000_000_000 + number % 800_000_000_000_000_000).to_string()
}

fn experiment_meta(id: &str, name: &str, created: f64) -> String {
    format!(
        "artifact_location: ./mlruns/{id}
creation_time: {created}
experiment_id: '{id}'
last_update_time: {created}
lifecycle_stage: active
name: {name}
",
        name = quoted(name),
        created = created as i64,
    )
}

fn run_meta(info: &RunInfo, experiment: &str, folder: &str) -> String {
    format!(
        "artifact_uri: ./{folder}/artifacts
end_time: {end}
entry_point_name: ''
experiment_id: '{experiment}'
lifecycle_stage: active
run_id: '{id}'
run_name: {name}
source_name: ''
source_type: {LOCAL}
source_version: ''
start_time: {start}
status: {FINISHED}
tags: []
user_id: ''
",
        id = info.id.0,
        name = quoted(&run_name(info)),
        start = info.started as i64,
        end = (info.started + info.milliseconds) as i64,
    )
}

/// Returns the name that the person gave, or else the model's.
fn run_name(info: &RunInfo) -> String {
    match info.name.as_str() {
        "" => info.recipe.train.model().name().into(),
        name => name.into(),
    }
}

/// The names in use.
#[derive(Default)]
struct TakenNames(BTreeSet<String>);

impl TakenNames {
    /// Returns a name that MLflow and every file system accept, and that no other has, whatever its case.
    fn give(&mut self, name: &str) -> String {
        let letter = |letter: char| match letter {
            letter if letter.is_ascii_alphanumeric() || "_-.".contains(letter) => letter,
            _ => '_',
        };
        let wanted: String = name.chars().map(letter).take(NAME_AT_MOST).collect();
        let wanted = wanted.trim_matches('.').to_owned();
        let candidates = (2u32..).map(|n| format!("{wanted}_{n}"));
        let mut candidates = std::iter::once(wanted.clone()).chain(candidates);
        candidates
            .find(|name| !name.is_empty() && self.0.insert(name.to_lowercase()))
            .expect("there is always another number")
    }
}

fn named<T>(
    values: impl IntoIterator<Item = (String, T)>,
    mut names: TakenNames,
) -> impl Iterator<Item = (String, T)> {
    let values = values.into_iter();
    values.map(move |(name, value)| (names.give(&name), value))
}

/// Writes a parameter on one line, since MLflow would join several.
fn parameter(value: &Value) -> String {
    let text = match value {
        Value::String(text) if !text.contains(char::is_control) => text.clone(),
        value => value.to_string(),
    };
    text.chars().take(VALUE_AT_MOST).collect()
}

/// Writes a line for each value: when it was measured, the value, the step.
fn metrics(run: &MlflowRun) -> Vec<(String, String)> {
    let info = run.info;
    let time = (info.started + info.milliseconds) as i64;
    let line = |(step, value): (usize, f64)| format!("{time} {value} {step}\n");
    let mut metrics = Vec::new();
    for metric in &info.metrics {
        for (name, value) in [("", metric.value), ("baseline_", metric.baseline)] {
            if let Some(value) = value {
                metrics.push((format!("{name}{}", metric.name), line((0, value))));
            }
        }
    }
    for scores in info
        .cross_validation
        .iter()
        .flat_map(|report| &report.scores)
    {
        let folds = scores.folds.iter().enumerate();
        let lines: String = folds
            .filter_map(|(fold, score)| Some((fold, (*score)?)))
            .map(line)
            .collect();
        let means = [("mean", scores.mean), ("std", scores.std)];
        let means = means
            .into_iter()
            .filter_map(|(name, value)| Some((name, line((0, value?)))));
        for (name, lines) in means.chain((!lines.is_empty()).then_some(("folds", lines))) {
            metrics.push((format!("cv_{}_{name}", scores.name), lines));
        }
    }
    for (name, steps) in run.curve.iter().flat_map(Curve::series) {
        let lines: String = steps
            .map(|(step, value)| line((step as usize, value)))
            .collect();
        metrics.push((name.to_owned(), lines));
    }
    named(metrics, TakenNames::default()).collect()
}

fn tags(info: &RunInfo) -> Vec<(String, String)> {
    let mut tags = vec![
        ("mlflow.runName".to_owned(), run_name(info)),
        ("mlflow.source.name".into(), "Grove".into()),
        ("mlflow.source.type".into(), "LOCAL".into()),
        ("data.name".into(), info.recipe.data.name.clone()),
        ("data.sha256".into(), info.recipe.data.sha256.clone()),
    ];
    if !info.note.is_empty() {
        tags.push(("mlflow.note.content".into(), info.note.clone()));
    }
    if let Some(parent) = &info.parent {
        tags.push(("mlflow.parentRunId".into(), parent.0.clone()));
    }
    let own = info
        .tags
        .iter()
        .map(|tag| (format!("tag.{tag}"), tag.clone()));
    tags.extend(own);
    named(tags, TakenNames::default()).collect()
}
