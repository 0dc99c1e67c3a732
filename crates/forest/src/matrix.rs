//! The numbers that a forest learns from and predicts for, column by column.

use super::FitError;

/// A table of finite numbers, rows × columns, stored column by column. NaN stands for a missing value.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: u32,
    columns: Vec<Vec<f64>>,
}

impl Matrix {
    /// Takes the columns over after checking that all are of the same length and no value is infinite.
    /// O(rows × columns).
    pub fn new(columns: Vec<Vec<f64>>) -> Result<Self, FitError> {
        let length = columns.first().map_or(0, Vec::len);
        if length == 0 {
            return Err(FitError::Empty {
                rows: length as u64,
                columns: columns.len() as u64,
            });
        }
        let rows = count("rows", length)?;
        count("columns", columns.len())?;
        for (column, values) in (0..).zip(&columns) {
            if values.len() != length {
                return Err(FitError::Length {
                    column: Some(column),
                    rows,
                    found: values.len() as u64,
                });
            }
            if let Some((row, value)) = (0..).zip(values).find(|(_, value)| value.is_infinite()) {
                return Err(FitError::NotFinite {
                    column,
                    row,
                    value: *value,
                });
            }
        }
        Ok(Self { rows, columns })
    }

    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The number of columns.
    pub fn features(&self) -> u32 {
        self.columns.len() as u32
    }

    /// The rows from `start` to `end`, of which there must be one at least.
    pub fn slice(&self, start: u32, end: u32) -> Self {
        let range = start as usize..end as usize;
        let columns = self.columns.iter();
        Self {
            rows: end - start,
            columns: columns.map(|c| c[range.clone()].to_vec()).collect(),
        }
    }

    pub fn into_columns(self) -> Vec<Vec<f64>> {
        self.columns
    }

    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }
}

/// Numbers of rows and columns stay below `u32::MAX`, which leaves room for a mark and for “plus one”.
fn count(what: &'static str, length: usize) -> Result<u32, FitError> {
    match u32::try_from(length) {
        Ok(count) if count < u32::MAX => Ok(count),
        _ => Err(FitError::TooMany {
            what,
            value: length as u64,
        }),
    }
}
