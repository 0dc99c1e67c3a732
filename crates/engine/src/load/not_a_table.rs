//! Recognises files that are not tables by their first bytes, and says what to do instead.

use grove_recipe::error::StageError;

use super::error;

/// A format that is recognised by its first bytes, its name, and what to do with such a file.
struct KnownFormat {
    /// The position of the mark.
    at: usize,
    mark: &'static [u8],
    what: &'static str,
    advice: &'static str,
}

const TABLE: &str = "Choose a table: CSV, TSV, JSON lines or Parquet, also as gzip or zip.";
const SHEET: &str = "Save its sheet as CSV and open that.";
const UNPACK: &str = "Unpack it and open the table that is in it.";
const QUERY: &str = "Save the table that you need as CSV or Parquet, and open that.";
const ARRAYS: &str = "Save it as CSV or Parquet; pandas' to_csv does so.";

const fn kind(mark: &'static [u8], what: &'static str, advice: &'static str) -> KnownFormat {
    KnownFormat {
        at: 0,
        mark,
        what,
        advice,
    }
}

const KINDS: [KnownFormat; 36] = [
    kind(b"\x89PNG", "a PNG image", TABLE),
    kind(b"\xFF\xD8\xFF", "a JPEG image", TABLE),
    kind(b"GIF8", "a GIF image", TABLE),
    kind(b"%PDF", "a PDF document", TABLE),
    kind(b"{\\rtf", "a text document (RTF)", TABLE),
    kind(b"\x7FELF", "a program", TABLE),
    kind(b"MZ\x90\0", "a program", TABLE),
    kind(b"\xD0\xCF\x11\xE0", "an old Excel file (xls)", SHEET),
    kind(b"SQLite format 3\0", "an SQLite database", QUERY),
    KnownFormat {
        at: 8,
        mark: b"DUCK",
        what: "a DuckDB database",
        advice: QUERY,
    },
    kind(b"\x28\xB5\x2F\xFD", "a zstd archive", UNPACK),
    KnownFormat {
        at: 4,
        mark: b"1AY&SY",
        what: "a bzip2 archive",
        advice: UNPACK,
    },
    kind(b"\xFD7zXZ\0", "an xz archive", UNPACK),
    kind(b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    kind(b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    kind(b"\x04\x22\x4D\x18", "an LZ4 archive", UNPACK),
    kind(b"\x1F\x9D", "a compressed file (.Z)", UNPACK),
    KnownFormat {
        at: 257,
        mark: b"ustar",
        what: "a tar archive",
        advice: UNPACK,
    },
    kind(b"\x80\x02", "a Python pickle", ARRAYS),
    kind(b"\x80\x03", "a Python pickle", ARRAYS),
    kind(b"\x80\x04\x95", "a Python pickle", ARRAYS),
    kind(b"\x80\x05\x95", "a Python pickle", ARRAYS),
    kind(b"\x93NUMPY", "a NumPy array", ARRAYS),
    kind(b"ARROW1", "an Arrow file (Feather)", ARRAYS),
    kind(b"FEA1", "a Feather file", ARRAYS),
    kind(b"\x89HDF", "an HDF5 file", ARRAYS),
    kind(b"ORC", "an ORC file", QUERY),
    kind(b"Obj\x01", "an Avro file", QUERY),
    kind(
        b"RDX2\n",
        "an R workspace",
        "Save the table with write.csv and open that.",
    ),
    kind(
        b"RDX3\n",
        "an R workspace",
        "Save the table with write.csv and open that.",
    ),
    kind(
        b"$FL2",
        "an SPSS file (sav)",
        "Save it as CSV and open that.",
    ),
    kind(
        b"<stata_dta>",
        "a Stata file (dta)",
        "Save it as CSV and open that.",
    ),
    kind(
        b"version https://git-lfs.github.com/spec/",
        "a pointer to a file in Git LFS, not the file",
        "Get the file itself, for example with `git lfs pull`.",
    ),
    kind(b"PK\x05\x06", "an empty zip archive", TABLE),
    kind(b"PK\x03\x04", "a zip archive", UNPACK),
    kind(b"\x1F\x8B", "a gzip archive", UNPACK),
];

/// Refuses what is not a table. gzip and zip are refused here, too: check what was unpacked from them.
pub fn check(head: &[u8]) -> Result<(), StageError> {
    let found = KINDS.iter().find(|kind| {
        let mark = head.get(kind.at..kind.at + kind.mark.len());
        mark == Some(kind.mark) && !spells_text(kind, head)
    });
    match found {
        Some(kind) => Err(error(
            format!("This looks like {}, not like a table.", kind.what),
            kind.advice,
        )),
        None => markup(head),
    }
}

/// Returns whether the mark is ordinary text, since a header may start with its letters, such as `ORCID,name`: then all
/// bytes are text.
fn spells_text(kind: &KnownFormat, head: &[u8]) -> bool {
    let letter = |byte: &u8| matches!(byte, b' '..|b'\t'| b'\r' | b'\n');
    kind.mark.iter().all(u8::is_ascii_alphanumeric) && head.iter().take(300).all(letter)
}

/// Refuses web pages and other markup, which would be read as a table of one strange column.
fn markup(head: &[u8]) -> Result<(), StageError> {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let start = &start.trim_ascii_start()[..start.trim_ascii_start().len().min(64)];
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| start.starts_with(tag))
    {
        return Err(error(
            "This is a web page, not a table.",
            "The link may lead to a page about the file. Download the file itself, as CSV.",
        ));
    }
    if ["<?xml", "<svg", "<!doctype"]
        .iter()
        .any(|tag| start.starts_with(tag))
    {
        return Err(error("This is XML, not a table.", QUERY));
    }
    Ok(())
}

/// What a text that starts as JSON is.
pub enum JsonStart {
    No,
    /// An object per line.
    Lines,
    /// An array of objects, each a row.
    Rows,
    /// Something else, with the error for it.
    Other(StageError),
}

/// Decides by the first bytes of a text, which may end inside a value.
pub fn json(sample: &str) -> JsonStart {
    let start = sample.trim_start();
    if !start.starts_with(['{', '[']) {
        return JsonStart::No;
    }
    let mut values = serde_json::Deserializer::from_str(start).into_iter::<serde::de::IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => {}
        Some(Err(wrong)) if wrong.is_eof() => {
            // A first line that is longer than the sample.
            if start.starts_with('{') && !start.contains('\n') {
                return JsonStart::Lines;
            }
        }
        _ => return JsonStart::No,
    }
    let inner = start[1..].trim_start();
    let (what, advice) = match (start.starts_with('['), inner.chars().next()) {
        (true, Some('{')) => return JsonStart::Rows,
        (true, _) => (
            "This is a JSON array of values, not of objects.",
            "Write each row as an object, such as {\"size\": 1.5, \"colour\": \"red\"}, or save the table as CSV.",
        ),
        (false, _) => (
            "This is one JSON object, not a table.",
            "Save its rows as a JSON array of objects, as JSON lines or as CSV.",
        ),
    };
    JsonStart::Other(error(what, advice))
}
