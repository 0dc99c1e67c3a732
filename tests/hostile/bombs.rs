//! Small archives that hold more than any memory.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::reader::{Folder, says};

/// A part so many times over, which makes about so many megabytes, each packed by itself.
fn gzip(part: &[u8], megabytes: usize) -> Vec<u8> {
    let block = part.repeat((1 << 20) / part.len());
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
    packed.write_all(&block).expect("memory");
    packed.finish().expect("memory").repeat(megabytes)
}

fn zip(name: &str, part: &[u8], megabytes: usize) -> Vec<u8> {
    let block = part.repeat((1 << 20) / part.len());
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    packed.start_file(name, options).expect("memory");
    for _ in 0..megabytes {
        packed.write_all(&block).expect("memory");
    }
    packed.finish().expect("memory").into_inner()
}

#[test]
fn a_gigabyte_in_a_megabyte() {
    let folder = Folder::new("bombs");
    says(&folder, "letters.csv.gz", &gzip(b"a", 1024), "");
    says(&folder, "zeros.csv.gz", &gzip(b"\0", 1024), "");
    says(
        &folder,
        "rows.csv.gz",
        &gzip(b"a,b\n", 1024),
        "more than 256 MB",
    );
    says(
        &folder,
        "texts.csv.gz",
        &gzip(b"some text,and some more of it\n", 1024),
        "more than 256 MB",
    );
    says(&folder, "lines.csv.gz", &gzip(b"\n", 1024), "");
    says(
        &folder,
        "cells.csv.gz",
        &gzip(b"1\n", 110),
        "more than 50 million cells",
    );
    says(
        &folder,
        "lines.jsonl.gz",
        &gzip(b"{\"a\": 1}\n", 1024),
        "more than 256 MB",
    );
    says(&folder, "array.json.gz", &gzip(b"[{\"a\": 1},", 1024), "");
    says(
        &folder,
        "rows.zip",
        &zip("rows.csv", b"a,b\n", 300),
        "300 MB; Grove opens up to 256 MB",
    );
}

/// The length that a zip archive tells can be made up.
#[test]
fn an_archive_that_says_less_than_it_holds() {
    let folder = Folder::new("lies");
    let mut bytes = zip("rows.csv", b"some text,and some more of it\n", 300);
    let length = 300u32 << 20;
    let told = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, four)| {
            let number = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
            number.abs_diff(length) < 100_000
        })
        .map(|(at, _)| at)
        .collect::<Vec<_>>();
    assert!(!told.is_empty(), "the archive tells no length");
    for at in told {
        bytes[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    says(&folder, "lies.zip", &bytes, "more than 256 MB");
}

#[test]
fn archives_within_archives() {
    let folder = Folder::new("nested");
    let inner = gzip(b"a,b\n", 1);
    let name = |bytes: &[u8], inside: &str| {
        let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
        packed
            .start_file(inside, SimpleFileOptions::default())
            .expect("memory");
        packed.write_all(bytes).expect("memory");
        packed.finish().expect("memory").into_inner()
    };
    let gz = name(&inner, "table.csv.gz");
    says(&folder, "gz.zip", &gz, "a gzip archive");
    says(&folder, "zip.zip", &name(&gz, "inner.zip"), "a zip archive");
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&gz).expect("memory");
    says(
        &folder,
        "zip.gz",
        &packed.finish().expect("memory"),
        "a zip archive",
    );
}
