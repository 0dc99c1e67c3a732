//! The files of a stage, and `stage.json`, which records what they were made from.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use grove_export::bundle::BundleEntry;
use grove_recipe::provenance::{as_far_as, hex, why_stale};
use grove_recipe::stage::{KEPT_FORMAT, Stage, keys};
use grove_recipe::{Draft, Recipe};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::failure::CommandFailure;
use crate::set;

pub const MANIFEST: &str = "stage.json";

#[derive(Serialize, Deserialize)]
struct StageManifest {
    format: u32,
    /// The version of Grove.
    grove: String,
    stage: Stage,
    /// The stage's version; see [`Stage::version`].
    version: u32,
    /// The stage's key in lower-case hexadecimal.
    key: String,
    /// The recipe as far as the stage read it.
    recipe: Value,
    /// SHA-256 of each file by its name.
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// Whether the stored files of a stage fit a recipe.
#[derive(Debug, PartialEq)]
pub enum StageStanding {
    Fresh,
    /// Why the stage has to run, in a sentence.
    Stale(String),
}

/// Replaces the files of a stage, and removes those that it no longer has.
pub fn write(
    folder: &Path,
    recipe: &Recipe,
    stage: Stage,
    mut entries: Vec<BundleEntry>,
) -> Result<(), CommandFailure> {
    let hashed = entries
        .iter()
        .map(|(name, bytes)| (name.clone(), hash(bytes)));
    let manifest = StageManifest {
        format: KEPT_FORMAT,
        grove: env!("CARGO_PKG_VERSION").into(),
        stage,
        version: stage.version(),
        key: hex(&keys(recipe)[stage as usize]),
        recipe: json!(as_far_as(stage, recipe)),
        files: hashed.collect(),
    };
    let before = read(folder, stage).map(|before| before.files);
    let mut bytes = serde_json::to_vec_pretty(&manifest).expect("values and texts alone");
    bytes.push(b'\n');
    // Written last: files that do not match it were left by a run that was killed.
    entries.push((MANIFEST.into(), bytes));
    set::put_some(folder, &entries)?;
    for name in before.unwrap_or_default().keys() {
        if !manifest.files.contains_key(name) && is_name(name) {
            // The file may be gone already.
            let _ = fs::remove_file(folder.join(name));
        }
    }
    Ok(())
}

/// Compares the files with a recipe. O(bytes of the files).
pub fn standing(folder: &Path, recipe: &Recipe, stage: Stage) -> StageStanding {
    let manifest = match read(folder, stage) {
        Ok(manifest) => manifest,
        Err(why) => return StageStanding::Stale(why),
    };
    if manifest.version != stage.version() {
        return StageStanding::Stale(format!(
            "Another version of Grove made it: of this stage it was version {}, and is {}.",
            manifest.version,
            stage.version()
        ));
    }
    if manifest.key != hex(&keys(recipe)[stage as usize]) {
        let then = Draft::from_json(&manifest.recipe.to_string()).ok();
        let why = then.and_then(|then| why_stale(stage, then.recipe(), recipe));
        return StageStanding::Stale(why.unwrap_or("Another version of Grove made it.".into()));
    }
    for (name, expected) in &manifest.files {
        let found = fs::read(folder.join(name)).map(|bytes| hash(&bytes));
        if !is_name(name) || found.ok().as_ref() != Some(expected) {
            let why =
                format!("{name} is not as it was written: it was changed, cut off or removed.");
            return StageStanding::Stale(why);
        }
    }
    StageStanding::Fresh
}

/// Reads the manifest. The error is a sentence on why there is nothing to use.
fn read(folder: &Path, stage: Stage) -> Result<StageManifest, String> {
    let bytes = fs::read(folder.join(MANIFEST)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => "It has not run yet.".to_owned(),
        _ => format!("{MANIFEST} cannot be read: {error}."),
    })?;
    let strange = |what: &str| format!("{MANIFEST} {what}.");
    let damaged = |error: serde_json::Error| strange(&format!("is damaged: {error}"));
    // Read by itself, since the manifest of another format may have other fields.
    let Format { format } = serde_json::from_slice(&bytes).map_err(damaged)?;
    if format != KEPT_FORMAT {
        return Err(strange("was written by another version of Grove"));
    }
    let manifest: StageManifest = serde_json::from_slice(&bytes).map_err(damaged)?;
    if manifest.stage != stage {
        return Err(strange("is of another stage"));
    }
    Ok(manifest)
}

/// Returns whether it names a file in the folder itself.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\']) && name != ".."
}

pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
