//! Detects the layout of a delimited file from its first records, where the recipe does not set it. The notation of
//! numbers and dates is detected later, from all rows.

mod delimiter;
mod header;
mod title;

use csv::{ByteRecord, ReaderBuilder};

use grove_recipe::columns::Note;
use grove_recipe::{
    Comment, DateOrder, Decimal, Delimiter, Layout, Load, LoadChoice, Quote, TextEncoding,
    Thousands,
};

use super::value::date::shape;
use super::value::marker::is_marker;
use super::value::number::{forms, is_code};

pub use delimiter::Joiner;

/// The number of records that are examined.
const RECORDS: usize = 500;

/// The detected layout, and the notes about it.
pub struct DetectedLayout {
    pub layout: Layout,
    pub notes: Vec<Note>,
    /// Whether there are spaces between a delimiter and a quote.
    pub spaced_quotes: bool,
    /// Whether the header lacks the name of the first column, which has the rows' names.
    pub names_rows: bool,
}

/// Returns the layout before anything is detected.
pub fn plain(encoding: TextEncoding, load: &Load) -> Layout {
    Layout {
        encoding,
        delimiter: load.delimiter.unwrap_or(Delimiter::Comma),
        quote: load.quote.unwrap_or(Quote::Double),
        skip_rows: load.skip_rows.unwrap_or(0),
        header_rows: load.header_rows.unwrap_or(1),
        comment: load.comment.unwrap_or(Comment::None),
        decimal: load.decimal.unwrap_or(Decimal::Point),
        thousands: load.thousands.unwrap_or(Thousands::None),
        date_order: load.date_order.unwrap_or(DateOrder::DayFirst),
    }
}

/// Detects the layout of the first lines of a text.
pub fn detect(sample: &str, encoding: TextEncoding, load: &Load) -> DetectedLayout {
    let mut layout = plain(encoding, load);
    let mut notes = Vec::new();
    if load.skip_rows.is_none()
        && let Some(said) = title::separator_line(sample)
    {
        layout.skip_rows = 1;
        layout.delimiter = load.delimiter.or(said).unwrap_or(layout.delimiter);
        notes.push(Note::fact(
            "The first line, “sep=”, names the delimiter for Excel; it is not read as a row.",
        ));
    }
    let said = layout.skip_rows == 1 && load.skip_rows.is_none();
    let mut text = skip_lines(sample, layout.skip_rows);
    if load.quote.is_none() && !text.contains('"') && title::single_quotes(text) {
        layout.quote = Quote::Single;
    }
    if load.delimiter.is_none() && !said {
        layout.delimiter = delimiter::delimiter(text, &layout);
    }
    let joined = delimiter::joined(text, &layout);
    text = joined.as_deref().unwrap_or(text);
    if load.comment.is_none() {
        layout.comment = title::comment(text, &layout);
    }
    let mut records = records(text, &layout);
    if load.skip_rows.is_none() && !said {
        let (short, padded) = (title::title(&records), title::padded_title(&records));
        let title = short.max(padded);
        if title > 0 {
            layout.skip_rows = records[title].1 as u32 - 1;
            records.drain(..title);
            let lines = match title {
                1 => "The first line is a title".to_owned(),
                _ => format!("The first {title} lines are a title"),
            };
            let why = match (short, title) {
                (0, 1) => "it holds one value, above a row of names",
                (0, _) => "they hold one value at most, above a row of names",
                (_, 1) => "it is shorter than the rows below it, which have a header of their own",
                _ => "they are shorter than the rows below them, which have a header of their own",
            };
            let note = Note::fact(format!("{lines}: {why}."));
            notes.push(note.or("Read them as data", LoadChoice::SkipRows(0)));
        }
    }
    let records: Vec<Vec<String>> = records.into_iter().map(|(record, _)| record).collect();
    if load.header_rows.is_none() {
        let (rows, note) = header::header_rows(&records);
        layout.header_rows = rows;
        notes.extend(note);
    }
    DetectedLayout {
        names_rows: layout.header_rows == 1 && title::names_rows(&records),
        layout,
        notes,
        spaced_quotes: joined.is_some(),
    }
}

/// Returns the text after this many lines; a lone carriage return ends a line, too.
pub fn skip_lines(text: &str, lines: u32) -> &str {
    let mut rest = text;
    for _ in 0..lines {
        let Some(end) = rest.find(['\n', '\r']) else {
            return "";
        };
        let length = if rest[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        rest = &rest[end + length..];
    }
    rest
}

/// Makes a reader for this layout.
pub fn reader(layout: &Layout) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(layout.delimiter.byte())
        .quoting(layout.quote != Quote::None)
        .quote(layout.quote.byte())
        .comment(match layout.comment {
            Comment::None => None,
            Comment::Hash => Some(b'#'),
            Comment::Percent => Some(b'%'),
        })
        .has_headers(false)
        .flexible(true);
    builder
}

/// A record with the line on which it starts.
type NumberedRecord = (Vec<String>, u64);

/// Returns the first records that are not empty.
fn records(text: &str, layout: &Layout) -> Vec<NumberedRecord> {
    let mut reader = reader(layout).from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let mut records = Vec::new();
    while records.len() < RECORDS && reader.read_byte_record(&mut record).unwrap_or(false) {
        if record.len() > 1 && record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        let line = record.position().map_or(1, csv::Position::line);
        let cells = record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned());
        records.push((cells.collect(), line));
    }
    records
}

/// Returns the most frequent number of values above one, and how many records have it.
fn usual_width(widths: &[usize]) -> (usize, usize) {
    let mut sorted: Vec<usize> = widths.iter().copied().filter(|w| *w > 1).collect();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    let longest = runs.max_by_key(|run| (run.len(), run[0]));
    longest.map_or((1, 0), |run| (run[0], run.len()))
}

/// What a cell seems to be, whatever the file's forms of numbers and dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellGuess {
    /// Nothing, or a text that stands for a missing value.
    Missing,
    Number,
    Date,
    Text,
}

fn seems(cell: &str) -> CellGuess {
    let cell = cell.trim();
    if is_marker(cell) {
        CellGuess::Missing
    } else if forms(cell) != 0 || is_code(cell) {
        CellGuess::Number
    } else if shape(cell).is_some() {
        CellGuess::Date
    } else {
        CellGuess::Text
    }
}
