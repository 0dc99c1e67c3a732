//! The bytes of a file, decompressed if it is an archive.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use flate2::CrcReader;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::{CompressionMethod, ZipArchive};

use grove_recipe::error::StageError;
use grove_recipe::limits::MAX_BYTES;

use super::error;

/// A file's bytes, which can be unpacked and read repeatedly.
#[derive(Clone)]
pub struct FileSource {
    bytes: Rc<[u8]>,
    packing: Compression,
    /// The name of the file that is read, if the archive has one.
    pub entry: Option<String>,
    /// The number of files in the archive that are not read.
    pub others: usize,
}

#[derive(Clone)]
enum Compression {
    None,
    Gzip,
    /// A file of a zip archive: its position, whether it is deflated, and its checksum.
    Zip {
        start: u64,
        end: u64,
        deflated: bool,
        crc: u32,
    },
}

/// The number of packed bytes that have been read, to show progress.
pub type Position = Rc<Cell<u64>>;

impl FileSource {
    /// Recognises the format; refuses what is clearly neither a table nor an archive of one.
    pub fn new(bytes: Rc<[u8]>) -> Result<Self, StageError> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::zip(bytes);
        }
        let packing = if bytes.starts_with(b"\x1F\x8B") {
            Compression::Gzip
        } else {
            Compression::None
        };
        Ok(Self {
            bytes,
            packing,
            entry: None,
            others: 0,
        })
    }

    /// Opens the largest file of a zip archive.
    fn zip(bytes: Rc<[u8]>) -> Result<Self, StageError> {
        const ADVICE: &str = "Unpack it and open the table itself.";
        let damaged = |e| error(format!("The zip archive could not be read: {e}."), ADVICE);
        let mut archive = ZipArchive::new(Cursor::new(Rc::clone(&bytes))).map_err(damaged)?;
        let mut files = Vec::new();
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(damaged)?;
            if file.is_file() && file.size() > 0 {
                let name = String::from_utf8_lossy(file.name_raw()).into_owned();
                files.push((file.size(), index, name));
            }
        }
        let holds = |end: &str| files.iter().any(|(_, _, name)| name.ends_with(end));
        let is = |start: &str| files.iter().any(|(_, _, name)| name.starts_with(start));
        let foreign = if is("xl/workbook.") {
            Some(("an Excel file", "Save its sheet as CSV and open that."))
        } else if is("META-INF/manifest.xml") && holds("content.xml") {
            let advice = "Save its sheet as CSV and open that.";
            Some(("an OpenDocument file", advice))
        } else if is("word/") || is("ppt/") {
            let advice = "Save the table that is in it as CSV and open that.";
            Some(("an Office document", advice))
        } else if is("manifest.json") && (is("runs/") || is("models/")) {
            let advice = "Import it in Runs.";
            Some(("an export of Grove's runs", advice))
        } else if !files.is_empty() && files.iter().all(|(_, _, name)| name.ends_with(".npy")) {
            let advice = "Save it as CSV or Parquet; pandas' to_csv does so.";
            Some(("an archive of NumPy arrays (npz)", advice))
        } else {
            None
        };
        if let Some((what, advice)) = foreign {
            return Err(error(format!("This is {what}, not a table."), advice));
        }
        // Of equally large files the first.
        let largest = files
            .iter()
            .max_by_key(|(size, index, _)| (*size, usize::MAX - index));
        let Some((_, index, name)) = largest else {
            return Err(error("The zip archive holds no file.", ADVICE));
        };
        let file = archive.by_index_raw(*index).map_err(damaged)?;
        check_unpacked(file.size())?;
        let deflated = match file.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => {
                return Err(error(
                    format!("The zip archive is packed with {other}, which Grove cannot unpack."),
                    ADVICE,
                ));
            }
        };
        if file.encrypted() {
            return Err(error(
                "The zip archive is protected with a password.",
                ADVICE,
            ));
        }
        let start = file.data_start().unwrap_or(0);
        let end = start.saturating_add(file.compressed_size());
        let packing = Compression::Zip {
            start,
            end,
            deflated,
            crc: file.crc32(),
        };
        if end > bytes.len() as u64 {
            return Err(error("The zip archive is cut off.", "Download it again."));
        }
        let (entry, others) = (Some(name.clone()), files.len() - 1);
        drop(file);
        Ok(Self {
            bytes,
            packing,
            entry,
            others,
        })
    }

    pub fn is_packed(&self) -> bool {
        !matches!(self.packing, Compression::None)
    }

    /// Returns the packed length of the file.
    pub fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Returns the unpacked bytes from the start. More than [`MAX_BYTES`] of them is an error.
    pub fn read(&self, position: &Position) -> Box<dyn Read> {
        let counted = |start: u64, end: u64| CountedBytes {
            bytes: Cursor::new(Rc::clone(&self.bytes)),
            start,
            end,
            position: Rc::clone(position),
        };
        let whole = counted(0, self.length());
        let unpacked: Box<dyn Read> = match self.packing {
            Compression::None => return Box::new(whole),
            Compression::Gzip => Box::new(MultiGzDecoder::new(whole)),
            Compression::Zip {
                start,
                end,
                deflated,
                crc,
            } => {
                let part = counted(start, end);
                let unpacked: Box<dyn Read> = if deflated {
                    Box::new(DeflateDecoder::new(part))
                } else {
                    Box::new(part)
                };
                Box::new(ChecksumReader {
                    inner: CrcReader::new(unpacked),
                    crc,
                })
            }
        };
        Box::new(LimitedReader {
            inner: unpacked,
            left: MAX_BYTES,
        })
    }
}

/// Refuses an archive whose own size is too large; an unknown size is counted while it is unpacked.
fn check_unpacked(bytes: u64) -> Result<(), StageError> {
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    Err(error(
        format!(
            "Unpacked, the file has {} MB; Grove opens up to {} MB.",
            bytes >> 20,
            MAX_BYTES >> 20
        ),
        "Take a sample of its rows, or leave out columns that you do not need.",
    ))
}

/// A part of the bytes, which records how much has been read.
struct CountedBytes {
    bytes: Cursor<Rc<[u8]>>,
    start: u64,
    end: u64,
    position: Position,
}

impl Read for CountedBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = self.bytes.position().max(self.start);
        self.bytes.set_position(at);
        let room = usize::try_from(self.end.saturating_sub(at)).unwrap_or(usize::MAX);
        let length = buffer.len().min(room);
        let read = self.bytes.read(&mut buffer[..length])?;
        self.position.set(at + read as u64);
        Ok(read)
    }
}

/// Checks the checksum at the end.
struct ChecksumReader {
    inner: CrcReader<Box<dyn Read>>,
    crc: u32,
}

impl Read for ChecksumReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read == 0 && !buffer.is_empty() && self.inner.crc().sum() != self.crc {
            return Err(io::Error::other("the archive's checksum is wrong"));
        }
        Ok(read)
    }
}

/// Limits what is unpacked: a small archive can contain more than any memory holds.
struct LimitedReader {
    inner: Box<dyn Read>,
    left: u64,
}

impl Read for LimitedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let Some(left) = self.left.checked_sub(read as u64) else {
            let most = MAX_BYTES >> 20;
            return Err(io::Error::other(format!(
                "unpacked it has more than {most} MB"
            )));
        };
        self.left = left;
        Ok(read)
    }
}
