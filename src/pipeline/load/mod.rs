//! Load: bytes become a table of values.
//!
//! Records are read with the csv crate straight into polars columns: polars' own reader names no row in its
//! errors, and a second parser could disagree with the first about what a row is.

mod cells;
mod detect;
mod encoding;
mod foreign;
mod forms;
mod hash;
mod json_array;
mod json_lines;
mod limits;
mod names;
mod parquet;
mod reading;
mod records;
mod source;
mod texts;
mod typing;

use std::collections::HashSet;
use std::io;
use std::rc::Rc;

use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use crate::api::columns::{BadLines, ColumnKind, ColumnSummary, Format, Note};
use crate::api::error::StageError;
use crate::api::recipe::{Layout, Load};
use crate::api::stage::Stage;

use super::profile::{is_identifier, summarise};
use super::table::Table;
use forms::Forms;
use hash::Hashing;
pub use limits::check_size;
use reading::{Read, Reading};
use texts::{Texts, Unread};

/// A file as it was read. Its table is stored by itself.
#[derive(Serialize, Deserialize)]
pub struct Loaded {
    pub name: String,
    pub bytes: u64,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    pub format: Format,
    /// What was chosen, and how the file was read.
    pub load: Load,
    pub layout: Layout,
    /// Of all columns, those included that are not in the table.
    pub header: Vec<String>,
    #[serde(skip)]
    pub table: Table,
    pub columns: Vec<ColumnSummary>,
    pub bad_lines: BadLines,
    /// What the reader should know, such as columns that were renamed.
    pub notes: Vec<Note>,
}

fn error(problem: impl Into<String>, advice: &str) -> StageError {
    StageError::new(Stage::Load, problem, advice)
}

/// Reading from memory fails where an archive is damaged or holds too much.
fn damaged(e: &io::Error) -> StageError {
    error(
        format!("The file could not be read to its end: {e}."),
        "Fetch it again, or take a sample of its rows.",
    )
}

/// Reads a file at once. O(bytes).
pub fn load(name: &str, bytes: &[u8], choices: &Load) -> Result<Loaded, StageError> {
    Loader::begin(name, bytes.into(), choices, None)?.finish()
}

/// Reads these columns alone.
pub fn load_columns(
    name: &str,
    bytes: &[u8],
    choices: &Load,
    wanted: &[&str],
) -> Result<Loaded, StageError> {
    let wanted = wanted.iter().map(|name| (*name).to_owned()).collect();
    Loader::begin(name, bytes.into(), choices, Some(wanted))?.finish()
}

/// Reads a file in slices, so that whoever reads can show progress and stop.
pub struct Loader {
    name: String,
    bytes: Rc<[u8]>,
    load: Load,
    /// `None` for all columns.
    wanted: Option<Vec<String>>,
    state: State,
    sha256: String,
}

enum State {
    Hashing(Hashing),
    Reading(Box<Reading>),
    Typing(Box<Typing>),
}

/// Columns on their way from texts to values.
struct Typing {
    read: Read,
    texts: std::vec::IntoIter<Unread>,
    columns: Vec<Column>,
    summaries: Vec<ColumnSummary>,
}

impl Loader {
    pub fn begin(
        name: &str,
        bytes: Rc<[u8]>,
        choices: &Load,
        wanted: Option<Vec<String>>,
    ) -> Result<Self, StageError> {
        check_size(bytes.len() as u64)?;
        let hashing = Hashing::new(Rc::clone(&bytes));
        Ok(Self {
            name: name.to_owned(),
            bytes,
            load: choices.clone(),
            wanted,
            state: State::Hashing(hashing),
            sha256: String::new(),
        })
    }

    /// Does the next piece; the table when it is there.
    pub fn advance(&mut self) -> Result<Option<Loaded>, StageError> {
        match &mut self.state {
            State::Hashing(hashing) => {
                if let Some(hash) = hashing.advance() {
                    self.sha256 = hash;
                    let reading = Reading::begin(&self.bytes, &self.load)?;
                    self.state = State::Reading(Box::new(reading));
                }
            }
            State::Reading(reading) => {
                if let Some((read, texts)) = reading.advance()? {
                    self.state = State::Typing(Box::new(Typing::new(read, texts, &self.wanted)));
                }
            }
            State::Typing(typing) => {
                if !typing.advance(&self.load)? {
                    return self.loaded().map(Some);
                }
            }
        }
        Ok(None)
    }

    pub const TOTAL: u32 = 1000;

    /// How much of [`Loader::TOTAL`] is done.
    pub fn progress(&self) -> u32 {
        match &self.state {
            State::Hashing(hashing) => hashing.progress() / 10,
            State::Reading(reading) => 100 + reading.progress() * 6 / 10,
            State::Typing(typing) => {
                let done = typing.columns.len();
                700 + (300 * done / (done + typing.texts.len()).max(1)) as u32
            }
        }
    }

    /// Does all the rest at once.
    pub fn finish(mut self) -> Result<Loaded, StageError> {
        loop {
            if let Some(loaded) = self.advance()? {
                return Ok(loaded);
            }
        }
    }

    fn loaded(&mut self) -> Result<Loaded, StageError> {
        let State::Typing(typing) = &mut self.state else {
            unreachable!("the columns were typed");
        };
        let read = &mut typing.read;
        let rows = std::mem::take(&mut read.rows);
        let frame = DataFrame::new(rows.len(), std::mem::take(&mut typing.columns))
            .map_err(|e| error(format!("The table could not be built: {e}."), ""))?;
        let kinds = typing.summaries.iter().map(|column| column.kind).collect();
        Ok(Loaded {
            name: self.name.clone(),
            bytes: self.bytes.len() as u64,
            sha256: std::mem::take(&mut self.sha256),
            format: read.format,
            load: self.load.clone(),
            layout: read.layout,
            header: std::mem::take(&mut read.header),
            table: Table { frame, kinds, rows },
            columns: std::mem::take(&mut typing.summaries),
            bad_lines: std::mem::take(&mut read.bad_lines),
            notes: std::mem::take(&mut read.notes),
        })
    }
}

impl Typing {
    fn new(read: Read, mut texts: Texts, wanted: &Option<Vec<String>>) -> Self {
        let mut columns = texts.columns();
        if let Some(wanted) = wanted {
            let wanted: HashSet<&String> = wanted.iter().collect();
            columns.retain(|column| wanted.contains(&column.name));
        }
        Self {
            read,
            texts: columns.into_iter(),
            columns: Vec::new(),
            summaries: Vec::new(),
        }
    }

    /// Reads the next column; false when all are read.
    fn advance(&mut self, load: &Load) -> Result<bool, StageError> {
        let Some(unread) = self.texts.next() else {
            return Ok(false);
        };
        let (texts, declared) = unread.column();
        let read = &mut self.read;
        let forms = Forms::new(&read.layout);
        let mut typed = |load: &Load| {
            typing::read_column(
                &texts,
                declared,
                &read.rows,
                load,
                forms,
                &mut read.bad_lines,
            )
        };
        let mut column = typed(load)?;
        let mut summary = summarise(&column.column, column.kind);
        let name = texts.name().as_str();
        if !load.kinds.contains_key(name) && is_identifier(&column.column, &summary) {
            let mut load = load.clone();
            load.kinds.insert(name.to_owned(), ColumnKind::Identifier);
            column = typed(&load)?;
            summary = summarise(&column.column, column.kind);
        }
        read.notes.extend(column.note);
        self.columns.push(column.column);
        self.summaries.push(summary);
        Ok(true)
    }
}
