//! Reads delimited text into columns of texts.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::ByteRecord;

use grove_recipe::columns::{BadLine, Note};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::limits::MAX_ROW_BYTES;
use grove_recipe::{Layout, OnBadLines};

use super::detect::reader;
use super::limits::{check_columns, long_row};
use super::names::{join_names, name_columns};
use super::texts::{ShortRow, TextColumns, ragged};
use super::{damaged, error};

/// Is appended to the text. If it is not read as a record of its own, a quote was never closed.
const SENTINEL: &[u8] = b"\n\x1Ethe end of the file\x1E\n";

/// Why reading stops.
pub enum ReadStop {
    /// The text is not of the encoding that was detected.
    NotUtf8(StageError),
    Error(StageError),
}

impl ReadStop {
    pub fn error(self) -> StageError {
        let (ReadStop::NotUtf8(error) | ReadStop::Error(error)) = self;
        error
    }
}

impl From<StageError> for ReadStop {
    fn from(error: StageError) -> Self {
        ReadStop::Error(error)
    }
}

/// How records are read, besides their layout.
#[derive(Clone, Copy)]
pub struct RecordOptions {
    /// Whether the header lacks the name of the first column.
    pub names_rows: bool,
    /// Whether invalid UTF-8 becomes U+FFFD.
    pub lossy: bool,
    pub on_bad_lines: OnBadLines,
}

/// Reads one record after the other.
pub struct RecordReader {
    reader: csv::Reader<Box<dyn Read>>,
    /// The length of the text in bytes, once it has been read to its end.
    length: Rc<Cell<Option<u64>>>,
    /// The bytes that the present record may still take.
    room: ByteBudget,
    record: ByteRecord,
    /// The number of rows so far.
    row: u32,
    pub texts: TextColumns,
    on_bad_lines: OnBadLines,
    /// The header's record, if it is a single one.
    header: Option<ByteRecord>,
    /// The number of rows that repeat the header, and the first of them.
    repeated: (u32, u32),
    /// The number of rows with only delimiters.
    blank: u32,
    /// The first row with the wrong number of values.
    ragged: Option<StageError>,
    /// The number of rows that end with extra delimiters.
    trailing: u32,
}

impl RecordReader {
    /// Reads the header of a text that should be UTF-8.
    pub fn begin(
        text: Box<dyn Read>,
        layout: &Layout,
        manner: RecordOptions,
    ) -> Result<Self, ReadStop> {
        let length = Rc::default();
        let text = CountedText {
            inner: text,
            read: 0,
            length: Rc::clone(&length),
        };
        let room = ByteBudget::default();
        let text: Box<dyn Read> = Box::new(BudgetReader {
            inner: text.chain(SENTINEL),
            room: Rc::clone(&room),
        });
        let mut texts = TextColumns::new(Vec::new());
        texts.lossy = manner.lossy;
        let mut records = Self {
            reader: reader(layout).from_reader(text),
            length,
            room,
            record: ByteRecord::new(),
            row: 0,
            texts,
            on_bad_lines: manner.on_bad_lines,
            header: None,
            repeated: (0, 0),
            blank: 0,
            ragged: None,
            trailing: 0,
        };
        let mut header: Vec<ByteRecord> = Vec::new();
        while header.len() < layout.header_rows as usize && records.next()? {
            check_columns(records.record.len())?;
            if !records.is_blank() {
                header.push(records.record.clone());
            }
        }
        if header.is_empty() {
            // The first record gives the number of columns.
            let first = records.next()?;
            let width = if first { records.record.len() } else { 0 };
            check_columns(width)?;
            records.name((1..=width).map(|n| format!("column_{n}")).collect());
            if first {
                records.take()?;
            }
            return Ok(records);
        }
        let wanted = join_names(&header, manner.lossy)?;
        let (names, notes) = name_columns(&wanted);
        records.name(names);
        records.texts.notes = notes;
        let unnamed = wanted.iter().map(String::is_empty).collect();
        records.texts.set_unnamed(unnamed);
        if manner.names_rows {
            records.texts.name_first("row_name");
        } else if let [only] = header.as_slice() {
            records.header = Some(only.clone());
        }
        Ok(records)
    }

    fn name(&mut self, names: Vec<String>) {
        let lossy = self.texts.lossy;
        self.texts = TextColumns::new(names);
        self.texts.lossy = lossy;
    }

    /// Reads about this many cells. Returns false at the end.
    pub fn read(&mut self, cells: usize) -> Result<bool, ReadStop> {
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

    /// Returns the table of texts. `Err` for rows that could not be read if the recipe refuses them, or if they are the
    /// majority.
    pub fn finish(mut self) -> Result<TextColumns, StageError> {
        // If most rows are wrong or short, the layout is wrong.
        let good = self.texts.rows.len() as u64;
        let short = self.texts.short.len() as u64;
        if let Some(first) = self.texts.short.first().filter(|_| short * 2 > good) {
            let row = self.texts.rows[first.position as usize];
            let problem = first.problem(row, self.texts.names.len());
            let rows = counted(short - 1, "more row has", "more rows have");
            let advice = "Choose the delimiter, or put quotes around values that contain it.";
            return Err(error(format!("{problem} {rows} the same problem."), advice).at_row(row));
        }
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
                    .push_str(&format!(" {rows} the same problem."));
            }
            return Err(error);
        }
        if good == 0 {
            return Err(error(
                "The file has a header and no rows below it.",
                "Choose a file with at least a few rows of data.",
            ));
        }
        self.texts.drop_empty();
        let mut told = |count: u32, one: &str, more: &str, rest: &str| {
            if count > 0 {
                let rows = counted(count, one, more);
                self.texts.notes.push(Note::fact(format!("{rows} {rest}")));
            }
        };
        told(
            self.blank,
            "row holds",
            "rows hold",
            "only delimiters and no values: not counted as data.",
        );
        let rest = format!(
            "the header, first row {}: not counted as data.",
            self.repeated.1
        );
        told(self.repeated.0, "row repeats", "rows repeat", &rest);
        let rest = "with a delimiter after the last value.";
        told(self.trailing, "row ends", "rows end", rest);
        Ok(self.texts)
    }

    /// Reads the next record; returns false after the last.
    fn next(&mut self) -> Result<bool, ReadStop> {
        self.room.set(MAX_ROW_BYTES);
        let there = match self.reader.read_byte_record(&mut self.record) {
            Ok(there) => there,
            Err(_) if self.room.get() == 0 => {
                let line = self.record.position().map_or(0, csv::Position::line);
                return Err(long_row(self.row + 1, line).into());
            }
            Err(e) => {
                return Err(ReadStop::Error(match e.into_kind() {
                    csv::ErrorKind::Io(e) => damaged(&e),
                    other => error(format!("The file could not be read: {other:?}."), ""),
                }));
            }
        };
        let sentinel = SENTINEL.trim_ascii();
        let last = self.record.iter().next_back().unwrap_or_default();
        // The same bytes within the text are an ordinary value.
        let past = self
            .length
            .get()
            .is_some_and(|length| self.reader.position().byte() > length + 1);
        if !there || !past || !(last.ends_with(sentinel) || last.ends_with(SENTINEL)) {
            return Ok(there);
        }
        if self.record.len() == 1 && last == sentinel {
            return Ok(false);
        }
        Err(self.unclosed_quote().into())
    }

    fn is_blank(&self) -> bool {
        self.record.len() > 1 && self.record.iter().all(|cell| cell.trim_ascii().is_empty())
    }

    fn repeats_header(&self) -> bool {
        let Some(header) = &self.header else {
            return false;
        };
        let mut pairs = header.iter().zip(&self.record);
        header.len() == self.record.len()
            && pairs.all(|(name, cell)| name.trim_ascii() == cell.trim_ascii())
    }

    /// Adds the record to the table, or to the rows that could not be read.
    fn take(&mut self) -> Result<(), ReadStop> {
        self.row += 1;
        let width = self.texts.names.len();
        if self.is_blank() {
            self.blank += 1;
            return Ok(());
        }
        if width > 1 && self.repeats_header() {
            self.repeated.0 += 1;
            if self.repeated.0 == 1 {
                self.repeated.1 = self.row;
            }
            return Ok(());
        }
        let mut length = self.record.len();
        if length > width && self.record.iter().skip(width).all(<[u8]>::is_empty) {
            self.trailing += 1;
            length = width;
        }
        // A lone text below a table is a remark, not a row.
        let remark = length == 1 && width > 2;
        if length > width || remark {
            return self.set_aside(length);
        }
        if length < width {
            self.texts.short.push(ShortRow {
                position: self.texts.rows.len() as u32,
                line: self.record.position().map_or(0, csv::Position::line),
                length: length as u32,
            });
        }
        let fields = self.record.iter().take(length);
        self.texts.push(self.row, fields)
    }

    fn set_aside(&mut self, length: usize) -> Result<(), ReadStop> {
        self.texts.bad_lines.rows += 1;
        if !self.texts.lists_more() {
            return Ok(());
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let problem = ragged(self.row, line, length, self.texts.names.len());
        let advice = "Look for a missing or an extra delimiter there, or put a value that contains one in quotes.";
        self.texts.list(BadLine {
            row: self.row,
            column: None,
            problem: problem.clone(),
        });
        self.ragged
            .get_or_insert_with(|| error(problem, advice).at_row(self.row));
        Ok(())
    }

    fn unclosed_quote(&self) -> StageError {
        let advice = "Add the closing quote, double a quote that is part of the value, or read quotes as ordinary characters.";
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
}

/// How many bytes may be read until the next record starts, apart from what the reader has buffered.
type ByteBudget = Rc<Cell<u64>>;

/// Fails when the budget is used up: the csv crate reads a whole record, however long it is.
struct BudgetReader<R> {
    inner: R,
    room: ByteBudget,
}

impl<R: Read> Read for BudgetReader<R> {
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

/// A text that records its length.
struct CountedText {
    inner: Box<dyn Read>,
    read: u64,
    length: Rc<Cell<Option<u64>>>,
}

impl Read for CountedText {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        if read == 0 && !buffer.is_empty() {
            self.length.set(Some(self.read));
        }
        Ok(read)
    }
}
