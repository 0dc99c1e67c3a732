//! The forest as one model among others: the only place of this folder where forests are grown and asked.

use grove_forest::{Forest, Parameters, Splitter, Target};
use grove_recipe::parameters as p;

use super::{FitError, INTERVAL, Matrix, PredictError, Predictions};

/// The parameters out of their declared ranges; the forest knows the rest of them better.
pub(super) fn check(parameters: &Parameters) -> Result<(), String> {
    p::N_ESTIMATORS.check(parameters.n_estimators)?;
    if let Some(depth) = parameters.max_depth {
        p::MAX_DEPTH.check(depth)?;
    }
    p::MIN_SAMPLES_SPLIT.check(parameters.min_samples_split)?;
    Ok(p::MIN_SAMPLES_LEAF.check(parameters.min_samples_leaf)?)
}

/// A single tree of all rows.
pub(super) fn single(parameters: &Parameters) -> Parameters {
    Parameters {
        n_estimators: 1,
        bootstrap: false,
        ..parameters.clone()
    }
}

/// Trees whose cuts are drawn.
pub(super) fn extra(parameters: &Parameters) -> Parameters {
    Parameters {
        splitter: Splitter::Random,
        ..parameters.clone()
    }
}

pub(super) fn fit(
    matrix: &Matrix,
    target: Target,
    sample_weight: Option<&[f64]>,
    parameters: &Parameters,
) -> Result<Forest, FitError> {
    Ok(grove_forest::fit(
        matrix,
        target,
        sample_weight,
        parameters,
    )?)
}

pub(super) fn predict(forest: &Forest, matrix: &Matrix) -> Result<Predictions, PredictError> {
    let predicted = match forest.n_classes() {
        0 => forest.predict_values(matrix).map(Predictions::Values),
        n_classes => {
            let values = forest.predict_proba(matrix);
            values.map(|values| Predictions::Probabilities { n_classes, values })
        }
    };
    predicted.map_err(explained)
}

/// Of each row, the quantiles of an [`INTERVAL`], by a forest of values.
pub(super) fn intervals(forest: &Forest, matrix: &Matrix) -> Result<Vec<(f64, f64)>, PredictError> {
    let ends = forest
        .predict_quantiles(matrix, &INTERVAL)
        .map_err(explained)?;
    Ok(ends.chunks_exact(2).map(|of| (of[0], of[1])).collect())
}

fn explained(error: grove_forest::PredictError) -> PredictError {
    match error {
        grove_forest::PredictError::Features { expected, found } => {
            PredictError::Features { expected, found }
        }
        grove_forest::PredictError::Task { .. } | grove_forest::PredictError::Quantile { .. } => {
            unreachable!("asked for what it has")
        }
    }
}
