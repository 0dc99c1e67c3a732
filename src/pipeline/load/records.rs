//! Records: delimited text becomes columns of texts.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::ByteRecord;

use crate::api::columns::{BadLine, Note};
use crate::api::count::counted;
use crate::api::error::StageError;
use crate::api::limits::MAX_ROW_BYTES;
use crate::api::recipe::{Layout, OnBadLines};

use super::detect::reader;
use super::limits::{check_columns, long_row};
use super::names::{join_names, name_columns};
use super::texts::Texts;
use super::{damaged, error};

/// Stands behind the text: where it is no record of its own, a quote was never closed.
const SENTINEL: &[u8] = b"\n\x1Ethe end of the file\x1E\n";

/// Why the reading cannot go on.
pub enum Stop {
    /// The text is not of the encoding that was detected.
    NotUtf8(StageError),
    Error(StageError),
}

impl Stop {
    pub fn error(self) -> StageError {
        let (Stop::NotUtf8(error) | Stop::Error(error)) = self;
        error
    }
}

impl From<StageError> for Stop {
    fn from(error: StageError) -> Self {
        Stop::Error(error)
    }
}

/// Reads one record after the other.
pub struct Records {
    reader: csv::Reader<Box<dyn Read>>,
    /// Bytes that the record at hand may still take.
    room: Room,
    record: ByteRecord,
    /// Rows read so far.
    row: u32,
    pub texts: Texts,
    on_bad_lines: OnBadLines,
    /// The first row with the wrong number of values.
    ragged: Option<StageError>,
    /// Rows that end with a delimiter and nothing behind it.
    trailing: u32,
    /// Whether the header ends with a delimiter and no row has a value behind it.
    open_end: bool,
}

impl Records {
    /// Reads the header of a text that is UTF-8, or should be; `names_rows` where it lacks the name of the first column.
    pub fn begin(
        text: Box<dyn Read>,
        layout: &Layout,
        names_rows: bool,
        on_bad_lines: OnBadLines,
    ) -> Result<Self, Stop> {
        let below = Skipped {
            inner: text,
            lines: layout.skip_rows,
            after_return: false,
        };
        let room = Room::default();
        let text: Box<dyn Read> = Box::new(Bounded {
            inner: below.chain(SENTINEL),
            room: Rc::clone(&room),
        });
        let mut records = Self {
            reader: reader(layout).from_reader(text),
            room,
            record: ByteRecord::new(),
            row: 0,
            texts: Texts::new(Vec::new()),
            on_bad_lines,
            ragged: None,
            trailing: 0,
            open_end: false,
        };
        let mut header: Vec<ByteRecord> = Vec::new();
        for _ in 0..layout.header_rows {
            if !records.next()? {
                break;
            }
            header.push(records.record.clone());
        }
        let names = if header.is_empty() {
            // The first record tells how many columns there are.
            let first = records.next()?.then(|| records.record.clone());
            let width = first.as_ref().map_or(0, ByteRecord::len);
            check_columns(width)?;
            records.texts = Texts::new((1..=width).map(|n| format!("column_{n}")).collect());
            if first.is_some() {
                records.take()?;
            }
            return Ok(records);
        } else {
            join_names(&header)?
        };
        // The only column is one, however it is called.
        records.open_end = names.len() > 1 && names.last().is_some_and(String::is_empty);
        let (names, notes) = name_columns(&names);
        records.texts = Texts::new(names);
        records.texts.notes = notes;
        if names_rows {
            records.texts.name_first("row_name");
        }
        Ok(records)
    }

    /// Reads about so many cells; false at the end.
    pub fn advance(&mut self, cells: usize) -> Result<bool, Stop> {
        let mut read = 0;
        while read < cells {
            if !self.next()? {
                return Ok(false);
            }
            self.take()?;
            read += self.record.len().max(1);
        }
        Ok(true)
    }

    /// The table of texts. Rows that could not be read are an error where they are to be, or where they are the most.
    pub fn finish(mut self) -> Result<Texts, StageError> {
        // Where most rows are wrong, the reading is.
        let good = self.texts.rows.len() as u64;
        let wrong = u64::from(self.texts.bad_lines.rows) > good;
        if let Some(mut error) = self
            .ragged
            .filter(|_| self.on_bad_lines == OnBadLines::Error || wrong)
        {
            let more = self.texts.bad_lines.rows - 1;
            if more > 0 {
                let rows = counted(more, "more row has", "more rows have");
                error
                    .problem
                    .push_str(&format!(" {rows} the same trouble."));
            }
            return Err(error);
        }
        if good == 0 {
            return Err(error(
                "The file has a header and no rows below it.",
                "Choose a file with at least a few rows of data.",
            ));
        }
        if self.open_end {
            self.texts.drop_last();
        }
        if self.trailing > 0 {
            self.texts.notes.push(Note::fact(format!(
                "{} with a delimiter behind the last value.",
                counted(self.trailing, "row ends", "rows end")
            )));
        }
        Ok(self.texts)
    }

    /// Reads the next record; false behind the last.
    fn next(&mut self) -> Result<bool, Stop> {
        self.room.set(MAX_ROW_BYTES);
        let there = match self.reader.read_byte_record(&mut self.record) {
            Ok(there) => there,
            Err(_) if self.room.get() == 0 => {
                let line = self.record.position().map_or(0, csv::Position::line);
                return Err(long_row(self.row + 1, line).into());
            }
            Err(e) => {
                return Err(Stop::Error(match e.into_kind() {
                    csv::ErrorKind::Io(e) => damaged(&e),
                    other => error(format!("The file could not be read: {other:?}."), ""),
                }));
            }
        };
        let sentinel = SENTINEL.trim_ascii();
        let last = self.record.iter().next_back().unwrap_or_default();
        if there && !(self.record.len() == 1 && last == sentinel) {
            if last.ends_with(sentinel) || last.ends_with(SENTINEL) {
                return Err(self.unclosed_quote().into());
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Takes the record into the table, or sets it aside.
    fn take(&mut self) -> Result<(), Stop> {
        self.row += 1;
        let width = self.texts.names.len();
        let mut length = self.record.len();
        if length == width + 1 && self.record.get(width).is_some_and(<[u8]>::is_empty) {
            self.trailing += 1;
            length = width;
        }
        if length != self.texts.names.len() {
            self.texts.bad_lines.rows += 1;
            if self.texts.lists_more() {
                let error = self.ragged_row(length);
                self.texts.list(BadLine {
                    row: self.row,
                    column: None,
                    problem: error.problem.clone(),
                });
                self.ragged.get_or_insert(error);
            }
            return Ok(());
        }
        self.open_end &= self.record.get(length - 1).is_some_and(<[u8]>::is_empty);
        let fields = self.record.iter().take(length);
        self.texts.push(self.row, fields)
    }

    fn unclosed_quote(&self) -> StageError {
        let advice = "Add the closing quote, double a quote that belongs to the value, or read quotes as letters.";
        if self.texts.names.is_empty() {
            return error("A quote that opens in the header is never closed.", advice);
        }
        let row = self.row + 1;
        error(
            format!("A quote that opens in row {row} is never closed."),
            advice,
        )
        .at_row(row)
    }

    fn ragged_row(&self, length: usize) -> StageError {
        let line = self.record.position().map_or(0, csv::Position::line);
        let values = if length == 1 { "value" } else { "values" };
        let (row, width) = (self.row, self.texts.names.len());
        error(
            format!("Row {row} (line {line}) has {length} {values} where the header names {width} columns."),
            "Look for a missing or an extra delimiter there, or put a value that holds one in quotes.",
        )
        .at_row(row)
    }
}

/// How many bytes may be read until the next record begins; what the reader holds ready is not counted.
type Room = Rc<Cell<u64>>;

/// Fails where there is no room: the csv crate takes a record whole, however long it is.
struct Bounded<R> {
    inner: R,
    room: Room,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let room = self.room.get().saturating_sub(read as u64);
        self.room.set(room);
        if room == 0 {
            return Err(io::Error::other("a record is too long"));
        }
        Ok(read)
    }
}

/// A text without its first lines.
struct Skipped {
    inner: Box<dyn Read>,
    lines: u32,
    after_return: bool,
}

impl Read for Skipped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.lines > 0 || self.after_return {
            let read = self.inner.read(buffer)?;
            if read == 0 {
                return Ok(0);
            }
            let mut at = 0;
            while at < read && (self.lines > 0 || self.after_return) {
                let byte = buffer[at];
                if std::mem::take(&mut self.after_return) && byte == b'\n' {
                    at += 1;
                    continue;
                }
                if self.lines == 0 {
                    break;
                }
                at += 1;
                if byte == b'\n' || byte == b'\r' {
                    self.lines -= 1;
                    self.after_return = byte == b'\r';
                }
            }
            if at < read {
                buffer.copy_within(at..read, 0);
                return Ok(read - at);
            }
        }
        self.inner.read(buffer)
    }
}
