//! Load: bytes become a table of values.
//!
//! Records are read with the csv crate straight into polars columns: polars' own reader names no row in its
//! errors, and a second parser could disagree with the first about what a row is.

mod cells;
mod detect;
mod encoding;
mod foreign;
mod hash;
mod json_array;
mod json_lines;
mod judge;
mod limits;
mod lines;
mod names;
mod parquet;
mod reading;
mod records;
mod rows;
mod source;
mod texts;
mod typing;
mod value;

use std::collections::HashSet;
use std::io;
use std::rc::Rc;

use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use grove_recipe::columns::{BadLine, BadLines, ColumnKind, ColumnSummary, Format, Note};
use grove_recipe::error::StageError;
use grove_recipe::parameters::DELIMITER;
use grove_recipe::stage::Stage;
use grove_recipe::{Layout, Load};

use super::profile::{is_identifier, summarise};
use super::table::Table;
use hash::Hashing;
use judge::Judge;
pub use limits::check_size;
use reading::{Read, Reading};
use texts::{Texts, Unread};
use typing::Forms;

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
    /// Of the notes, those that say that the file is written otherwise than it was read.
    pub contradictions: Vec<Note>,
    /// Of each column with too many cells that are no values of its kind, the first of them.
    pub misfits: Vec<BadLine>,
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

/// Reads these columns alone of a new file, as the file of the training was read, whose reading is `trained`. Where the
/// new file is laid out otherwise, so that a column would lack or nothing could be read, its layout is detected; decimals,
/// thousands and the order of dates stay those of the training. A cell that says otherwise is an error. O(bytes).
pub fn load_as_trained(
    name: &str,
    bytes: &[u8],
    trained: &Load,
    wanted: &[&str],
) -> Result<Loaded, StageError> {
    let names = wanted.iter().map(|name| (*name).to_owned()).collect();
    let complete = |loaded: &Loaded| {
        wanted
            .iter()
            .all(|name| loaded.table.column(name).is_some())
    };
    load_alike(name, bytes, trained, Some(names), &complete)
}

/// The same for these columns or all, where something else tells whether a table has what is needed.
pub fn load_alike(
    name: &str,
    bytes: &[u8],
    trained: &Load,
    wanted: Option<Vec<String>>,
    complete: &dyn Fn(&Loaded) -> bool,
) -> Result<Loaded, StageError> {
    let read = |load: &Load| Loader::begin(name, bytes.into(), load, wanted.clone())?.finish();
    // Whichever letters the training data were written in, the new file has its own.
    let trained = Load {
        encoding: None,
        ..trained.clone()
    };
    let mut first = read(&trained);
    if !first.as_ref().is_ok_and(complete)
        && let Ok(mut loaded) = read(&trained.detecting_layout())
        && complete(&loaded)
    {
        loaded.notes.push(Note::fact(format!(
            "The file is laid out otherwise than the training data were; it was read with {} between values.",
            DELIMITER.label_of(Some(loaded.layout.delimiter))
        )));
        first = Ok(loaded);
    }
    let loaded = first?;
    match loaded.contradictions.first() {
        Some(note) => Err(contradicted(note)),
        None => Ok(loaded),
    }
}

/// A new file that is written otherwise than the model was trained.
fn contradicted(note: &Note) -> StageError {
    let (label, choice) = match &note.other {
        Some(other) => (other.label.as_str(), other.choice.to_string()),
        None => ("Read the file otherwise", String::new()),
    };
    let mut error = error(
        format!("{} The training data were read otherwise.", note.text),
        &format!(
            "Write the file as the training data were written, or choose how it is read. {label}: {choice}."
        ),
    );
    error.column = note.column.as_deref().map(Into::into);
    error.choice = note
        .other
        .as_ref()
        .map(|other| Box::new(other.choice.clone()));
    error
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
    Judging(Box<Judging>),
    Typing(Box<Typing>),
}

/// Columns of texts that are looked at before any is read as values.
struct Judging {
    /// Taken away once it is decided.
    read: Option<Read>,
    columns: Vec<Unread>,
    judge: Judge,
}

/// Columns on their way from texts to values.
struct Typing {
    read: Read,
    forms: Forms,
    texts: std::vec::IntoIter<Unread>,
    columns: Vec<Column>,
    summaries: Vec<ColumnSummary>,
    contradictions: Vec<Note>,
    misfits: Vec<BadLine>,
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
                    self.state = State::Judging(Box::new(Judging::new(read, texts)));
                }
            }
            State::Judging(judging) => {
                if let Some(typing) = judging.advance(&self.load, &self.wanted)? {
                    self.state = State::Typing(Box::new(typing));
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
            State::Judging(judging) => {
                let (done, all) = (judging.judge.columns(), judging.columns.len());
                700 + (100 * done / all.max(1)) as u32
            }
            State::Typing(typing) => {
                let done = typing.columns.len();
                800 + (200 * done / (done + typing.texts.len()).max(1)) as u32
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
            contradictions: std::mem::take(&mut typing.contradictions),
            misfits: std::mem::take(&mut typing.misfits),
        })
    }
}

impl Judging {
    fn new(read: Read, mut texts: Texts) -> Self {
        Self {
            read: Some(read),
            columns: texts.columns(),
            judge: Judge::default(),
        }
    }

    /// Looks at the next column; once all have been looked at, decides and sets rows aside that are no data.
    fn advance(
        &mut self,
        load: &Load,
        wanted: &Option<Vec<String>>,
    ) -> Result<Option<Typing>, StageError> {
        if let (Some(read), Some(column)) = (&self.read, self.columns.get(self.judge.columns())) {
            self.judge.look(column, &read.rows, load);
            return Ok(None);
        }
        let Some(mut read) = self.read.take() else {
            return Ok(None);
        };
        let judged = std::mem::take(&mut self.judge).decide(&read.layout, load);
        let mut columns = std::mem::take(&mut self.columns);
        rows::sift(&mut read, &mut columns, &judged, load.on_bad_lines)?;
        read.layout.decimal = judged.numbers.decimal;
        read.layout.thousands = judged.numbers.thousands;
        read.layout.date_order = judged.date_order;
        let forms = Forms::new(&judged);
        read.notes.extend(judged.notes);
        for (column, order) in columns.iter_mut().zip(&judged.orders) {
            column.known.order = *order;
        }
        if let Some(wanted) = wanted {
            let wanted: HashSet<&String> = wanted.iter().collect();
            columns.retain(|column| wanted.contains(&column.name));
        }
        Ok(Some(Typing {
            read,
            forms,
            texts: columns.into_iter(),
            columns: Vec::new(),
            summaries: Vec::new(),
            contradictions: Vec::new(),
            misfits: Vec::new(),
        }))
    }
}

impl Typing {
    /// Reads the next column; false when all are read.
    fn advance(&mut self, load: &Load) -> Result<bool, StageError> {
        let Some(unread) = self.texts.next() else {
            return Ok(false);
        };
        let known = unread.known;
        let texts = unread.column();
        let read = &mut self.read;
        let (rows, forms) = (&read.rows, self.forms);
        let typed = |load: &Load| {
            let mut bad_lines = BadLines::default();
            let typed = typing::read_column(&texts, &known, rows, load, forms, &mut bad_lines);
            typed.map(|typed| (typed, bad_lines))
        };
        let mut column = typed(load)?;
        let summary = |column: &typing::Typed| ColumnSummary {
            unit: column.unit.clone(),
            ..summarise(&column.column, column.kind)
        };
        let mut told = summary(&column.0);
        let name = texts.name().as_str();
        if !load.kinds.contains_key(name) && is_identifier(&column.0.column, &told) {
            let mut load = load.clone();
            load.kinds.insert(name.to_owned(), ColumnKind::Identifier);
            let was_text = column.0.kind.is_text();
            let mut notes = std::mem::take(&mut column.0.notes);
            column = typed(&load)?;
            // Whether odd cells are missing is no question of names.
            notes.retain(|note| was_text || !note.doubt);
            column.0.notes = notes;
            told = summary(&column.0);
        }
        let (column, bad_lines) = column;
        read.bad_lines.cells += bad_lines.cells;
        bad_lines
            .listed
            .into_iter()
            .for_each(|bad| read.bad_lines.list(bad));
        read.notes.extend(column.notes);
        if let Some(note) = column.contradiction {
            read.notes.push(note.clone());
            self.contradictions.push(note);
        }
        self.misfits.extend(column.misfit);
        self.columns.push(column.column);
        self.summaries.push(told);
        Ok(true)
    }
}
