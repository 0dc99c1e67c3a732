//! Files with some bytes changed, cut off or doubled: each is read or refused in words, and the parquet crate does not
//! panic on any, which would end the engine in a browser.

use std::cell::RefCell;
use std::fs;
use std::panic;
use std::path::Path;
use std::rc::Rc;

use grove_engine::load::{Loading, begin, load};
use grove_forest::Stream;
use grove_recipe::Load;

/// Of each kind of file; `GROVE_MUTANTS` asks for another number.
fn cases() -> u32 {
    let asked = std::env::var("GROVE_MUTANTS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(1500)
}

thread_local! {
    static PANICS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Remembers panics, those too that are caught.
fn listen() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        PANICS.with_borrow_mut(|panics| panics.push(panic.to_string()));
        before(panic);
    }));
}

/// The files of `tests/ugly` whose names end so, and a sample for text.
fn originals(ends: &[&str]) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ugly");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| ends.iter().any(|end| path.to_string_lossy().ends_with(end)))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "no file ends with {ends:?}");
    paths
        .iter()
        .map(|path| fs::read(path).expect("a file"))
        .collect()
}

/// What text is made of, and what Parquet is.
const PARTS: [&[u8]; 24] = [
    b"\"",
    b"'",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xE9",
    b"{",
    b"}",
    b"[",
    b"]",
    b"#",
    b"NaN",
    b"1e999",
    b"-",
    b"\xFF\xFF\xFF\xFF",
    b"\x80\x80\x80\x80\x08",
    b"PAR1",
    b"\x7F",
];

fn mutant(original: &[u8], random: &mut Stream) -> Vec<u8> {
    let mut bytes = original.to_vec();
    let mut below = |n: usize| (random.unit() * n.max(1) as f64) as usize;
    for _ in 0..=below(4) {
        let at = below(bytes.len());
        let length = below(40).min(bytes.len().saturating_sub(at));
        match below(7) {
            0 if !bytes.is_empty() => bytes[at] = below(256) as u8,
            1 if !bytes.is_empty() => bytes[at] ^= 1 << below(8),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let part = bytes[at..at + length].to_vec();
                let to = below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            _ => {
                let part = PARTS[below(PARTS.len())];
                let end = if below(2) == 0 {
                    at
                } else {
                    (at + part.len()).min(bytes.len())
                };
                bytes.splice(at.min(end)..end, part.iter().copied());
            }
        }
    }
    bytes
}

/// How many were read. Each is tried whole, and a file that was read is the same when it is read again.
fn try_all(kind: &str, ends: &[&str]) -> u32 {
    listen();
    let originals = originals(ends);
    let mut read = 0;
    for case in 0..cases() {
        let original = &originals[case as usize % originals.len()];
        let bytes = mutant(original, &mut Stream::new(11, kind, u64::from(case)));
        match load("mutant", &bytes, &Load::default()) {
            Ok(loaded) => {
                read += 1;
                assert_eq!(loaded.table.rows.len(), loaded.table.height() as usize);
                assert_eq!(loaded.header.len(), loaded.columns.len(), "case {case}");
                let again = load("mutant", &bytes, &Load::default()).expect("it was read before");
                assert_eq!(again.columns, loaded.columns, "case {case}");
            }
            Err(error) => {
                assert!(
                    !error.problem.is_empty() && error.problem.len() < 5_000,
                    "case {case}"
                );
                assert!(!error.problem.contains(".rs:"), "case {case}: {error}");
            }
        }
        let panics = PANICS.with_borrow_mut(std::mem::take);
        assert!(panics.is_empty(), "{kind} {case}: {panics:?}");
    }
    println!("{kind}: {read} of {} were read", cases());
    read
}

#[test]
fn delimited_text() {
    assert!(try_all("text", &[".csv", ".tsv", ".txt"]) > cases() / 4);
}

#[test]
fn json_lines() {
    assert!(try_all("lines", &[".jsonl"]) > cases() / 10);
}

#[test]
fn archives() {
    try_all("archive", &[".zip", ".gz"]);
}

#[test]
fn parquet() {
    try_all("parquet", &[".parquet"]);
}

/// Whoever reads in slices gets the same table or the same error.
#[test]
fn slices() {
    let originals = originals(&[".csv", ".jsonl", ".parquet"]);
    for case in 0..cases() / 10 {
        let original = &originals[case as usize % originals.len()];
        let bytes = mutant(original, &mut Stream::new(12, "slices", u64::from(case)));
        let whole = load("mutant", &bytes, &Load::default());
        let sliced = begin("mutant", Rc::from(bytes), &Load::default(), None);
        let sliced = sliced.and_then(Loading::finish);
        match (whole, sliced) {
            (Ok(whole), Ok(sliced)) => assert_eq!(whole.columns, sliced.columns),
            (Err(whole), Err(sliced)) => assert_eq!(whole.problem, sliced.problem),
            _ => panic!("case {case}: read once and refused once"),
        }
    }
}
