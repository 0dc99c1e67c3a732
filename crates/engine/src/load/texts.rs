//! A table under construction, whose cells are still texts.

use std::borrow::Cow;

use crate::table::column::Column;
use grove_recipe::DateOrder;
use grove_recipe::columns::{BadLine, BadLines, ColumnKind, Note};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;

use super::cells::CellTexts;
use super::error;
use super::limits::{check_cell, check_cells, check_columns, check_text};
use super::names;
use super::records::ReadStop;

/// The most rows with the wrong number of values that are listed.
const LISTED_ROWS: usize = 100;

/// A row with fewer values than there are columns.
#[derive(Clone, Copy, Debug)]
pub struct ShortRow {
    /// From 0, among the rows of the table.
    pub position: u32,
    pub line: u64,
    /// The number of its values.
    pub length: u32,
}

impl ShortRow {
    /// Describes the problem as a full sentence.
    pub fn problem(&self, row: u32, width: usize) -> String {
        ragged(row, self.line, self.length as usize, width)
    }
}

/// Describes a row with the wrong number of values.
pub fn ragged(row: u32, line: u64, length: usize, width: usize) -> String {
    let values = if length == 1 { "value" } else { "values" };
    format!("Row {row} (line {line}) has {length} {values} where the header names {width} columns.")
}

/// Columns of texts; an empty cell is missing.
pub struct TextColumns {
    pub names: Vec<String>,
    cells: Vec<CellTexts>,
    /// The bytes of all cells.
    bytes: u64,
    /// Each row's number in the file.
    pub rows: Vec<u32>,
    /// The columns' types, if the file declares them.
    pub declared: Vec<Option<ColumnKind>>,
    pub bad_lines: BadLines,
    pub notes: Vec<Note>,
    /// Rows with fewer values than there are columns, whose last cells are missing.
    pub short: Vec<ShortRow>,
    /// For each column, whether the header lacks its name.
    unnamed: Vec<bool>,
    /// Whether invalid UTF-8 becomes U+FFFD.
    pub lossy: bool,
    /// The number of cells with damaged characters, and the row of the first.
    lost: (u32, u32),
}

impl TextColumns {
    pub fn new(names: Vec<String>) -> Self {
        Self {
            cells: names.iter().map(|_| CellTexts::default()).collect(),
            declared: vec![None; names.len()],
            unnamed: vec![false; names.len()],
            short: Vec::new(),
            lossy: false,
            names,
            bytes: 0,
            rows: Vec::new(),
            bad_lines: BadLines::default(),
            notes: Vec::new(),
            lost: (0, 0),
        }
    }

    /// Adds a column without a value in the rows so far.
    pub fn add_column(
        &mut self,
        name: String,
        declared: Option<ColumnKind>,
    ) -> Result<(), StageError> {
        let columns = self.names.len() + 1;
        check_columns(columns)?;
        check_cells(self.rows.len() as u64, columns as u64)?;
        self.names.push(name);
        self.cells.push(CellTexts::missing(self.rows.len()));
        self.declared.push(declared);
        self.unnamed.push(false);
        Ok(())
    }

    /// Records which columns the header does not name.
    pub fn set_unnamed(&mut self, unnamed: Vec<bool>) {
        self.unnamed = unnamed;
    }

    /// Adds a column before all others; there must be no rows yet.
    pub fn name_first(&mut self, name: &str) {
        let mut names = vec![name.to_owned()];
        names.append(&mut self.names);
        let (mut notes, mut unnamed) = (std::mem::take(&mut self.notes), vec![false]);
        unnamed.append(&mut self.unnamed);
        let text = format!(
            "The header names one column fewer than the rows have; the first is called {name}."
        );
        notes.push(Note::fact(text).in_column(name));
        *self = Self {
            notes,
            unnamed,
            lossy: self.lossy,
            ..Self::new(names)
        };
    }

    /// Removes columns with neither a name nor a value, and adds a note on the names of the other unnamed ones.
    pub fn drop_empty(&mut self) {
        let columns = self.unnamed.iter().zip(&self.cells);
        let mut empty: Vec<bool> = columns
            .map(|(unnamed, cells)| *unnamed && cells.is_empty())
            .collect();
        if empty.iter().all(|empty| *empty) {
            empty.fill(false);
        }
        let stays = |(place, _): &(usize, &String)| self.unnamed[*place] && !empty[*place];
        let nameless = self.names.iter().enumerate().filter(stays);
        let note = names::nameless(nameless.map(|(place, name)| (place + 1, name.as_str())));
        self.notes.splice(0..0, note);
        let count = empty.iter().filter(|empty| **empty).count();
        if count == 0 {
            return;
        }
        let columns = counted(count as u32, "column", "columns");
        self.notes.push(Note::fact(format!(
            "Left out {columns} without a name and without a value: every row ends with delimiters."
        )));
        fn keep<T>(list: &mut Vec<T>, empty: &[bool]) {
            let mut empty = empty.iter();
            list.retain(|_| !empty.next().is_some_and(|empty| *empty));
        }
        keep(&mut self.names, &empty);
        keep(&mut self.cells, &empty);
        keep(&mut self.declared, &empty);
        keep(&mut self.unnamed, &empty);
        let width = self.names.len() as u32;
        self.short.retain(|short| short.length < width);
    }

    /// Adds a row of at most as many fields as there are columns; the others are missing. `Err` for a value that is not
    /// UTF-8; the row is not added then.
    pub fn push<'a>(
        &mut self,
        row: u32,
        fields: impl Iterator<Item = &'a [u8]> + Clone,
    ) -> Result<(), ReadStop> {
        if !self.lossy {
            for (field, name) in fields.clone().zip(&self.names) {
                if std::str::from_utf8(field).is_err() {
                    return Err(ReadStop::NotUtf8(not_utf8(row, name)));
                }
            }
        }
        Ok(self.take(row, fields.map(String::from_utf8_lossy))?)
    }

    /// Adds a row whose cells may be missing.
    pub fn push_cells(&mut self, row: u32, cells: &[Option<String>]) -> Result<(), StageError> {
        let cells = cells.iter().map(|cell| cell.as_deref().unwrap_or_default());
        self.take(row, cells.map(Cow::Borrowed))
    }

    fn take<'a>(
        &mut self,
        row: u32,
        cells: impl Iterator<Item = Cow<'a, str>>,
    ) -> Result<(), StageError> {
        check_cells(self.rows.len() as u64 + 1, self.names.len() as u64)?;
        self.rows.push(row);
        let cells = cells.chain(std::iter::repeat(Cow::Borrowed("")));
        for ((column, name), text) in self.cells.iter_mut().zip(&self.names).zip(cells) {
            check_cell(text.len(), row, name)?;
            self.bytes += text.len() as u64;
            check_text(self.bytes)?;
            look(&text, row, &mut self.lost);
            column.push(&text);
        }
        Ok(())
    }

    /// Returns whether one more row that could not be read is listed. There may be millions.
    pub fn lists_more(&self) -> bool {
        self.bad_lines.listed.len() < LISTED_ROWS
    }

    /// Lists a row that could not be read, unless the list is full.
    pub fn list(&mut self, bad: BadLine) {
        if self.lists_more() {
            self.bad_lines.list(bad);
        }
    }

    /// Returns the notes, once all rows are there.
    pub fn take_notes(&mut self) -> Vec<Note> {
        let mut notes = std::mem::take(&mut self.notes);
        if let (cells @ 1.., row) = self.lost {
            notes.push(Note::fact(format!(
                "{} “\u{FFFD}”, which replaces lost characters; the first is in row {row}. The file is damaged, or was saved in an encoding without these characters.",
                counted(cells, "cell holds", "cells hold"),
            )));
        }
        notes
    }

    /// Returns the columns, each with its declared type, if any.
    pub fn columns(&mut self) -> Vec<UnreadColumn> {
        let names = std::mem::take(&mut self.names).into_iter();
        let cells = std::mem::take(&mut self.cells).into_iter();
        let declared = std::mem::take(&mut self.declared).into_iter();
        let columns = names.zip(cells).zip(declared);
        columns
            .map(|((name, cells), declared)| UnreadColumn {
                name,
                cells,
                known: TextColumnFacts {
                    declared,
                    order: None,
                },
            })
            .collect()
    }
}

/// A column whose texts are not yet converted. As a [`Column`] its texts take more memory, so columns are converted one
/// after the other.
pub struct UnreadColumn {
    pub name: String,
    pub cells: CellTexts,
    pub known: TextColumnFacts,
}

/// What is known of a column of texts before it is converted.
#[derive(Clone, Copy)]
pub struct TextColumnFacts {
    /// The type that the file declares.
    pub declared: Option<ColumnKind>,
    /// The order of day and month that its cells prove.
    pub order: Option<DateOrder>,
}

impl UnreadColumn {
    pub fn column(self) -> Column {
        self.cells.finish(&self.name)
    }
}

/// Counts a cell with U+FFFD, which replaces invalid characters.
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
