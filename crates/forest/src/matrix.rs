//! The feature matrix, stored by column.

use super::ForestError;

/// A feature matrix of rows × columns, stored column by column. Values are finite, or NaN for a missing one.
///
/// ```
/// use grove_forest::Matrix;
///
/// let matrix = Matrix::new(vec![vec![1.0, 2.0, f64::NAN], vec![0.5, 0.0, -0.5]])?;
/// assert_eq!((matrix.rows(), matrix.features()), (3, 2));
/// assert!(Matrix::new(vec![vec![f64::INFINITY]]).is_err());
/// # Ok::<(), grove_forest::ForestError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: u32,
    columns: Vec<Vec<f64>>,
}

impl Matrix {
    /// Takes columns of equal length. O(rows × columns).
    ///
    /// # Errors
    /// Without a row or a column, with more than 2³² − 2 of either, where the columns differ in length, and where a value
    /// is infinite.
    pub fn new(columns: Vec<Vec<f64>>) -> Result<Self, ForestError> {
        let length = columns.first().map_or(0, Vec::len);
        if length == 0 {
            return Err(ForestError::Empty {
                rows: length as u64,
                columns: columns.len() as u64,
            });
        }
        let rows = count("rows", length)?;
        count("columns", columns.len())?;
        for (column, values) in (0..).zip(&columns) {
            if values.len() != length {
                return Err(ForestError::Length {
                    column: Some(column),
                    rows,
                    found: values.len() as u64,
                });
            }
            if let Some((row, value)) = (0..).zip(values).find(|(_, value)| value.is_infinite()) {
                return Err(ForestError::NotFinite {
                    column,
                    row,
                    value: *value,
                });
            }
        }
        Ok(Self { rows, columns })
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Returns the number of columns.
    pub fn features(&self) -> u32 {
        self.columns.len() as u32
    }

    /// Copies the rows `start..end`. `start` must be below `end`.
    ///
    /// # Panics
    /// If `end` is past the last row, or below `start`.
    pub fn slice(&self, start: u32, end: u32) -> Self {
        let range = start as usize..end as usize;
        let columns = self.columns.iter();
        Self {
            rows: end - start,
            columns: columns.map(|c| c[range.clone()].to_vec()).collect(),
        }
    }

    /// Returns the columns.
    pub fn into_columns(self) -> Vec<Vec<f64>> {
        self.columns
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }
}

/// Refuses `u32::MAX` and more, which leaves room for a marker and for adding one.
fn count(what: &'static str, length: usize) -> Result<u32, ForestError> {
    match u32::try_from(length) {
        Ok(count) if count < u32::MAX => Ok(count),
        _ => Err(ForestError::TooMany {
            what,
            value: length as u64,
        }),
    }
}
