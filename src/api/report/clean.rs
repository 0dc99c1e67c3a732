//! What cleaning did.

use serde::{Deserialize, Serialize};

use crate::api::columns::ColumnSummary;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanReport {
    pub steps: Vec<CleanStep>,
    pub minimap: Minimap,
    /// The columns with the types that they have from here on.
    pub columns: Vec<ColumnSummary>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CleanStep {
    /// What the step does, such as `Trim spaces`.
    pub name: String,
    pub rows_dropped: u32,
    pub cells_changed: u32,
}

/// The table before and after cleaning, seen from far away: rows are grouped into equal bands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minimap {
    pub columns: Vec<String>,
    /// Top to bottom.
    pub bands: Vec<Band>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// First and last data row, counted from 1.
    pub rows: (u32, u32),
    /// Share of the band's rows that were dropped, 0 to 1.
    pub dropped: f32,
    /// Per column, the share of the band's cells that were changed, 0 to 1.
    pub changed: Vec<f32>,
    /// Per column, the share of the band's cells without a value after cleaning, 0 to 1.
    pub missing: Vec<f32>,
}
