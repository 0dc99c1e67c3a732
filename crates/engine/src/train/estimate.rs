//! Estimates the time and memory of training from a few trees on a sample of the rows.

use std::sync::Arc;

use grove_forest::{Dataset, Grower, Parameters};
use grove_models::Growth;
use grove_protocol::report::Estimate;
use grove_recipe::Recipe;
use grove_recipe::error::StageError;

use crate::clean::clean;
use crate::featurize::encoded_rows::{EncodedPart, EncodedRows, encode};
use crate::pace::{Pace, block_on};
use crate::table::Table;
use crate::train::tree_workers::{SMALLER, TreeWorkers, refusal, visits};
use crate::train::{boosting_estimate, check_categories, learner, refused};

/// The most rows that trees are grown on for an estimate.
pub const MOST_ROWS: u32 = 4000;

/// An estimate stops growing trees after this time in milliseconds, of a sample of few rows and of many.
pub const LONG_ENOUGH: [f64; 2] = [20.0, 60.0];
/// An estimate also stops after this many trees.
pub const ENOUGH_TREES: u32 = 20;

/// The time until other workers have begun to grow trees, in milliseconds.
const STARTING: f64 = 150.0;

/// What each further worker adds to the speed of the first: two grow a forest 1.7 times as fast as one.
const AS_FAST: f64 = 0.7;

/// The least time in milliseconds that is told apart from others: a browser's clock is coarse.
const TOLD_APART: f64 = 1.0;

/// The most rows of the file that are used before the first run.
const SAMPLE_ROWS: u32 = 6000;

/// Estimates from the train rows of a run.
///
/// # Errors
/// Where the model cannot be trained on these rows.
pub fn of_encoded(
    encoded: &EncodedRows,
    recipe: &Recipe,
    workers: &dyn TreeWorkers,
    now: &dyn Fn() -> f64,
) -> Result<Option<Estimate>, StageError> {
    let rows = encoded.train.matrix.rows();
    of_sample(encoded, rows, recipe, workers, now)
}

/// Estimates from some rows of a file, which first pass the earlier stages.
///
/// # Errors
/// An error of a stage before training, or where the model cannot be trained on these rows.
pub fn of_table(
    table: &Table,
    recipe: &Recipe,
    workers: &dyn TreeWorkers,
    now: &dyn Fn() -> f64,
) -> Result<Option<Estimate>, StageError> {
    let rows = table.height();
    let every = rows.div_ceil(SAMPLE_ROWS).max(1);
    let positions: Vec<u32> = (0..rows).step_by(every as usize).collect();
    let sample = table.take(&positions);
    let (cleaned, _) = clean(&sample, recipe)?;
    let parts = cleaned.parts(recipe)?;
    let (encoded, ..) = block_on(encode(&cleaned.table, &parts, recipe, &Pace::default()))?;
    let share = f64::from(encoded.train.matrix.rows()) / f64::from(sample.height().max(1));
    of_sample(
        &encoded,
        (f64::from(rows) * share) as u32,
        recipe,
        workers,
        now,
    )
}

/// Estimates from a sample; `None` for a model without trees.
fn of_sample(
    encoded: &EncodedRows,
    rows: u32,
    recipe: &Recipe,
    workers: &dyn TreeWorkers,
    now: &dyn Fn() -> f64,
) -> Result<Option<Estimate>, StageError> {
    let learner = learner(recipe, &encoded.featurizer);
    check_categories(&learner, &encoded.featurizer)?;
    let sample = &encoded.train;
    match learner.growth() {
        Growth::None => Ok(None),
        Growth::Forest(parameters) => estimate(sample, rows, &parameters, workers, now).map(Some),
        Growth::Boosting(parameters) => {
            boosting_estimate::estimate(sample, rows, &parameters, workers, now).map(Some)
        }
    }
}

/// Estimates, from some of the train rows (`sample`), the cost of training on `rows` of them with these tree workers.
/// `now` returns milliseconds since some fixed moment.
///
/// Time grows as n log n for n rows; the size of a tree as a power of n, which two samples give.
fn estimate(
    sample: &EncodedPart,
    rows: u32,
    parameters: &Parameters,
    workers: &dyn TreeWorkers,
    now: &dyn Fn() -> f64,
) -> Result<Estimate, StageError> {
    let most = sample.matrix.rows().min(MOST_ROWS);
    // The small one first: a browser compiles what runs often once more, for speed.
    let small = probe(sample, (most / 4).max(1), parameters, LONG_ENOUGH[0], now)?;
    let large = probe(sample, most, parameters, LONG_ENOUGH[1], now)?;

    let (n, m) = (f64::from(rows), f64::from(most));
    let power = power(large.tree_bytes, small.tree_bytes, most);
    let trees = f64::from(parameters.n_estimators);
    let growth = n * libm::log2(n + 1.0) / (m * libm::log2(m + 1.0));
    let model_bytes = trees * large.tree_bytes * libm::pow((n / m).max(1.0), power);
    let dataset_bytes = large.dataset_bytes * n / m;
    let visits = visits(rows, parameters, parameters.n_estimators as usize);
    let others = f64::from(workers.workers_for(parameters.n_estimators, visits)) - 1.0;
    let at_once = 1.0 + others;
    let starting = if at_once > 1.0 { STARTING } else { 0.0 };
    let growing = large.tree * growth * trees / (1.0 + AS_FAST * others);
    // Each worker holds the data; thresholds and leaves are in memory twice at the end.
    let memory_bytes = dataset_bytes * (at_once + 1.0) + 2.0 * model_bytes;
    let problem = refusal(dataset_bytes, model_bytes, workers.memory());
    Ok(Estimate {
        trees: parameters.n_estimators,
        rows,
        seconds: (starting + large.coding * growth + growing) / 1000.0,
        model_bytes,
        memory_bytes,
        refusal: problem.map(|problem| format!("{problem} {SMALLER}")),
    })
}

/// Returns the power of the number of rows as which trees grow, by the bytes of one of `most` rows and of one of a quarter.
pub fn power(large: f64, small: f64, most: u32) -> f64 {
    if large > small && most >= 16 {
        (libm::log(large / small) / libm::log(4.0)).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The cost of a few trees on the first rows of a sample, in milliseconds and bytes.
struct Probe {
    /// Of coding the data.
    coding: f64,
    /// Of a tree.
    tree: f64,
    tree_bytes: f64,
    dataset_bytes: f64,
}

fn probe(
    sample: &EncodedPart,
    rows: u32,
    parameters: &Parameters,
    long_enough: f64,
    now: &dyn Fn() -> f64,
) -> Result<Probe, StageError> {
    let positions: Vec<u32> = (0..rows).collect();
    let head = sample.take(&positions);
    let weights = head.weights.as_deref();
    let began = now();
    let dataset = Dataset::new(&head.matrix, head.target.to_learn(), weights, parameters);
    let dataset = dataset.map_err(refused)?;
    let coding = now() - began;
    let dataset = Arc::new(dataset);
    let mut grower = Grower::new(Arc::clone(&dataset), parameters.clone());
    let most = ENOUGH_TREES.min(parameters.n_estimators);
    let mut bytes = 0;
    let (tree, trees) = timed(most, long_enough, now, &mut |tree| {
        grower.begin(tree);
        bytes += grower.advance(u64::MAX).map_or(0, |tree| tree.bytes());
        Ok(true)
    })?;
    Ok(Probe {
        coding,
        tree,
        tree_bytes: bytes as f64 / f64::from(trees),
        dataset_bytes: dataset.bytes() as f64,
    })
}

/// Does something up to `most` times, at least once, until that has taken `long_enough` or there is no more to do, and
/// returns what one time takes, in milliseconds, and how often it was done. The first half does not count, since a browser
/// compiles meanwhile; of the others it is the median, since a machine has other work, too.
///
/// # Errors
/// Those of what is done.
pub fn timed(
    most: u32,
    long_enough: f64,
    now: &dyn Fn() -> f64,
    once: &mut dyn FnMut(u32) -> Result<bool, StageError>,
) -> Result<(f64, u32), StageError> {
    let began = now();
    let (mut before, mut took, mut done) = (began, Vec::new(), 0);
    while done < most.max(1) {
        let more = once(done)?;
        let after = now();
        took.push(after - before);
        before = after;
        done += 1;
        if !more || after - began >= long_enough {
            break;
        }
    }
    let mut counted = took.split_off(took.len() / 2);
    let mean = counted.iter().sum::<f64>() / counted.len() as f64;
    counted.sort_by(f64::total_cmp);
    let median = counted[counted.len() / 2];
    Ok((if median < TOLD_APART { mean } else { median }, done))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_start_and_a_pause_do_not_count() {
        let clock = Cell::new(0.0);
        let takes = [90.0, 50.0, 5.0, 5.0, 900.0, 5.0];
        let (one, done) = timed(6, 1e9, &|| clock.get(), &mut |at| {
            clock.set(clock.get() + takes[at as usize]);
            Ok(true)
        })
        .unwrap();
        assert_eq!((one, done), (5.0, 6));
        let short = timed(6, 100.0, &|| clock.get(), &mut |at| {
            clock.set(clock.get() + takes[at as usize]);
            Ok(true)
        });
        assert_eq!(short.unwrap(), (50.0, 2));
        let coarse = Cell::new(0.0);
        let (mean, _) = timed(4, 1e9, &|| coarse.get(), &mut |at| {
            coarse.set(f64::from(at / 3) * 0.5);
            Ok(true)
        })
        .unwrap();
        assert_eq!(mean, 0.25);
    }
}
