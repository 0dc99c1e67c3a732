//! The formats of records: JSON, and postcard for long lists of numbers, each with the number of its format.
//!
//! ```text
//! {"format": 1, "record": …}                 runs, their stages, models, kept tables, what a page had open
//! format (u32, little-endian)  postcard      predictions
//! ```
//! Reading a record of a later format, or a damaged one, is an error that says so. The stored bytes stay as they are.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use grove_protocol::calls::Visit;
use grove_protocol::tracking::{KeptTable, RegisteredModel, RunInfo, StageRecord, TestPredictions};
use grove_recipe::{RECIPE_FORMAT, Recipe};

/// The number of the present format. Raise it with every change that an older reader would misread, and keep reading all
/// earlier formats.
const FORMAT: u32 = 1;

/// The most JSON values of a record.
const VALUES_AT_MOST: usize = 8_000_000;

/// The record of a registered model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelRecord {
    /// The number of the next version. Numbers of deleted versions are not used again.
    pub next: u32,
    /// The model with its versions.
    pub model: RegisteredModel,
}

/// Writes the record of a run.
pub fn write_run(info: &RunInfo) -> Vec<u8> {
    write(info)
}

/// Writes the record of a run's stages.
pub fn write_stages(stages: &[StageRecord]) -> Vec<u8> {
    write(stages)
}

/// Writes the record of a registered model.
pub fn write_model(record: &ModelRecord) -> Vec<u8> {
    write(record)
}

/// Writes the record of a kept table.
pub fn write_table(table: &KeptTable) -> Vec<u8> {
    write(table)
}

/// Writes what a page has open.
pub fn write_visit(visit: &Visit) -> Vec<u8> {
    write(visit)
}

/// Writes a run's predictions.
pub fn write_predicted(predicted: &TestPredictions) -> Vec<u8> {
    let mut bytes = FORMAT.to_le_bytes().to_vec();
    bytes.extend(postcard::to_allocvec(predicted).expect("every length in it is known"));
    bytes
}

/// Reads the record of a run, and converts its recipe to the present format.
///
/// # Errors
/// What is wrong with the bytes, as the end of a sentence that begins with “it”.
pub fn read_run(bytes: &[u8]) -> Result<RunInfo, String> {
    let mut record = open(bytes)?;
    renew(record.get_mut("recipe"))?;
    let info: RunInfo = typed(record)?;
    checked(&info.recipe)?;
    Ok(info)
}

/// Reads the record of a run's stages.
///
/// # Errors
/// As [`read_run`].
pub fn read_stages(bytes: &[u8]) -> Result<Vec<StageRecord>, String> {
    typed(open(bytes)?)
}

/// Reads the record of a registered model, and converts its versions' recipes to the present format.
///
/// # Errors
/// As [`read_run`].
pub fn read_model(bytes: &[u8]) -> Result<ModelRecord, String> {
    let mut record = open(bytes)?;
    let versions = record.pointer_mut("/model/versions");
    for version in versions.and_then(Value::as_array_mut).into_iter().flatten() {
        renew(version.get_mut("recipe"))?;
    }
    let record: ModelRecord = typed(record)?;
    let versions = record.model.versions.iter();
    versions
        .map(|version| &version.recipe)
        .try_for_each(checked)?;
    Ok(record)
}

/// Reads the record of a kept table, and converts its recipe to the present format.
///
/// # Errors
/// As [`read_run`].
pub fn read_table(bytes: &[u8]) -> Result<KeptTable, String> {
    let mut record = open(bytes)?;
    renew(record.pointer_mut("/link/recipe"))?;
    let table: KeptTable = typed(record)?;
    // What is to be predicted may not be chosen yet.
    if table.link.recipe.has_target() {
        checked(&table.link.recipe)?;
    }
    Ok(table)
}

/// Reads what a page had open, and converts its recipes to the present format.
///
/// # Errors
/// As [`read_run`].
pub fn read_visit(bytes: &[u8]) -> Result<Visit, String> {
    let mut record = open(bytes)?;
    renew(record.pointer_mut("/link/recipe"))?;
    for list in ["past", "future"] {
        let recipes = record.get_mut(list).and_then(Value::as_array_mut);
        for recipe in recipes.into_iter().flatten() {
            renew(Some(recipe))?;
        }
    }
    typed(record)
}

/// Reads a run's predictions, and checks that their lengths and numbers agree.
///
/// # Errors
/// As [`read_run`].
pub fn read_predicted(bytes: &[u8]) -> Result<TestPredictions, String> {
    let (format, payload) = bytes.split_first_chunk().ok_or("it is cut off")?;
    known(u32::from_le_bytes(*format).into())?;
    let predicted: TestPredictions =
        postcard::from_bytes(payload).map_err(|error| format!("it is damaged ({error})"))?;
    predicted.check()?;
    Ok(predicted)
}

fn write<T: Serialize + ?Sized>(record: &T) -> Vec<u8> {
    let envelope = json!({ "format": FORMAT, "record": record });
    serde_json::to_vec(&envelope).expect("values and texts alone")
}

/// Opens an envelope and returns its record.
fn open(bytes: &[u8]) -> Result<Value, String> {
    let damaged = |error| format!("it is damaged ({error})");
    // A value of two bytes in the file can take 80 bytes of memory.
    let values = bytes
        .iter()
        .filter(|byte| matches!(byte, b',' | b'[' | b'{'));
    if values.count() > VALUES_AT_MOST {
        return Err("it holds more than can be".into());
    }
    let mut envelope: Value = serde_json::from_slice(bytes).map_err(damaged)?;
    let format = envelope.get("format").and_then(Value::as_u64);
    known(format.ok_or("it says no format")?)?;
    let record = envelope.get_mut("record").ok_or("it holds nothing")?;
    Ok(record.take())
}

/// Refuses unknown formats.
fn known(format: u64) -> Result<(), String> {
    if format == u64::from(FORMAT) {
        return Ok(());
    }
    Err(match format > u64::from(FORMAT) {
        true => format!("it was written by a later version of Grove (format {format})"),
        false => format!("there is no format {format}"),
    })
}

/// Converts a recipe to the present format. Recipes have a format number of their own.
fn renew(recipe: Option<&mut Value>) -> Result<(), String> {
    let recipe = recipe.ok_or("it holds no recipe")?;
    if recipe.get("format") != Some(&json!(RECIPE_FORMAT)) {
        let renewed = Recipe::from_json(&recipe.to_string()).map_err(|error| error.to_string())?;
        *recipe = json!(renewed);
    }
    Ok(())
}

fn checked(recipe: &Recipe) -> Result<(), String> {
    recipe.check().map_err(|error| error.to_string())
}

fn typed<T: DeserializeOwned>(record: Value) -> Result<T, String> {
    serde_json::from_value(record).map_err(|error| format!("it is damaged ({error})"))
}
