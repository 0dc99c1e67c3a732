//! Clean: what each step changes, in which order, what is wrong with one, and how the report tells of it.

mod fitted;
mod leaks;
mod list;
mod replay;
mod rows;
mod similar;
mod values;
mod write;

use grove_engine::clean::clean;
use grove_engine::load::load;
use grove_engine::table::Table;
use grove_protocol::report::CleanReport;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::{Clean, DataReference, Load, Operation, Recipe, Step, Task};

/// A cleaned table as texts, with its report.
pub struct Result {
    pub table: Table,
    pub report: CleanReport,
}

impl Result {
    /// A column's values; a missing one is "-".
    pub fn column(&self, name: &str) -> Vec<String> {
        let place = self.names().iter().position(|known| known == name);
        let place = place.unwrap_or_else(|| panic!("no column {name}"));
        let rows = self.table.page(0, u32::MAX).into_iter();
        rows.map(|mut row| row.cells.swap_remove(place).unwrap_or("-".into()))
            .collect()
    }

    pub fn names(&self) -> Vec<String> {
        self.table
            .kinds()
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    pub fn kind(&self, name: &str) -> ColumnKind {
        let kinds = self.table.kinds();
        kinds.iter().find(|(known, _)| known == name).unwrap().1
    }
}

pub fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub fn recipe(target: &str, steps: Vec<Step>) -> Recipe {
    let data = DataReference {
        name: String::new(),
        sha256: String::new(),
    };
    Recipe {
        clean: Clean {
            steps,
            ..Clean::default()
        },
        ..Recipe::new(data, target.into(), Task::Classification, Vec::new())
    }
}

/// Passes a file through steps that are on; the last column is the target.
pub fn try_steps(csv: &str, steps: Vec<Operation>) -> std::result::Result<Result, StageError> {
    let raw = load("t.csv", csv.as_bytes(), &Load::default())?.table;
    let target = raw.kinds().pop().unwrap().0;
    let recipe = recipe(&target, steps.into_iter().map(Step::from).collect());
    recipe.check()?;
    let (cleaned, report) = clean(&raw, &recipe)?;
    let table = cleaned.table;
    Ok(Result { table, report })
}

pub fn steps(csv: &str, steps: Vec<Operation>) -> Result {
    try_steps(csv, steps).unwrap_or_else(|error| panic!("{error}"))
}

/// The error of steps that must not fit.
pub fn wrong(csv: &str, steps: Vec<Operation>) -> StageError {
    match try_steps(csv, steps) {
        Ok(_) => panic!("the steps should have failed"),
        Err(error) => error,
    }
}
