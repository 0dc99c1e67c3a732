//! Many rows to explain: how many, and against how many background rows.

use std::cell::RefCell;
use std::rc::Rc;

use grove_protocol::report::ShapleyReport;
use grove_recipe::error::StageError;

use super::{answers_needed, shapley_by_row};
use crate::explain::players::Players;
use crate::explain::{draw_background, draw_explained};
use crate::pace::Work;
use crate::predict::fitted::FittedPipeline;
use crate::table::Table;

/// The most background rows, and the fewest where the model has to be asked.
const BACKGROUND: u64 = 100;
const FEWEST: u64 = 5;

/// The most answers that the model is asked for, some tens of seconds.
const ANSWERS: u64 = 1 << 23;

/// The most contributions, in memory of 16 MB.
const CONTRIBUTIONS: u64 = 1 << 21;

/// The explanation of many rows, under way.
pub struct ManyRows {
    /// Explains the rows one by one.
    pub work: Work<Result<ShapleyReport, StageError>>,
    told: Rc<RefCell<Option<ShapleyReport>>>,
}

impl ManyRows {
    /// Begins to explain at most `wanted` of the rows at the first positions against rows at the others; the recipe's seed
    /// draws both. There must be one of each. There are fewer rows where their values would take more than 16 MB, and fewer
    /// background rows where the model has to be asked for many answers.
    ///
    /// # Errors
    /// Where the steps of a model file do not fit each other.
    pub fn begin(
        fitted: &FittedPipeline,
        table: &Table,
        (rows, others): (&[u32], &[u32]),
        wanted: u32,
    ) -> Result<Self, StageError> {
        let columns = Players::new(fitted)?.columns.len().max(1);
        let each = (columns * fitted.classes.len().max(1)) as u64;
        let wanted = u64::from(wanted).min(CONTRIBUTIONS / each).max(1);
        let rows = draw_explained(rows, wanted as u32, fitted.recipe.seed);
        let needed = answers_needed(fitted)? * rows.len() as u64;
        let background = ANSWERS.checked_div(needed).unwrap_or(BACKGROUND);
        let background = background.clamp(FEWEST, BACKGROUND) as u32;
        let behind = draw_background(others, background, fitted.recipe.seed);
        let both: Vec<u32> = behind.iter().chain(&rows).copied().collect();
        let (table, background) = (Rc::new(table.take(&both)), behind.len() as u32);
        let told: Rc<RefCell<Option<ShapleyReport>>> = Rc::default();
        let (fitted, telling) = (fitted.clone(), Rc::clone(&told));
        let work = Work::new(|pace| async move {
            let tell = |report: &ShapleyReport, row| {
                let mut told = telling.borrow_mut();
                let told = told.get_or_insert_with(|| report.clone());
                told.rows.push(row);
            };
            shapley_by_row(&fitted, table, background, &pace, tell).await
        });
        Ok(Self { work, told })
    }

    /// Takes the rows that were explained since they were last taken.
    pub fn take(&self) -> Option<ShapleyReport> {
        self.told.take()
    }
}
