//! Grove's gradient boosting, native.

use grove_boosting::{BoosterBuilder, Parameters};
use grove_forest::{Matrix, Target};
use grove_recipe::Task;

use super::process::{self, Watch};
use super::table::{self, Table};
use super::{Answer, Job, Outcome};

pub fn answer(job: &Job) -> Outcome {
    if job.threads != 1 {
        return Err("is measured in one thread".into());
    }
    let asked = job.boosting.as_ref().ok_or("a job for a forest")?;
    let Table { columns, target } = Table::read(job)?;
    let (train, rows) = (job.train as usize, target.len());
    // Part by part, so that no copy of the table counts as memory of training.
    let part = |from: usize, to: usize| {
        let of_column = |column: &Vec<f64>| column[from..to].to_vec();
        Matrix::new(columns.iter().map(of_column).collect())
    };
    let (learned, unseen) = (part(0, train)?, part(train, rows)?);
    drop(columns);
    let labels: Vec<u32> = target.iter().map(|y| *y as u32).collect();
    let known = match job.task {
        Task::Classification => Target::Classes {
            labels: &labels[..train],
            n_classes: job.classes,
        },
        Task::Regression => Target::Values(&target[..train]),
    };
    let parameters = Parameters {
        max_iter: u32::from(job.trees),
        learning_rate: asked.learning_rate,
        max_leaf_nodes: Some(asked.max_leaf_nodes),
        early_stopping: Some(false),
        categorical: asked.categorical.clone(),
        seed: u64::from(job.seed),
        ..Parameters::default()
    };

    let held = process::forget_peak();
    let watch = Watch::start(job.threads);
    let mut builder = BoosterBuilder::new(&learned, known, None, None, &parameters)?;
    while builder.advance(&learned, None) {}
    let mut booster = builder.finish();
    while !booster.is_complete() {
        booster.advance(u64::MAX);
    }
    let model = booster.model();
    let trained = watch.trained();
    let peak_bytes = process::peak();

    let truth = &target[train..];
    let watch = Watch::start(job.threads);
    let (predict, score) = match job.task {
        Task::Classification => {
            let shares = model.predict_proba(&unseen)?;
            let rows = shares.chunks_exact(job.classes as usize);
            let predicted: Vec<u32> = rows.map(most_likely).collect();
            (watch.wall(), table::accuracy(&predicted, truth))
        }
        Task::Regression => {
            let predicted = model.predict_values(&unseen)?;
            (watch.wall(), table::r2(&predicted, truth))
        }
    };
    Ok(Answer {
        predict: Some(predict),
        score: Some(score),
        model_bytes: job.size.then(|| model.bytes()),
        peak_bytes,
        raised_bytes: peak_bytes
            .zip(held)
            .map(|(peak, held)| peak.saturating_sub(held)),
        // With its bins.
        coded_bytes: Some(booster.bytes()),
        ..trained
    })
}

/// The class with the largest probability; the first of equal ones.
fn most_likely(shares: &[f64]) -> u32 {
    let better = |best: usize, class: usize| {
        if shares[class] > shares[best] {
            class
        } else {
            best
        }
    };
    (1..shares.len()).fold(0, better) as u32
}
