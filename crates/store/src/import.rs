//! Imports an exported archive: each run, each model and each table completely or not at all. Nothing that is in the store is replaced.

use super::archive::{Archive, MODEL, RUN, TABLE, VISIT, hash};
use super::format::{self, ModelRecord};
use super::registry::{self, copy_key};
use super::runs::{self, Artifact, RunRecord, check_name, check_note};
use super::{Fault, RecordStore, RecordTable, Transaction, in_transaction, tables};
use grove_protocol::calls::Imported;
use grove_protocol::tracking::{ALIASES, KeptTable, RunId, StoreError};
use grove_recipe::link::DataSource;
use grove_recipe::stage::PATH;

/// Checks the bytes of a model file. The error says what is wrong.
pub type ModelCheck<'j> = &'j dyn Fn(&[u8]) -> Result<(), String>;

/// Imports an archive and reports how many runs and model versions were added, were there already, or were refused and
/// why. Awaits `between` before each item, while no transaction is open, so that other requests can be answered.
///
/// # Errors
/// Where the archive as a whole cannot be read.
pub async fn import<K: RecordStore>(
    store: &K,
    bytes: &[u8],
    check_model: ModelCheck<'_>,
    between: impl AsyncFn(),
) -> Result<Imported, StoreError> {
    let mut archive = Archive::open(bytes).map_err(|reason| StoreError {
        problem: format!("This is not an export of Grove: {reason}."),
        advice: "Choose a zip that Grove's export made, or export it again.".into(),
    })?;
    let mut imported = Imported {
        runs: 0,
        versions: 0,
        tables: 0,
        known: 0,
        refused: Vec::new(),
        visit: None,
    };
    for id in archive.folders("runs") {
        between().await;
        let taken = match read_run(&mut archive, &id, check_model) {
            Ok(run) => in_transaction(store, async |records| add_run(records, &run).await).await,
            Err(reason) => {
                imported.refused.push(format!("The run {id}: {reason}."));
                continue;
            }
        };
        match taken {
            Ok(true) => imported.runs += 1,
            Ok(false) => imported.known += 1,
            Err(error) => (imported.refused).push(format!("The run {id}: {}", error.problem)),
        }
    }
    for number in archive.folders("models") {
        between().await;
        let taken = match read_model(&mut archive, &number, check_model) {
            Ok(model) => {
                in_transaction(store, async |records| add_model(records, &model).await).await
            }
            Err(reason) => {
                imported
                    .refused
                    .push(format!("The model {number}: {reason}."));
                continue;
            }
        };
        match taken {
            Ok((versions, known)) => {
                imported.versions += versions;
                imported.known += known;
            }
            Err(error) => {
                let refused = format!("The model {number}: {}", error.problem);
                imported.refused.push(refused);
            }
        }
    }
    for sha256 in archive.folders("tables") {
        between().await;
        let taken = match read_table(&mut archive, &sha256) {
            Ok((table, file)) => {
                in_transaction(store, async |records| {
                    add_table(records, &table, file).await
                })
                .await
            }
            Err(reason) => {
                (imported.refused).push(format!("The table {sha256}: {reason}."));
                continue;
            }
        };
        match taken {
            Ok(true) => imported.tables += 1,
            Ok(false) => imported.known += 1,
            Err(error) => {
                let refused = format!("The table {}: {}", sha256, error.problem);
                imported.refused.push(refused);
            }
        }
    }
    if archive.holds(VISIT) {
        let visit = archive.read(VISIT);
        match visit.and_then(|visit| format::read_visit(&visit)) {
            Ok(visit) => imported.visit = Some(Box::new(visit)),
            Err(reason) => (imported.refused).push(format!("What was open: {reason}.")),
        }
    }
    Ok(imported)
}

/// Reads a table from an archive, and checks that its file is the one that it says.
fn read_table(
    archive: &mut Archive<'_>,
    sha256: &str,
) -> Result<(KeptTable, Option<Vec<u8>>), String> {
    let [record, file] = TABLE.map(|name| format!("tables/{sha256}/{name}"));
    let table = format::read_table(&archive.read(&record)?)?;
    let file = archive.holds(&file).then(|| archive.read(&file));
    let file = file.transpose()?;
    let own = table.link.source == DataSource::Own;
    let same = |file: &Vec<u8>| hash(file) == sha256 && file.len() as f64 == table.bytes;
    if table.link.recipe.data.sha256 != sha256 || own != file.is_some() {
        return Err("it is not as it says".into());
    }
    if !file.as_ref().is_none_or(same) {
        return Err("its file is another one".into());
    }
    Ok((table, file))
}

/// Stores a table. Returns false, without a change, if the store has it already.
async fn add_table(
    records: &impl Transaction,
    table: &KeptTable,
    file: Option<Vec<u8>>,
) -> Result<bool, Fault> {
    let sha256 = &table.link.recipe.data.sha256;
    if records.get(RecordTable::Tables, sha256).await?.is_some() {
        return Ok(false);
    }
    tables::keep(records, &table.link, file, table.changed).await?;
    Ok(true)
}

/// Reads a run from an archive, and checks that its parts belong together.
fn read_run(
    archive: &mut Archive<'_>,
    id: &str,
    check_model: ModelCheck<'_>,
) -> Result<RunRecord, String> {
    let info = archive.read(&format!("runs/{id}/{RUN}"))?;
    let info = format::read_run(&info)?;
    if info.id.0 != id {
        return Err(format!("it says that it is {}", info.id.0));
    }
    runs::check(&info)?;
    let mut read = |artifact: Artifact| {
        let path = format!("runs/{}", artifact.key(&info.id));
        let held = archive.holds(&path);
        held.then(|| archive.read(&path)).transpose()
    };
    let stages = read(Artifact::Stages)?.ok_or("its stages are missing")?;
    let stages = format::read_stages(&stages)?;
    if stages.len() > PATH.len() {
        return Err("it has more stages than there are".into());
    }
    for stage in &stages {
        let told = |reason| format!("of its stage {}, {reason}", stage.report.stage.name());
        stage.report.check().map_err(told)?;
    }
    let predicted = read(Artifact::Predictions)?;
    let predicted = predicted.map(|bytes| format::read_predicted(&bytes));
    let predicted = predicted.transpose()?;
    if predicted.as_ref().map(|predicted| predicted.test_rows()) != info.test_rows {
        return Err("its predictions are of other rows than it says".into());
    }
    let model = read(Artifact::Model)?;
    if model.as_ref().map_or(0, Vec::len) as f64 != info.model_bytes {
        return Err("its model is not the one that it says".into());
    }
    if let Some(model) = &model {
        check_model(model).map_err(|reason| format!("its model cannot be used ({reason})"))?;
    }
    Ok(RunRecord {
        info,
        stages,
        model,
        predicted,
    })
}

/// Stores a run. Returns false, without a change, if the store has it already.
async fn add_run(records: &impl Transaction, run: &RunRecord) -> Result<bool, Fault> {
    let RunId(id) = &run.info.id;
    if records.get(RecordTable::Runs, id).await?.is_some() {
        return Ok(false);
    }
    runs::keep(records, run, true).await
}

/// A registered model of an archive.
struct ImportedModel {
    record: ModelRecord,
    /// One model file per version.
    copies: Vec<Vec<u8>>,
}

/// Reads a registered model with all its versions from an archive, and checks it.
fn read_model(
    archive: &mut Archive<'_>,
    number: &str,
    check_model: ModelCheck<'_>,
) -> Result<ImportedModel, String> {
    let record = archive.read(&format!("models/{number}/{MODEL}"))?;
    let record = format::read_model(&record)?;
    let model = &record.model;
    check_name("name", &model.name)?;
    check_note("description", &model.description)?;
    if model.name.trim().is_empty() || model.name.trim() != model.name {
        return Err("its name cannot be one".into());
    }
    if !(1..1 << 30).contains(&record.next) {
        return Err("its versions are not in order".into());
    }
    let mut last = 0;
    let mut aliases: Vec<&str> = Vec::new();
    let mut copies = Vec::new();
    for version in &model.versions {
        if version.version <= last || version.version >= record.next {
            return Err("its versions are not in order".into());
        }
        last = version.version;
        check_note("description", &version.description)?;
        for alias in &version.aliases {
            if !ALIASES.contains(&alias.as_str()) || aliases.contains(&alias.as_str()) {
                return Err(format!("its alias {alias} cannot be"));
            }
            aliases.push(alias);
        }
        let bytes = archive.read(&format!("models/{number}/{last}.grove"))?;
        if bytes.len() as f64 != version.bytes {
            return Err(format!("its version {last} is not as it says"));
        }
        check_model(&bytes)
            .map_err(|reason| format!("its version {last} cannot be used ({reason})"))?;
        copies.push(bytes);
    }
    Ok(ImportedModel { record, copies })
}

/// Stores the versions of a model, and returns how many are new and how many were there. Where the store has a model of
/// that name, new versions get its next numbers, and no aliases, since those may be in use.
async fn add_model(records: &impl Transaction, model: &ImportedModel) -> Result<(u32, u32), Fault> {
    let name = &model.record.model.name;
    let there = records.get(RecordTable::Models, name).await?;
    let mut record = match &there {
        Some(record) => registry::read(name, record)?,
        None => {
            let mut record = model.record.clone();
            record.model.versions.clear();
            record
        }
    };
    let (mut new, mut known) = (0, 0);
    for (version, bytes) in model.record.model.versions.iter().zip(&model.copies) {
        let mut versions = record.model.versions.iter();
        if versions.any(|old| old.run == version.run && old.created == version.created) {
            known += 1;
            continue;
        }
        let mut version = version.clone();
        if there.is_some() {
            version.version = record.next;
            version.aliases.clear();
            record.next = record.next.saturating_add(1);
        }
        let key = copy_key(name, version.version);
        records
            .put(RecordTable::Copies, &key, bytes.clone())
            .await?;
        record.model.versions.push(version);
        new += 1;
    }
    registry::save(records, &record).await?;
    Ok((new, known))
}
