//! Converts the columns of a table to expression values, and back.

use std::borrow::Cow;

use polars::prelude::{
    Column, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn, NewChunkedArray, Series,
    StringChunked,
};

use crate::table::storage;
use grove_recipe::columns::ColumnKind;
use grove_recipe::limits::MAX_TEXT_BYTES;

use super::cast::{rounded, said};
use super::cells::{ExpressionValues, RowValues, finite};

/// Returns the values of a column that should be of this kind; all are missing if it is stored as another.
pub fn cells(column: Option<&Column>, kind: ColumnKind) -> ExpressionValues<'_> {
    if kind == ColumnKind::Integer
        && let Some(values) = column.and_then(|c| c.f64().ok())
    {
        // New rows may have decimals in a column that had whole numbers: those that are not whole become missing.
        let whole = |value: f64| (value == value.trunc()).then(|| rounded(value));
        return ExpressionValues::Integers(RowValues::Rows(
            values.iter().map(|v| whole(v?)?).collect(),
        ));
    }
    let column = column.filter(|column| column.dtype() == &storage(kind));
    match kind {
        ColumnKind::Integer => {
            ExpressionValues::Integers(match column.and_then(|c| c.i64().ok()) {
                Some(values) => RowValues::Rows(values.iter().collect()),
                None => RowValues::Same(None),
            })
        }
        ColumnKind::Decimal => {
            ExpressionValues::Decimals(match column.and_then(|c| c.f64().ok()) {
                Some(values) => {
                    RowValues::Rows(values.iter().map(|v| v.and_then(finite)).collect())
                }
                None => RowValues::Same(None),
            })
        }
        ColumnKind::Date => ExpressionValues::Dates(match column.and_then(|c| c.date().ok()) {
            Some(values) => RowValues::Rows(values.physical().iter().collect()),
            None => RowValues::Same(None),
        }),
        ColumnKind::DateTime => {
            ExpressionValues::Moments(match column.and_then(|c| c.datetime().ok()) {
                Some(values) => RowValues::Rows(values.physical().iter().collect()),
                None => RowValues::Same(None),
            })
        }
        ColumnKind::Boolean => ExpressionValues::Truths(match column.and_then(|c| c.str().ok()) {
            Some(values) => RowValues::Rows(values.iter().map(|v| v.and_then(said)).collect()),
            None => RowValues::Same(None),
        }),
        ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier => {
            ExpressionValues::Texts(match column.and_then(|c| c.str().ok()) {
                Some(values) => {
                    RowValues::Rows(values.iter().map(|v| v.map(Cow::Borrowed)).collect())
                }
                None => RowValues::Same(None),
            })
        }
        ColumnKind::Empty => ExpressionValues::Missing,
    }
}

/// A column that is built part by part.
pub struct ColumnBuilder {
    kind: ColumnKind,
    column: Series,
    /// The bytes of its texts.
    bytes: u64,
}

impl ColumnBuilder {
    pub fn new(name: &str, kind: ColumnKind) -> Self {
        Self {
            kind,
            column: Series::new_empty(name.into(), &storage(kind)),
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
        let part = match self.kind {
            ColumnKind::Integer => {
                let values = rows.map(|row| cells.integer(row));
                Int64Chunked::from_iter_options("".into(), values).into_column()
            }
            ColumnKind::Decimal => {
                let values = rows.map(|row| cells.decimal(row));
                Float64Chunked::from_iter_options("".into(), values).into_column()
            }
            ColumnKind::Date => {
                let values = rows.map(|row| cells.date(row));
                Int32Chunked::from_iter_options("".into(), values).into_column()
            }
            ColumnKind::DateTime => {
                let values = rows.map(|row| cells.moment(row));
                Int64Chunked::from_iter_options("".into(), values).into_column()
            }
            ColumnKind::Boolean => {
                let values = rows.map(|row| Some(word(cells.truth(row)?)));
                StringChunked::from_iter_options("".into(), values).into_column()
            }
            ColumnKind::Category
            | ColumnKind::Text
            | ColumnKind::Identifier
            | ColumnKind::Empty => {
                let values = rows.map(|row| cells.text(row));
                StringChunked::from_iter_options("".into(), values).into_column()
            }
        };
        let part = part
            .cast(&storage(self.kind))
            .expect("a column of its own storage type");
        self.column
            .append(part.as_materialized_series())
            .expect("parts of one type");
        true
    }

    pub fn finish(self) -> Column {
        self.column.rechunk().into_column()
    }
}

/// Writes a truth value.
pub fn word(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}
