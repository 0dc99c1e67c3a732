//! A table whose rows have their numbers in the source file.
//!
//! Why: `docs/decisions/0003-tables-in-polars-and-parquet.md`.

pub mod column;
pub mod columnar;
pub mod frame;
pub mod target;
pub mod weights;

use grove_protocol::TableRow;
use grove_recipe::columns::ColumnKind;
use grove_recipe::cut::{CELL, CELL_IN_FULL, cut};

use crate::load::types::cell_text;
use column::{Column, Storage};
use frame::Frame;

/// Columns of `n` rows, stored by their kinds; `rows[i]` is the data row of the file, counted from 1 below the header.
#[derive(Clone, Default)]
pub struct Table {
    /// The columns, each in the storage type of its kind.
    pub frame: Frame,
    /// The kind of each column.
    pub kinds: Vec<ColumnKind>,
    /// The number of each row in the file, from 1 below the header.
    pub rows: Vec<u32>,
}

impl Table {
    /// Returns the number of rows, which `load` limits to 32 bits.
    pub fn height(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Returns the number of columns.
    pub fn width(&self) -> u32 {
        self.frame.width() as u32
    }

    /// Returns the size in memory, in bytes. Columns that other tables share are counted, too.
    pub fn bytes(&self) -> u64 {
        self.frame.bytes() as u64 + 4 * u64::from(self.height())
    }

    /// Returns the column of this name; `None` where there is none.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.frame.column(name)
    }

    /// Returns the columns' names with their kinds.
    pub fn kinds(&self) -> Kinds {
        let names = self.frame.columns().iter().map(|c| c.name().to_owned());
        names.zip(self.kinds.iter().copied()).collect()
    }

    /// Returns the rows at the given positions, in that order. Positions past the end are left out.
    pub fn take(&self, positions: &[u32]) -> Table {
        let positions: Vec<u32> = positions
            .iter()
            .copied()
            .filter(|&p| p < self.height())
            .collect();
        let columns = self
            .frame
            .columns()
            .iter()
            .map(|column| column.take(&positions))
            .collect();
        Table {
            frame: Frame::new(positions.len(), columns)
                .expect("equal lengths and the names of a frame"),
            kinds: self.kinds.clone(),
            rows: positions.iter().map(|&p| self.rows[p as usize]).collect(),
        }
    }

    /// Returns the rows `from..from + count` as text for the page, with long cells shortened. O(rows shown × columns).
    pub fn page(&self, from: u32, count: u32) -> Vec<TableRow> {
        let end = from.saturating_add(count).min(self.height());
        (from.min(end)..end)
            .map(|i| TableRow {
                row: self.rows[i as usize],
                cells: self
                    .frame
                    .columns()
                    .iter()
                    .map(|c| shown(c, i as usize, CELL))
                    .collect(),
            })
            .collect()
    }

    /// Returns a cell for the page, with more of its text than a table shows.
    pub fn cell(&self, row: u32, column: u32) -> Option<String> {
        let column = self.frame.columns().get(column as usize)?;
        shown(column, row as usize, CELL_IN_FULL)
    }
}

/// Formats a cell for the page: shortens a text to this many characters.
fn shown(column: &Column, row: usize, at_most: usize) -> Option<String> {
    let cell = cell_text(column, row)?;
    Some(match column.storage() {
        Storage::Texts => cut(&cell, at_most).into_owned(),
        _ => cell,
    })
}

/// Shortens a value for a message.
pub fn shorten(text: &str) -> String {
    const AT_MOST: usize = 40;
    if text.chars().count() <= AT_MOST {
        return format!("“{text}”");
    }
    let start: String = text.chars().take(AT_MOST).collect();
    format!("“{start}…”")
}

/// The columns' names and kinds, in the order of the file.
pub type Kinds = Vec<(String, ColumnKind)>;
