//! Reads a file of any format into columns of texts.

use std::io::{self, Read as _};
use std::rc::Rc;

use grove_recipe::columns::{BadLines, FileFormat, Note};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::{Layout, Load, LoadChoice, TextEncoding};

use super::detect::{Joiner, detect, plain};
use super::encoding;
use super::json_array::ArrayLines;
use super::json_lines::{self, JsonLines};
use super::lines::{Joined, Skipped};
use super::not_a_table::{self, JsonStart};
use super::parquet::Parquet;
use super::records::{ReadStop, RecordOptions, RecordReader};
use super::source::{FileSource, Position};
use super::texts::{ShortRow, TextColumns};
use super::{damaged, error};
use crate::pace::Pace;
use crate::table::shorten;

/// The number of bytes from which format and layout are detected.
const SAMPLE: u64 = 256 << 10;
/// The number of bytes that are counted per slice.
const COUNTED: u64 = 4 << 20;
/// The number of cells that are read per slice.
const SLICE: usize = 30_000;

/// What is known of a file besides its columns.
pub struct FileFacts {
    pub format: FileFormat,
    pub layout: Layout,
    pub header: Vec<String>,
    pub rows: Vec<u32>,
    /// Rows with fewer values than there are columns.
    pub short: Vec<ShortRow>,
    pub bad_lines: BadLines,
    pub notes: Vec<Note>,
}

/// A file that is being read.
pub struct FileReader {
    source: FileSource,
    position: Position,
    load: Load,
    layout: Layout,
    format: Option<FormatReader>,
    /// Notes about the layout.
    notes: Vec<Note>,
    /// Whether invalid UTF-8 becomes U+FFFD.
    lossy: bool,
    /// Unpacks an archive to its end before rows are read: it may be damaged, or contain too much.
    counting: Option<Box<dyn io::Read>>,
}

enum FormatReader {
    Records(Box<RecordReader>),
    JsonLines(Box<JsonLines>),
    Parquet(Box<Parquet>),
}

impl FileReader {
    /// Detects format and layout.
    pub fn begin(bytes: &Rc<[u8]>, load: &Load) -> Result<Self, StageError> {
        if bytes.iter().all(u8::is_ascii_whitespace) || **bytes == *b"\xEF\xBB\xBF" {
            return Err(error(
                "The file is empty.",
                "Choose a file with a header and rows below it.",
            ));
        }
        let source = FileSource::new(Rc::clone(bytes))?;
        let position = Position::default();
        let mut head = Vec::new();
        let mut start = source.read(&position).take(SAMPLE);
        start.read_to_end(&mut head).map_err(|e| damaged(&e))?;
        not_a_table::check(&head).map_err(|mut error| {
            if let Some(entry) = &source.entry {
                error.problem = format!(
                    "{} It is the file {} of the archive.",
                    error.problem,
                    shorten(entry)
                );
            }
            error
        })?;
        let encoding = load.encoding.unwrap_or_else(|| encoding::detect(&head));
        let mut reading = Self {
            layout: plain(encoding, load),
            source,
            position,
            load: load.clone(),
            format: None,
            notes: Vec::new(),
            lossy: false,
            counting: None,
        };
        if head.starts_with(b"PAR1") {
            let mut all = Vec::new();
            let mut bytes = reading.source.read(&reading.position);
            bytes.read_to_end(&mut all).map_err(|e| damaged(&e))?;
            reading.format = Some(FormatReader::Parquet(Box::new(Parquet::begin(all)?)));
            return Ok(reading);
        }
        if reading.source.is_packed() {
            reading.counting = Some(reading.source.read(&Position::default()));
        }
        match reading.restart(encoding) {
            Err(ReadStop::NotUtf8(_)) if load.encoding.is_none() => reading.without_utf8()?,
            other => other.map_err(ReadStop::error)?,
        }
        Ok(reading)
    }

    /// Reads a text again that is not all UTF-8: as UTF-8 with a damaged place if most characters are valid, else as
    /// Windows-1252.
    fn without_utf8(&mut self) -> Result<(), StageError> {
        let text = self.source.read(&self.position);
        let (letters, broken) = encoding::characters_and_errors(text).map_err(|e| damaged(&e))?;
        self.lossy = letters > broken;
        let encoding = match self.lossy {
            true => TextEncoding::Utf8,
            false => TextEncoding::Windows1252,
        };
        self.restart(encoding).map_err(ReadStop::error)?;
        let places = counted(
            u32::try_from(broken).unwrap_or(u32::MAX),
            "place is",
            "places are",
        );
        if !self.lossy {
            let note = Note::fact(format!(
                "The file is read as Windows-1252: {places} not valid UTF-8."
            ));
            self.notes.push(note.or(
                "If names look garbled, read as UTF-8",
                LoadChoice::Encoding(TextEncoding::Utf8),
            ));
        }
        Ok(())
    }

    /// Reads the text from the start with this encoding.
    fn restart(&mut self, encoding: TextEncoding) -> Result<(), ReadStop> {
        let text = |source: &FileSource, position| {
            encoding::decode(source.read(position), encoding).map_err(|e| damaged(&e))
        };
        let mut sample = Vec::new();
        let mut start = text(&self.source, &self.position)?.take(SAMPLE);
        start.read_to_end(&mut sample).map_err(|e| damaged(&e))?;
        if sample.contains(&0) {
            return Err(error(
                "The file holds zero bytes, so it is not text.",
                "Choose a table: CSV, TSV, JSON lines or Parquet, also as gzip or zip.",
            )
            .into());
        }
        if sample.len() as u64 == SAMPLE {
            // A line that was cut off says nothing about the layout.
            let end = sample.iter().rposition(|byte| *byte == b'\n');
            sample.truncate(end.unwrap_or(sample.len()));
        }
        let sample = String::from_utf8_lossy(&sample);
        let text = text(&self.source, &self.position)?;
        let on_bad_lines = self.load.on_bad_lines;
        let json = match json_lines::looks_like(&sample) {
            true => JsonStart::Lines,
            false => not_a_table::json(&sample),
        };
        if let JsonStart::Other(error) = json {
            return Err(error.into());
        }
        if let JsonStart::Lines | JsonStart::Rows = json {
            self.layout = plain(encoding, &self.load);
            let text: Box<dyn io::Read> = match json {
                JsonStart::Rows => Box::new(ArrayLines::new(text)),
                _ => text,
            };
            let lines = JsonLines::begin(text, on_bad_lines);
            self.format = Some(FormatReader::JsonLines(Box::new(lines)));
            return Ok(());
        }
        let detected = detect(&sample, encoding, &self.load);
        self.layout = detected.layout;
        self.notes = detected.notes;
        let mut text: Box<dyn io::Read> = Box::new(Skipped::new(text, self.layout.skip_rows));
        if detected.spaced_quotes {
            let joiner = Joiner::new(&self.layout);
            text = Box::new(Joined::new(text, joiner));
        }
        let manner = RecordOptions {
            names_rows: detected.names_rows,
            lossy: self.lossy,
            on_bad_lines,
        };
        let records = RecordReader::begin(text, &self.layout, manner)?;
        self.format = Some(FormatReader::Records(Box::new(records)));
        Ok(())
    }

    /// Unpacks and reads all rows.
    pub async fn finish(mut self, pace: &Pace) -> Result<(FileFacts, TextColumns), StageError> {
        if let Some(mut rest) = self.counting.take() {
            let mut count = || {
                let counted = io::copy(&mut rest.by_ref().take(COUNTED), &mut io::sink());
                counted.map_err(|e| damaged(&e))
            };
            while count()? > 0 {
                pace.pause().await;
            }
        }
        while self.read()? {
            pace.breathe(self.progress(), 1000).await;
        }
        let (format, mut texts) = match self.format.take() {
            None => unreachable!("the format was found when it began"),
            Some(FormatReader::Parquet(parquet)) => (FileFormat::Parquet, parquet.finish()?),
            Some(FormatReader::JsonLines(lines)) => (FileFormat::JsonLines, lines.finish()?),
            Some(FormatReader::Records(records)) => (FileFormat::Delimited, records.finish()?),
        };
        let mut notes = std::mem::take(&mut self.notes);
        notes.extend(texts.take_notes());
        if let Some(entry) = &self.source.entry {
            let others = match self.source.others {
                0 => String::new(),
                n => format!(", the largest of {} files", n + 1),
            };
            notes.insert(
                0,
                Note::fact(format!("The archive's file {entry} was read{others}.")),
            );
        }
        let read = FileFacts {
            format,
            layout: self.layout,
            header: texts.names.clone(),
            rows: std::mem::take(&mut texts.rows),
            short: std::mem::take(&mut texts.short),
            bad_lines: std::mem::take(&mut texts.bad_lines),
            notes,
        };
        Ok((read, texts))
    }

    /// Reads the next rows; returns false at the end.
    fn read(&mut self) -> Result<bool, StageError> {
        match &mut self.format {
            None => Ok(false),
            Some(FormatReader::Parquet(parquet)) => parquet.read(SLICE),
            Some(FormatReader::JsonLines(lines)) => lines.read(SLICE),
            Some(FormatReader::Records(records)) => match records.read(SLICE) {
                // Only now is it known that the text is not UTF-8.
                Err(ReadStop::NotUtf8(_))
                    if self.load.encoding.is_none()
                        && self.layout.encoding == TextEncoding::Utf8
                        && !self.lossy =>
                {
                    self.without_utf8()?;
                    Ok(true)
                }
                other => other.map_err(ReadStop::error),
            },
        }
    }

    /// Returns how many thousandths are done.
    fn progress(&self) -> u32 {
        let (done, total) = match &self.format {
            Some(FormatReader::Parquet(parquet)) => {
                let (done, total) = parquet.progress();
                (u64::from(done), u64::from(total))
            }
            _ => (self.position.get(), self.source.length()),
        };
        (done * 1000 / total.max(1)) as u32
    }
}
