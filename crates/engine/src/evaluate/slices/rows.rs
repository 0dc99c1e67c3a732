//! The rows on which a model is judged: those that it was tested on, or those of another file.

use std::collections::HashMap;
use std::rc::Rc;

use grove_models::Predictions;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{LoadChoice, Recipe, Task};

use super::RowErrors;
use crate::clean::Cleaned;
use crate::load::types::{cell_text, numbers};
use crate::predict::fitted::FittedPipeline;
use crate::predict::read_with_target;
use crate::run::Pipeline;
use crate::split::SplitParts;
use crate::table::Table;
use crate::table::target::TargetValues;

/// Rows of a cleaned table with what is true and what the model decides, in the same order.
pub struct TestedRows {
    /// The cleaned rows.
    pub table: Table,
    /// The name of the target column.
    pub target: String,
    /// What is true. A class that the model does not know is one more than it knows.
    pub actual: TargetValues,
    /// What the model decides.
    pub predicted: Predictions,
    /// The seed of the model's recipe.
    pub seed: u32,
}

impl TestedRows {
    /// Returns the error of each row.
    pub fn errors(&self) -> RowErrors {
        RowErrors::new(&self.actual, &self.predicted)
    }

    /// Asks the model for these rows, of which those without a target are left out.
    fn asked(fitted: &FittedPipeline, cleaned: &Table) -> Result<Self, StageError> {
        let target = fitted.recipe.target.clone();
        let column = cleaned.column(&target).expect("it was read with the table");
        let known: Vec<u32> = match fitted.recipe.task {
            Task::Classification => (0u32..)
                .zip(column.present())
                .filter(|of| of.1)
                .map(|of| of.0)
                .collect(),
            Task::Regression => {
                let values = (0u32..).zip(numbers(column));
                values.filter(|of| of.1.is_some()).map(|of| of.0).collect()
            }
        };
        if known.is_empty() {
            return Err(StageError::new(
                Stage::Evaluate,
                format!("No row has a value of {target}."),
                "Give a file with the target.",
            )
            .in_column(target));
        }
        let table = cleaned.take(&known);
        let column = table.column(&target).expect("it was there");
        let actual = match fitted.recipe.task {
            Task::Regression => {
                TargetValues::Values(numbers(column).into_iter().flatten().collect())
            }
            Task::Classification => {
                let places: HashMap<&str, u32> =
                    fitted.classes.iter().map(String::as_str).zip(0..).collect();
                let unknown = fitted.classes.len() as u32;
                let label = |row| {
                    let text = cell_text(column, row).unwrap_or_default();
                    places.get(text.as_str()).copied().unwrap_or(unknown)
                };
                TargetValues::Classes {
                    labels: (0..column.len()).map(label).collect(),
                    classes: fitted.classes.clone(),
                }
            }
        };
        let matrix = fitted.featurizer.apply(&table)?.matrix;
        Ok(Self {
            predicted: fitted.predict(&matrix),
            table,
            target,
            actual,
            seed: fitted.recipe.seed,
        })
    }
}

/// Returns the test rows of the latest finished run with its predictions. `None` where there is no such run, or where its
/// cleaned table is no longer there.
pub fn tested(pipeline: &Pipeline) -> Option<TestedRows> {
    let outcome = pipeline.outcome()?;
    let recipe = Recipe {
        load: pipeline.loaded()?.load.clone(),
        ..outcome.fitted.recipe.clone()
    };
    let cleaned = pipeline.made::<Cleaned>(&recipe)?;
    let parts = pipeline.made::<SplitParts>(&recipe)?;
    let predictions = &outcome.predictions;
    let table = cleaned.table.take(&parts.test);
    Some(TestedRows {
        actual: predictions
            .actual
            .clone()
            .filter(|_| table.rows == predictions.rows)?,
        table,
        target: recipe.target,
        predicted: predictions.predicted.clone(),
        seed: recipe.seed,
    })
}

/// Returns the test rows of a table that was cleaned and split as the model's own was.
///
/// # Errors
/// Where the rows cannot be encoded.
pub fn rows_of_split(
    fitted: &FittedPipeline,
    cleaned: &Rc<Cleaned>,
    parts: &SplitParts,
) -> Result<TestedRows, StageError> {
    TestedRows::asked(fitted, &cleaned.table.take(&parts.test))
}

/// Returns the rows of another file that have a target, cleaned as new rows are: the columns that the model needs.
///
/// # Errors
/// Where the file cannot be read, lacks a column or the target, or no row has a target.
pub fn rows_of_file(
    fitted: &FittedPipeline,
    name: &str,
    bytes: &[u8],
    choices: &[LoadChoice],
) -> Result<TestedRows, StageError> {
    let loaded = read_with_target(fitted, name, bytes, choices)?;
    let (cleaned, _) = fitted.preparation.replay(loaded.table)?;
    TestedRows::asked(fitted, &cleaned)
}
