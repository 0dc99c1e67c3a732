//! Texts: a table under construction, whose cells are still texts.

use polars::prelude::{Column, IntoColumn, StringChunkedBuilder};

use crate::api::columns::{BadLine, BadLines, ColumnKind, Note};
use crate::api::count::counted;
use crate::api::error::StageError;

use super::{MAX_CELLS, error};

/// Rows with the wrong number of values that are named.
const LISTED_ROWS: usize = 100;

/// A row with fewer values than there are columns.
#[derive(Clone, Copy, Debug)]
pub struct Short {
    /// From 0, among the rows of the table.
    pub position: u32,
    pub line: u64,
    /// How many values it has.
    pub length: u32,
}

impl Short {
    /// What is wrong with it, as a full sentence.
    pub fn problem(&self, row: u32, width: usize) -> String {
        ragged(row, self.line, self.length as usize, width)
    }
}

/// Says that a row has the wrong number of values.
pub fn ragged(row: u32, line: u64, length: usize, width: usize) -> String {
    let values = if length == 1 { "value" } else { "values" };
    format!("Row {row} (line {line}) has {length} {values} where the header names {width} columns.")
}

/// Columns of texts; an empty cell is null.
pub struct Texts {
    pub names: Vec<String>,
    builders: Vec<StringChunkedBuilder>,
    /// Each row's number in the file.
    pub rows: Vec<u32>,
    /// What the file itself says of its columns' types.
    pub declared: Vec<Option<ColumnKind>>,
    pub bad_lines: BadLines,
    pub notes: Vec<Note>,
    /// Rows with fewer values than there are columns, whose last cells are missing.
    pub short: Vec<Short>,
    /// Of each column, whether the header lacks its name, and whether a row has a value in it.
    unnamed: Vec<bool>,
    filled: Vec<bool>,
    /// Whether bytes that are no UTF-8 become U+FFFD.
    pub lossy: bool,
    /// Cells in which letters were lost on the way, and the row of the first.
    lost: (u32, u32),
}

impl Texts {
    pub fn new(names: Vec<String>) -> Self {
        let mut texts = Self {
            names: Vec::new(),
            builders: Vec::new(),
            rows: Vec::new(),
            declared: Vec::new(),
            bad_lines: BadLines::default(),
            notes: Vec::new(),
            short: Vec::new(),
            unnamed: Vec::new(),
            filled: Vec::new(),
            lossy: false,
            lost: (0, 0),
        };
        for name in names {
            texts.add_column(name, None);
        }
        texts
    }

    /// A further column, without a value in the rows so far.
    pub fn add_column(&mut self, name: String, declared: Option<ColumnKind>) {
        let mut builder = StringChunkedBuilder::new(name.as_str().into(), 1024);
        for _ in &self.rows {
            builder.append_null();
        }
        self.names.push(name);
        self.builders.push(builder);
        self.declared.push(declared);
        self.unnamed.push(false);
        self.filled.push(false);
    }

    /// Says which columns the header does not name.
    pub fn set_unnamed(&mut self, unnamed: Vec<bool>) {
        self.unnamed = unnamed;
    }

    /// A column before all others, while there is no row yet.
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

    /// Takes columns away that have neither a name nor a value.
    pub fn drop_empty(&mut self) {
        let empty: Vec<bool> = self
            .unnamed
            .iter()
            .zip(&self.filled)
            .map(|(unnamed, filled)| *unnamed && !filled)
            .collect();
        let count = empty.iter().filter(|empty| **empty).count();
        if count == 0 || count == empty.len() {
            return;
        }
        let dropped: Vec<&String> = (self.names.iter().zip(&empty))
            .filter_map(|(name, empty)| empty.then_some(name))
            .collect();
        // Nor is there anything to say of their names.
        self.notes.retain(|note| {
            let column = note.column.as_ref();
            column.is_none_or(|column| !dropped.contains(&column))
        });
        let columns = counted(count as u32, "column has", "columns have");
        self.notes.push(Note::fact(format!(
            "{columns} neither a name nor a value and are left away: every row ends with delimiters."
        )));
        fn keep<T>(list: &mut Vec<T>, empty: &[bool]) {
            let mut empty = empty.iter();
            list.retain(|_| !empty.next().is_some_and(|empty| *empty));
        }
        keep(&mut self.names, &empty);
        keep(&mut self.builders, &empty);
        keep(&mut self.declared, &empty);
        keep(&mut self.filled, &empty);
        keep(&mut self.unnamed, &empty);
        let width = self.names.len() as u32;
        self.short.retain(|short| short.length < width);
    }

    /// A row of at most as many fields as there are columns; the others are missing. The error is of a value that is no
    /// UTF-8; the row is not taken then.
    pub fn push<'a>(
        &mut self,
        row: u32,
        fields: impl Iterator<Item = &'a [u8]> + Clone,
    ) -> Result<(), StageError> {
        if !self.lossy {
            for (field, name) in fields.clone().zip(&self.names) {
                if std::str::from_utf8(field).is_err() {
                    return Err(not_utf8(row, name));
                }
            }
        }
        let mut fields = fields;
        for (builder, filled) in self.builders.iter_mut().zip(&mut self.filled) {
            let text = String::from_utf8_lossy(fields.next().unwrap_or_default());
            if text.is_empty() {
                builder.append_null();
            } else {
                *filled = true;
                look(&text, row, &mut self.lost);
                builder.append_value(&*text);
            }
        }
        self.count(row)
    }

    /// A row whose cells may be missing.
    pub fn push_cells(&mut self, row: u32, cells: &[Option<String>]) -> Result<(), StageError> {
        let cells = cells
            .iter()
            .map(Option::as_deref)
            .chain(std::iter::repeat(None));
        for (builder, cell) in self.builders.iter_mut().zip(cells) {
            look(cell.unwrap_or_default(), row, &mut self.lost);
            builder.append_option(cell);
        }
        self.count(row)
    }

    fn count(&mut self, row: u32) -> Result<(), StageError> {
        self.rows.push(row);
        if self.rows.len() as u64 * self.names.len() as u64 <= MAX_CELLS {
            return Ok(());
        }
        Err(error(
            format!(
                "The file has more than {} million cells.",
                MAX_CELLS / 1_000_000
            ),
            "Take a sample of its rows, or leave out columns that you do not need.",
        ))
    }

    /// Names a row that could not be read, if not too many are named already.
    pub fn list(&mut self, bad: BadLine) {
        if self.bad_lines.listed.len() < LISTED_ROWS {
            self.bad_lines.list(bad);
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
    pub fn columns(&mut self) -> Vec<(Column, Option<ColumnKind>)> {
        let builders = std::mem::take(&mut self.builders).into_iter();
        let columns = builders.map(|builder| builder.finish().into_column());
        columns.zip(self.declared.iter().copied()).collect()
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
