//! smartcore's forest, native.

use grove_recipe::Task;
use serde::Serialize;
use smartcore::ensemble::random_forest_classifier::{
    RandomForestClassifier, RandomForestClassifierParameters,
};
use smartcore::ensemble::random_forest_regressor::{
    RandomForestRegressor, RandomForestRegressorParameters,
};
use smartcore::linalg::basic::matrix::DenseMatrix;

use super::process::{self, Watch};
use super::table::{self, Table};
use super::{Answer, Job, Outcome};

pub fn answer(job: &Job) -> Outcome {
    if job.threads != 1 {
        return Err("has no threads".into());
    }
    let table = Table::read(job)?;
    let (train, rows) = (job.train as usize, table.rows());
    // It walks along columns while it trains, so it gets the order that suits that.
    let matrix = |from, to| {
        let values = table.part(from..to).concat();
        DenseMatrix::new(to - from, table.columns.len(), values, true)
    };
    let (learned, unseen) = (matrix(0, train)?, matrix(train, rows)?);
    let truth = &table.target[train..];
    match job.task {
        Task::Classification => {
            let labels: Vec<u32> = table.target[..train].iter().map(|y| *y as u32).collect();
            let parameters = RandomForestClassifierParameters {
                n_trees: job.trees,
                max_depth: job.max_depth,
                min_samples_leaf: job.min_samples_leaf as usize,
                m: Some(job.max_features as usize),
                seed: u64::from(job.seed),
                ..RandomForestClassifierParameters::default()
            };
            let watch = Watch::start(job.threads);
            let forest = RandomForestClassifier::fit(&learned, &labels, parameters)?;
            let trained = saved(job, &forest, watch.trained())?;
            let watch = Watch::start(job.threads);
            let predicted = forest.predict(&unseen)?;
            Ok(Answer {
                predict: Some(watch.wall()),
                score: Some(table::accuracy(&predicted, truth)),
                ..trained
            })
        }
        Task::Regression => {
            let values = table.target[..train].to_vec();
            let parameters = RandomForestRegressorParameters {
                n_trees: usize::from(job.trees),
                max_depth: job.max_depth,
                min_samples_leaf: job.min_samples_leaf as usize,
                m: Some(job.max_features as usize),
                seed: u64::from(job.seed),
                ..RandomForestRegressorParameters::default()
            };
            let watch = Watch::start(job.threads);
            let forest = RandomForestRegressor::fit(&learned, &values, parameters)?;
            let trained = saved(job, &forest, watch.trained())?;
            let watch = Watch::start(job.threads);
            let predicted = forest.predict(&unseen)?;
            Ok(Answer {
                predict: Some(watch.wall()),
                score: Some(table::r2(&predicted, truth)),
                ..trained
            })
        }
    }
}

/// The answer with the memory so far, and the model's size as JSON.
fn saved(job: &Job, forest: &impl Serialize, trained: Answer) -> Outcome {
    let peak_bytes = process::peak();
    let json = job.size.then(|| serde_json::to_vec(forest)).transpose()?;
    Ok(Answer {
        model_bytes: json.map(|json| json.len() as u64),
        peak_bytes,
        ..trained
    })
}
