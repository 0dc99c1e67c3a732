//! Load: bytes become a table of values.
//!
//! Records are read with the csv crate straight into polars columns: polars' own reader names no row in its
//! errors, and a second parser could disagree with the first about what a row is.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};
use polars::prelude::{DataFrame, IntoColumn, StringChunkedBuilder};
use sha2::{Digest, Sha256};

use crate::api::columns::{BadLine, BadLines};
use crate::api::count::counted;
use crate::api::error::StageError;
use crate::api::recipe::{Load, OnBadLines};
use crate::api::stage::Stage;

mod typing;

use super::table::Table;

/// Larger files are refused before they are read: the whole table must fit a browser tab's memory.
pub const MAX_BYTES: u64 = 256 << 20;
/// At 16 bytes a text cell and up to 16 more for its typed copies, this stays below 2 GB.
pub const MAX_CELLS: u64 = 50_000_000;

/// Rows with the wrong number of values that are named.
const LISTED_ROWS: usize = 100;

/// A file as it was read.
pub struct Loaded {
    pub name: String,
    /// Of all columns, those included that are not in the table.
    pub header: Vec<String>,
    pub table: Table,
    pub delimiter: u8,
    pub reading: Load,
    pub bad_lines: BadLines,
    pub bytes: u64,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// What the reader should know, such as columns that were renamed.
    pub notes: Vec<String>,
}

fn error(problem: impl Into<String>, advice: &str) -> StageError {
    StageError::new(Stage::Load, problem, advice)
}

/// `Err` when a file of this size cannot be opened, so that it need not be read at all.
pub fn check_size(bytes: u64) -> Result<(), StageError> {
    if bytes > MAX_BYTES {
        return Err(error(
            format!(
                "The file has {} MB; Grove opens files of up to {} MB.",
                bytes >> 20,
                MAX_BYTES >> 20
            ),
            "Take a sample of its rows, or leave out columns that you do not need.",
        ));
    }
    Ok(())
}

/// Reads a delimited text file with a header row. O(bytes).
pub fn load(name: &str, bytes: &[u8], reading: &Load) -> Result<Loaded, StageError> {
    read(name, bytes, reading, &|_| true)
}

/// Reads the columns that are wanted alone.
pub fn read(
    name: &str,
    bytes: &[u8],
    reading: &Load,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Loaded, StageError> {
    check_size(bytes.len() as u64)?;
    let sha256 = Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    check_is_text(text)?;
    let delimiter = detect_delimiter(text);
    let mut records = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text);

    let mut record = ByteRecord::new();
    read_record(&mut records, &mut record)?;
    let (header, notes) = name_columns(&record)?;
    if never_closed(text, delimiter, &record) {
        return Err(unclosed_quote(0));
    }

    let mut builders: Vec<StringChunkedBuilder> = header
        .iter()
        .map(|name| StringChunkedBuilder::new(name.as_str().into(), 1024))
        .collect();
    let mut rows = 0u32;
    let mut kept = Vec::new();
    let mut bad_lines = BadLines::default();
    let mut ragged: Option<StageError> = None;
    let mut last = ByteRecord::new();
    while read_record(&mut records, &mut record)? {
        rows += 1;
        if u64::from(rows) * header.len() as u64 > MAX_CELLS {
            return Err(error(
                format!(
                    "The file has more than {} million cells.",
                    MAX_CELLS / 1_000_000
                ),
                "Take a sample of its rows, or leave out columns that you do not need.",
            ));
        }
        if record.len() != header.len() {
            bad_lines.rows += 1;
            let error = ragged_row(&record, rows, header.len());
            if bad_lines.listed.len() < LISTED_ROWS {
                bad_lines.listed.push(BadLine {
                    row: rows,
                    column: None,
                    problem: error.problem.clone(),
                });
            }
            ragged.get_or_insert(error);
        } else {
            append(&mut builders, &record, rows, &header)?;
            kept.push(rows);
        }
        std::mem::swap(&mut record, &mut last);
    }
    if rows > 0 && never_closed(text, delimiter, &last) {
        return Err(unclosed_quote(rows));
    }
    if let Some(mut error) =
        ragged.filter(|_| reading.on_bad_lines == OnBadLines::Error || kept.is_empty())
    {
        let more = bad_lines.rows - 1;
        if more > 0 {
            let rows = counted(more, "more row has", "more rows have");
            error
                .problem
                .push_str(&format!(" {rows} the same trouble."));
        }
        return Err(error);
    }
    if rows == 0 {
        return Err(error(
            "The file has a header and no rows below it.",
            "Choose a file with at least a few rows of data.",
        ));
    }

    let mut columns = Vec::with_capacity(header.len());
    let mut kinds = Vec::with_capacity(header.len());
    for builder in builders {
        let texts = builder.finish().into_column();
        if !wanted(texts.name()) {
            continue;
        }
        let (column, kind) = typing::read_column(&texts, &kept, reading, &mut bad_lines)?;
        columns.push(column);
        kinds.push(kind);
    }
    let frame = DataFrame::new(kept.len(), columns)
        .map_err(|e| error(format!("The table could not be built: {e}."), ""))?;
    Ok(Loaded {
        name: name.to_owned(),
        header,
        table: Table {
            frame,
            kinds,
            rows: kept,
        },
        delimiter,
        reading: reading.clone(),
        bad_lines,
        bytes: bytes.len() as u64,
        sha256,
        notes,
    })
}

/// Reading from memory cannot fail and lengths may differ, so an error here would be the csv crate's own.
fn read_record(
    records: &mut csv::Reader<&[u8]>,
    record: &mut ByteRecord,
) -> Result<bool, StageError> {
    records
        .read_byte_record(record)
        .map_err(|e| error(format!("The file could not be read: {e}."), ""))
}

/// Refuses what is plainly not a text table, by its first bytes.
fn check_is_text(text: &[u8]) -> Result<(), StageError> {
    const ADVICE: &str = "Choose a CSV file: plain text with one row per line.";
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(error("The file is empty.", ADVICE));
    }
    const SIGNATURES: [(&[u8], &str); 9] = [
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a zip archive or a spreadsheet"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"PAR1", "a Parquet file"),
        (b"\xFF\xFE", "UTF-16 text"),
        (b"\xFE\xFF", "UTF-16 text"),
    ];
    if let Some((_, what)) = SIGNATURES.iter().find(|(bytes, _)| text.starts_with(bytes)) {
        return Err(error(
            format!("This looks like {what}, not like a CSV file."),
            if what.starts_with("UTF-16") {
                "Save it as UTF-8 and open it again."
            } else {
                ADVICE
            },
        ));
    }
    if text.contains(&0) {
        return Err(error(
            "The file holds zero bytes, so it is not text.",
            ADVICE,
        ));
    }
    Ok(())
}

/// The delimiter that splits the first records into the most columns of a constant count; a comma if none does.
fn detect_delimiter(text: &[u8]) -> u8 {
    const RECORDS: usize = 50;
    let score = |delimiter: u8| {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        let widths: Vec<usize> = reader
            .byte_records()
            .take(RECORDS)
            .filter_map(Result::ok)
            .map(|r| r.len())
            .collect();
        let header = widths.first().copied().unwrap_or(1);
        let same = widths.iter().filter(|&&w| w == header).count();
        // Consistency first (in tenths, so that one bad row does not decide), then the number of columns.
        if header > 1 {
            (same * 10 / widths.len(), header)
        } else {
            (0, 0)
        }
    };
    let mut best = (b',', score(b','));
    for delimiter in [b';', b'\t', b'|'] {
        let candidate = score(delimiter);
        if candidate > best.1 {
            best = (delimiter, candidate);
        }
    }
    best.0
}

/// Column names from the header, made unique and never empty, with a note for each that had to be changed.
fn name_columns(record: &ByteRecord) -> Result<(Vec<String>, Vec<String>), StageError> {
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    let mut taken = std::collections::HashSet::new();
    let mut notes = Vec::new();
    for (index, field) in record.iter().enumerate() {
        let number = index + 1;
        let text = std::str::from_utf8(field).map_err(|_| {
            error(
                format!("The name of column {number} is not valid UTF-8."),
                "Save the file as UTF-8 and open it again.",
            )
        })?;
        let wanted = text.trim();
        let base = if wanted.is_empty() {
            format!("column_{number}")
        } else {
            wanted.to_owned()
        };
        let mut name = base.clone();
        let mut copy = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}_{copy}");
            copy += 1;
        }
        if wanted.is_empty() {
            notes.push(format!("Column {number} has no name and is called {name}."));
        } else if name != wanted {
            notes.push(format!(
                "Column {number} has the name {wanted} again and is called {name}."
            ));
        }
        names.push(name);
    }
    Ok((names, notes))
}

fn append(
    builders: &mut [StringChunkedBuilder],
    record: &ByteRecord,
    row: u32,
    header: &[String],
) -> Result<(), StageError> {
    for ((builder, field), name) in builders.iter_mut().zip(record).zip(header) {
        if field.is_empty() {
            builder.append_null();
            continue;
        }
        let text = std::str::from_utf8(field).map_err(|_| {
            error(
                format!("Row {row} is not valid UTF-8 in column {name}."),
                "Save the file as UTF-8 and open it again.",
            )
            .in_column(name)
            .at_row(row)
        })?;
        builder.append_value(text);
    }
    Ok(())
}

fn ragged_row(record: &ByteRecord, row: u32, width: usize) -> StageError {
    let line = record.position().map_or(0, csv::Position::line);
    let values = if record.len() == 1 { "value" } else { "values" };
    error(
        format!(
            "Row {row} (line {line}) has {} {values} where the header names {width} columns.",
            record.len()
        ),
        "Look for a missing or an extra delimiter there, or put a value that holds one in quotes.",
    )
    .at_row(row)
}

fn unclosed_quote(row: u32) -> StageError {
    let advice = "Add the closing quote, or double a quote that belongs to the value.";
    if row == 0 {
        return error("A quote that opens in the header is never closed.", advice);
    }
    error(
        format!("A quote that opens in row {row} is never closed."),
        advice,
    )
    .at_row(row)
}

/// Whether the record that starts where this one does swallows whatever comes behind the end of the file.
fn never_closed(text: &[u8], delimiter: u8, record: &ByteRecord) -> bool {
    let start = record.position().map_or(0, |p| p.byte() as usize);
    let rest = text.get(start..).unwrap_or_default();
    if !rest.contains(&b'"') {
        return false;
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(rest.chain(&b"\nx"[..]));
    let mut record = ByteRecord::new();
    let mut next = || reader.read_byte_record(&mut record).unwrap_or(false);
    next() && !next()
}
