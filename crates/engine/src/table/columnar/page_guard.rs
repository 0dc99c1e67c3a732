//! Wraps a Parquet file and checks each page after it is decompressed and before it is decoded.

use bytes::Bytes;
use parquet::basic::{Encoding, Type as Physical};
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::schema::types::{ColumnDescPtr, Type};

use super::validate::{self, FileBounds};

/// A file whose structure was checked.
pub struct GuardedFile(SerializedFileReader<Bytes>);

impl GuardedFile {
    /// Opens a file. `Err` if it is damaged or not within these bounds.
    pub fn open(bytes: Bytes, bounds: FileBounds) -> std::result::Result<Self, String> {
        validate::check_footer(&bytes, bounds)?;
        let file = SerializedFileReader::new(bytes.clone()).map_err(in_words)?;
        let metadata = file.metadata();
        let columns = metadata.file_metadata().schema_descr().root_schema();
        for column in columns.get_fields() {
            validate::check_shape(column)?;
        }
        let growing = validate::check_pages(&bytes, metadata, bounds)?;
        let file = Self(file);
        check_texts(&file, &growing, bounds.text).map_err(in_words)?;
        Ok(file)
    }
}

/// Returns the message of an error, without the crate's name for its kind.
pub fn in_words(error: ParquetError) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("Parquet error: ").unwrap_or(&text);
    text.trim_end_matches('.').to_owned()
}

impl FileReader for GuardedFile {
    fn metadata(&self) -> &ParquetMetaData {
        self.0.metadata()
    }

    fn num_row_groups(&self) -> usize {
        self.0.num_row_groups()
    }

    fn get_row_group(&self, group: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(GuardedGroup(self.0.get_row_group(group)?)))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

struct GuardedGroup<'f>(Box<dyn RowGroupReader + 'f>);

impl RowGroupReader for GuardedGroup<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.0.metadata()
    }

    fn num_columns(&self) -> usize {
        self.0.num_columns()
    }

    fn get_column_page_reader(&self, column: usize) -> Result<Box<dyn PageReader>> {
        Ok(Box::new(GuardedPages {
            inner: self.0.get_column_page_reader(column)?,
            column: self.0.metadata().schema_descr().column(column),
        }))
    }

    fn get_column_bloom_filter(&self, column: usize) -> Option<&Sbbf> {
        self.0.get_column_bloom_filter(column)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

struct GuardedPages {
    inner: Box<dyn PageReader>,
    column: ColumnDescPtr,
}

impl Iterator for GuardedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for GuardedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.inner.get_next_page()?;
        if let Some(page) = &page {
            check(page, &self.column).ok_or_else(|| strange("a page is damaged"))?;
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.inner.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.inner.skip_next_page()
    }
}

fn strange(what: &str) -> ParquetError {
    ParquetError::General(what.into())
}

/// Checks a page; `None` if its parts contradict what it declares.
fn check(page: &Page, column: &ColumnDescPtr) -> Option<()> {
    let text = column.physical_type() == Physical::BYTE_ARRAY;
    let most = column.max_def_level();
    // The number of values that are present, if known.
    let mut there = None;
    let (values, encoding, count) = match page {
        Page::DictionaryPage {
            buf, num_values, ..
        } => {
            return match text {
                true => plain_texts(buf, *num_values),
                false => Some(()),
            };
        }
        Page::DataPage {
            buf,
            num_values,
            encoding,
            def_level_encoding,
            rep_level_encoding,
            ..
        } => {
            let levels = [
                (column.max_rep_level(), rep_level_encoding),
                (column.max_def_level(), def_level_encoding),
            ];
            let mut rest = &buf[..];
            for (most, encoding) in levels {
                if most > 0 {
                    let behind = behind_levels(rest, most, *encoding, *num_values)?;
                    let levels = rest.get(4..rest.len() - behind.len());
                    there = match (encoding, levels) {
                        (Encoding::RLE, Some(levels)) => count_level(levels, most, *num_values),
                        _ => None,
                    };
                    rest = behind;
                } else {
                    there = Some(*num_values);
                }
            }
            (rest, *encoding, *num_values)
        }
        Page::DataPageV2 {
            buf,
            num_values,
            encoding,
            def_levels_byte_len,
            rep_levels_byte_len,
            num_nulls,
            ..
        } => {
            let levels =
                (*def_levels_byte_len as usize).checked_add(*rep_levels_byte_len as usize)?;
            if num_nulls > num_values {
                return None;
            }
            there = match most {
                0 => Some(*num_values),
                most => {
                    let levels = buf.get(*rep_levels_byte_len as usize..levels)?;
                    count_level(levels, most, *num_values)
                }
            };
            (buf.get(levels..)?, *encoding, *num_values)
        }
    };
    match encoding {
        Encoding::PLAIN if text => plain_texts(values, there.unwrap_or(0)),
        Encoding::DELTA_BINARY_PACKED => deltas(values, count).map(|_| ()),
        Encoding::DELTA_LENGTH_BYTE_ARRAY if text => deltas(values, count).map(|_| ()),
        // First the lengths of the prefixes shared with the text before, then those of the rest.
        Encoding::DELTA_BYTE_ARRAY => {
            let behind = deltas(values, count)?;
            deltas(values.get(behind..)?, count).map(|_| ())
        }
        _ => Some(()),
    }
}

/// Returns the part of a page of the first version that follows the levels.
#[expect(deprecated, reason = "old files hold levels of this encoding")]
fn behind_levels(bytes: &[u8], most: i16, encoding: Encoding, values: u32) -> Option<&[u8]> {
    match encoding {
        Encoding::RLE => {
            let (length, rest) = bytes.split_first_chunk()?;
            rest.get(u32::from_le_bytes(*length) as usize..)
        }
        Encoding::BIT_PACKED => {
            let bits = u64::from(16 - most.unsigned_abs().leading_zeros());
            bytes.get((u64::from(values) * bits).div_ceil(8) as usize..)
        }
        _ => None,
    }
}

/// Checks that there are this many texts, each after its length.
fn plain_texts(mut bytes: &[u8], texts: u32) -> Option<()> {
    for _ in 0..texts {
        let (length, rest) = bytes.split_first_chunk()?;
        bytes = rest.get(u32::from_le_bytes(*length) as usize..)?;
    }
    Some(())
}

/// Counts how often the highest level occurs among these levels; `None` if they are cut off.
fn count_level(bytes: &[u8], highest: i16, levels: u32) -> Option<u32> {
    let highest = u64::from(highest.unsigned_abs());
    let bits = 64 - highest.leading_zeros() as usize;
    let (mut at, mut left, mut found) = (0, u64::from(levels), 0);
    while left > 0 {
        let head = number(bytes, &mut at)?;
        if head & 1 == 0 {
            // A run of one level.
            let width = bits.div_ceil(8);
            let level = bytes.get(at..at.checked_add(width)?)?;
            let level = level
                .iter()
                .rev()
                .fold(0, |level, byte| level << 8 | u64::from(*byte));
            at += width;
            let run = (head >> 1).min(left);
            found += if level == highest { run } else { 0 };
            left -= run;
            if head >> 1 == 0 {
                return None;
            }
        } else {
            // Groups of eight levels, packed.
            let groups = usize::try_from(head >> 1).ok()?;
            let packed = bytes.get(at..)?;
            let packed = &packed[..packed.len().min(groups.checked_mul(bits)?)];
            let bit = |place: usize| packed.get(place / 8).map(|byte| byte >> (place % 8) & 1);
            let run = left.min(groups as u64 * 8);
            for place in 0..run as usize {
                let digits = (0..bits).rev().map(|digit| bit(place * bits + digit));
                let level = digits.map(|bit| u64::from(bit.unwrap_or(0)));
                found += u64::from(level.fold(0, |level, bit| level << 1 | bit) == highest);
            }
            at += packed.len();
            left -= run;
            if groups == 0 {
                return None;
            }
        }
    }
    u32::try_from(found).ok()
}

/// Returns where a block of deltas with at most `most` numbers ends; unpacks nothing.
fn deltas(bytes: &[u8], most: u32) -> Option<usize> {
    let mut at = 0;
    let (size, parts) = (number(bytes, &mut at)?, number(bytes, &mut at)?);
    let values = number(bytes, &mut at)?;
    number(bytes, &mut at)?;
    let sound = size <= 1 << 20 && (1..=size).contains(&parts) && size.is_multiple_of(parts);
    if !sound || values > u64::from(most) {
        return None;
    }
    let (each, parts) = (size / parts, parts as usize);
    let mut left = values.saturating_sub(1);
    while left > 0 {
        number(bytes, &mut at)?;
        let widths = bytes.get(at..at + parts)?;
        at += parts;
        for width in widths {
            if left == 0 {
                break;
            }
            at += (u64::from(*width) * each / 8) as usize;
            left = left.saturating_sub(each);
        }
    }
    (at <= bytes.len()).then_some(at)
}

fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Counts the bytes of texts that grow when they are read: texts in lists, and texts that share a prefix with the one
/// before. Others are counted as rows are read.
fn check_texts(file: &GuardedFile, columns: &[(usize, usize)], most: u64) -> Result<()> {
    let mut bytes = 0u64;
    for &(group, column) in columns {
        let group = file.get_row_group(group)?;
        match group.get_column_reader(column)? {
            ColumnReader::ByteArrayColumnReader(texts) => count(texts, &mut bytes, most)?,
            ColumnReader::FixedLenByteArrayColumnReader(texts) => count(texts, &mut bytes, most)?,
            _ => {}
        }
    }
    Ok(())
}

fn count<T: DataType>(mut texts: ColumnReaderImpl<T>, bytes: &mut u64, most: u64) -> Result<()>
where
    T::T: AsBytes,
{
    let (mut values, mut there, mut depths) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        values.clear();
        there.clear();
        depths.clear();
        let read = texts.read_records(1, Some(&mut there), Some(&mut depths), &mut values)?;
        if read == (0, 0, 0) {
            return Ok(());
        }
        *bytes += values
            .iter()
            .map(|text| text.as_bytes().len() as u64)
            .sum::<u64>();
        if *bytes > most {
            let most = most >> 20;
            return Err(strange(&format!("its texts have more than {most} MB")));
        }
    }
}
