//! Why a model answers as it does.
//!
//! ```text
//! rows of the file ─ clean(replay) ─ featurize.apply ─ model ─ answers
//!        └─ players: the columns of the file, with all features made of them ─ shapley ─ contributions
//! ```
//!
//! Why: `docs/decisions/0041-shapley-values-of-columns.md`.

mod anatomy;
mod background;
mod change;
mod effects;
mod neighbours;
mod players;
mod shapley;
mod tree;
mod typed;

pub use anatomy::{AnatomyWish, TrainRows, anatomy};
pub use background::{draw_background, draw_explained, rows_numbered};
pub use change::least_change;
pub use effects::{effect, effect_columns};
pub use neighbours::neighbours;
pub use shapley::{ManyRows, answers_needed, shapley, shapley_by_row};
pub use tree::rules;
pub use typed::{beside_background, draw_taken, other_rows};

use grove_forest::Matrix;
use grove_models::Predictions;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::predict::fitted::FittedPipeline;
use crate::table::Table;

/// Cleans and encodes rows of a file as test rows were.
///
/// # Errors
/// Where a row does not suit a step of cleaning.
pub fn encode(fitted: &FittedPipeline, table: &Table) -> Result<Matrix, StageError> {
    Ok(prepared(fitted, table)?.1)
}

/// Returns the cleaned rows, too.
fn prepared(fitted: &FittedPipeline, table: &Table) -> Result<(Table, Matrix), StageError> {
    let (cleaned, _) = fitted.preparation.replay(table.clone())?;
    let matrix = fitted.featurizer.apply(&cleaned)?.matrix;
    Ok((cleaned, matrix))
}

/// Returns the answers rows × outputs, row by row, and the number of outputs: probabilities of classes, or one value.
fn answers(predictions: Predictions) -> (Vec<f64>, usize) {
    match predictions {
        Predictions::Probabilities {
            n_classes, values, ..
        } => (values, n_classes as usize),
        Predictions::Values(values) => (values, 1),
    }
}

fn refused(problem: impl Into<String>, advice: impl Into<String>) -> StageError {
    StageError::new(Stage::Predict, problem, advice)
}
