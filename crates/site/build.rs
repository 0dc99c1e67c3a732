//! Packs the files of the built site, and lists them for the crate.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script, whose work is files"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut list = String::from("&[\n");
    if std::env::var_os("CARGO_FEATURE_EMBEDDED").is_some() {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
        println!("cargo::rerun-if-changed={}", dist.display());
        if !dist.join("index.html").is_file() {
            return Err(
                "there is no site in dist/ to put into the command: `make build` makes it".into(),
            );
        }
        let mut files = Vec::new();
        collect(&dist, "", &mut files)?;
        for (name, path) in files {
            let packed = out.join(format!("{}.gz", name.replace('/', "-")));
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&fs::read(&path)?)?;
            fs::write(&packed, encoder.finish()?)?;
            let packed = packed.to_str().ok_or("a path in UTF-8")?;
            writeln!(list, "    ({name:?}, include_bytes!({packed:?})),")?;
        }
    } else {
        println!("cargo::rerun-if-changed=build.rs");
    }
    list.push_str("]\n");
    fs::write(out.join("files.rs"), list)?;
    Ok(())
}

/// Adds the files below a folder, by their names in the site, in the order of these.
fn collect(
    folder: &Path,
    below: &str,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = format!("{below}{}", name.ok_or("a name in UTF-8")?);
        match path.is_dir() {
            true => collect(&path, &format!("{name}/"), files)?,
            false => files.push((name, path)),
        }
    }
    Ok(())
}
