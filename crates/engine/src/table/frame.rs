//! Columns side by side.

use std::collections::HashMap;
use std::sync::Arc;

use super::column::Column;

/// Columns of equal length, each under a name of its own. A clone shares them.
#[derive(Clone, Debug, Default)]
pub struct Frame(Arc<NamedColumns>);

#[derive(Debug, Default)]
struct NamedColumns {
    columns: Vec<Column>,
    places: HashMap<Arc<str>, usize>,
}

impl Frame {
    /// Puts columns of so many rows side by side. O(columns).
    ///
    /// # Errors
    /// Says which column has another number of rows, or the name of one before it.
    pub fn new(rows: usize, columns: Vec<Column>) -> Result<Self, String> {
        let mut places = HashMap::with_capacity(columns.len());
        for (column, place) in columns.iter().zip(0..) {
            let name = column.name();
            if column.len() != rows {
                return Err(format!(
                    "the column {name} has {} rows of {rows}",
                    column.len()
                ));
            }
            if places.insert(column.shared_name(), place).is_some() {
                return Err(format!("the column {name} is there twice"));
            }
        }
        Ok(Self(Arc::new(NamedColumns { columns, places })))
    }

    /// Returns the columns in their order.
    pub fn columns(&self) -> &[Column] {
        &self.0.columns
    }

    /// Returns the number of columns.
    pub fn width(&self) -> usize {
        self.0.columns.len()
    }

    /// Returns where the column of this name is. O(1).
    pub fn position(&self, name: &str) -> Option<usize> {
        self.0.places.get(name).copied()
    }

    /// Returns the column of this name. O(1).
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.position(name).map(|place| &self.0.columns[place])
    }

    /// Returns the bytes that all cells take in memory.
    pub fn bytes(&self) -> usize {
        self.0.columns.iter().map(Column::bytes).sum()
    }
}
