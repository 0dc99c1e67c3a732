//! Fits cleaning operations: resolves their columns, and learns their values from train rows.

use std::collections::BTreeMap;

use crate::load::types::{cell_text, numbers};
use crate::table::Table;
use crate::table::column::{Column, Storage};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::{FillStrategy, Operation, OutlierMethod, Recipe, Within};

use super::columns::{chosen, kind_of};
use super::error;
use super::outliers::{limits, mean};
use super::repair::{LearnedValues, Repair};
use super::values::single;

/// Fits an operation to this table. `train` are the positions of its train rows, for operations that learn from them.
///
/// # Errors
/// Where the table lacks a column that the operation needs, or has one that does not suit.
pub fn fit(
    operation: &Operation,
    table: &Table,
    train: Option<&[u32]>,
    recipe: &Recipe,
) -> Result<Repair, StageError> {
    let mut operation = operation.clone();
    let mut learned = Vec::new();
    let text = |_: &str, kind: ColumnKind| kind.is_text();
    let any = |_: &str, _| true;
    // Columns that are not features keep their values unless they are named.
    let learns = |name: &str| {
        let apart = [
            Some(&recipe.target),
            recipe.weight.as_ref(),
            recipe.group.as_ref(),
        ];
        !apart.into_iter().flatten().any(|apart| apart == name)
    };
    let of_train = |name: &str| -> Option<Column> { Some(table.column(name)?.take(train?)) };
    match &mut operation {
        Operation::DropColumns { columns } => {
            *columns = chosen(table, columns, any, "")?;
            if table.kinds().iter().all(|(name, _)| columns.contains(name)) {
                let problem = "This step drops every column.".to_string();
                return Err(error(
                    problem,
                    "Keep the target and at least one other column.",
                ));
            }
        }
        Operation::Cast { columns, .. } => *columns = chosen(table, columns, any, "")?,
        Operation::RenameColumn { column, name } => {
            kind_of(table, column)?;
            if name != column && table.column(name).is_some() {
                let problem = format!("There is already a column {name}.");
                return Err(error(problem, "Choose another name.").in_column(name.as_str()));
            }
        }
        Operation::Trim { columns }
        | Operation::ChangeCase { columns, .. }
        | Operation::Replace {
            columns,
            within: Within::Part,
            ..
        } => *columns = chosen(table, columns, text, "columns of text")?,
        Operation::Replace {
            columns,
            to_replace,
            ..
        } => {
            let all = columns.is_empty();
            let holds = |name: &str, kind| !all || single(to_replace, kind, name).is_ok();
            *columns = chosen(table, columns, holds, "")?;
        }
        Operation::MergeCategories { column, .. } => {
            let named = std::slice::from_ref(column);
            chosen(table, named, text, "columns of text")?;
        }
        Operation::DropDuplicates { columns } => *columns = chosen(table, columns, any, "")?,
        Operation::Outliers {
            columns,
            method,
            iqr_factor,
            z_score,
            ..
        } => {
            let all = columns.is_empty();
            let numeric = |name: &str, kind: ColumnKind| kind.is_number() && (!all || learns(name));
            *columns = chosen(table, columns, numeric, "columns of numbers")?;
            let times = match method {
                OutlierMethod::Iqr => *iqr_factor,
                OutlierMethod::ZScore => *z_score,
            };
            for name in columns.iter() {
                let kind = kind_of(table, name)?;
                let found = of_train(name).and_then(|cells| limits(&cells, kind, *method, times));
                learned.extend(found.map(|(low, high)| LearnedValues::Limits {
                    column: name.clone(),
                    low,
                    high,
                }));
            }
        }
        Operation::FillMissing {
            columns,
            strategy,
            fill_value,
        } => {
            let all = columns.is_empty();
            let fillable = |name: &str, kind: ColumnKind| match strategy {
                FillStrategy::Mean | FillStrategy::Median => {
                    kind.is_number() && (!all || learns(name))
                }
                FillStrategy::MostFrequent => !all || learns(name),
                FillStrategy::Constant => {
                    !all || (learns(name) && single(fill_value, kind, name).is_ok())
                }
            };
            *columns = chosen(table, columns, fillable, "columns of numbers")?;
            for name in columns.iter() {
                let value = match strategy {
                    FillStrategy::Constant => Some(fill_value.clone()),
                    _ => of_train(name).and_then(|cells| typical(&cells, *strategy)),
                };
                learned.extend(value.map(|value| LearnedValues::Fill {
                    column: name.clone(),
                    value,
                }));
            }
        }
        Operation::Filter { .. } | Operation::Derive { .. } => {}
    }
    Ok(Repair { operation, learned })
}

/// Returns the fill value of a column as text; `None` if the column has no values.
fn typical(cells: &Column, strategy: FillStrategy) -> Option<String> {
    let is_number = matches!(cells.storage(), Storage::Integers | Storage::Decimals);
    if strategy == FillStrategy::MostFrequent && !is_number {
        // In alphabetical order, so that the first of equally frequent values is the same on every platform.
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for cell in (0..cells.len()).filter_map(|row| cell_text(cells, row)) {
            *counts.entry(cell).or_default() += 1;
        }
        let most = counts.iter().rev().max_by_key(|(_, count)| **count);
        return most.map(|(value, _)| value.clone());
    }
    let mut values: Vec<f64> = numbers(cells).into_iter().flatten().collect();
    if values.is_empty() {
        return None;
    }
    let value = match strategy {
        FillStrategy::Mean => mean(&values),
        FillStrategy::Median | FillStrategy::Constant => {
            values.sort_unstable_by(f64::total_cmp);
            values[(values.len() - 1) / 2] / 2.0 + values[values.len() / 2] / 2.0
        }
        FillStrategy::MostFrequent => {
            values.sort_unstable_by(f64::total_cmp);
            // The smallest of equally frequent values, as in scikit-learn.
            let runs = values.chunk_by(|a, b| a == b).rev();
            runs.max_by_key(|run| run.len())?[0]
        }
    };
    Some(value.to_string())
}
