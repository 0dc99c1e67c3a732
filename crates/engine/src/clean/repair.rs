//! A fitted cleaning operation. Its result for a row does not depend on the other rows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::table::Table;
use crate::table::column::Column;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::{Operation, OutlierAction, Within, kind_when_filled, replaced};

use super::columns::{kind_of, put, remove, rename};
use super::error;
use super::expressions::{condition, expression};
use super::growth;
use super::outliers::{clipped, within};
use super::rows::first_of_equals;
use super::texts::{change_texts, check_replaced, in_case, names, trimmed};
use super::values::{cast_column, single, substitute, widened};

/// A fitted operation, which names exactly the columns that it works on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// The operation of the recipe, with the columns that it works on.
    pub operation: Operation,
    /// Limits of outliers or a fill value, for each column that has one; empty for other operations.
    pub learned: Vec<LearnedValues>,
}

/// Values that were learned from a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LearnedValues {
    /// The range in which values are not outliers.
    Limits {
        /// The column's name.
        column: String,
        /// The smallest value that is not an outlier.
        low: f64,
        /// The largest value that is not an outlier.
        high: f64,
    },
    /// The value as text.
    Fill {
        /// The column's name.
        column: String,
        /// The replacement of missing cells, parsed by the column's kind.
        value: String,
    },
}

impl LearnedValues {
    /// Returns the name of the column.
    pub fn column(&self) -> &str {
        match self {
            LearnedValues::Limits { column, .. } | LearnedValues::Fill { column, .. } => column,
        }
    }
}

/// The effect of a repair on a table.
pub enum RepairEffect {
    /// The same rows with other cells or columns.
    Cells(Table),
    /// For each row, whether it stays.
    Rows(Vec<bool>),
}

impl Repair {
    /// Returns the same repair for fewer columns.
    pub fn only(&self, columns: &BTreeSet<String>) -> Self {
        let mut only = self.clone();
        if let Some(listed) = only.operation.columns_mut() {
            listed.retain(|name| columns.contains(name));
        }
        only.learned
            .retain(|learned| columns.contains(learned.column()));
        only
    }

    /// Returns whether it leaves these columns unchanged.
    pub fn spares(&self, columns: &BTreeSet<String>) -> bool {
        let learns = matches!(
            self.operation,
            Operation::Outliers { .. } | Operation::FillMissing { .. }
        );
        let touched = |name: &String| columns.contains(name);
        !self.operation.columns().iter().any(touched) || (learns && self.learned.is_empty())
    }

    /// Applies the repair. `Err` if the table lacks a column, or has one that does not suit. O(cells touched).
    ///
    /// # Errors
    /// Where the table lacks a column or has one that does not suit, and where texts become too long.
    pub fn effect(&self, table: &Table) -> Result<RepairEffect, StageError> {
        let mut changed = table.clone();
        let mut new: Vec<(Column, ColumnKind)> = Vec::new();
        match &self.operation {
            Operation::DropColumns { columns } => remove(&mut changed, columns),
            Operation::RenameColumn { column, name } => {
                kind_of(table, column)?;
                if name != column && table.column(name).is_some() {
                    let problem = format!("There is already a column {name}.");
                    return Err(error(problem, "Choose another name.").in_column(name.as_str()));
                }
                rename(&mut changed, column, name);
            }
            Operation::Cast { columns, kind } => {
                for name in columns {
                    let column = cast_column(column(table, name)?, *kind);
                    new.push((column, *kind));
                }
            }
            Operation::Trim { columns } => {
                new = change_texts(table, columns, trimmed)?;
            }
            Operation::ChangeCase { columns, case } => {
                new = change_texts(table, columns, |text| in_case(text, *case).into())?;
            }
            Operation::Replace {
                columns,
                to_replace,
                within: Within::Part,
                value,
            } => {
                check_replaced(table, columns, to_replace, value)?;
                new = change_texts(table, columns, |text| {
                    text.replace(to_replace.as_str(), value).into()
                })?;
            }
            Operation::Replace {
                columns,
                to_replace,
                value,
                ..
            } => {
                for name in columns {
                    let mut kind = kind_of(table, name)?;
                    let which = single(to_replace, kind, name)?;
                    if !value.is_empty() {
                        kind = replaced(kind);
                    }
                    let value = (!value.is_empty()).then(|| single(value, kind, name));
                    let value = value.transpose()?;
                    let column = substitute(column(table, name)?, Some(&which), value.as_ref())?;
                    new.push((column, kind));
                }
            }
            Operation::MergeCategories { column, merges } => {
                let names = names(merges);
                new = change_texts(table, std::slice::from_ref(column), |text| {
                    names
                        .get(text)
                        .map_or(text.into(), |name| (*name).to_owned().into())
                })?;
            }
            Operation::FillMissing { strategy, .. } => {
                for learned in &self.learned {
                    let LearnedValues::Fill {
                        column: name,
                        value,
                    } = learned
                    else {
                        continue;
                    };
                    let kind = kind_when_filled(kind_of(table, name)?, *strategy);
                    let mut cells = column(table, name)?.clone();
                    if kind == ColumnKind::Decimal {
                        cells = widened(&cells);
                    }
                    let value = single(value, kind, name)?;
                    if cells.null_count() > 0 {
                        cells = substitute(&cells, None, Some(&value))?;
                    }
                    new.push((cells, kind));
                }
            }
            Operation::Outliers { action, .. } => {
                let mut kept = vec![true; table.rows.len()];
                for learned in &self.learned {
                    let LearnedValues::Limits {
                        column: name,
                        low,
                        high,
                    } = learned
                    else {
                        continue;
                    };
                    let cells = column(table, name)?;
                    let kind = number(table, name)?;
                    match action {
                        OutlierAction::Clip => {
                            new.push((clipped(cells, (*low, *high)), kind));
                        }
                        OutlierAction::Drop => {
                            let within = within(cells, (*low, *high));
                            kept.iter_mut()
                                .zip(within)
                                .for_each(|(kept, fits)| *kept &= fits);
                        }
                    }
                }
                if *action == OutlierAction::Drop {
                    return Ok(RepairEffect::Rows(kept));
                }
            }
            Operation::Filter { condition: text } => {
                return Ok(RepairEffect::Rows(condition(text, table)?.mask(table)));
            }
            Operation::DropDuplicates { columns } => {
                return first_of_equals(table, columns).map(RepairEffect::Rows);
            }
            Operation::Derive {
                column: name,
                expression: text,
            } => {
                let expression = expression(text, &table.kinds())?;
                let column = expression.evaluate(table, name);
                let column = column.ok_or_else(|| growth::too_long(name))?;
                new.push((column, expression.kind()));
            }
        }
        if !new.is_empty() {
            put(&mut changed, new);
        }
        growth::check(&changed)?;
        Ok(RepairEffect::Cells(changed))
    }
}

/// Returns the kind of a column that must have numbers.
fn number(table: &Table, name: &str) -> Result<ColumnKind, StageError> {
    let kind = kind_of(table, name)?;
    if kind.is_number() {
        return Ok(kind);
    }
    Err(error(
        format!("{name} holds no numbers."),
        "Choose another column.",
    )
    .in_column(name))
}

fn column<'t>(table: &'t Table, name: &str) -> Result<&'t Column, StageError> {
    kind_of(table, name)?;
    Ok(table.column(name).expect("just seen"))
}
