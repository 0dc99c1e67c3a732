//! Runs the cleaning steps in order, and keeps their reports and the fitted operations for new rows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::table::Table;
use grove_protocol::report::{CleanStep, EXAMPLES};
use grove_recipe::error::StageError;
use grove_recipe::{Operation, Recipe};

use super::changes::changes;
use super::early_split::EarlySplit;
use super::error;
use super::expressions::{condition, expression};
use super::fit::fit;
use super::lineage::Lineage;
use super::repair::{LearnedValues, Repair, RepairEffect};
use super::rows::only;

/// A repair that was applied, and the columns that its expression reads.
#[derive(Serialize, Deserialize)]
pub struct AppliedRepair {
    pub repair: Repair,
    pub reads: Vec<String>,
}

pub struct StepRunner<'a> {
    recipe: &'a Recipe,
    pub table: Table,
    pub early_split: Option<EarlySplit>,
    pub steps: Vec<CleanStep>,
    pub done: Vec<AppliedRepair>,
    pub lineage: Lineage,
    /// Columns whose cells may differ from the file's.
    pub touched: BTreeSet<String>,
    /// Columns that an expression made.
    pub derived: BTreeSet<String>,
}

impl<'a> StepRunner<'a> {
    pub fn new(raw: &Table, recipe: &'a Recipe) -> Self {
        Self {
            recipe,
            table: raw.clone(),
            early_split: None,
            steps: Vec::new(),
            done: Vec::new(),
            lineage: Lineage::new(&raw.kinds()),
            touched: BTreeSet::new(),
            derived: BTreeSet::new(),
        }
    }

    /// Runs the step at this place of the list. An error names the step.
    pub fn step(&mut self, place: u32, operation: &Operation) -> Result<(), StageError> {
        self.attempt(place, operation)
            .map_err(|error| error.in_step(place))
    }

    fn attempt(&mut self, place: u32, operation: &Operation) -> Result<(), StageError> {
        let train = match (operation.learns(), &self.early_split) {
            (false, _) => None,
            (true, Some(early_split)) => Some(early_split.train(&self.table)),
            (true, None) => {
                let early_split = EarlySplit::new(&self.table, self.recipe)?;
                let train = early_split.train(&self.table);
                self.early_split = Some(early_split);
                Some(train)
            }
        };
        let repair = fit(operation, &self.table, train.as_deref(), self.recipe)?;
        let reads = match operation {
            Operation::Filter { condition: text } => {
                condition(text, &self.table)?.columns().to_vec()
            }
            Operation::Derive {
                expression: text, ..
            } => expression(text, &self.table.kinds())?.columns().to_vec(),
            _ => Vec::new(),
        };
        let (name, learned) = (operation.sentence(), in_words(&repair));
        match repair.effect(&self.table)? {
            RepairEffect::Rows(kept) => {
                let table = only(&self.table, &kept);
                if table.height() == 0 {
                    let problem = "This step drops every row.".to_string();
                    return Err(error(
                        problem,
                        "Change its condition, or switch the step off.",
                    ));
                }
                self.report_rows(Some(place), name, &table, learned);
                self.table = table;
            }
            RepairEffect::Cells(table) => {
                let touched = repair.operation.columns();
                let (cells_changed, examples) = changes(&self.table, &table, touched);
                self.steps.push(CleanStep {
                    place: Some(place),
                    name,
                    rows: (table.height(), table.height()),
                    columns: (self.table.width(), table.width()),
                    cells_changed,
                    learned,
                    examples,
                    dropped: Vec::new(),
                });
                self.touched.extend(touched.iter().cloned());
                self.table = table;
            }
        }
        self.lineage.follow(&repair.operation, &reads);
        self.name(&repair.operation);
        self.done.push(AppliedRepair { repair, reads });
        Ok(())
    }

    /// Records which names now belong to derived columns, or to another column's values.
    fn name(&mut self, operation: &Operation) {
        match operation {
            Operation::Derive { column, .. } => {
                self.derived.insert(column.clone());
            }
            Operation::RenameColumn { column, name } => {
                if self.derived.remove(column) {
                    self.derived.insert(name.clone());
                }
                self.touched.insert(name.clone());
            }
            Operation::DropColumns { columns } => {
                self.derived.retain(|name| !columns.contains(name));
            }
            _ => {}
        }
    }

    /// Reports a step after which these rows remain.
    pub fn report_rows(
        &mut self,
        place: Option<u32>,
        name: String,
        left: &Table,
        learned: Vec<String>,
    ) {
        let mut kept = left.rows.iter().peekable();
        let gone = |row: &&u32| kept.next_if(|kept| kept == row).is_none();
        let dropped = self.table.rows.iter().filter(gone).take(EXAMPLES);
        self.steps.push(CleanStep {
            place,
            name,
            dropped: dropped.copied().collect(),
            rows: (self.table.height(), left.height()),
            columns: (self.table.width(), left.width()),
            cells_changed: 0,
            learned,
            examples: Vec::new(),
        });
    }
}

fn in_words(repair: &Repair) -> Vec<String> {
    let learned = repair.learned.iter().filter(|_| repair.operation.learns());
    learned
        .map(|learned| match learned {
            LearnedValues::Limits { column, low, high } => {
                format!("{column}: from {low} to {high}")
            }
            LearnedValues::Fill { column, value } => format!("{column}: {value}"),
        })
        .collect()
}
