//! Reads a Parquet file, whose columns have types already.
//!
//! Why: `docs/decisions/0003-tables-in-polars-and-parquet.md`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::basic::Type as Physical;
use parquet::file::reader::FileReader;
use parquet::record::Field;
use parquet::record::reader::RowIter;

use crate::load::types::{day, moment};
use crate::table::columnar::{FileBounds, GuardedFile, in_words};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::limits::{MAX_CELLS, MAX_COLUMNS, MAX_TEXT_BYTES};

use super::error;
use super::names::{name_columns, nameless};
use super::texts::TextColumns;

/// The most values of all columns that the parquet crate buffers.
const VALUES_AT_ONCE: usize = 1 << 20;

pub struct Parquet {
    rows: RowIter<'static>,
    row: u32,
    total: u32,
    cells: Vec<Option<String>>,
    pub texts: TextColumns,
}

impl Parquet {
    pub fn begin(bytes: Vec<u8>) -> Result<Self, StageError> {
        guarded(|| Self::open(bytes))
    }

    fn open(bytes: Vec<u8>) -> Result<Self, StageError> {
        const BOUNDS: FileBounds = FileBounds {
            columns: MAX_COLUMNS,
            cells: MAX_CELLS,
            text: MAX_TEXT_BYTES,
        };
        let reader =
            GuardedFile::open(Bytes::from(bytes), BOUNDS).map_err(|why| unreadable(&why))?;
        let metadata = reader.metadata().file_metadata();
        let total = u32::try_from(metadata.num_rows()).unwrap_or(u32::MAX);
        let fields = metadata.schema_descr().root_schema().get_fields();
        let wanted: Vec<String> = fields.iter().map(|f| f.name().trim().to_owned()).collect();
        let (names, mut notes) = name_columns(&wanted);
        let columns = (1..)
            .zip(&wanted)
            .zip(&names)
            .filter(|((_, wanted), _)| wanted.is_empty());
        notes.extend(nameless(
            columns.map(|((number, _), name)| (number, name.as_str())),
        ));
        let mut texts = TextColumns::new(Vec::new());
        for (name, field) in names.into_iter().zip(fields) {
            let text = field.is_primitive() && field.get_physical_type() == Physical::BYTE_ARRAY;
            texts.add_column(name, text.then_some(ColumnKind::Text))?;
        }
        texts.notes = notes;
        let columns = metadata.schema_descr().num_columns().max(1);
        let batch = (VALUES_AT_ONCE / columns).clamp(1, 1024);
        Ok(Self {
            rows: RowIter::from_file_into(Box::new(reader)).with_batch_size(batch),
            row: 0,
            total,
            cells: Vec::new(),
            texts,
        })
    }

    /// Returns the rows that were read, and all rows.
    pub fn progress(&self) -> (u32, u32) {
        (self.row, self.total)
    }

    /// Reads about this many cells. Returns false at the end.
    pub fn read(&mut self, cells: usize) -> Result<bool, StageError> {
        guarded(|| self.read_rows(cells))
    }

    fn read_rows(&mut self, cells: usize) -> Result<bool, StageError> {
        let rows = cells / self.texts.names.len().max(1) + 1;
        for _ in 0..rows {
            let Some(row) = self.rows.next() else {
                return Ok(false);
            };
            let row = row.map_err(|why| unreadable(&in_words(why)))?;
            self.row += 1;
            self.cells.clear();
            self.cells
                .extend(row.get_column_iter().map(|(_, field)| cell(field)));
            self.texts.push_cells(self.row, &self.cells)?;
        }
        Ok(true)
    }

    pub fn finish(self) -> Result<TextColumns, StageError> {
        if self.texts.rows.is_empty() {
            return Err(error(
                "The Parquet file has no rows.",
                "Choose a file with at least a few rows of data.",
            ));
        }
        Ok(self.texts)
    }
}

/// Reads with panics caught: the parquet crate panics on some damaged files. Where a panic cannot be caught, in a
/// browser, it ends the engine, and the page starts a new one with the file that was open before.
fn guarded<T>(read: impl FnOnce() -> Result<T, StageError>) -> Result<T, StageError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(error(
            "The Parquet file is damaged.",
            "Download it again, or save the table as CSV.",
        ))
    })
}

fn unreadable(why: &str) -> StageError {
    let advice = if why.contains("more than") {
        "Take a sample of its rows, or save the columns that you need as CSV."
    } else if why.contains("damaged") || why.contains("cut off") {
        "Download it again, or save the table as CSV."
    } else {
        "Grove reads Parquet without compression or with snappy, gzip or LZ4. Save it in one of these ways, or as CSV."
    };
    error(
        format!("The Parquet file could not be read: {why}."),
        advice,
    )
}

/// Writes a field as text. Nested values are written as the Parquet reader writes them; they are missing if it cannot.
fn cell(field: &Field) -> Option<String> {
    match field {
        Field::Null => None,
        Field::Str(text) => (!text.is_empty()).then(|| text.clone()),
        Field::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
        Field::Float(value) => number(f64::from(*value), value.to_string()),
        Field::Double(value) => number(*value, value.to_string()),
        Field::Date(days) => Some(day(*days)?.to_string()),
        Field::TimestampMillis(at) => Some(written(*at)?),
        Field::TimestampMicros(at) => Some(written(at.div_euclid(1000))?),
        other => can_be_written(other).then(|| other.to_string()),
    }
}

/// Returns whether all dates in a field can be written by the reader.
fn can_be_written(field: &Field) -> bool {
    match field {
        Field::Date(days) => day(*days).is_some(),
        Field::TimestampMillis(at) => moment(*at).is_some(),
        Field::TimestampMicros(at) => moment(at.div_euclid(1000)).is_some(),
        Field::Group(row) => row
            .get_column_iter()
            .all(|(_, field)| can_be_written(field)),
        Field::ListInternal(list) => list.elements().iter().all(can_be_written),
        Field::MapInternal(map) => {
            let mut entries = map.entries().iter();
            entries.all(|(key, value)| can_be_written(key) && can_be_written(value))
        }
        _ => true,
    }
}

/// Returns the text of a number; `None` for NaN.
fn number(value: f64, text: String) -> Option<String> {
    (!value.is_nan()).then_some(text)
}

fn written(milliseconds: i64) -> Option<String> {
    Some(
        moment(milliseconds)?
            .format("%Y-%m-%d %H:%M:%S%.f")
            .to_string(),
    )
}
