//! Writes columns as a Parquet file with one row group and snappy compression. The same columns give the same bytes.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};

use super::{Series, SeriesValues};

/// Writes columns of one length, whose names differ, with a note for the reader. O(cells).
pub fn write(columns: &[Series], note: &str) -> Vec<u8> {
    try_write(columns, note).expect("memory takes whatever is written to it")
}

fn try_write(columns: &[Series], note: &str) -> Result<Vec<u8>, ParquetError> {
    let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder("table")
        .with_fields(fields)
        .build()?;
    let mut properties = WriterProperties::builder()
        .set_created_by("Grove".into())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(vec![KeyValue::new(
            super::read::NOTE.into(),
            note.to_owned(),
        )]))
        // A dictionary compares numbers by their hashes: 0 and -0 could become one.
        .set_dictionary_enabled(false);
    for column in columns {
        if matches!(column.cells, SeriesValues::Texts(_)) {
            let path = ColumnPath::new(vec![column.name.clone()]);
            properties = properties.set_column_dictionary_enabled(path, true);
        }
    }
    let mut file =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
    let mut group = file.next_row_group()?;
    for column in columns {
        let writer = group.next_column()?.expect("a column for each field");
        put(writer, &column.cells)?;
    }
    group.close()?;
    file.into_inner()
}

fn field(column: &Series) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.cells {
        SeriesValues::Counts(_) => (Physical::INT32, Some(LogicalType::integer(32, false))),
        SeriesValues::Integers(_) => (Physical::INT64, None),
        SeriesValues::Numbers(_) | SeriesValues::Decimals(_) => (Physical::DOUBLE, None),
        SeriesValues::Days(_) => (Physical::INT32, Some(LogicalType::Date)),
        SeriesValues::Moments(_) => {
            let local = LogicalType::timestamp(false, TimeUnit::MILLIS);
            (Physical::INT64, Some(local))
        }
        SeriesValues::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let repetition = match column.cells {
        SeriesValues::Counts(_) | SeriesValues::Numbers(_) => Repetition::REQUIRED,
        _ => Repetition::OPTIONAL,
    };
    let field = Type::primitive_type_builder(&column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(field))
}

fn put(writer: SerializedColumnWriter<'_>, cells: &SeriesValues) -> Result<(), ParquetError> {
    match cells {
        SeriesValues::Counts(cells) => {
            let bits: Vec<i32> = cells.iter().map(|count| count.cast_signed()).collect();
            required::<Int32Type>(writer, &bits)
        }
        SeriesValues::Numbers(cells) => required::<DoubleType>(writer, cells),
        SeriesValues::Integers(cells) | SeriesValues::Moments(cells) => {
            optional::<Int64Type>(writer, cells)
        }
        SeriesValues::Decimals(cells) => optional::<DoubleType>(writer, cells),
        SeriesValues::Days(cells) => optional::<Int32Type>(writer, cells),
        SeriesValues::Texts(cells) => {
            let bytes = |text: &String| ByteArray::from(text.as_str());
            let cells: Vec<Option<ByteArray>> =
                cells.iter().map(|cell| cell.as_ref().map(bytes)).collect();
            optional::<ByteArrayType>(writer, &cells)
        }
    }
}

fn required<T: DataType>(
    mut writer: SerializedColumnWriter<'_>,
    cells: &[T::T],
) -> Result<(), ParquetError> {
    writer.typed::<T>().write_batch(cells, None, None)?;
    writer.close()
}

fn optional<T: DataType>(
    mut writer: SerializedColumnWriter<'_>,
    cells: &[Option<T::T>],
) -> Result<(), ParquetError> {
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.iter().flatten().cloned().collect();
    writer
        .typed::<T>()
        .write_batch(&values, Some(&there), None)?;
    writer.close()
}
