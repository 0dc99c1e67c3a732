//! Parquet files that hold far more than they are long.

use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Encoding, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::reader::{Folder, READ, says};

/// Values of a column, again and again: so many at a time, so often, with their levels where it is a list.
struct Rows<'v, T: DataType> {
    values: &'v [T::T],
    levels: Option<(&'v [i16], &'v [i16])>,
    times: usize,
}

fn properties(packing: Compression) -> Arc<WriterProperties> {
    let properties = WriterProperties::builder()
        .set_compression(packing)
        .set_dictionary_page_size_limit(1 << 30)
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None);
    Arc::new(properties.build())
}

fn text(name: &str) -> Type {
    Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_converted_type(ConvertedType::UTF8)
        .with_repetition(Repetition::REQUIRED)
        .build()
        .expect("a column")
}

fn write<T: DataType>(
    columns: Vec<Type>,
    properties: Arc<WriterProperties>,
    rows: &Rows<T>,
) -> Vec<u8> {
    let columns: Vec<Arc<Type>> = columns.into_iter().map(Arc::new).collect();
    let count = columns.len();
    let schema = Type::group_type_builder("table")
        .with_fields(columns)
        .build()
        .expect("a schema");
    let mut file =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties).expect("memory");
    let mut group = file.next_row_group().expect("a group");
    for _ in 0..count {
        let mut column = group.next_column().expect("a column").expect("one more");
        for _ in 0..rows.times {
            let (there, depths) = rows.levels.unzip();
            let written = column.typed::<T>().write_batch(rows.values, there, depths);
            written.expect("memory");
        }
        column.close().expect("memory");
    }
    group.close().expect("memory");
    file.into_inner().expect("memory")
}

fn texts(columns: usize, length: usize, rows: usize, packing: Compression) -> Vec<u8> {
    let value = ByteArray::from(vec![b'x'; length]);
    let columns = (0..columns).map(|n| text(&format!("c{n}"))).collect();
    write::<ByteArrayType>(
        columns,
        properties(packing),
        &Rows {
            values: &vec![value; rows],
            levels: None,
            times: 1,
        },
    )
}

#[test]
fn one_text_in_every_row() {
    let folder = Folder::new("texts");
    let bytes = texts(1, 1 << 20, 20_000, Compression::SNAPPY);
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
    says(&folder, "once.parquet", &bytes, "more than 256 MB of text");
    let bytes = texts(1, 2 << 20, 100, Compression::GZIP(Default::default()));
    says(&folder, "long.parquet", &bytes, "up to 1 MB in one");
    let bytes = texts(3_000, 200_000, 2, Compression::GZIP(Default::default()));
    says(
        &folder,
        "wide.parquet",
        &bytes,
        "unpacked it has more than 512 MB",
    );
    let bytes = texts(500, 200_000, 400, Compression::SNAPPY);
    says(&folder, "some.parquet", &bytes, "more than 256 MB of text");
    let bytes = texts(300, 1_000, 400, Compression::SNAPPY);
    says(&folder, "fine.parquet", &bytes, READ);
}

#[test]
fn texts_that_are_made_of_the_one_before() {
    let folder = Folder::new("chained");
    let value = ByteArray::from(vec![b'x'; 1 << 20]);
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_encoding(Encoding::DELTA_BYTE_ARRAY)
        .set_compression(Compression::SNAPPY);
    let rows = Rows {
        values: &vec![value; 3_000],
        levels: None,
        times: 1,
    };
    let bytes = write::<ByteArrayType>(vec![text("a")], Arc::new(properties.build()), &rows);
    says(
        &folder,
        "chained.parquet",
        &bytes,
        "its texts have more than 256 MB",
    );
}

fn numbers(repetition: Repetition) -> Type {
    Type::primitive_type_builder("n", Physical::INT64)
        .with_repetition(repetition)
        .build()
        .expect("a column")
}

#[test]
fn rows_and_lists_without_end() {
    let folder = Folder::new("endless");
    let properties = || properties(Compression::SNAPPY);
    let missing = [0i16; 1_000_000];
    let rows = Rows::<Int64Type> {
        values: &[],
        levels: Some((&missing, &missing)),
        times: 60,
    };
    let missing_rows = write(vec![numbers(Repetition::OPTIONAL)], properties(), &rows);
    says(
        &folder,
        "missing.parquet",
        &missing_rows,
        "more than 50 million cells",
    );
    // A row holds a million.
    let mut begins = vec![1i16; 1_000_000];
    let there = begins.clone();
    begins[0] = 0;
    let list = |times, begins: &[i16]| {
        let rows = Rows::<Int64Type> {
            values: &vec![7; 1_000_000],
            levels: Some((&there, begins)),
            times,
        };
        write(vec![numbers(Repetition::REPEATED)], properties(), &rows)
    };
    says(
        &folder,
        "items.parquet",
        &list(8, &begins),
        "a column of lists holds more than 5 million values",
    );
    says(
        &folder,
        "list.parquet",
        &list(2, &begins),
        "up to 1 MB in one",
    );
}

/// The parquet crate would take memory for what these say, or panic.
#[test]
fn what_a_file_claims_is_checked() {
    let folder = Folder::new("claims");
    let whole = texts(2, 10, 10, Compression::SNAPPY);
    let footer = whole.len() - 8;
    let length = u32::from_le_bytes(whole[footer..footer + 4].try_into().expect("four"));
    let start = footer - length as usize;
    for at in start..footer {
        for byte in [0xFF, 0x7F, 0x00, 0x80] {
            let mut changed = whole.clone();
            changed[at] = byte;
            // Whatever comes of it, nothing is taken for it, and nothing panics.
            let _ = grove_engine::load::load("t.parquet", &changed, &Default::default());
        }
    }
    let mut long = whole.clone();
    long[footer..footer + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    says(&folder, "footer.parquet", &long, "it is cut off");
    says(&folder, "cut.parquet", &whole[..footer], "it is cut off");
    let mut locked = whole;
    locked[footer + 4..].copy_from_slice(b"PARE");
    says(&folder, "locked.parquet", &locked, "it is encrypted");
}
