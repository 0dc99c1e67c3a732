//! The train stage: grows trees one by one, so that the caller can show progress and stop. Other models are fitted in one
//! step.

pub mod boosted_tree;
pub mod boosting;
mod boosting_estimate;
mod boosting_report;
pub mod estimate;
pub mod forest;
pub mod stage;
#[cfg(not(target_arch = "wasm32"))]
pub mod threads;
pub mod training_job;
pub mod tree_picture;
pub mod tree_workers;

use std::collections::BTreeMap;

use grove_models::{Context, FitError, Learner, Model};
use grove_protocol::report::{Feature, Importance, TrainReport};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe};

use crate::featurize::Featurizer;
use crate::featurize::encoded_rows::EncodedPart;

/// A model, its report, and the importances of columns if it has them.
pub struct FittedModel {
    /// Fitted to the train rows.
    pub model: Model,
    /// What the train stage reports.
    pub report: TrainReport,
    /// The importances of columns, largest first; empty for models without trees.
    pub importances: Vec<Importance>,
}

/// Fits a model without trees, in one step.
///
/// # Errors
/// As [`grove_models::Learner::fit`].
pub fn fit(
    learner: &Learner,
    model: ModelName,
    part: &EncodedPart,
    featurizer: &Featurizer,
) -> Result<FittedModel, StageError> {
    let fitted = learner.fit(
        &part.matrix,
        part.target.to_learn(),
        part.weights.as_deref(),
    );
    let fitted = fitted.map_err(|error| {
        let problem = StageError::new(Stage::Train, error.to_string(), advice(&error));
        match error {
            FitError::Missing { column, .. } | FitError::Spread { column } => {
                problem.in_column(&featurizer.features()[column as usize].column)
            }
            _ => problem,
        }
    })?;
    let note = (!fitted.converged()).then(|| {
        "The fit stopped before it converged: more iterations would change the coefficients. A stronger penalty helps."
            .to_string()
    });
    Ok(FittedModel {
        report: TrainReport {
            model,
            trees: Vec::new(),
            rows: part.matrix.rows(),
            features: part.matrix.features(),
            features_per_split: None,
            bytes: fitted.bytes() as u32,
            out_of_bag: None,
            note,
            workers: 1,
            boosting: None,
        },
        model: fitted,
        importances: Vec::new(),
    })
}

/// Returns the advice for a model that could not be fitted.
fn advice(error: &FitError) -> &'static str {
    match error {
        FitError::Task { .. } => "Choose another model, or another task.",
        FitError::Missing { .. } => {
            "Choose in Featurize how missing numbers are filled, or choose a tree model."
        }
        FitError::Unweighted { .. } => "Choose another model, or no column for the weights.",
        FitError::NoWeight => "Keep a larger share of rows for training.",
        FitError::Spread { .. } => "Leave the column out, or choose a tree model.",
        _ => "Change the parameter and run again.",
    }
}

/// Makes the learner of the recipe's model and parameters.
pub fn learner(recipe: &Recipe, featurizer: &Featurizer) -> Learner {
    let features = featurizer.features();
    let directions = |of_columns: &BTreeMap<String, i8>| -> Vec<i8> {
        // A feature that does not rise with its column's number has no monotonic constraint.
        let rises = featurizer.rises();
        let direction = |(feature, rises): (&Feature, bool)| {
            let chosen = of_columns.get(&feature.column).filter(|_| rises);
            chosen.copied().unwrap_or(0)
        };
        features.iter().zip(rises).map(direction).collect()
    };
    let categorical: Vec<bool> = features.iter().map(|feature| feature.categorical).collect();
    let context = Context {
        task: recipe.task,
        seed: u64::from(recipe.seed),
        n_features: features.len() as u32,
        categorical: &categorical,
        directions: &directions,
    };
    Learner::new(&recipe.train, &context)
}

/// Converts an error of the forest to one of the train stage.
pub fn refused(error: grove_forest::ForestError) -> StageError {
    let advice = "Change the parameter and run again.";
    StageError::new(Stage::Train, error.to_string(), advice)
}

/// Refuses features that are categories as they are, where the model does not take them.
///
/// # Errors
/// Names the first such column, and says what to choose instead.
fn check_categories(learner: &Learner, featurizer: &Featurizer) -> Result<(), StageError> {
    let features = featurizer.features();
    let categorical = features.iter().find(|feature| feature.categorical);
    let Some(feature) = categorical.filter(|_| !learner.takes_categories()) else {
        return Ok(());
    };
    let problem = format!(
        "{} does not take categories as they are, and column {} is encoded so.",
        learner.name(),
        feature.column
    );
    let advice = "Choose another encoding for categories at featurize, such as one-hot, or gradient boosting.";
    Err(StageError::new(Stage::Train, problem, advice).in_column(&feature.column))
}

/// Lists the importances of these columns, largest first.
fn largest_first(columns: Vec<String>, values: Vec<f64>, spreads: Vec<f64>) -> Vec<Importance> {
    let numbers = values.into_iter().zip(spreads);
    let importance = |(column, (value, spread))| Importance {
        column,
        value,
        spread,
    };
    let mut importances: Vec<Importance> =
        columns.into_iter().zip(numbers).map(importance).collect();
    importances.sort_by(|a, b| b.value.total_cmp(&a.value));
    importances
}
