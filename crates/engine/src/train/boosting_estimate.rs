//! Estimates the time and memory of gradient boosting from a few iterations on a sample of the rows.

use grove_models::BoostingParameters;
use grove_protocol::report::Estimate;
use grove_recipe::error::StageError;

use crate::featurize::encoded_rows::EncodedPart;
use crate::table::target::TargetValues;
use crate::train::boosting::{BoostingTraining, SMALLER, refusal};
use crate::train::estimate::{ENOUGH_TREES, LONG_ENOUGH, MOST_ROWS, power};

/// Estimates, from some of the train rows (`sample`), the cost of training on `rows` of them with this much memory in
/// bytes. `now` returns milliseconds since some fixed moment. Growing may stop earlier than is foretold.
///
/// An iteration has a cost of its own and one per row, which two samples give; so does the size of its trees, as a power
/// of the rows. Binning grows as n log n for n rows.
pub fn estimate(
    sample: &EncodedPart,
    rows: u32,
    parameters: &BoostingParameters,
    memory: f64,
    now: &dyn Fn() -> f64,
) -> Result<Estimate, StageError> {
    let most = sample.matrix.rows().min(MOST_ROWS);
    let few = (most / 4).max(1);
    let large = probe(sample, most, parameters, now)?;
    let small = probe(sample, few, parameters, now)?;

    let (n, m, q) = (f64::from(rows), f64::from(most), f64::from(few));
    let models = parameters.each().len() as f64;
    let iterations = f64::from(parameters.model.max_iter);
    let more = (large.iteration - small.iteration).max(0.0);
    let per_row = if most > few { more / (m - q) } else { 0.0 };
    let iteration = large.iteration + per_row * (n - m).max(0.0);
    let binning = large.binning * n * libm::log2(n + 1.0) / (m * libm::log2(m + 1.0));
    let growth = power(large.trees, small.trees, most);
    let model_bytes = models * iterations * large.trees * libm::pow((n / m).max(1.0), growth);
    let data_bytes = models * large.data * (n / m).max(1.0);
    let problem = refusal(data_bytes, model_bytes, memory);
    let trees = match &sample.target {
        TargetValues::Classes { classes, .. } if classes.len() > 2 => classes.len() as u32,
        _ => 1,
    };
    Ok(Estimate {
        trees: parameters.model.max_iter.saturating_mul(trees),
        rows,
        seconds: models * (binning + iterations * iteration) / 1000.0,
        model_bytes,
        memory_bytes: data_bytes + 2.0 * model_bytes,
        refusal: problem.map(|problem| format!("{problem} {SMALLER}")),
    })
}

/// The cost of a few iterations on the first rows of a sample, in milliseconds and bytes.
struct Probe {
    binning: f64,
    iteration: f64,
    /// Of the trees of an iteration.
    trees: f64,
    data: f64,
}

fn probe(
    sample: &EncodedPart,
    rows: u32,
    parameters: &BoostingParameters,
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
    while now() - binned < LONG_ENOUGH && training.advance(&head, None, u64::MAX)? {}
    let iterations = f64::from(training.grown().max(1));
    let (data, trees) = training.bytes();
    Ok(Probe {
        binning: binned - began,
        iteration: (now() - binned) / iterations,
        trees: trees / iterations,
        data,
    })
}
