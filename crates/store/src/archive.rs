//! Writes the whole store to one zip archive, and reads such archives.
//!
//! ```text
//! runs/RUN/run.json  stages.json  predictions.bin  model.grove
//! models/NUMBER/model.json  VERSION.grove …
//! tables/SHA256/table.json  table.data
//! visit.json
//! manifest.json      {"format": 2, "entries": [{"path": …, "bytes": …, "sha256": …}, …]}
//! ```
//! Records have the same bytes as in the store (see [`super::format`]). The manifest comes last and lists all other files.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::format;
use super::registry::copy_key;
use super::runs::Artifact;
use super::{Fault, RecordTable, Transaction};
use grove_protocol::calls::Visit;
use grove_protocol::tracking::{KeptTable, RunId};

/// Since format 2 there are tables and a visit.
const FORMAT: u32 = 2;
const MANIFEST: &str = "manifest.json";
pub(super) const RUN: &str = "run.json";
pub(super) const MODEL: &str = "model.json";
/// The record of a table, and its file.
pub(super) const TABLE: [&str; 2] = ["table.json", "table.data"];
/// What the page had open.
pub(super) const VISIT: &str = "visit.json";

/// The most bytes of one entry and of all entries: a small zip can unpack to more than fits into memory.
const ENTRY_AT_MOST: u64 = 1 << 29;
const TOTAL_AT_MOST: u64 = 1 << 33;
/// The most bytes of a record or a manifest. Parsed JSON takes several times as much memory.
const JSON_AT_MOST: u64 = 1 << 26;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArchiveManifest {
    format: u32,
    entries: Vec<ArchiveEntry>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArchiveEntry {
    path: String,
    bytes: u64,
    sha256: String,
}

/// What a page has open, with the file of the open table where that is the person's own.
#[derive(Clone, Copy)]
pub struct OpenVisit<'v> {
    /// The present recipe and what can be undone.
    pub visit: &'v Visit,
    /// The bytes of the open table; empty where it can be fetched or made again.
    pub file: &'v [u8],
    /// In milliseconds since 1970.
    pub now: f64,
}

/// Writes all records to a zip archive, including those that this version cannot read. The same records give the same
/// bytes. Returns the writer.
///
/// # Errors
/// Where reading the store or writing fails.
pub async fn write<W: Write>(records: &impl Transaction, to: W) -> Result<W, Fault> {
    write_with(records, None, to).await
}

/// Writes as [`write`], with what a page has open.
///
/// # Errors
/// As [`write`].
pub async fn write_with<W: Write>(
    records: &impl Transaction,
    open: Option<OpenVisit<'_>>,
    to: W,
) -> Result<W, Fault> {
    let mut writer = ArchiveWriter {
        zip: ZipWriter::new_stream(to),
        entries: Vec::new(),
    };
    for (id, record) in records.list(RecordTable::Runs).await? {
        let id = RunId(id);
        writer.add(format!("runs/{}/{RUN}", id.0), &record)?;
        for artifact in Artifact::ALL {
            let key = artifact.key(&id);
            if let Some(bytes) = records.get(RecordTable::Artifacts, &key).await? {
                writer.add(format!("runs/{key}"), &bytes)?;
            }
        }
    }
    for ((name, record), number) in records
        .list(RecordTable::Models)
        .await?
        .into_iter()
        .zip(1u32..)
    {
        writer.add(format!("models/{number}/{MODEL}"), &record)?;
        let versions = format::read_model(&record).map(|record| record.model.versions);
        for version in versions.into_iter().flatten() {
            let key = copy_key(&name, version.version);
            if let Some(bytes) = records.get(RecordTable::Copies, &key).await? {
                let path = format!("models/{number}/{}.grove", version.version);
                writer.add(path, &bytes)?;
            }
        }
    }
    for (sha256, record) in records.list(RecordTable::Tables).await? {
        let file = records.get(RecordTable::TableFiles, &sha256).await?;
        writer.add_table(&sha256, &record, file.as_deref())?;
    }
    if let Some(OpenVisit { visit, file, now }) = open {
        let sha256 = &visit.link.recipe.data.sha256;
        let kept = records.get(RecordTable::Tables, sha256).await?;
        if kept.is_none() {
            let record = format::write_table(&KeptTable {
                link: visit.link.clone(),
                bytes: file.len() as f64,
                changed: now,
            });
            let file = Some(file).filter(|file| !file.is_empty());
            writer.add_table(sha256, &record, file)?;
        }
        writer.add(VISIT.to_owned(), &format::write_visit(visit))?;
    }
    writer.finish()
}

struct ArchiveWriter<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    entries: Vec<ArchiveEntry>,
}

impl<W: Write> ArchiveWriter<W> {
    fn add(&mut self, path: String, bytes: &[u8]) -> Result<(), Fault> {
        self.write(&path, bytes)?;
        self.entries.push(ArchiveEntry {
            path,
            bytes: bytes.len() as u64,
            sha256: hash(bytes),
        });
        Ok(())
    }

    /// Adds a table, whose record is without a file where it can be fetched or made again.
    fn add_table(&mut self, sha256: &str, record: &[u8], file: Option<&[u8]>) -> Result<(), Fault> {
        if !is_hash(sha256) {
            return Ok(());
        }
        for (name, bytes) in TABLE.into_iter().zip([Some(record), file]) {
            if let Some(bytes) = bytes {
                self.add(format!("tables/{sha256}/{name}"), bytes)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let method = match path.ends_with(".json") {
            true => CompressionMethod::Deflated,
            false => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .large_file(bytes.len() as u64 > u64::from(u32::MAX));
        let written = self.zip.start_file(path, options);
        written.map_err(io::Error::from).map_err(write_failed)?;
        self.zip.write_all(bytes).map_err(write_failed)
    }

    fn finish(mut self) -> Result<W, Fault> {
        let manifest = ArchiveManifest {
            format: FORMAT,
            entries: std::mem::take(&mut self.entries),
        };
        let manifest = serde_json::to_vec_pretty(&manifest).expect("numbers and texts alone");
        self.write(MANIFEST, &manifest)?;
        let finished = self.zip.finish();
        let stream = finished.map_err(io::Error::from).map_err(write_failed)?;
        Ok(stream.into_inner())
    }
}

/// Describes an error of writing an archive.
pub fn write_failed(error: io::Error) -> Fault {
    Fault::Broken(format!("the archive could not be written ({error})"))
}

/// An opened archive, whose manifest and files agree in names and sizes.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    entries: BTreeMap<String, ArchiveEntry>,
}

impl<'a> Archive<'a> {
    /// Opens an archive and compares its files with its manifest. Unpacks the manifest only.
    ///
    /// # Errors
    /// What is wrong with the archive as a whole, as the end of a sentence that begins with “it”.
    pub fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes));
        let mut zip = zip.map_err(|error| format!("it is no zip archive, or cut off ({error})"))?;
        if zip.has_duplicate_names() {
            return Err("it holds two files of one name".into());
        }
        let manifest = unpack(&mut zip, MANIFEST, JSON_AT_MOST)
            .map_err(|reason| format!("it has no {MANIFEST} that can be read ({reason})"))?;
        let entries = entries(&manifest)?;
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index).map_err(|error| error.to_string())?;
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            let entry = entries.get(&name);
            if name != MANIFEST && entry.is_none_or(|entry| entry.bytes != file.size()) {
                return Err(format!("{name} is not as its {MANIFEST} says"));
            }
        }
        if zip.len() != entries.len() + 1 {
            return Err(format!("files are missing that its {MANIFEST} names"));
        }
        Ok(Self { zip, entries })
    }

    /// Returns the names of the folders in `runs` or in `models`, each once.
    pub fn folders(&self, below: &str) -> Vec<String> {
        let paths = self.entries.keys();
        let names = paths.filter_map(|path| {
            let rest = path.strip_prefix(below)?.strip_prefix('/')?;
            Some(rest.split_once('/')?.0.to_owned())
        });
        let mut names: Vec<String> = names.collect();
        names.dedup();
        names
    }

    /// Returns whether the archive has a file at this path.
    pub fn holds(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    /// Unpacks a file and compares its hash with the manifest's.
    ///
    /// # Errors
    /// Where the file is missing, damaged, or has another hash.
    pub fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let entry = self.entries.get(path);
        let entry = entry.ok_or_else(|| format!("{path} is missing"))?;
        let bytes = unpack(&mut self.zip, path, entry.bytes)
            .map_err(|reason| format!("{path} is damaged ({reason})"))?;
        match hash(&bytes) == entry.sha256 {
            true => Ok(bytes),
            false => Err(format!("{path} was changed: its hash is wrong")),
        }
    }
}

/// Unpacks a file of at most `at_most` bytes.
fn unpack(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    path: &str,
    at_most: u64,
) -> Result<Vec<u8>, String> {
    let file = zip.by_name(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    let read = file.take(at_most + 1).read_to_end(&mut bytes);
    let read = read.map_err(|error| error.to_string())?;
    match read as u64 > at_most {
        true => Err("it is larger than it should be".into()),
        false => Ok(bytes),
    }
}

/// Reads a manifest and checks the paths and sizes of its entries.
fn entries(manifest: &[u8]) -> Result<BTreeMap<String, ArchiveEntry>, String> {
    /// Read first, so that the error for a manifest of a later format says so.
    #[derive(Deserialize)]
    struct Version {
        format: u32,
    }
    let damaged = |error| format!("its {MANIFEST} cannot be read ({error})");
    let version: Version = serde_json::from_slice(manifest).map_err(damaged)?;
    if !(1..=FORMAT).contains(&version.format) {
        return Err(format!(
            "it has format {}; this Grove reads formats up to {FORMAT}",
            version.format
        ));
    }
    let manifest: ArchiveManifest = serde_json::from_slice(manifest).map_err(damaged)?;
    let mut entries = BTreeMap::new();
    let mut total = 0u64;
    for entry in manifest.entries {
        if !is_place(&entry.path) {
            return Err(format!("nothing of Grove lies at {}", entry.path));
        }
        total = total.saturating_add(entry.bytes);
        let most = match entry.path.ends_with(".json") {
            true => JSON_AT_MOST,
            false => ENTRY_AT_MOST,
        };
        if entry.bytes > most || total > TOTAL_AT_MOST {
            return Err(format!("{} would be too large", entry.path));
        }
        if let Some(entry) = entries.insert(entry.path.clone(), entry) {
            return Err(format!("it holds {} twice", entry.path));
        }
    }
    Ok(entries)
}

/// Returns whether an archive may have a file at this path. Others are never read.
fn is_place(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let is_number = |text: &str| text.parse::<u32>().is_ok_and(|n| n.to_string() == text);
    match parts[..] {
        ["runs", id, file] => {
            let known = Artifact::ALL.map(Artifact::name);
            RunId(id.to_owned()).is_sound() && (file == RUN || known.contains(&file))
        }
        ["models", number, file] => {
            let version = file.strip_suffix(".grove");
            is_number(number) && (file == MODEL || version.is_some_and(is_number))
        }
        ["tables", sha256, file] => is_hash(sha256) && TABLE.contains(&file),
        [file] => file == VISIT,
        _ => false,
    }
}

/// Returns whether a text is a SHA-256 in lower-case hexadecimal.
fn is_hash(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(digit)
}

pub(super) fn hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
