//! Estimates the time and memory of gradient boosting from a few iterations on a sample of the rows.

use grove_boosting::Booster;
use grove_models::BoostingParameters;
use grove_protocol::report::Estimate;
use grove_recipe::error::StageError;

use crate::featurize::encoded_rows::EncodedPart;
use crate::table::target::TargetValues;
use crate::train::boosting::{BoostingTraining, SMALLER, refusal};
use crate::train::estimate::{ENOUGH_TREES, LONG_ENOUGH, MOST_ROWS, power, timed};
use crate::train::tree_workers::TreeWorkers;

/// A node's best split is sought among all its bins, each of which takes as long as so many cells of the rows that an
/// iteration adds up. Measured with release builds in Chromium.
const BIN_AS_CELLS: f64 = 2.3;

/// The share of an iteration that is not divided among those who share the rows, and what each of them adds to it by its
/// messages.
const UNSHARED: f64 = 0.4;
const TELLING: f64 = 0.05;

/// Estimates, from some of the train rows (`sample`), the cost of training on `rows` of them with these workers. `now`
/// returns milliseconds since some fixed moment. Growing may stop earlier than is foretold.
///
/// An iteration adds up every cell of the rows and seeks splits among the bins of every node. Binning grows as n log n for n
/// rows, the size of a tree as a power of n, which two samples give.
pub fn estimate(
    sample: &EncodedPart,
    rows: u32,
    parameters: &BoostingParameters,
    workers: &dyn TreeWorkers,
    now: &dyn Fn() -> f64,
) -> Result<Estimate, StageError> {
    let most = sample.matrix.rows().min(MOST_ROWS);
    let few = (most / 4).max(1);
    // The small one first: a browser compiles what runs often once more, for speed.
    let small = probe(sample, few, parameters, LONG_ENOUGH[0], now)?;
    let large = probe(sample, most, parameters, LONG_ENOUGH[1], now)?;

    let (n, m) = (f64::from(rows), f64::from(most));
    let models = parameters.each().len() as f64;
    let iterations = f64::from(parameters.model.max_iter);
    let features = f64::from(sample.matrix.features());
    let cells = |rows: f64| rows * features + BIN_AS_CELLS * large.node_bins;
    let iteration = large.iteration * cells(n) / cells(m);
    let binning = large.binning * n * libm::log2(n + 1.0) / (m * libm::log2(m + 1.0));
    let growth = power(large.trees, small.trees, most);
    let model_bytes = models * iterations * large.trees * libm::pow((n / m).max(1.0), growth);
    let data_bytes = models * large.data * (n / m).max(1.0);
    let problem = refusal(data_bytes, model_bytes, workers.memory());
    let sharers = match Booster::shares(rows) {
        true => workers.sharers_for(u64::from(rows) * u64::from(sample.matrix.features())) as f64,
        false => 0.0,
    };
    let shared = UNSHARED + (1.0 - UNSHARED) / (sharers + 1.0) + TELLING * sharers;
    let trees = trees_each(sample);
    Ok(Estimate {
        trees: parameters.model.max_iter.saturating_mul(trees),
        rows,
        seconds: models * (binning + iterations * iteration * shared) / 1000.0,
        model_bytes,
        memory_bytes: data_bytes + 2.0 * model_bytes,
        refusal: problem.map(|problem| format!("{problem} {SMALLER}")),
    })
}

/// Returns how many trees an iteration has.
fn trees_each(sample: &EncodedPart) -> u32 {
    match &sample.target {
        TargetValues::Classes { classes, .. } if classes.len() > 2 => classes.len() as u32,
        _ => 1,
    }
}

/// The cost of a few iterations on the first rows of a sample, in milliseconds and bytes.
struct Probe {
    binning: f64,
    iteration: f64,
    /// Of the trees of an iteration.
    trees: f64,
    data: f64,
    /// The bins of all nodes of a tree.
    node_bins: f64,
}

fn probe(
    sample: &EncodedPart,
    rows: u32,
    parameters: &BoostingParameters,
    long_enough: f64,
    now: &dyn Fn() -> f64,
) -> Result<Probe, StageError> {
    let positions: Vec<u32> = (0..rows).collect();
    let head = sample.take(&positions);
    let mut model = parameters.model.clone();
    model.max_iter = model.max_iter.min(ENOUGH_TREES);
    model.early_stopping = Some(false);
    let first = BoostingParameters {
        model,
        intervals: false,
    };
    let mut training = BoostingTraining::new(&first);
    let began = now();
    while training.is_binning() && training.advance(&head, None, u64::MAX)? {}
    let binned = now();
    let most = first.model.max_iter;
    let (iteration, _) = timed(most, long_enough, now, &mut |done| {
        while training.grown() == done && training.advance(&head, None, u64::MAX)? {}
        Ok(training.grown() > done)
    })?;
    let iterations = f64::from(training.grown().max(1));
    let (data, trees) = training.bytes();
    // Each split makes two nodes of one.
    let last = training.iterations().last();
    let nodes = last.map_or(1.0, |last| {
        2.0 * f64::from(last.leaves) / f64::from(trees_each(sample)) - 1.0
    });
    Ok(Probe {
        binning: binned - began,
        iteration,
        trees: trees / iterations,
        data,
        node_bins: nodes * f64::from(training.bins()),
    })
}
