//! New files for a trained model: what is predicted tells how their cells were read.

use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::predict::predict;
use grove_engine::{Pipeline, RunEvent};
use grove_recipe::{DataReference, Load, ModelName, Recipe, Task};
use serde::Deserialize;

use super::case::{File, cases};

pub const KIND: &str = "new_files";

#[derive(Deserialize)]
struct Trained {
    #[serde(flatten)]
    file: File,
    target: String,
    new: Vec<New>,
}

#[derive(Deserialize)]
struct New {
    #[serde(flatten)]
    file: File,
    /// The classes of its rows …
    predicted: Option<Vec<String>>,
    /// … or a word of the error that it must give.
    error: Option<String>,
}

fn train(trained: &Trained) -> Result<FittedPipeline, String> {
    let mut pipeline = Pipeline::default();
    let summary = pipeline
        .open(&trained.file.file, &trained.file.bytes(), &Load::default())
        .map_err(|e| e.to_string())?;
    let data = DataReference {
        name: summary.name.clone(),
        sha256: summary.sha256.clone(),
    };
    let mut recipe = Recipe::new(
        data,
        trained.target.clone(),
        Task::Classification,
        Vec::new(),
    );
    recipe.train.choose(ModelName::DecisionTree);
    pipeline.begin(recipe).map_err(|e| e.to_string())?;
    loop {
        match pipeline.step().map_err(|e| e.to_string())? {
            RunEvent::Ended => break,
            _ => continue,
        }
    }
    let outcome = pipeline.outcome().ok_or("no outcome")?;
    Ok(outcome.fitted.clone())
}

/// What is wrong with the prediction of a new file.
fn wrong(fitted: &FittedPipeline, new: &New) -> Option<String> {
    let result = predict(fitted, &new.file.file, &new.file.bytes());
    match (result, &new.predicted, &new.error) {
        (Ok((table, summary)), Some(right), _) => {
            let found: Vec<String> = table.records().map(|record| record[1].clone()).collect();
            let notes = summary.notes.join("\n    ");
            (&found != right).then(|| format!("{found:?}, not {right:?}\n    {notes}"))
        }
        (Ok((table, summary)), None, _) => {
            let found: Vec<String> = table.records().map(|record| record[1].clone()).collect();
            let notes = summary.notes.join("\n    ");
            Some(format!("no error, but {found:?}\n    {notes}"))
        }
        (Err(error), None, Some(word)) => {
            let error = error.to_string();
            (!error.to_lowercase().contains(word))
                .then(|| format!("{error} says nothing of {word}"))
        }
        (Err(error), ..) => Some(format!("error: {error}")),
    }
}

#[test]
fn new_files() {
    let mut failures = String::new();
    let (mut failed, mut count) = (0, 0);
    for trained in cases::<Trained>(KIND) {
        count += trained.new.len();
        let name = &trained.file.name;
        match train(&trained) {
            Ok(fitted) => {
                for new in &trained.new {
                    if let Some(wrong) = wrong(&fitted, new) {
                        failed += 1;
                        let (new, start) = (&new.file.name, new.file.start());
                        failures.push_str(&format!("\n{name}, then {new}: {start}\n  {wrong}\n"));
                    }
                }
            }
            Err(error) => {
                failed += trained.new.len();
                let start = trained.file.start();
                failures.push_str(&format!("\n{name}: {start}\n  not trained: {error}\n"));
            }
        }
    }
    assert!(
        failed == 0,
        "{failed} of {count} are read wrongly:\n{failures}"
    );
}
