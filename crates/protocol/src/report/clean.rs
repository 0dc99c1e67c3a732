//! The report of the clean stage.

use serde::{Deserialize, Serialize};

use super::bounds::{Bounded, MARKS_AT_MOST, at_most, fit};
use grove_recipe::columns::ColumnSummary;
use grove_recipe::limits::MAX_COLUMNS;

/// The steps of cleaning and what each changed.
pub type Report = CleanReport;

/// What cleaning did to the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanReport {
    /// The steps that were on, first to last, and after them the dropping of rows without a target.
    pub steps: Vec<CleanStep>,
    /// Where in the table cells and rows changed.
    pub minimap: Minimap,
    /// The columns with the types that they have from here on.
    pub columns: Vec<ColumnSummary>,
    /// Columns that say what the target is.
    pub leaks: Vec<Leak>,
}

/// What a step of cleaning did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanStep {
    /// Its place in the recipe's list, from 0; `None` for what is done after the list.
    pub place: Option<u32>,
    /// What the step does, such as `Trim spaces in all texts`.
    pub name: String,
    /// Before and after.
    pub rows: (u32, u32),
    /// Before and after.
    pub columns: (u32, u32),
    /// Cells that were there before and hold something else now.
    pub cells_changed: u32,
    /// Limits and values that were learned from train rows, a sentence each.
    pub learned: Vec<String>,
    /// The first of the changes, at most [`EXAMPLES`].
    pub examples: Vec<CellChange>,
    /// The first of the rows that were dropped, by their numbers in the file, at most [`EXAMPLES`].
    pub dropped: Vec<u32>,
}

impl CleanStep {
    /// Returns how many rows the step dropped.
    pub fn rows_dropped(&self) -> u32 {
        self.rows.0.saturating_sub(self.rows.1)
    }
}

/// Changes that are shown of a step.
pub const EXAMPLES: usize = 20;

/// A cell that a step changed, with texts of its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellChange {
    /// The data row in the file, counted from 1 below the header.
    pub row: u32,
    /// The column's name.
    pub column: String,
    /// `None` is a missing value, or no value yet in a new column.
    pub before: Option<String>,
    /// `None` where the value is missing now.
    pub after: Option<String>,
}

/// Columns that a model should not see, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leak {
    /// Names of columns to leave out.
    pub columns: Vec<String>,
    /// Such as `tip and fare make up the target high_tip: a model that sees them only undoes the formula.`
    pub sentence: String,
}

/// The table before and after cleaning, seen from far away: rows are grouped into equal bands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minimap {
    /// Those of the file, then those that cleaning made.
    pub columns: Vec<String>,
    /// Top to bottom.
    pub bands: Vec<Band>,
}

/// Neighbouring rows of the file, counted together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// First and last data row, counted from 1.
    pub rows: (u32, u32),
    /// Share of the band's rows that were dropped, 0 to 1.
    pub dropped: f32,
    /// Per column, the share of the band's cells that were changed, 0 to 1. A column that is new or gone has changed
    /// in every row that is left.
    pub changed: Vec<f32>,
    /// Per column, the share of the band's cells without a value in the file, 0 to 1.
    pub missing: Vec<f32>,
}

impl Bounded for CleanReport {
    fn check(&self) -> Result<(), String> {
        at_most("columns", self.columns.len(), MAX_COLUMNS)?;
        at_most("steps", self.steps.len(), MARKS_AT_MOST)?;
        at_most("bands", self.minimap.bands.len(), MARKS_AT_MOST)?;
        let columns = self.minimap.columns.len();
        at_most("columns", columns, 2 * MAX_COLUMNS)?;
        let mut bands = self.minimap.bands.iter();
        fit(bands.all(|band| band.changed.len() == columns && band.missing.len() == columns))
    }
}
