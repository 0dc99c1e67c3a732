//! The columns after cleaning.

use super::State;
use grove_protocol::report::Detail;
use grove_recipe::columns::{ColumnKind, ColumnSummary, Histogram};
use grove_recipe::stage::Stage;
use grove_recipe::{KnownColumn, columns_after};

impl State {
    /// Returns the columns after the cleaning steps: as the latest cleaning left them if it fits, or else as predicted
    /// from the file's.
    pub fn columns_ahead(&self) -> Vec<ColumnSummary> {
        let (Some(recipe), Some(data)) = (self.recipe(), &self.data) else {
            return Vec::new();
        };
        let cleaned = match self.report(Stage::Clean).map(|report| &report.detail) {
            Some(Detail::Clean(report)) => report.columns.as_slice(),
            _ => &[],
        };
        let known = columns_after(data.known(), &recipe.clean.steps).into_iter();
        let summary = |(name, kind): KnownColumn| {
            let is_it = |column: &&ColumnSummary| {
                column.name == name && kind.is_none_or(|kind| kind == column.kind)
            };
            let seen = cleaned
                .iter()
                .find(is_it)
                .or(data.columns.iter().find(is_it));
            seen.cloned().unwrap_or_else(|| ColumnSummary {
                name,
                kind: kind.unwrap_or(ColumnKind::Text),
                unit: None,
                missing: 0,
                distinct: 0,
                histogram: Histogram::None,
            })
        };
        known.map(summary).collect()
    }
}
