//! Reads columns from a Parquet file that Grove wrote.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, get_typed_column_reader};
use parquet::data_type::{ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::schema::types::ColumnDescriptor;

use super::{FileBounds, GuardedFile, Series, SeriesValues, in_words};

/// The name of Grove's note in the file's metadata.
pub(super) const NOTE: &str = "grove";

/// The limits of what Grove writes: tables and features. Larger files are refused.
const BOUNDS: FileBounds = FileBounds {
    columns: 1 << 20,
    cells: 1 << 29,
    text: 1 << 30,
};

/// Reads the columns and the note. `Err` for any other bytes. O(cells).
///
/// # Errors
/// A sentence about what is wrong with the bytes.
pub fn read(bytes: &[u8]) -> Result<(Vec<Series>, String), String> {
    // The parquet crate panics on some damaged files.
    catch_unwind(AssertUnwindSafe(|| try_read(bytes)))
        .map_err(|_| "the Parquet file is damaged".to_owned())?
        .map_err(|error| format!("the Parquet file cannot be read ({})", in_words(error)))
}

fn try_read(bytes: &[u8]) -> Result<(Vec<Series>, String), ParquetError> {
    let file = GuardedFile::open(Bytes::copy_from_slice(bytes), BOUNDS);
    let file = file.map_err(|problem| strange(&problem))?;
    let metadata = file.metadata();
    let notes = metadata.file_metadata().key_value_metadata();
    let note = notes.and_then(|notes| notes.iter().find(|note| note.key == NOTE)?.value.clone());
    let note = note.ok_or_else(|| strange("it was not written by Grove"))?;
    if metadata.num_row_groups() != 1 {
        return Err(strange("its rows are in several groups"));
    }
    let rows = metadata.row_group(0).num_rows();
    let rows = usize::try_from(rows).map_err(|_| strange("its number of rows is negative"))?;
    let group = file.get_row_group(0)?;
    let columns = metadata.file_metadata().schema_descr().columns().iter();
    let columns = columns.enumerate().map(|(place, column)| {
        let cells = cells(group.get_column_reader(place)?, column, rows)?;
        if cells.len() != rows {
            return Err(strange("a column is cut off"));
        }
        Ok(Series::new(column.name(), cells))
    });
    Ok((columns.collect::<Result<_, _>>()?, note))
}

fn strange(what: &str) -> ParquetError {
    ParquetError::General(what.into())
}

fn cells(
    reader: ColumnReader,
    column: &ColumnDescriptor,
    rows: usize,
) -> Result<SeriesValues, ParquetError> {
    let physical = column.physical_type();
    let is_required = column.self_type().get_basic_info().repetition() == Repetition::REQUIRED;
    Ok(match (physical, column.logical_type_ref()) {
        (Physical::INT32, Some(LogicalType::Integer(..))) if is_required => {
            let bits = required::<Int32Type>(reader, rows)?;
            SeriesValues::Counts(bits.into_iter().map(i32::cast_unsigned).collect())
        }
        (Physical::DOUBLE, None) if is_required => {
            SeriesValues::Numbers(required::<DoubleType>(reader, rows)?)
        }
        (Physical::INT32, Some(LogicalType::Date)) => {
            SeriesValues::Days(optional::<Int32Type>(reader, rows)?)
        }
        (Physical::INT64, Some(LogicalType::Timestamp(..))) => {
            SeriesValues::Moments(optional::<Int64Type>(reader, rows)?)
        }
        (Physical::INT64, None) => SeriesValues::Integers(optional::<Int64Type>(reader, rows)?),
        (Physical::DOUBLE, None) => SeriesValues::Decimals(optional::<DoubleType>(reader, rows)?),
        (Physical::BYTE_ARRAY, Some(LogicalType::String)) => {
            let texts = optional::<ByteArrayType>(reader, rows)?;
            let bytes = texts.iter().flatten().map(|text| text.len() as u64);
            if bytes.sum::<u64>() > BOUNDS.text {
                return Err(strange("its texts are too long"));
            }
            let texts = texts.into_iter();
            let text = |bytes: parquet::data_type::ByteArray| {
                let text = String::from_utf8(bytes.data().to_vec());
                text.map_err(|_| strange("a text is not UTF-8"))
            };
            let texts = texts.map(|cell| cell.map(text).transpose());
            SeriesValues::Texts(texts.collect::<Result<_, _>>()?)
        }
        _ => return Err(strange("a column is of another type than Grove writes")),
    })
}

fn required<T: DataType>(reader: ColumnReader, rows: usize) -> Result<Vec<T::T>, ParquetError> {
    let mut reader = get_typed_column_reader::<T>(reader);
    let mut values = Vec::with_capacity(rows);
    while reader.read_records(rows, None, None, &mut values)?.0 > 0 {}
    Ok(values)
}

fn optional<T: DataType>(
    reader: ColumnReader,
    rows: usize,
) -> Result<Vec<Option<T::T>>, ParquetError> {
    let mut reader = get_typed_column_reader::<T>(reader);
    let (mut values, mut there) = (Vec::new(), Vec::with_capacity(rows));
    while reader
        .read_records(rows, Some(&mut there), None, &mut values)?
        .0
        > 0
    {}
    let mut values = values.into_iter();
    let cells = there
        .into_iter()
        .map(|level| if level > 0 { values.next() } else { None });
    Ok(cells.collect())
}
