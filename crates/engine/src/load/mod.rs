//! The load stage: reads bytes as a table of values.
//!
//! Records are read with the csv crate into polars columns. polars' own reader does not name the row of an error, and
//! two parsers could disagree about what a row is.
//!
//! Why: `docs/decisions/0001-detect-how-a-file-is-written.md`.

pub mod odd_cells;
pub mod proposal;
pub mod types;

mod cells;
mod detect;
mod encoding;
mod hash;
mod json_array;
mod json_lines;
mod limits;
mod lines;
mod names;
mod not_a_table;
mod notation;
mod parquet;
mod reading;
mod records;
mod rows;
mod source;
pub mod stage;
mod texts;
mod typing;
mod value;

use std::collections::HashSet;
use std::io;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use grove_recipe::columns::{BadLine, BadLines, ColumnKind, ColumnSummary, FileFormat, Note};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Layout, Load};

use crate::pace::{Pace, Work};
use crate::profile::{is_identifier, summarise};
use crate::table::Table;
use crate::table::column::Column;
use crate::table::frame::Frame;
use hash::sha256;
pub use limits::check_size;
use notation::NotationDetector;
use reading::{FileFacts, FileReader};
use texts::{TextColumns, UnreadColumn};
use typing::Notation;

/// A file that was read. Its table is stored separately.
#[derive(Serialize, Deserialize)]
pub struct Loaded {
    /// The file's name.
    pub name: String,
    /// The file's size in bytes, as it was opened.
    pub bytes: u64,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Detected from the file's content, not from its name.
    pub format: FileFormat,
    /// The choices of the recipe about reading the file.
    pub load: Load,
    /// How cells are separated, quoted and written, as chosen or detected.
    pub layout: Layout,
    /// The names of all columns, including those that are not in the table.
    pub header: Vec<String>,
    /// The columns that were read, with the kinds found in them.
    #[serde(skip)]
    pub table: Table,
    /// A summary per column of the table, in its order.
    pub columns: Vec<ColumnSummary>,
    /// Rows that were left out and cells that were made missing.
    pub bad_lines: BadLines,
    /// What the reader should know, such as columns that were renamed.
    pub notes: Vec<Note>,
    /// Those of the notes that say that the file is written otherwise than it was read.
    pub contradictions: Vec<Note>,
    /// For each column with too many cells that do not fit its kind, the first of them.
    pub misfits: Vec<BadLine>,
}

fn error(problem: impl Into<String>, advice: &str) -> StageError {
    StageError::new(Stage::Load, problem, advice)
}

/// Makes the error of an archive that is damaged or contains too much, the only cause of errors when reading from
/// memory.
fn damaged(e: &io::Error) -> StageError {
    error(
        format!("The file could not be read to its end: {e}."),
        "Download it again, or take a sample of its rows.",
    )
}

/// Reads a file at once. O(bytes).
///
/// # Errors
/// Where the bytes are no table, exceed a limit, or have rows that the recipe refuses.
pub fn load(name: &str, bytes: &[u8], choices: &Load) -> Result<Loaded, StageError> {
    begin(name, bytes.into(), choices, None)?.finish()
}

/// Reads these columns of a new file as the training file was read, whose reading is `trained`. The layout is detected
/// if with the training file's a column would be missing or nothing could be read; decimals, thousands and the order of
/// dates stay those of the training file. A cell that contradicts them is an error. O(bytes).
///
/// # Errors
/// As [`load`], and where a cell shows that the file is written otherwise than the training file.
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

/// Reads these columns, or all, in the same way. Missing columns are not reported here.
///
/// # Errors
/// As [`load_as_trained`].
pub fn load_alike(
    name: &str,
    bytes: &[u8],
    trained: &Load,
    wanted: Option<Vec<String>>,
    complete: &dyn Fn(&Loaded) -> bool,
) -> Result<Loaded, StageError> {
    let read = |load: &Load| begin(name, bytes.into(), load, wanted.clone())?.finish();
    // A new file may have another encoding than the training file.
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
            "The file is not laid out like the training data. It was read with {} between values.",
            loaded.layout.delimiter.label()
        )));
        first = Ok(loaded);
    }
    let loaded = first?;
    match loaded.contradictions.first() {
        Some(note) => Err(contradicted(note)),
        None => Ok(loaded),
    }
}

/// Makes the error of a new file that is written otherwise than the training file.
fn contradicted(note: &Note) -> StageError {
    let (label, choice) = match &note.other {
        Some(other) => (other.label.as_str(), other.choice.to_string()),
        None => ("Read the file differently", String::new()),
    };
    let mut error = error(
        format!("{} The training data were read differently.", note.text),
        &format!(
            "Save the file in the format of the training data, or choose how to read it. {label}: {choice}."
        ),
    );
    error.column = note.column.as_deref().map(Into::into);
    error.choice = note
        .other
        .as_ref()
        .map(|other| Box::new(other.choice.clone()));
    error
}

/// A file that is being read.
pub type Loading = Work<Result<Loaded, StageError>>;

/// A file to read.
struct InputFile {
    name: String,
    bytes: Rc<[u8]>,
    load: Load,
    /// `None` for all columns.
    wanted: Option<Vec<String>>,
}

/// Columns that were converted to values, in order.
#[derive(Default)]
struct Typed {
    columns: Vec<Column>,
    summaries: Vec<ColumnSummary>,
    contradictions: Vec<Note>,
    misfits: Vec<BadLine>,
}

/// Prepares the reading of a file; `wanted` are the columns to read, or all. Nothing is read yet. `Err` if the file is
/// too large.
pub fn begin(
    name: &str,
    bytes: Rc<[u8]>,
    choices: &Load,
    wanted: Option<Vec<String>>,
) -> Result<Loading, StageError> {
    check_size(bytes.len() as u64)?;
    let file = InputFile {
        name: name.to_owned(),
        bytes,
        load: choices.clone(),
        wanted,
    };
    Ok(Work::new(|pace| file.read(pace)))
}

impl InputFile {
    /// Hashes the bytes, reads them as columns of texts, detects how numbers and dates are written, and converts the
    /// texts to values.
    async fn read(self, pace: Pace) -> Result<Loaded, StageError> {
        const TOTAL: u32 = 1000;
        let sha256 = sha256(&self.bytes, &pace.part(0..100, TOTAL)).await;
        let reading = FileReader::begin(&self.bytes, &self.load)?;
        pace.breathe(100, TOTAL).await;
        let (mut read, texts) = reading.finish(&pace.part(100..700, TOTAL)).await?;
        pace.breathe(700, TOTAL).await;
        let examining = pace.part(700..800, TOTAL);
        let (columns, forms) = self.examine(&mut read, texts, &examining).await?;
        pace.breathe(800, TOTAL).await;

        let typing = pace.part(800..TOTAL, TOTAL);
        let all = columns.len() as u32;
        let mut typed = Typed::default();
        for (column, done) in columns.into_iter().zip(1..) {
            typed.read(column, &mut read, &self.load, forms)?;
            typing.breathe(done, all).await;
        }
        let frame = Frame::new(read.rows.len(), typed.columns)
            .map_err(|e| error(format!("The table could not be built: {e}."), ""))?;
        Ok(Loaded {
            name: self.name,
            bytes: self.bytes.len() as u64,
            sha256,
            format: read.format,
            load: self.load,
            layout: read.layout,
            header: read.header,
            table: Table {
                frame,
                kinds: typed.summaries.iter().map(|column| column.kind).collect(),
                rows: read.rows,
            },
            columns: typed.summaries,
            bad_lines: read.bad_lines,
            notes: read.notes,
            contradictions: typed.contradictions,
            misfits: typed.misfits,
        })
    }

    /// Examines all columns, decides how they are written, and removes rows that are not data. Returns the wanted
    /// columns.
    async fn examine(
        &self,
        read: &mut FileFacts,
        mut texts: TextColumns,
        pace: &Pace,
    ) -> Result<(Vec<UnreadColumn>, Notation), StageError> {
        let load = &self.load;
        let mut columns = texts.columns();
        drop(texts);
        let mut detector = NotationDetector::default();
        let all = columns.len() as u32;
        for (column, done) in columns.iter().zip(1..) {
            detector.look(column, &read.rows, load);
            pace.breathe(done, all).await;
        }
        let notation = detector.decide(&read.layout, load);
        rows::drop_non_data_rows(read, &mut columns, &notation, load.on_bad_lines)?;
        read.layout.decimal = notation.numbers.decimal;
        read.layout.thousands = notation.numbers.thousands;
        read.layout.date_order = notation.date_order;
        let forms = Notation::new(&notation);
        read.notes.extend(notation.notes);
        for (column, order) in columns.iter_mut().zip(&notation.orders) {
            column.known.order = *order;
        }
        if let Some(wanted) = &self.wanted {
            let wanted: HashSet<&String> = wanted.iter().collect();
            columns.retain(|column| wanted.contains(&column.name));
        }
        Ok((columns, forms))
    }
}

impl Typed {
    /// Converts the next column.
    fn read(
        &mut self,
        unread: UnreadColumn,
        read: &mut FileFacts,
        load: &Load,
        forms: Notation,
    ) -> Result<(), StageError> {
        let known = unread.known;
        let texts = unread.column();
        let rows = &read.rows;
        let typed = |load: &Load| {
            let mut bad_lines = BadLines::default();
            let typed = typing::read_column(&texts, &known, rows, load, forms, &mut bad_lines);
            typed.map(|typed| (typed, bad_lines))
        };
        let mut column = typed(load)?;
        let summary = |column: &typing::TypedColumn| ColumnSummary {
            unit: column.unit.clone(),
            ..summarise(&column.column, column.kind)
        };
        let mut told = summary(&column.0);
        let name = texts.name();
        if !load.kinds.contains_key(name) && is_identifier(&column.0.column, &told) {
            let mut load = load.clone();
            load.kinds.insert(name.to_owned(), ColumnKind::Identifier);
            let was_text = column.0.kind.is_text();
            let mut notes = std::mem::take(&mut column.0.notes);
            column = typed(&load)?;
            // Whether odd cells are missing does not depend on their names.
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
        Ok(())
    }
}
