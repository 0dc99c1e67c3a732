//! Validates the metadata of a Parquet file before it is used. The parquet crate allocates what a file claims, and panics
//! on some damaged files; a panic ends the engine in a browser.

use flate2::read::MultiGzDecoder;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::schema::types::Type;
use std::io::{self, Read};

use super::thrift::{I32, LIST, MalformedThrift, STRUCT, ThriftWalker};

/// The limits of a file.
#[derive(Clone, Copy)]
pub struct FileBounds {
    /// The number of columns with values, including nested ones.
    pub columns: usize,
    /// The number of values in all columns.
    pub cells: u64,
    /// Bytes of all texts.
    pub text: u64,
}

/// The most bytes of all pages and dictionaries that are unpacked at a time.
const HELD_AT_MOST: u64 = 512 << 20;
/// The most bytes of all pages, one after the other.
const UNPACKED_AT_MOST: u64 = 1 << 30;
/// The most values of a column of lists, which is whole in memory if one row has all of it.
const NESTED_AT_MOST: u64 = 5_000_000;
/// The memory of a dictionary's value, besides its bytes.
const BYTES_PER_VALUE: u64 = 32;
/// The greatest depth of nested columns.
const DEPTH_AT_MOST: usize = 24;
const DIGITS_AT_MOST: i32 = 1000;

fn damaged(_: MalformedThrift) -> String {
    "it is damaged".into()
}

/// Checks the file's last part, which describes all others: its lists must not be longer than itself, and its columns
/// must be a tree that is not too deep or too wide.
pub fn check_footer(bytes: &[u8], bounds: FileBounds) -> Result<(), String> {
    let (rest, end) = bytes.split_last_chunk::<8>().ok_or("it is cut off")?;
    let [a, b, c, d, mark @ ..] = *end;
    if mark != *b"PAR1" {
        return Err(match &mark == b"PARE" {
            true => "it is encrypted".into(),
            false => "it is cut off".into(),
        });
    }
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    let start = rest.len().checked_sub(length).ok_or("it is cut off")?;
    let mut elements = Vec::new();
    let mut walker = ThriftWalker::new(&rest[start..]);
    walker
        .structure(|walker, number, kind| match (number, kind) {
            (2, LIST) => {
                let (kind, length) = walker.list()?;
                if kind != STRUCT || !elements.is_empty() {
                    return Err(MalformedThrift);
                }
                elements.reserve(length.min(bounds.columns));
                for _ in 0..length {
                    elements.push(element(walker)?);
                }
                Ok(true)
            }
            _ => Ok(false),
        })
        .map_err(damaged)?;
    check_tree(&elements, bounds)
}

/// Reads how many columns a column of the schema contains; `None` if it has values. Refuses decimals with an impossible
/// scale.
fn element(walker: &mut ThriftWalker) -> Result<Option<usize>, MalformedThrift> {
    let mut children = None;
    walker.structure(|walker, number, kind| {
        match (number, kind) {
            (5, I32) => {
                children = Some(usize::try_from(walker.short()?).map_err(|_| MalformedThrift)?);
            }
            (2 | 7 | 8, I32) => {
                let value = walker.short()?;
                let most = if number == 2 { 1 << 20 } else { DIGITS_AT_MOST };
                if !(0..=most).contains(&value) {
                    return Err(MalformedThrift);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(children)
}

fn check_tree(elements: &[Option<usize>], bounds: FileBounds) -> Result<(), String> {
    let mut open: Vec<usize> = Vec::new();
    let mut leaves = 0;
    for (place, children) in elements.iter().enumerate() {
        if place > 0 {
            let left = open.last_mut().ok_or("its columns do not form a tree")?;
            *left -= 1;
        }
        match children {
            Some(0) if place > 0 => return Err("one of its columns has no content".into()),
            Some(children) => open.push(*children),
            None => leaves += 1,
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > DEPTH_AT_MOST {
            return Err("its columns are nested too deeply".into());
        }
    }
    if leaves > bounds.columns {
        return Err(format!("it has more than {} columns", bounds.columns));
    }
    match !open.is_empty() || elements.first().copied().flatten().is_none() {
        true => Err("its columns do not form a tree".into()),
        false => Ok(()),
    }
}

/// Checks that lists and maps have the shape that the parquet crate expects.
pub fn check_shape(column: &Type) -> Result<(), String> {
    if column.is_primitive() {
        return check_leaf(column);
    }
    let fields = column.get_fields();
    let repeats = |column: &Type| {
        let info = column.get_basic_info();
        info.has_repetition() && info.repetition() == Repetition::REPEATED
    };
    let fits = match column.get_basic_info().converted_type() {
        ConvertedType::LIST => matches!(fields, [items] if repeats(items)),
        ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE => {
            matches!(fields, [pairs] if repeats(pairs) && pairs.is_group()
                && matches!(pairs.get_fields().len(), 1 | 2))
        }
        _ => !fields.is_empty(),
    };
    match fits {
        true => fields.iter().try_for_each(|field| check_shape(field)),
        false => Err(format!(
            "its column {} is neither a list nor a map",
            column.name()
        )),
    }
}

/// Checks that a decimal has no more digits after the point than in all.
fn check_leaf(column: &Type) -> Result<(), String> {
    let info = column.get_basic_info();
    let decimal = match info.logical_type_ref() {
        Some(LogicalType::Decimal(decimal)) => Some((decimal.precision, decimal.scale)),
        _ if info.converted_type() == ConvertedType::DECIMAL => {
            Some((column.get_precision(), column.get_scale()))
        }
        _ => None,
    };
    let sound = |(precision, scale): (i32, i32)| {
        (0..=precision).contains(&scale) && precision <= DIGITS_AT_MOST
    };
    match decimal.is_none_or(sound) {
        true => Ok(()),
        false => Err(format!(
            "its column {} has impossible digits",
            column.name()
        )),
    }
}

/// Checks the pages: they must lie within the file, have as many values as there are rows, and not be too large once
/// unpacked. Returns the columns, by the numbers of their group and their own, whose texts grow when they are read.
pub fn check_pages(
    bytes: &[u8],
    metadata: &ParquetMetaData,
    bounds: FileBounds,
) -> Result<Vec<(usize, usize)>, String> {
    let too_many = || {
        format!(
            "it has more than {} million cells",
            bounds.cells / 1_000_000
        )
    };
    let (mut values, mut unpacked, mut all_rows) = (0u64, 0u64, 0u64);
    let mut growing = Vec::new();
    for (number, group) in metadata.row_groups().iter().enumerate() {
        let rows = u64::try_from(group.num_rows()).map_err(|_| damaged(MalformedThrift))?;
        let mut held = 0u64;
        for (place, column) in group.columns().iter().enumerate() {
            let pages = walk(bytes, column)?;
            let nested = column.column_descr().max_rep_level() > 0;
            if pages.values < rows || (!nested && pages.values > rows) {
                return Err("a column is cut off".into());
            }
            if nested && pages.values > NESTED_AT_MOST {
                let most = NESTED_AT_MOST / 1_000_000;
                return Err(format!(
                    "a column of lists holds more than {most} million values"
                ));
            }
            let text = matches!(
                column.column_type(),
                Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY
            );
            if text && (nested || pages.chained) {
                growing.push((number, place));
            }
            values += pages.values;
            unpacked += pages.unpacked;
            held += pages.held;
            if values > bounds.cells {
                return Err(too_many());
            }
            if held > HELD_AT_MOST || unpacked > UNPACKED_AT_MOST {
                let most = HELD_AT_MOST >> 20;
                return Err(format!("unpacked it has more than {most} MB"));
            }
        }
        all_rows = all_rows.saturating_add(rows);
        if all_rows > bounds.cells || u32::try_from(all_rows).is_err() {
            return Err(too_many());
        }
    }
    Ok(growing)
}

/// What the pages of a column declare.
#[derive(Default)]
struct PageTotals {
    /// Whether texts share prefixes with the ones before.
    chained: bool,
    /// Including missing ones.
    values: u64,
    unpacked: u64,
    /// The largest page and the dictionary, which are in memory together.
    held: u64,
}

fn walk(bytes: &[u8], column: &ColumnChunkMetaData) -> Result<PageTotals, String> {
    let first = column.dictionary_page_offset();
    let start = usize::try_from(first.unwrap_or(column.data_page_offset()));
    let length = usize::try_from(column.compressed_size());
    let chunk = start
        .ok()
        .zip(length.ok())
        .and_then(|(start, length)| bytes.get(start..start.checked_add(length)?));
    let chunk = chunk.ok_or("a column lies outside of it")?;
    let (mut pages, mut largest, mut dictionary) = (PageTotals::default(), 0, 0);
    let mut at = 0;
    while at < chunk.len() {
        let mut walker = ThriftWalker::new(&chunk[at..]);
        let page = header(&mut walker).map_err(damaged)?;
        let begin = at + walker.at;
        let packed = begin
            .checked_add(page.packed)
            .and_then(|end| chunk.get(begin..end));
        let packed = packed.ok_or("a page is cut off")?;
        at = begin + page.packed;
        pages.unpacked += page.unpacked;
        pages.chained |= page.encoding == DELTA_BYTE_ARRAY;
        match page.kind {
            DICTIONARY => {
                // Each value takes at least a byte.
                if page.values > page.unpacked {
                    return Err(damaged(MalformedThrift));
                }
                dictionary += page.unpacked + page.values * BYTES_PER_VALUE;
            }
            _ => {
                pages.values += page.values;
                largest = page.unpacked.max(largest);
            }
        }
        check_packed(column.compression(), packed, page.unpacked)?;
    }
    pages.held = largest + dictionary;
    Ok(pages)
}

/// Counts the unpacked bytes of a page whose declared length does not end the unpacking.
fn check_packed(packing: Compression, packed: &[u8], says: u64) -> Result<(), String> {
    const GZIP_AT_MOST: u64 = 1032;
    const LZ4_AT_MOST: u64 = 255;
    const UNCOUNTED: u64 = 64 << 20;
    let length = packed.len() as u64;
    match packing {
        Compression::GZIP(_) if length * GZIP_AT_MOST > UNCOUNTED => {
            let unpacked = MultiGzDecoder::new(packed).take(says + 1);
            let counted = io::copy(&mut { unpacked }, &mut io::sink());
            match counted {
                Ok(counted) if counted <= says => Ok(()),
                _ => Err("a page is damaged".into()),
            }
        }
        Compression::LZ4 if length * LZ4_AT_MOST > UNCOUNTED => {
            // Frames are unpacked to their end, whatever the page declares.
            match packed.starts_with(b"\x04\x22\x4D\x18") {
                true => Err("a page is too large".into()),
                false => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

const DICTIONARY: i32 = 2;
const DATA_2: i32 = 3;
const DELTA_BYTE_ARRAY: i32 = 7;

struct PageHeader {
    kind: i32,
    packed: usize,
    unpacked: u64,
    values: u64,
    encoding: i32,
}

fn header(walker: &mut ThriftWalker) -> Result<PageHeader, MalformedThrift> {
    let (mut kind, mut packed, mut unpacked) = (None, None, None);
    let (mut values, mut encoding) = (0, 0);
    walker.structure(|walker, number, of| {
        match (number, of) {
            (1, I32) => kind = Some(walker.short()?),
            (2, I32) => unpacked = Some(walker.short()?),
            (3, I32) => packed = Some(walker.short()?),
            // The page kinds data, dictionary, and data of the second version, where the encoding comes later.
            (part @ (5 | 7 | 8), STRUCT) => walker.structure(|walker, number, of| {
                match (part, number, of) {
                    (_, 1, I32) => {
                        values = u64::try_from(walker.short()?).map_err(|_| MalformedThrift)?;
                    }
                    (5, 2, I32) | (8, 4, I32) => encoding = walker.short()?,
                    _ => return Ok(false),
                }
                Ok(true)
            })?,
            (1..=3 | 5 | 7 | 8, _) => return Err(MalformedThrift),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let kind = kind.ok_or(MalformedThrift)?;
    let size = |size: Option<i32>| {
        u64::try_from(size.ok_or(MalformedThrift)?).map_err(|_| MalformedThrift)
    };
    let (packed, unpacked) = (size(packed)? as usize, size(unpacked)?);
    match kind {
        // A kind of page that is skipped.
        1 => values = 0,
        0 | DICTIONARY | DATA_2 => {}
        _ => return Err(MalformedThrift),
    }
    Ok(PageHeader {
        kind,
        packed,
        unpacked,
        values,
        encoding,
    })
}
