//! The model registry. Every version has its own copy of the model file, so that its run can be deleted.
//!
//! # Errors
//! All functions fail where the storage fails, and where the named run, model or version is not there.

use super::format::{self, ModelRecord};
use super::runs::{self, Artifact, check_name, check_note};
use super::{Fault, RecordTable, Transaction};
use grove_protocol::tracking::{ALIASES, ModelVersion, RegisteredModel, RunId, VersionId};

/// Returns the key of a version's model file in [`RecordTable::Copies`].
pub(super) fn copy_key(model: &str, version: u32) -> String {
    format!("{version}/{model}")
}

/// Registers a run's model as the next version of the model with this name, which is created if it is new. `now` is in
/// milliseconds since 1970.
///
/// # Errors
/// Also where the name is empty, or the name or the description is too long.
pub async fn register(
    records: &impl Transaction,
    run: &RunId,
    model: &str,
    description: String,
    now: f64,
) -> Result<(), Fault> {
    let model = model.trim();
    let wrong = |problem| Fault::refused(problem, "Choose another.");
    if model.is_empty() {
        return Err(wrong("A model needs a name.".into()));
    }
    check_name("name", model).map_err(wrong)?;
    check_note("description", &description).map_err(wrong)?;
    let info = runs::find(records, run).await?;
    let bytes = runs::artifact(records, &info, Artifact::Model).await?;
    let record = records.get(RecordTable::Models, model).await?;
    let mut record = match record {
        Some(record) => read(model, &record)?,
        None => new(model),
    };
    let version = record.next;
    record.next = version.saturating_add(1);
    record.model.versions.push(ModelVersion {
        version,
        description,
        created: now,
        run: run.clone(),
        recipe: info.recipe,
        aliases: Vec::new(),
        bytes: bytes.len() as f64,
    });
    let key = copy_key(model, version);
    records.put(RecordTable::Copies, &key, bytes).await?;
    save(records, &record).await
}

/// Sets the description of a model, or of one of its versions.
///
/// # Errors
/// Also where the description is too long.
pub async fn describe(
    records: &impl Transaction,
    model: &str,
    version: Option<u32>,
    description: String,
) -> Result<(), Fault> {
    let wrong = |problem| Fault::refused(problem, "Shorten it.");
    check_note("description", &description).map_err(wrong)?;
    let mut record = find(records, model).await?;
    match version {
        None => record.model.description = description,
        Some(version) => find_version(&mut record, version)?.description = description,
    }
    save(records, &record).await
}

/// Moves an alias to a version.
///
/// # Errors
/// Also for an alias that is not one of [`ALIASES`].
pub async fn set_alias(
    records: &impl Transaction,
    id: &VersionId,
    alias: &str,
) -> Result<(), Fault> {
    if !ALIASES.contains(&alias) {
        return Err(Fault::refused(
            format!("There is no alias {alias}."),
            format!("Choose one of these: {}.", ALIASES.join(", ")),
        ));
    }
    let mut record = find(records, &id.model).await?;
    drop_alias(&mut record, alias);
    let version = find_version(&mut record, id.version)?;
    version.aliases.push(alias.to_owned());
    save(records, &record).await
}

/// Removes an alias from whichever version has it.
///
/// # Errors
/// See the module.
pub async fn remove_alias(
    records: &impl Transaction,
    model: &str,
    alias: &str,
) -> Result<(), Fault> {
    let mut record = find(records, model).await?;
    drop_alias(&mut record, alias);
    save(records, &record).await
}

/// Deletes a version and its model file for good.
///
/// # Errors
/// See the module.
pub async fn delete_version(records: &impl Transaction, id: &VersionId) -> Result<(), Fault> {
    let mut record = find(records, &id.model).await?;
    find_version(&mut record, id.version)?;
    let versions = &mut record.model.versions;
    versions.retain(|version| version.version != id.version);
    let key = copy_key(&id.model, id.version);
    records.delete(RecordTable::Copies, &key).await?;
    save(records, &record).await
}

/// Returns the bytes of a version's model file.
///
/// # Errors
/// See the module.
pub async fn model(records: &impl Transaction, id: &VersionId) -> Result<Vec<u8>, Fault> {
    let key = copy_key(&id.model, id.version);
    let bytes = records.get(RecordTable::Copies, &key).await?;
    bytes.ok_or_else(not_found)
}

/// Makes the record of a model without versions.
pub(super) fn new(name: &str) -> ModelRecord {
    ModelRecord {
        next: 1,
        model: RegisteredModel {
            name: name.to_owned(),
            description: String::new(),
            versions: Vec::new(),
        },
    }
}

pub(super) fn read(name: &str, record: &[u8]) -> Result<ModelRecord, Fault> {
    format::read_model(record).map_err(|reason| {
        Fault::refused(
            format!("The model {name} cannot be read: {reason}."),
            "It stays as it is; choose another name.",
        )
    })
}

pub(super) async fn save(records: &impl Transaction, record: &ModelRecord) -> Result<(), Fault> {
    let bytes = format::write_model(record);
    records
        .put(RecordTable::Models, &record.model.name, bytes)
        .await
}

async fn find(records: &impl Transaction, model: &str) -> Result<ModelRecord, Fault> {
    let record = records.get(RecordTable::Models, model).await?;
    read(model, &record.ok_or_else(not_found)?)
}

fn find_version(record: &mut ModelRecord, number: u32) -> Result<&mut ModelVersion, Fault> {
    let mut versions = record.model.versions.iter_mut();
    versions
        .find(|version| version.version == number)
        .ok_or_else(not_found)
}

fn drop_alias(record: &mut ModelRecord, alias: &str) {
    for version in &mut record.model.versions {
        version.aliases.retain(|of_version| of_version != alias);
    }
}

fn not_found() -> Fault {
    Fault::refused(
        "This model is no longer there.",
        "It may have been deleted in another tab.",
    )
}
