//! Applies the fitted cleaning steps to new rows, exactly as to test rows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::table::column::{Column, storage};
use crate::table::frame::Frame;
use crate::table::{Kinds, Table, shorten};
use grove_recipe::columns::ColumnKind;
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::{Operation, OutlierAction};

use super::error;
use super::expressions::expression;
use super::lineage::Lineage;
use super::repair::{LearnedValues, Repair, RepairEffect};
use super::runner::AppliedRepair;

/// The repairs that the needed columns depend on, in their order, and the columns of the file that these repairs start
/// from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    raw: Kinds,
    /// Columns in which a repair needs whole numbers: a decimal number is an error. Other columns of whole numbers
    /// accept decimals.
    whole: Vec<String>,
    repairs: Vec<Repair>,
}

impl Preparation {
    /// Goes back from the needed columns to those of the file. A repair that drops rows is kept if its columns are
    /// needed anyway: it drops no new row, but reports how many it would have dropped.
    pub fn new(raw: &Kinds, done: &[AppliedRepair], needed: &Kinds) -> Self {
        let mut needed: BTreeSet<String> = needed.iter().map(|(name, _)| name.clone()).collect();
        // The names that the columns have at that point.
        let mut whole: BTreeSet<String> = BTreeSet::new();
        let mut repairs = Vec::new();
        for AppliedRepair { repair, reads } in done.iter().rev() {
            match &repair.operation {
                Operation::RenameColumn { column, name } => {
                    if needed.remove(name) {
                        needed.insert(column.clone());
                        if whole.remove(name) {
                            whole.insert(column.clone());
                        }
                        repairs.push(repair.clone());
                    }
                }
                Operation::Derive { column, .. } => {
                    if needed.remove(column) {
                        whole.remove(column);
                        needed.extend(reads.iter().cloned());
                        whole.extend(reads.iter().cloned());
                        repairs.push(repair.clone());
                    }
                }
                Operation::Filter { .. } => {
                    if reads.iter().all(|name| needed.contains(name)) {
                        whole.extend(reads.iter().cloned());
                        repairs.push(repair.clone());
                    }
                }
                Operation::DropColumns { .. } | Operation::DropDuplicates { .. } => {}
                operation => {
                    let only = repair.only(&needed);
                    let numeric = matches!(
                        operation,
                        Operation::Outliers { .. } | Operation::FillMissing { .. }
                    );
                    if !numeric {
                        whole.extend(only.operation.columns().iter().cloned());
                    }
                    // A step that drops rows needs all of its columns.
                    let needs_all = matches!(
                        operation,
                        Operation::Outliers {
                            action: OutlierAction::Drop,
                            ..
                        }
                    );
                    let in_part = needs_all && only.learned != repair.learned;
                    if !(repair.spares(&needed) || in_part) {
                        repairs.push(only);
                    }
                }
            }
        }
        repairs.reverse();
        let raw: Kinds = raw
            .iter()
            .filter(|(name, _)| needed.contains(name))
            .cloned()
            .collect();
        let is_whole = |(name, kind): &&(String, ColumnKind)| {
            *kind == ColumnKind::Integer && whole.contains(name)
        };
        let whole = raw
            .iter()
            .filter(is_whole)
            .map(|(name, _)| name.clone())
            .collect();
        Self {
            raw,
            whole,
            repairs,
        }
    }

    /// Returns the columns that a file must have, with the kinds that they had in training.
    pub fn columns(&self) -> &Kinds {
        &self.raw
    }

    /// Returns the kinds as which they are read. Columns that had only whole numbers in training accept decimals.
    pub fn reading(&self) -> Kinds {
        let widened = |(name, kind): &(String, ColumnKind)| match kind {
            ColumnKind::Integer if !self.whole.contains(name) => {
                (name.clone(), ColumnKind::Decimal)
            }
            kind => (name.clone(), *kind),
        };
        self.raw.iter().map(widened).collect()
    }

    /// Returns the repairs, in order.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Returns the same with only the first repairs.
    pub fn up_to(&self, repairs: usize) -> Self {
        let mut part = self.clone();
        part.repairs.truncate(repairs);
        part
    }

    /// Returns the columns that it makes, with their kinds.
    ///
    /// # Errors
    /// Where a repair lacks a column.
    pub fn made(&self) -> Result<Kinds, StageError> {
        Ok(self.replay(self.no_row()?)?.0.kinds())
    }

    /// Returns from which columns of the file each column comes that it makes.
    ///
    /// # Errors
    /// Where a repair lacks a column.
    pub fn lineage(&self) -> Result<Lineage, StageError> {
        let mut table = self.no_row()?;
        let mut lineage = Lineage::new(&table.kinds());
        for repair in &self.repairs {
            let reads = match &repair.operation {
                Operation::Derive {
                    expression: text, ..
                } => expression(text, &table.kinds())?.columns().to_vec(),
                _ => Vec::new(),
            };
            if let RepairEffect::Cells(changed) = repair.effect(&table)? {
                table = changed;
            }
            lineage.follow(&repair.operation, &reads);
        }
        Ok(lineage)
    }

    /// Returns a table of its columns without a row.
    fn no_row(&self) -> Result<Table, StageError> {
        let kinds = self.reading();
        let columns = kinds.iter().map(|(name, kind)| Column::empty(name, *kind));
        let frame = Frame::new(0, columns.collect())
            .map_err(|_| error("A column name occurs twice.".into(), ""))?;
        Ok(Table {
            frame,
            kinds: kinds.iter().map(|(_, kind)| *kind).collect(),
            rows: Vec::new(),
        })
    }

    /// Prepares new rows as test rows were prepared. All rows stay; a note says how many training would have dropped.
    ///
    /// # Errors
    /// Where the table lacks a column, or a cell does not suit a repair.
    pub fn replay(&self, mut table: Table) -> Result<(Table, Vec<String>), StageError> {
        let mut notes = Vec::new();
        for repair in &self.repairs {
            let effect = repair.effect(&table).map_err(|mut error| {
                let step = shorten(&repair.operation.sentence());
                error.problem = format!("{} The cleaning step is: {step}.", error.problem);
                error
            })?;
            match effect {
                RepairEffect::Cells(changed) => table = changed,
                RepairEffect::Rows(kept) => {
                    let dropped = kept.iter().filter(|kept| !**kept).count() as u32;
                    if dropped > 0 {
                        notes.push(format!(
                            "{} like those that cleaning dropped before training ({}). The model was not trained on such rows.",
                            counted(dropped, "row is", "rows are"),
                            repair.operation.sentence()
                        ));
                    }
                }
            }
        }
        Ok((table, notes))
    }

    /// Checks that it makes these columns. This may not hold for one that was read from a file.
    ///
    /// # Errors
    /// A sentence about what does not fit.
    pub fn validate(&self, needed: &Kinds) -> Result<(), String> {
        for learned in self.repairs.iter().flat_map(|repair| &repair.learned) {
            if let LearnedValues::Limits { column, low, high } = learned
                && !(low.is_finite() && high.is_finite() && low <= high)
            {
                return Err(format!("the limits of column {column} are not in order"));
            }
        }
        let made = self.made().map_err(|error| error.to_string())?;
        let fits = |kind: ColumnKind, needed: ColumnKind| {
            storage(kind) == storage(needed) || (kind.is_number() && needed.is_number())
        };
        for (name, needed) in needed {
            if !made
                .iter()
                .any(|(made, kind)| made == name && fits(*kind, *needed))
            {
                return Err(format!("nothing makes the column {name}"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_recipe::{Case, OutlierMethod};

    fn kinds(names: &[(&str, ColumnKind)]) -> Kinds {
        names
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), *kind))
            .collect()
    }

    fn repair(operation: Operation, learned: Vec<LearnedValues>) -> Repair {
        Repair { operation, learned }
    }

    #[test]
    fn what_does_not_lead_to_the_needed_columns_is_refused() {
        let x = || vec!["x".to_owned()];
        let limits = |low, high| LearnedValues::Limits {
            column: "x".into(),
            low,
            high,
        };
        let clip = |learned| {
            let operation = Operation::Outliers {
                columns: x(),
                method: OutlierMethod::Iqr,
                iqr_factor: 1.5,
                z_score: 3.0,
                action: OutlierAction::Clip,
            };
            repair(operation, vec![learned])
        };
        let rename = |column: &str, name: &str| {
            let (column, name) = (column.to_owned(), name.to_owned());
            repair(Operation::RenameColumn { column, name }, Vec::new())
        };
        let derive = |expression: &str| {
            let (column, expression) = ("y".to_owned(), expression.to_owned());
            repair(Operation::Derive { column, expression }, Vec::new())
        };
        let case = repair(
            Operation::ChangeCase {
                columns: x(),
                case: Case::Lower,
            },
            Vec::new(),
        );
        let drop = repair(Operation::DropColumns { columns: x() }, Vec::new());
        let unequal = repair(
            Operation::DropDuplicates {
                columns: Vec::new(),
            },
            Vec::new(),
        );
        let with = |repairs: Vec<Repair>| Preparation {
            raw: kinds(&[("x", ColumnKind::Decimal), ("z", ColumnKind::Category)]),
            whole: Vec::new(),
            repairs,
        };
        let needed = kinds(&[("x", ColumnKind::Integer)]);
        assert_eq!(with(vec![]).validate(&needed), Ok(()));
        assert_eq!(
            with(vec![clip(limits(0.0, 1.0)), derive("x + 1")]).validate(&needed),
            Ok(())
        );
        for wrong in [
            clip(limits(1.0, 0.0)),
            clip(limits(f64::NAN, 1.0)),
            rename("x", "z"),
            rename("nothing", "w"),
            derive("nothing + 1"),
            derive("x +"),
            case,
            drop,
        ] {
            assert!(
                with(vec![wrong.clone()]).validate(&needed).is_err(),
                "{wrong:?}"
            );
        }
        // The result does not matter: it must not panic.
        let _ = with(vec![unequal]).validate(&needed);
        let text = kinds(&[("x", ColumnKind::Text)]);
        assert!(with(vec![]).validate(&text).is_err());
        let mut twice = with(vec![]);
        twice.raw.push(("x".into(), ColumnKind::Decimal));
        assert!(twice.validate(&needed).is_err());
    }
}
