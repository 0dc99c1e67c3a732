//! Row weights for training.

use grove_models::WEIGHTS;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, Role};

use crate::load::odd_cells::with_odd_cells;
use crate::load::types::numbers;
use crate::table::Table;

/// Reads the weight of every row of a cleaned table, if the recipe names a column for it. `Err` for the first row whose
/// weight is neither 0 nor in [`WEIGHTS`]. O(rows).
pub fn weights_of(table: &Table, recipe: &Recipe) -> Result<Option<Vec<f64>>, StageError> {
    let Some(name) = &recipe.weight else {
        return Ok(None);
    };
    let error = |problem: String, advice: &str| {
        StageError::new(Stage::Check, problem, advice).in_column(name)
    };
    const ANOTHER: &str = "Choose another column for the weights, or none.";
    if recipe.role(name) != Role::Weight {
        return Err(error(
            format!("Column {name} cannot be both the target and the weight."),
            ANOTHER,
        ));
    }
    let column = table.column(name).ok_or_else(|| {
        error(
            format!("The data has no column {name}, which is chosen as the weight."),
            ANOTHER,
        )
    })?;
    let kinds = table.kinds();
    let kind = kinds
        .iter()
        .find(|(other, _)| other == name)
        .map(|(_, kind)| *kind);
    if let Some(kind) = kind.filter(|kind| !kind.is_number()) {
        let kind = kind.with_article();
        let wrong = format!("Column {name} is {kind} column; weights must be numbers.");
        return Err(with_odd_cells(error(wrong, ANOTHER), column));
    }
    let mut weights = Vec::with_capacity(column.len());
    for (value, row) in numbers(column).into_iter().zip(&table.rows) {
        let problem = match value {
            None => "is missing".into(),
            Some(weight) if weight == 0.0 || WEIGHTS.contains(&weight) => {
                weights.push(weight);
                continue;
            }
            Some(weight) if weight < 0.0 => format!("is {weight}, which is negative"),
            Some(weight) => format!("is {weight}, which is too small or too large"),
        };
        return Err(error(
            format!("The weight {name} of row {row} {problem}."),
            "Correct it: a weight is 0 or a number from 1e-12 to 1e12.",
        )
        .at_row(*row));
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(error(
            format!("The weight {name} is 0 in every row."),
            ANOTHER,
        ));
    }
    Ok(Some(weights))
}
