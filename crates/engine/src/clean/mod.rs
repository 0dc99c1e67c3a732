//! The clean stage: a list of steps, each applied to the result of the one before.
//!
//! ```text
//! operation ─ fit: its columns, what it learns from train rows ─ repair ─ effect: other cells or fewer rows
//! ```
//! Most steps learn nothing and can run before the split. The first one that learns makes the split run before it.
//!
//! Why: `docs/decisions/0007-split-first-then-fit-and-replay.md`.

mod changes;
mod columns;
mod early_split;
mod expressions;
mod fit;
mod growth;
mod lineage;
mod minimap;
mod outliers;
mod preparation;
mod repair;
mod rows;
mod runner;
pub mod similar;
pub mod stage;
mod texts;
mod values;

use serde::{Deserialize, Serialize};

use grove_protocol::report::{CleanReport, Leak};
use grove_recipe::columns::ColumnSummary;
use grove_recipe::error::StageError;
use grove_recipe::parameters::SIMILARITY;
use grove_recipe::similar::{Similar, SimilarMethod};
use grove_recipe::stage::Stage;
use grove_recipe::{Operation, Recipe};

use crate::pace::{Pace, block_on};
use crate::profile::summaries;
use crate::split::{SplitParts, split_rows};
use crate::table::{Kinds, Table};
use early_split::EarlySplit;
pub use lineage::Lineage;
use minimap::minimap;
pub use preparation::Preparation;
pub use repair::{LearnedValues, Repair, RepairEffect};
use rows::{first_of_equals, only, with_target};
use runner::{AppliedRepair, StepRunner};

/// A cleaned table, whose rows all have a target. The table is stored separately.
#[derive(Serialize, Deserialize)]
pub struct Cleaned {
    /// The remaining rows and columns; stored as a file of its own.
    #[serde(skip)]
    pub table: Table,
    /// A summary per column of the table, in its order.
    pub columns: Vec<ColumnSummary>,
    /// Columns that reveal the target, as known from how they were made.
    pub leaks: Vec<Leak>,
    /// The state before the first step that learned from train rows, if any did.
    learning: Option<FitStart>,
    /// The columns of the file, and the repairs that were applied to them.
    raw: Kinds,
    done: Vec<AppliedRepair>,
}

impl Cleaned {
    /// Returns how many different rows there are.
    pub fn distinct_rows(&self) -> Result<u32, StageError> {
        let names = self.table.kinds().into_iter().map(|(name, _)| name);
        let first = first_of_equals(&self.table, &names.collect::<Vec<_>>())?;
        Ok(first.into_iter().filter(|first| *first).count() as u32)
    }

    /// Checks that its parts fit each other. This may not hold for those that were read from files.
    ///
    /// # Errors
    /// A sentence about what does not fit.
    pub fn validate(&self, recipe: &Recipe) -> Result<(), String> {
        if self.table.column(&recipe.target).is_none() {
            return Err(format!("there is no target {}", recipe.target));
        }
        let fits = |learning: &FitStart| {
            learning.early_split.is_sound() && learning.parts.are_of(self.table.rows.len())
        };
        match self.learning.as_ref().is_none_or(fits) {
            true => Ok(()),
            false => Err("its rows are not those that were split".into()),
        }
    }

    /// Returns the size in memory, in bytes, without what is small beside the rows.
    pub fn bytes(&self) -> u64 {
        let of_learning = |learning: &FitStart| {
            learning.table.bytes() + learning.early_split.bytes() + learning.parts.bytes()
        };
        self.table.bytes() + self.learning.as_ref().map_or(0, of_learning)
    }

    /// Returns the parts if the rows were split before a step, and splits them otherwise.
    ///
    /// # Errors
    /// As [`crate::split::split_rows`].
    pub fn parts(&self, recipe: &Recipe) -> Result<SplitParts, StageError> {
        match &self.learning {
            Some(learning) => Ok(learning.parts.clone()),
            None => split_rows(&self.table, recipe),
        }
    }

    /// Returns the rows as they were split, and their parts, if they were split before a step that learned from them.
    pub fn early_split(&self) -> Option<(&Table, &SplitParts)> {
        let learning = self.learning.as_ref();
        learning.map(|learning| (&learning.early_split.table, &learning.early_split.parts))
    }

    /// Returns the table that cleaning would give if only these rows were learned from, given by their ascending numbers in
    /// the file. `recipe` must be the one that it was cleaned by, except for the seed. O(cells that the steps touch from
    /// the first that learns).
    ///
    /// # Errors
    /// Where a step cannot be applied to these rows.
    pub fn learning_from(&self, train: &[u32], recipe: &Recipe) -> Result<Table, StageError> {
        let Some(learning) = &self.learning else {
            return Ok(self.table.clone());
        };
        let mut runner = StepRunner::new(&learning.table, recipe);
        runner.early_split = Some(learning.early_split.learning_from(train));
        let steps = recipe.clean.active();
        for (place, operation) in steps.skip_while(|(place, _)| *place < learning.first) {
            runner.step(place, operation)?;
        }
        let kept = with_target(&runner.table, recipe)?;
        Ok(only(&runner.table, &kept))
    }

    /// Returns the steps that new rows must pass to have these columns.
    pub fn preparation(&self, needed: &Kinds) -> Preparation {
        Preparation::new(&self.raw, &self.done, needed)
    }
}

/// The state before the first step that learns.
#[derive(Serialize, Deserialize)]
struct FitStart {
    /// The place of this step, and the table before it.
    first: u32,
    table: Table,
    early_split: EarlySplit,
    /// The parts of the rows that remain after all steps.
    parts: SplitParts,
}

fn error(problem: String, advice: &str) -> StageError {
    StageError::new(Stage::Clean, problem, advice)
}

/// Finds similar values in the column that a step merges, as the column is before that step.
///
/// # Errors
/// Where the step merges no categories, or an earlier step fails.
pub fn similar_before(
    raw: &Table,
    recipe: &Recipe,
    step: u32,
    method: SimilarMethod,
    similarity: f64,
) -> Result<Similar, StageError> {
    SIMILARITY
        .check(similarity)
        .map_err(|misfit| error(misfit.problem, "Change it."))?;
    let mut runner = StepRunner::new(raw, recipe);
    for (place, operation) in recipe.clean.active().take_while(|(place, _)| *place < step) {
        runner.step(place, operation)?;
    }
    let merging = recipe
        .clean
        .steps
        .get(step as usize)
        .map(|step| &step.operation);
    let Some(Operation::MergeCategories { column, .. }) = merging else {
        return Err(error(
            "This step merges no categories.".into(),
            "Choose a step that merges categories.",
        ));
    };
    similar::similar(&runner.table, column, method, similarity).map_err(|error| error.in_step(step))
}

/// Cleans a loaded table. O(cells touched · log rows).
///
/// # Errors
/// Where a step cannot be applied, or no row is left. The error names the step.
pub fn clean(raw: &Table, recipe: &Recipe) -> Result<(Cleaned, CleanReport), StageError> {
    block_on(clean_at_pace(raw, recipe, &Pace::default()))
}

/// Cleans as [`clean`], and breathes after each step or column.
///
/// # Errors
/// As [`clean`].
pub async fn clean_at_pace(
    raw: &Table,
    recipe: &Recipe,
    pace: &Pace,
) -> Result<(Cleaned, CleanReport), StageError> {
    let mut runner = StepRunner::new(raw, recipe);
    let mut before = None;
    let total = recipe.clean.active().count() as u32 + 2;
    for ((place, operation), done) in recipe.clean.active().zip(0..) {
        pace.breathe(done, total).await;
        if operation.learns() && before.is_none() {
            before = Some((place, runner.table.clone()));
        }
        runner.step(place, operation)?;
    }
    pace.breathe(total - 2, total).await;
    let target = recipe.target.as_str();
    let table = match recipe.has_target() {
        true => rows_with_target(&mut runner, recipe)?,
        false => runner.table.clone(),
    };

    let learning = match before.zip(runner.early_split) {
        Some(((first, before), early_split)) => Some(FitStart {
            first,
            table: before,
            parts: early_split.parts(&table)?,
            early_split,
        }),
        None => None,
    };
    let columns = summaries(&table, &pace.part(total - 1..total, total)).await;
    let report = CleanReport {
        steps: runner.steps,
        minimap: minimap(raw, &table, &runner.touched),
        columns: columns.clone(),
        leaks: runner
            .lineage
            .leaks(&table, target, runner.derived.contains(target)),
    };
    let cleaned = Cleaned {
        table,
        columns,
        leaks: report.leaks.clone(),
        learning,
        raw: raw.kinds(),
        done: runner.done,
    };
    Ok((cleaned, report))
}

/// Drops the rows without a target, once all steps are done: a step can make the target.
fn rows_with_target(runner: &mut StepRunner, recipe: &Recipe) -> Result<Table, StageError> {
    let target = recipe.target.as_str();
    if runner.table.column(target).is_none() {
        let advice = "Choose another target, or check the steps that create or drop columns.";
        let problem = format!("The data has no column {target}, which is the target.");
        return Err(error(problem, advice).in_column(target));
    }
    let kept = with_target(&runner.table, recipe)?;
    let table = only(&runner.table, &kept);
    runner.report_rows(
        None,
        "Drop rows without a target".into(),
        &table,
        Vec::new(),
    );
    Ok(table)
}
