//! The split stage: assigns rows to train, validation and test before anything is learned.
//!
//! Why: `docs/decisions/0007-split-first-then-fit-and-replay.md`.

mod folds;
mod groups;
mod random;
mod report;
pub mod stage;
mod time;

use serde::{Deserialize, Serialize};

use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, Split, SplitMethod};

use crate::table::Table;
use crate::table::column::Column;
use crate::table::target::{TargetValues, target_of};

pub use groups::{RowGroups, by_groups};
pub use random::split;
pub use report::report;
pub use time::{by_time, times};

/// Positions of the rows in each part, each in ascending order. Every row is in exactly one part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitParts {
    /// Rows that encoders and models learn from.
    pub train: Vec<u32>,
    /// Rows that are scored besides the test rows; may be empty.
    pub validation: Vec<u32>,
    /// Rows for the final scores; at least one.
    pub test: Vec<u32>,
    /// Whether each class has the same share in every part.
    pub stratified: bool,
    /// How the split differs from what was asked for.
    pub note: Option<String>,
}

impl SplitParts {
    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let rows = [&self.train, &self.validation, &self.test].map(Vec::len);
        4 * rows.iter().sum::<usize>() as u64
    }

    /// Returns whether every position is below this number of rows.
    pub fn are_of(&self, rows: usize) -> bool {
        let parts = [&self.train, &self.validation, &self.test];
        let mut positions = parts.into_iter().flatten();
        positions.all(|&position| (position as usize) < rows)
    }
}

/// Splits the rows of a cleaned table as the recipe says; there must be at least 2. `Err` if a column that is needed is
/// missing or unsuitable, or if train or test would get no row. O(rows · log rows).
pub fn split_rows(table: &Table, recipe: &Recipe) -> Result<SplitParts, StageError> {
    let target = target_of(table, recipe);
    let (parameters, rows) = (&recipe.split, table.height());
    let mut parts = match parameters.method {
        SplitMethod::Random => split(rows, target.labels(), parameters, recipe.seed),
        SplitMethod::Group => {
            let column = column(table, recipe.group.as_deref())?;
            by_groups(&RowGroups::of(column), parameters, recipe.seed)
                .map_err(|problem| problem.in_column(column.name()))?
        }
        SplitMethod::Time => time::split_by_time(
            table,
            column(table, parameters.time_column.as_deref())?,
            parameters,
        )?,
        SplitMethod::Folds => {
            folds::split_by_column(table, column(table, parameters.folds())?, parameters)?
        }
    };
    if !parts.stratified {
        let notes = [parts.note.take(), absent_classes(&parts, &target)];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        parts.note = (!notes.is_empty()).then(|| notes.join(" "));
    }
    Ok(parts)
}

/// Returns the rows of a part, given each row's part.
fn gather<P: PartialEq>(of_rows: &[P], part: P) -> Vec<u32> {
    let rows = of_rows.iter().zip(0u32..);
    rows.filter_map(|(of, row)| (*of == part).then_some(row))
        .collect()
}

/// Returns a column that decides the split.
fn column<'t>(table: &'t Table, name: Option<&str>) -> Result<&'t Column, StageError> {
    let name = name.expect("the recipe was checked");
    table.column(name).ok_or_else(|| {
        let problem = format!("The data has no column {name}, which the split needs.");
        error(problem, "Choose another column.").in_column(name)
    })
}

fn error(problem: impl Into<String>, advice: &str) -> StageError {
    StageError::new(Stage::Split, problem, advice)
}

/// Describes classes without train rows, which cannot be learned, and classes without test rows, which cannot be
/// scored.
fn absent_classes(parts: &SplitParts, target: &TargetValues) -> Option<String> {
    let TargetValues::Classes { labels, classes } = target else {
        return None;
    };
    let absent = |rows: &[u32]| -> Vec<&str> {
        let mut occurs = vec![false; classes.len()];
        rows.iter()
            .for_each(|&row| occurs[labels[row as usize] as usize] = true);
        let names = classes.iter().zip(occurs);
        names
            .filter_map(|(name, occurs)| (!occurs).then_some(name.as_str()))
            .collect()
    };
    let told = |part: &str, so: &str, names: Vec<&str>| match names.as_slice() {
        [] => None,
        [only] => Some(format!(
            "Class {only} has no rows in {part}, so it cannot be {so}."
        )),
        several => Some(format!(
            "{} classes have no rows in {part}, so they cannot be {so}: {}.",
            several.len(),
            listed(several)
        )),
    };
    let notes = [
        told("train", "learned", absent(&parts.train)),
        told("test", "judged", absent(&parts.test)),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// Lists the first few names, and how many more there are.
fn listed(names: &[&str]) -> String {
    const NAMED: usize = 5;
    let mut text = names[..names.len().min(NAMED)].join(", ");
    if names.len() > NAMED {
        text.push_str(&format!(" and {} more", names.len() - NAMED));
    }
    text
}

/// The number of rows of each part, as in scikit-learn: `ceil(share · rows)` each for test and validation, at least one
/// in test, and one left for train.
struct PartSizes {
    validation: u32,
    test: u32,
}

impl PartSizes {
    fn new(rows: u32, parameters: &Split) -> Self {
        let share = |share: f64| (share * f64::from(rows)).ceil() as u32;
        let test = share(parameters.test_size).clamp(1, rows.saturating_sub(1).max(1));
        let validation = share(parameters.validation_size).min(rows.saturating_sub(1 + test));
        Self { validation, test }
    }
}
