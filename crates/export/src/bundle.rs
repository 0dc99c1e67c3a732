//! Packs several files into one zip.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file in a bundle: its path, with `/` between folders, and its bytes.
pub type BundleEntry = (String, Vec<u8>);

/// Makes a zip of the entries in the given order, without times. The same entries give the same bytes. Paths must
/// differ.
pub fn zip(entries: &[BundleEntry]) -> Vec<u8> {
    const IN_MEMORY: &str = "writing to memory does not fail, and no path is there twice";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        let large = bytes.len() as u64 > u64::from(u32::MAX);
        let options = SimpleFileOptions::default().large_file(large);
        writer.start_file(path.as_str(), options).expect(IN_MEMORY);
        writer.write_all(bytes).expect(IN_MEMORY);
    }
    writer.finish().expect(IN_MEMORY).into_inner()
}
