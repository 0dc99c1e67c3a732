//! Writes a recipe as a link's fragment: `recipe=`, then in base64url the format's number (1 byte), the length (4 bytes)
//! and the checksum (8 bytes) of what follows, which is JSON compressed by deflate.
//!
//! Why: `docs/decisions/0018-recipe-in-files-and-links.md`.

use std::io::{Read, Write};

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::link::{DataSource, FRAGMENT, Link, SAMPLES};
use grove_recipe::stage::Stage;

const FORMAT: u8 = 1;
const CHECKSUM: usize = 8;
const HEAD: usize = 1 + 4 + CHECKSUM;
/// The largest JSON of a link, which has a recipe and a line.
const BYTES_AT_MOST: usize = 1_000_000;

/// Without padding, which is not needed. A text that was cut off may end within a byte.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Writes the fragment of a link. The same recipe and source give the same text.
pub fn write(link: &Link) -> String {
    let contents = json!({ "source": link.source, "recipe": link.recipe }).to_string();
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
    let packed = packer.write_all(contents.as_bytes());
    let packed = packed.and_then(|()| packer.finish());
    let packed = packed.expect("memory takes whatever is written to it");
    let mut bytes = vec![FORMAT];
    bytes.extend((packed.len() as u32).to_le_bytes());
    bytes.extend(checksum(&packed));
    bytes.extend(packed);
    [FRAGMENT, &BASE64.encode(bytes)].concat()
}

/// Reads and checks the fragment of a link. Any text gives an error or a usable link.
pub fn read(fragment: &str) -> Result<Link, StageError> {
    let contents: Value = serde_json::from_slice(&unpacked(fragment)?).map_err(|_| strange())?;
    let [Some(source), Some(recipe)] = ["source", "recipe"].map(|name| contents.get(name)) else {
        return Err(strange());
    };
    let source = source_of(source)?;
    let recipe = Recipe::from_json(&recipe.to_string()).map_err(|found| {
        let problem = format!("The recipe in this link cannot be used: {}", found.problem);
        error(problem, &found.advice)
    })?;
    Ok(Link { source, recipe })
}

/// Unpacks the JSON of a link, which is not checked.
fn unpacked(fragment: &str) -> Result<Vec<u8>, StageError> {
    let text = fragment.strip_prefix(FRAGMENT).ok_or_else(strange)?;
    if text.len() > 2 * BYTES_AT_MOST {
        return Err(too_large());
    }
    // Programs that find links in a text may include the full stop after them.
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let text = &text[..end.unwrap_or(text.len())];
    // A single letter after whole groups of four is no byte.
    let whole = text.len() - usize::from(text.len() % 4 == 1);
    let bytes = BASE64.decode(&text[..whole]).map_err(|_| strange())?;
    let Some((head, packed)) = bytes.split_at_checked(HEAD) else {
        return Err(incomplete());
    };
    if head[0] != FORMAT {
        let problem = format!(
            "This link has format {}; this version of Grove reads format {FORMAT}.",
            head[0]
        );
        return Err(error(problem, "Reload the page, or ask for a new link."));
    }
    let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
    let packed = packed.get(..length).ok_or_else(incomplete)?;
    if checksum(packed) != head[HEAD - CHECKSUM..] {
        return Err(strange());
    }
    let mut contents = Vec::new();
    let mut unpacker = DeflateDecoder::new(packed).take(BYTES_AT_MOST as u64 + 1);
    unpacker.read_to_end(&mut contents).map_err(|_| strange())?;
    if contents.len() > BYTES_AT_MOST {
        return Err(too_large());
    }
    Ok(contents)
}

fn source_of(source: &Value) -> Result<DataSource, StageError> {
    let source = serde_json::from_value(source.clone());
    let source: DataSource = source.map_err(|_| unknown_data())?;
    match &source {
        DataSource::Sample { name } if !SAMPLES.contains(&name.as_str()) => Err(unknown_data()),
        DataSource::Synthetic(spec) => spec.check().map(|()| source.clone()),
        _ => Ok(source),
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    std::array::from_fn(|place| hash[place])
}

fn error(problem: impl Into<String>, advice: &str) -> StageError {
    StageError::new(Stage::Load, problem, advice)
}

fn incomplete() -> StageError {
    error(
        "This link is incomplete: its end is missing.",
        "Copy the whole link; if a program cuts it off, ask for the recipe as a file.",
    )
}

fn too_large() -> StageError {
    error(
        "The content of this link is too large for a recipe.",
        "Ask for the recipe as a file.",
    )
}

fn strange() -> StageError {
    error(
        "This link contains no recipe of Grove, or was changed.",
        "Ask for the link again, or for the recipe as a file.",
    )
}

fn unknown_data() -> StageError {
    error(
        "This link is about data that this version of Grove does not know.",
        "Reload the page, or ask for the data as a file.",
    )
}
