//! Writes `dvc.lock`: the hashes of each step's inputs and outputs, by which DVC decides what to run.

use serde_json::{Map, Value, json};

use super::step::steps;
use super::{RECIPE, yaml};
use grove_recipe::{Recipe, flat};

/// A file or folder with its hash as DVC computes it.
pub struct Hashed {
    /// MD5 in lower-case hexadecimal; for a folder that of [`listed`], followed by `.dir`.
    pub md5: String,
    /// In bytes; for a folder, of all files in it.
    pub size: u64,
    /// The number of files, for a folder.
    pub files: Option<u32>,
}

/// Writes the text of `dvc.lock`, with hashes of the paths that the steps read and write.
pub fn lock<E>(recipe: &Recipe, hashed: impl Fn(&str) -> Result<Hashed, E>) -> Result<String, E> {
    let entry = |path: &String| {
        let Hashed { md5, size, files } = hashed(path)?;
        let mut entry = json!({ "path": path, "hash": "md5", "md5": md5, "size": size });
        if let Some(files) = files {
            entry["nfiles"] = files.into();
        }
        Ok(entry)
    };
    let mut stages = Map::new();
    for step in steps(recipe) {
        let mut reads = step.reads;
        reads.sort();
        let mut writes: Vec<String> = step.writes.into_iter().chain(step.scores).collect();
        writes.sort();
        let reads: Vec<Value> = reads.iter().map(entry).collect::<Result<_, E>>()?;
        let writes: Vec<Value> = writes.iter().map(entry).collect::<Result<_, E>>()?;
        let description = json!({
            "cmd": step.command,
            "deps": reads,
            "params": { RECIPE: watched(recipe, &step.stage.may_read()) },
            "outs": writes,
        });
        stages.insert(step.stage.name().into(), description);
    }
    Ok(yaml::write(&json!({ "schema": "2.0", "stages": stages })))
}

/// Returns the parameters that a step watches, each as a whole.
fn watched(recipe: &Recipe, names: &[&str]) -> Value {
    let whole = serde_json::to_value(recipe).expect("a recipe holds nothing that JSON cannot");
    let leaves = flat(recipe);
    let values = names.iter().map(|name| {
        let value = whole.get(name).or_else(|| leaves.get(*name));
        ((*name).to_owned(), value.cloned().unwrap_or_default())
    });
    Value::Object(values.collect())
}

/// Lists the files of a folder by name, in the form that DVC hashes: JSON as Python writes it.
pub fn listed(files: &[(String, Hashed)]) -> String {
    let files = files.iter().map(|(name, file)| {
        format!(
            "{{\"md5\": \"{}\", \"relpath\": {}}}",
            file.md5,
            json!(name)
        )
    });
    format!("[{}]", files.collect::<Vec<_>>().join(", "))
}
