//! What an iteration brought, and whether the last ones brought anything.

use super::Parameters;

/// One iteration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Iteration {
    /// The mean loss of the train rows after it. For values as scikit-learn's: half of the squared error; the Poisson and
    /// gamma deviance are halved and without the terms that do not depend on the prediction.
    pub train_loss: f64,
    /// The mean loss of the validation rows after it, if there are any.
    pub validation_loss: Option<f64>,
    /// The most splits between a root and a leaf of its trees.
    pub depth: u32,
    /// The number of leaves of its trees.
    pub leaves: u32,
}

/// Returns whether none of the last `n_iter_no_change` iterations has a loss that is lower by more than `tol` than the one
/// before them (scikit-learn's `_should_stop`). It is the validation loss, or without validation rows that of the train
/// rows. `baseline` are the losses before the first iteration.
pub(super) fn stands_still(
    baseline: (f64, Option<f64>),
    iterations: &[Iteration],
    parameters: &Parameters,
) -> bool {
    let watched = |train: f64, validation: Option<f64>| validation.unwrap_or(train);
    let of = |iteration: &Iteration| watched(iteration.train_loss, iteration.validation_loss);
    let last = parameters.n_iter_no_change as usize;
    let Some(before) = iterations.len().checked_sub(last) else {
        return false;
    };
    let reference = match before.checked_sub(1) {
        Some(place) => of(&iterations[place]),
        None => watched(baseline.0, baseline.1),
    };
    let improved = |iteration: &Iteration| of(iteration) < reference - parameters.tol;
    !iterations[before..].iter().any(improved)
}
