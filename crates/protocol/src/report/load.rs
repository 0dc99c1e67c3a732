//! The report of the load stage.

use grove_recipe::columns::DataSummary;
use grove_recipe::count::counted;
use grove_recipe::limits::MAX_COLUMNS;
use grove_recipe::stage::Stage;

use super::bounds::{Bounded, at_most};
use super::{Detail, StageReport};

/// The columns of the file and how it was read.
pub type Report = DataSummary;

impl Bounded for DataSummary {
    fn check(&self) -> Result<(), String> {
        at_most("columns", self.columns.len(), MAX_COLUMNS)
    }
}

impl StageReport {
    /// What loading did, as a sentence. Used by the run that reads a file again, and by the page for a file that was opened.
    pub fn of_load(summary: DataSummary) -> Self {
        let columns = summary.columns.len() as u32;
        let bad = summary.bad_lines.rows + summary.bad_lines.cells;
        let unread = match bad {
            0 => String::new(),
            _ => format!(", {} could not be read", counted(bad, "place", "places")),
        };
        Self {
            stage: Stage::Load,
            sentence: format!(
                "{} × {}{unread}",
                counted(summary.rows, "row", "rows"),
                counted(columns, "column", "columns")
            ),
            rows_in: summary.rows + summary.bad_lines.rows,
            rows_out: summary.rows,
            columns_in: columns,
            columns_out: columns,
            detail: Detail::Load(summary),
        }
    }
}
