//! The model registry: every version keeps a copy of its model, whatever becomes of the run that it comes from.

use super::format::{self, ModelRecord};
use super::runs::{self, Part, check_name, check_note};
use super::{Fault, Shelf, Transaction};
use grove_protocol::tracking::{ALIASES, ModelVersion, RegisteredModel, RunId, VersionId};

/// Where the copy of a version's model lies.
pub(super) fn copy_key(model: &str, version: u32) -> String {
    format!("{version}/{model}")
}

/// Makes a run's model the next version of a model; a name that no model has makes a new one.
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
    let bytes = runs::part(records, &info, Part::Model).await?;
    let record = records.get(Shelf::Models, model).await?;
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
    records.put(Shelf::Copies, &key, bytes).await?;
    save(records, &record).await
}

/// Describes a model, or one of its versions.
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
        Some(version) => version_of(&mut record, version)?.description = description,
    }
    save(records, &record).await
}

/// Gives an alias to a version, and takes it from the one that had it.
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
    take_alias(&mut record, alias);
    let version = version_of(&mut record, id.version)?;
    version.aliases.push(alias.to_owned());
    save(records, &record).await
}

pub async fn remove_alias(
    records: &impl Transaction,
    model: &str,
    alias: &str,
) -> Result<(), Fault> {
    let mut record = find(records, model).await?;
    take_alias(&mut record, alias);
    save(records, &record).await
}

pub async fn delete_version(records: &impl Transaction, id: &VersionId) -> Result<(), Fault> {
    let mut record = find(records, &id.model).await?;
    version_of(&mut record, id.version)?;
    let versions = &mut record.model.versions;
    versions.retain(|version| version.version != id.version);
    let key = copy_key(&id.model, id.version);
    records.delete(Shelf::Copies, &key).await?;
    save(records, &record).await
}

/// The bytes of a version's model file.
pub async fn model(records: &impl Transaction, id: &VersionId) -> Result<Vec<u8>, Fault> {
    let key = copy_key(&id.model, id.version);
    let bytes = records.get(Shelf::Copies, &key).await?;
    bytes.ok_or_else(gone)
}

/// A model without versions.
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
    records.put(Shelf::Models, &record.model.name, bytes).await
}

async fn find(records: &impl Transaction, model: &str) -> Result<ModelRecord, Fault> {
    let record = records.get(Shelf::Models, model).await?;
    read(model, &record.ok_or_else(gone)?)
}

fn version_of(record: &mut ModelRecord, number: u32) -> Result<&mut ModelVersion, Fault> {
    let mut versions = record.model.versions.iter_mut();
    versions
        .find(|version| version.version == number)
        .ok_or_else(gone)
}

fn take_alias(record: &mut ModelRecord, alias: &str) {
    for version in &mut record.model.versions {
        version.aliases.retain(|of_version| of_version != alias);
    }
}

fn gone() -> Fault {
    Fault::refused(
        "This model is no longer there.",
        "It may have been deleted in another tab.",
    )
}
