//! Converts the columns of a table to expression values, and back.

use std::borrow::Cow;

use polars::prelude::{
    ChunkedBuilder, Float64Type, Int32Type, Int64Type, PrimitiveChunkedBuilder,
    StringChunkedBuilder,
};

use crate::table::column::{Cells, Column, Storage, storage};
use grove_recipe::columns::ColumnKind;
use grove_recipe::limits::MAX_TEXT_BYTES;

use super::cast::{rounded, truth_of};
use super::cells::{ExpressionValues, RowValues, finite};

/// Returns the values of a column that should be of this kind; all are missing if it is stored as another.
pub fn cells(column: Option<&Column>, kind: ColumnKind) -> ExpressionValues<'_> {
    if kind == ColumnKind::Empty {
        return ExpressionValues::Missing;
    }
    match (column.map(Column::cells), kind) {
        (Some(Cells::Integers(values)), ColumnKind::Integer) => {
            ExpressionValues::Integers(RowValues::Rows(values.iter().collect()))
        }
        (Some(Cells::Decimals(values)), ColumnKind::Integer) => {
            // New rows may have decimals in a column that had whole numbers: those that are not whole become missing.
            let whole = |value: f64| (value == value.trunc()).then(|| rounded(value));
            let values = values.iter().map(|v| whole(v?)?).collect();
            ExpressionValues::Integers(RowValues::Rows(values))
        }
        (Some(Cells::Decimals(values)), ColumnKind::Decimal) => {
            let values = values.iter().map(|v| v.and_then(finite)).collect();
            ExpressionValues::Decimals(RowValues::Rows(values))
        }
        (Some(Cells::Days(values)), ColumnKind::Date) => {
            ExpressionValues::Dates(RowValues::Rows(values.iter().collect()))
        }
        (Some(Cells::Moments(values)), ColumnKind::DateTime) => {
            ExpressionValues::Moments(RowValues::Rows(values.iter().collect()))
        }
        (Some(Cells::Texts(values)), ColumnKind::Boolean) => {
            let values = values.iter().map(|v| v.and_then(truth_of)).collect();
            ExpressionValues::Truths(RowValues::Rows(values))
        }
        (Some(Cells::Texts(values)), kind) if storage(kind) == Storage::Texts => {
            let values = values.iter().map(|v| v.map(Cow::Borrowed)).collect();
            ExpressionValues::Texts(RowValues::Rows(values))
        }
        (_, ColumnKind::Integer) => ExpressionValues::Integers(RowValues::Same(None)),
        (_, ColumnKind::Decimal) => ExpressionValues::Decimals(RowValues::Same(None)),
        (_, ColumnKind::Date) => ExpressionValues::Dates(RowValues::Same(None)),
        (_, ColumnKind::DateTime) => ExpressionValues::Moments(RowValues::Same(None)),
        (_, ColumnKind::Boolean) => ExpressionValues::Truths(RowValues::Same(None)),
        _ => ExpressionValues::Texts(RowValues::Same(None)),
    }
}

/// A column that is built part by part.
pub struct ColumnBuilder<'n> {
    name: &'n str,
    cells: CellsBuilder,
    /// The bytes of its texts.
    bytes: u64,
}

enum CellsBuilder {
    Integers(PrimitiveChunkedBuilder<Int64Type>),
    Decimals(PrimitiveChunkedBuilder<Float64Type>),
    Days(PrimitiveChunkedBuilder<Int32Type>),
    Moments(PrimitiveChunkedBuilder<Int64Type>),
    /// Truth values, as words.
    Truths(StringChunkedBuilder),
    Texts(StringChunkedBuilder),
}

impl CellsBuilder {
    fn new(kind: ColumnKind) -> Self {
        if kind == ColumnKind::Boolean {
            return Self::Truths(StringChunkedBuilder::new("".into(), 0));
        }
        match storage(kind) {
            Storage::Integers => Self::Integers(PrimitiveChunkedBuilder::new("".into(), 0)),
            Storage::Decimals => Self::Decimals(PrimitiveChunkedBuilder::new("".into(), 0)),
            Storage::Days => Self::Days(PrimitiveChunkedBuilder::new("".into(), 0)),
            Storage::Moments => Self::Moments(PrimitiveChunkedBuilder::new("".into(), 0)),
            Storage::Texts => Self::Texts(StringChunkedBuilder::new("".into(), 0)),
        }
    }
}

impl<'n> ColumnBuilder<'n> {
    pub fn new(name: &'n str, kind: ColumnKind) -> Self {
        Self {
            name,
            cells: CellsBuilder::new(kind),
            bytes: 0,
        }
    }

    /// Appends the values of this many rows; returns false if its texts become too long together.
    pub fn push(&mut self, cells: &ExpressionValues, rows: usize) -> bool {
        let rows = 0..rows;
        let texts = rows.clone().filter_map(|row| cells.text(row));
        self.bytes += texts.map(|text| text.len() as u64).sum::<u64>();
        if self.bytes > MAX_TEXT_BYTES {
            return false;
        }
        match &mut self.cells {
            CellsBuilder::Integers(all) => {
                rows.for_each(|row| all.append_option(cells.integer(row)));
            }
            CellsBuilder::Decimals(all) => {
                rows.for_each(|row| all.append_option(cells.decimal(row)));
            }
            CellsBuilder::Days(all) => rows.for_each(|row| all.append_option(cells.date(row))),
            CellsBuilder::Moments(all) => rows.for_each(|row| all.append_option(cells.moment(row))),
            CellsBuilder::Truths(all) => {
                rows.for_each(|row| all.append_option(cells.truth(row).map(word)));
            }
            CellsBuilder::Texts(all) => rows.for_each(|row| all.append_option(cells.text(row))),
        }
        true
    }

    pub fn finish(self) -> Column {
        let cells = match self.cells {
            CellsBuilder::Integers(all) => Cells::Integers(all.finish()),
            CellsBuilder::Decimals(all) => Cells::Decimals(all.finish()),
            CellsBuilder::Days(all) => Cells::Days(all.finish()),
            CellsBuilder::Moments(all) => Cells::Moments(all.finish()),
            CellsBuilder::Truths(all) | CellsBuilder::Texts(all) => Cells::Texts(all.finish()),
        };
        Column::new(self.name, cells)
    }
}

/// Writes a truth value.
pub fn word(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}
