//! Grove's forest, native.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use grove_forest::{
    Assembler, Dataset, Forest, ForestError, Grower, Matrix, Parameters, Target, fit,
};
use grove_recipe::Task;

use super::process::{self, Watch};
use super::table::{self, Table};
use super::{Answer, Job, Outcome};

pub fn answer(job: &Job) -> Outcome {
    let table = Table::read(job)?;
    let (train, rows) = (job.train as usize, table.rows());
    let (learned, unseen) = (
        Matrix::new(table.part(0..train))?,
        Matrix::new(table.part(train..rows))?,
    );
    let labels: Vec<u32> = table.target.iter().map(|y| *y as u32).collect();
    let parameters = Parameters {
        n_estimators: u32::from(job.trees),
        max_depth: job.max_depth.map(u32::from),
        min_samples_leaf: job.min_samples_leaf,
        max_bins: job.max_bins,
        seed: u64::from(job.seed),
        ..Parameters::new(job.max_features)
    };
    let target = match job.task {
        Task::Classification => Target::Classes {
            labels: &labels[..train],
            n_classes: job.classes,
        },
        Task::Regression => Target::Values(&table.target[..train]),
    };

    let held = process::forget_peak();
    let watch = Watch::start(job.threads);
    let forest = if job.threads == 1 {
        fit(&learned, target, None, &parameters)?
    } else {
        fit_in_threads(&learned, target, &parameters, job.threads)?
    };
    let trained = watch.trained();
    let peak_bytes = process::peak();
    let coded_bytes = Dataset::new(&learned, target, None, &parameters)?.bytes();

    let truth = &table.target[train..];
    let watch = Watch::start(job.threads);
    let (predict, score) = match job.task {
        Task::Classification => {
            let predicted = forest.predict_classes(&unseen)?;
            (watch.wall(), table::accuracy(&predicted, truth))
        }
        Task::Regression => {
            let predicted = forest.predict_values(&unseen)?;
            (watch.wall(), table::r2(&predicted, truth))
        }
    };
    Ok(Answer {
        predict: Some(predict),
        score: Some(score),
        model_bytes: job.size.then(|| forest.bytes()),
        peak_bytes,
        raised_bytes: peak_bytes
            .zip(held)
            .map(|(peak, held)| peak.saturating_sub(held)),
        coded_bytes: Some(coded_bytes),
        ..trained
    })
}

/// Each thread takes the next tree that nobody has begun; the forest is the same.
fn fit_in_threads(
    matrix: &Matrix,
    target: Target,
    parameters: &Parameters,
    threads: u32,
) -> Result<Forest, ForestError> {
    let dataset = Arc::new(Dataset::new(matrix, target, None, parameters)?);
    let next = AtomicU32::new(0);
    let mut assembler = Assembler::new(Arc::clone(&dataset), parameters.bootstrap);
    thread::scope(|scope| {
        let (grown, trees) = mpsc::channel();
        for _ in 0..threads {
            let (grown, dataset, next) = (grown.clone(), Arc::clone(&dataset), &next);
            scope.spawn(move || {
                let mut grower = Grower::new(dataset, parameters.clone());
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= parameters.n_estimators {
                        break;
                    }
                    grower.begin(index);
                    let tree =
                        std::iter::repeat_with(|| grower.advance(u64::MAX)).find_map(|tree| tree);
                    grown.send(tree.expect("the tree is begun")).ok();
                }
            });
        }
        drop(grown);
        trees.into_iter().for_each(|tree| assembler.add(tree));
    });
    assembler.finish()
}
