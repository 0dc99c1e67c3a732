//! Texts: a table under construction, whose cells are still texts.

use polars::prelude::Column;

use crate::api::columns::{BadLine, BadLines, ColumnKind, Note};
use crate::api::count::counted;
use crate::api::error::StageError;

use super::cells::Cells;
use super::error;
use super::limits::{check_cell, check_cells, check_columns, check_text};
use super::records::Stop;

/// Rows with the wrong number of values that are named.
const LISTED_ROWS: usize = 100;

/// Columns of texts; an empty cell is null.
pub struct Texts {
    pub names: Vec<String>,
    cells: Vec<Cells>,
    /// Of all cells.
    bytes: u64,
    /// Each row's number in the file.
    pub rows: Vec<u32>,
    /// What the file itself says of its columns' types.
    pub declared: Vec<Option<ColumnKind>>,
    pub bad_lines: BadLines,
    pub notes: Vec<Note>,
    /// Cells in which letters were lost on the way, and the row of the first.
    lost: (u32, u32),
}

impl Texts {
    pub fn new(names: Vec<String>) -> Self {
        Self {
            cells: names.iter().map(|_| Cells::default()).collect(),
            declared: vec![None; names.len()],
            names,
            bytes: 0,
            rows: Vec::new(),
            bad_lines: BadLines::default(),
            notes: Vec::new(),
            lost: (0, 0),
        }
    }

    /// A further column, without a value in the rows so far.
    pub fn add_column(
        &mut self,
        name: String,
        declared: Option<ColumnKind>,
    ) -> Result<(), StageError> {
        let columns = self.names.len() + 1;
        check_columns(columns)?;
        check_cells(self.rows.len() as u64, columns as u64)?;
        self.names.push(name);
        self.cells.push(Cells::missing(self.rows.len()));
        self.declared.push(declared);
        Ok(())
    }

    /// A column before all others, while there is no row yet.
    pub fn name_first(&mut self, name: &str) {
        let mut names = vec![name.to_owned()];
        names.append(&mut self.names);
        let notes = std::mem::take(&mut self.notes);
        *self = Self::new(names);
        self.notes = notes;
        let note = format!(
            "The header names one column fewer than the rows have; the first is called {name}."
        );
        self.notes.push(Note::fact(note));
    }

    /// Takes the last column away, which has neither a name nor a value.
    pub fn drop_last(&mut self) {
        self.names.pop();
        self.cells.pop();
        self.declared.pop();
        // The note of its name was the last one.
        self.notes.pop();
        self.notes.push(Note::fact(
            "Every row ends with a delimiter, which names no column.",
        ));
    }

    /// A row of as many fields as there are columns. The error is of a value that is no UTF-8; the row is not taken
    /// then.
    pub fn push<'a>(
        &mut self,
        row: u32,
        fields: impl Iterator<Item = &'a [u8]> + Clone,
    ) -> Result<(), Stop> {
        for (field, name) in fields.clone().zip(&self.names) {
            if std::str::from_utf8(field).is_err() {
                return Err(Stop::NotUtf8(not_utf8(row, name)));
            }
        }
        let cells = fields.map(|field| std::str::from_utf8(field).unwrap_or_default());
        Ok(self.take(row, cells)?)
    }

    /// A row whose cells may be missing.
    pub fn push_cells(&mut self, row: u32, cells: &[Option<String>]) -> Result<(), StageError> {
        let cells = cells.iter().map(|cell| cell.as_deref().unwrap_or_default());
        self.take(row, cells.chain(std::iter::repeat("")))
    }

    fn take<'a>(
        &mut self,
        row: u32,
        cells: impl Iterator<Item = &'a str>,
    ) -> Result<(), StageError> {
        check_cells(self.rows.len() as u64 + 1, self.names.len() as u64)?;
        self.rows.push(row);
        for ((column, name), text) in self.cells.iter_mut().zip(&self.names).zip(cells) {
            check_cell(text.len(), row, name)?;
            self.bytes += text.len() as u64;
            check_text(self.bytes)?;
            look(text, row, &mut self.lost);
            column.push(text);
        }
        Ok(())
    }

    /// Whether one more row that could not be read is named. There may be millions.
    pub fn lists_more(&self) -> bool {
        self.bad_lines.listed.len() < LISTED_ROWS
    }

    /// Names a row that could not be read, if not too many are named already.
    pub fn list(&mut self, bad: BadLine) {
        if self.lists_more() {
            self.bad_lines.listed.push(bad);
        }
    }

    /// What the reader should know, once all rows are there.
    pub fn take_notes(&mut self) -> Vec<Note> {
        let mut notes = std::mem::take(&mut self.notes);
        if let (cells @ 1.., row) = self.lost {
            notes.push(Note::fact(format!(
                "{} “\u{FFFD}”, which stands for lost letters; the first is in row {row}. The file is damaged, or has been \
                 saved in an encoding without them.",
                counted(cells, "cell holds", "cells hold"),
            )));
        }
        notes
    }

    /// The columns, each with what the file says of its type.
    pub fn columns(&mut self) -> Vec<Unread> {
        let names = std::mem::take(&mut self.names).into_iter();
        let cells = std::mem::take(&mut self.cells).into_iter();
        let declared = std::mem::take(&mut self.declared).into_iter();
        let columns = names.zip(cells).zip(declared);
        columns
            .map(|((name, cells), declared)| Unread {
                name,
                cells,
                declared,
            })
            .collect()
    }
}

/// A column whose texts are not yet values. Its texts take more memory as a [`Column`], so that is made of one after the
/// other.
pub struct Unread {
    pub name: String,
    cells: Cells,
    declared: Option<ColumnKind>,
}

impl Unread {
    pub fn column(self) -> (Column, Option<ColumnKind>) {
        (self.cells.finish(&self.name), self.declared)
    }
}

/// Counts a cell with U+FFFD, which stands for what was no letter.
fn look(text: &str, row: u32, (cells, first): &mut (u32, u32)) {
    if !text.is_ascii() && text.contains(char::REPLACEMENT_CHARACTER) {
        if *cells == 0 {
            *first = row;
        }
        *cells += 1;
    }
}

fn not_utf8(row: u32, name: &str) -> StageError {
    error(
        format!("Row {row} is not valid UTF-8 in column {name}."),
        "Choose another encoding, or save the file as UTF-8 and open it again.",
    )
    .in_column(name)
    .at_row(row)
}
