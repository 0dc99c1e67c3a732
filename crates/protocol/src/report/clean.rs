//! The report of the clean stage.

use serde::{Deserialize, Serialize};

use super::bounds::{Bounded, MARKS_AT_MOST, at_most, fit};
use grove_recipe::columns::ColumnSummary;
use grove_recipe::limits::MAX_COLUMNS;

/// The steps of cleaning and what each changed.
pub type Report = CleanReport;

/// The effect of cleaning on the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanReport {
    /// The steps that were on, first to last, followed by the dropping of rows without a target.
    pub steps: Vec<CleanStep>,
    /// Where in the table cells and rows changed.
    pub minimap: Minimap,
    /// The columns with their types after cleaning.
    pub columns: Vec<ColumnSummary>,
    /// Columns that reveal the target.
    pub leaks: Vec<Leak>,
}

/// The effect of a step of cleaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanStep {
    /// Its place in the recipe's list, from 0; `None` for what is done after the list.
    pub place: Option<u32>,
    /// The step as a sentence, such as `Trim spaces in all texts`.
    pub name: String,
    /// The number of rows before and after.
    pub rows: (u32, u32),
    /// The number of columns before and after.
    pub columns: (u32, u32),
    /// How many cells that were there before have another value now.
    pub cells_changed: u32,
    /// The limits and values that were learned from train rows, a sentence each.
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

/// The most changes of a step that are shown.
pub const EXAMPLES: usize = 20;

/// A cell that a step changed, with texts of its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellChange {
    /// The data row in the file, counted from 1 below the header.
    pub row: u32,
    /// The column's name.
    pub column: String,
    /// `None` for a missing value, or for no value yet in a new column.
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

/// The table before and after cleaning as a map: rows are grouped into equal bands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minimap {
    /// The columns of the file, then those that cleaning made.
    pub columns: Vec<String>,
    /// The bands, top to bottom.
    pub bands: Vec<Band>,
}

/// A group of neighbouring rows of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The first and the last data row, counted from 1.
    pub rows: (u32, u32),
    /// The share of the band's rows that were dropped, 0 to 1.
    pub dropped: f32,
    /// By column, the share of the band's cells that were changed, 0 to 1. A column that is new or gone counts as
    /// changed in every remaining row.
    pub changed: Vec<f32>,
    /// By column, the share of the band's cells without a value in the file, 0 to 1.
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
