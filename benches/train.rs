//! Training 100 trees on 10,000 rows × 20 features beside scikit-learn with one job, same rows:
//! `cargo bench --no-default-features --bench train` prints CPU seconds, their ratio, and both scores.
//! Needs python3 with scikit-learn.
#![allow(
    clippy::disallowed_methods,
    reason = "a native program that measures with the clock"
)]

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use grove_forest::{Matrix, Parameters, Target, fit};

const TRAIN: usize = 10_000;
const FEATURES: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::temp_dir().join(format!("grove-bench-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let result = compare(&directory);
    std::fs::remove_dir_all(&directory)?;
    result
}

fn compare(directory: &Path) -> Result<(), Box<dyn Error>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/train.py");
    let output = Command::new("python3")
        .arg(script)
        .arg(directory)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    for line in String::from_utf8(output.stdout)?.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let [task, seconds, score] = fields[..] else {
            return Err(format!("unexpected line: {line}").into());
        };
        let (their_seconds, their_score): (f64, f64) = (seconds.parse()?, score.parse()?);
        let (our_seconds, our_score) = train(&directory.join(format!("{task}.f64")), task)?;
        println!(
            "{task}: scikit-learn {their_seconds:.2} s (score {their_score:.4}), \
             Grove {our_seconds:.2} s (score {our_score:.4}), ratio {:.2}",
            their_seconds / our_seconds
        );
    }
    Ok(())
}

/// CPU seconds of training, and accuracy or R² on unseen rows.
fn train(path: &Path, task: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let (numbers, _) = bytes.as_chunks::<8>();
    let numbers: Vec<f64> = numbers.iter().map(|n| f64::from_le_bytes(*n)).collect();
    let rows = numbers.len() / (FEATURES + 1);
    let columns: Vec<&[f64]> = numbers.chunks_exact(rows).collect();
    let target = columns[FEATURES];
    let table = |from, to| {
        let columns = columns[..FEATURES].iter();
        Matrix::new(columns.map(|column| column[from..to].to_vec()).collect())
    };
    let (train, test) = (table(0, TRAIN)?, table(TRAIN, rows)?);
    let labels: Vec<u32> = target.iter().map(|y| *y as u32).collect();
    let classification = task == "classification";
    let parameters = Parameters::new(if classification { 4 } else { FEATURES as u32 });

    let start = cpu_seconds();
    let learned = if classification {
        Target::Classes {
            labels: &labels[..TRAIN],
            n_classes: 2,
        }
    } else {
        Target::Values(&target[..TRAIN])
    };
    let forest = fit(&train, learned, None, &parameters)?;
    let seconds = cpu_seconds() - start;

    let truth = &target[TRAIN..];
    let score = if classification {
        let predicted = forest.predict_classes(&test)?;
        let hits = predicted
            .iter()
            .zip(&labels[TRAIN..])
            .filter(|(p, y)| p == y);
        hits.count() as f64 / truth.len() as f64
    } else {
        let mean = truth.iter().sum::<f64>() / truth.len() as f64;
        let predicted = forest.predict_values(&test)?;
        let errors = predicted.iter().zip(truth).map(|(p, y)| (p - y).powi(2));
        1.0 - errors.sum::<f64>() / truth.iter().map(|y| (y - mean).powi(2)).sum::<f64>()
    };
    Ok((seconds, score))
}

/// CPU time of this thread where Linux tells it, else the time on the clock.
fn cpu_seconds() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(
            || START.with(|start| start.elapsed().as_secs_f64()),
            |ns| ns / 1e9,
        )
}
