//! Gradient boosting in MLlib (`GBTClassifier`, `GBTRegressor`), for the tasks that it has.

use super::TrainingFacts;
use super::pyspark::DEPTH_AT_MOST;
use super::python;
use crate::text::quoted;
use grove_models::Model;
use grove_recipe::Task;
use grove_recipe::models::gradient_boosting::{Loss, Parameters};

/// Writes the parameters; `None` if the model is another one, or MLlib boosts no such task.
pub fn parameters(facts: &TrainingFacts) -> Option<String> {
    let recipe = facts.recipe;
    let boosting = recipe.train.boosting().filter(|_| has_task(facts))?;
    // With as many levels, a tree can have as many leaves.
    let levels = boosting.max_leaf_nodes.max(2).next_power_of_two().ilog2();
    let depth = boosting.max_depth.unwrap_or(levels).min(levels);
    let mut parameters = vec![
        format!("maxIter={}", iterations(facts, boosting)),
        format!("stepSize={}", python(boosting.learning_rate)),
        format!("maxDepth={}", depth.min(DEPTH_AT_MOST)),
        format!("minInstancesPerNode={}", boosting.min_samples_leaf),
        format!("maxBins={}, seed={}", boosting.max_bins, recipe.seed),
        format!(
            "featureSubsetStrategy={}",
            match boosting.max_features < 1.0 {
                true => quoted(&format!("{:?}", boosting.max_features)),
                false => quoted("all"),
            }
        ),
    ];
    if recipe.task == Task::Regression {
        let loss = match mean_or_median(boosting) {
            true => "squared",
            false => "absolute",
        };
        parameters.push(format!("lossType={}", quoted(loss)));
    }
    Some(parameters.join(", "))
}

/// MLlib boosts numbers and two classes.
fn has_task(facts: &TrainingFacts) -> bool {
    facts.fitted.classes.len() <= 2
}

/// As many as grew, since MLlib's do not stop at the same one.
fn iterations(facts: &TrainingFacts, boosting: &Parameters) -> u32 {
    match &*facts.fitted.model {
        Model::GradientBoosting(boosted) => boosted.model.n_iter().max(1),
        _ => boosting.max_iter,
    }
}

/// Whether MLlib's squared error comes closest to the loss; else it is the absolute error.
fn mean_or_median(boosting: &Parameters) -> bool {
    match boosting.loss {
        Loss::SquaredError | Loss::Poisson | Loss::Gamma => true,
        Loss::AbsoluteError | Loss::Quantile => false,
    }
}

/// Describes the differences from Grove's boosting.
pub fn remarks(facts: &TrainingFacts) -> Vec<&'static str> {
    let Some(boosting) = facts.recipe.train.boosting() else {
        return Vec::new();
    };
    if !has_task(facts) {
        return vec![
            "MLlib boosts two classes or numbers, and these are more classes: a random forest takes its place here, with\n\
             MLlib's own parameters.",
        ];
    }
    let mut remarks = vec![
        "It grows as many trees as Grove grew. MLlib limits their depth, not their leaves, and has no penalty on leaves.",
    ];
    let of_numbers = facts.recipe.task == Task::Regression;
    match boosting.loss {
        Loss::Poisson | Loss::Gamma if of_numbers => remarks.push(
            "MLlib boosts by squared or absolute error alone: squared error takes the place of Grove's loss.",
        ),
        Loss::Quantile if of_numbers && boosting.quantile != 0.5 => remarks.push(
            "MLlib boosts by squared or absolute error alone: absolute error, which predicts the median, takes the place of\n\
             Grove's quantile.",
        ),
        _ => {}
    }
    if !boosting.monotonic_cst.is_empty() {
        remarks.push("Directions of predictions (monotonic_cst) are left out.");
    }
    remarks
}
