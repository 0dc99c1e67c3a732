//! Takes over what was exported elsewhere: each run and each model wholly or not at all, nothing in place of another.

use super::archive::{Archive, MODEL, RUN};
use super::format::{self, ModelRecord};
use super::registry::{self, copy_key};
use super::runs::{self, Part, RunRecord, check_name, check_note};
use super::{Fault, Keeper, Shelf, Transaction, within};
use grove_protocol::tracking::{ALIASES, Imported, RunId, StoreError};
use grove_recipe::stage::PATH;

/// Says what is wrong with the bytes of a model's file.
pub type Judge<'j> = &'j dyn Fn(&[u8]) -> Result<(), String>;

/// An error where the archive as a whole cannot be read; what is wrong in it is told beside what was taken over.
/// `between` its items, no transaction is open.
pub async fn import<K: Keeper>(
    keeper: &K,
    bytes: &[u8],
    judge: Judge<'_>,
    between: impl AsyncFn(),
) -> Result<Imported, StoreError> {
    let mut archive = Archive::open(bytes).map_err(|reason| StoreError {
        problem: format!("This is not an export of Grove: {reason}."),
        advice: "Choose a zip that Grove's export made, or export it again.".into(),
    })?;
    let mut imported = Imported {
        runs: 0,
        versions: 0,
        known: 0,
        refused: Vec::new(),
    };
    for id in archive.folders("runs") {
        between().await;
        let taken = match run(&mut archive, &id, judge) {
            Ok(run) => within(keeper, async |records| take_run(records, &run).await).await,
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
        let taken = match model(&mut archive, &number, judge) {
            Ok(model) => within(keeper, async |records| take_model(records, &model).await).await,
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
    Ok(imported)
}

/// A run of an archive, whose parts fit each other.
fn run(archive: &mut Archive<'_>, id: &str, judge: Judge<'_>) -> Result<RunRecord, String> {
    let info = archive.read(&format!("runs/{id}/{RUN}"))?;
    let info = format::read_run(&info)?;
    if info.id.0 != id {
        return Err(format!("it says that it is {}", info.id.0));
    }
    runs::check(&info)?;
    let mut part = |part: Part| {
        let path = format!("runs/{}", part.key(&info.id));
        let held = archive.holds(&path);
        held.then(|| archive.read(&path)).transpose()
    };
    let stages = part(Part::Stages)?.ok_or("its stages are missing")?;
    let stages = format::read_stages(&stages)?;
    if stages.len() > PATH.len() {
        return Err("it has more stages than there are".into());
    }
    for stage in &stages {
        let told = |reason| format!("of its stage {}, {reason}", stage.report.stage.name());
        stage.report.check().map_err(told)?;
    }
    let predicted = part(Part::Predictions)?;
    let predicted = predicted.map(|bytes| format::read_predicted(&bytes));
    let predicted = predicted.transpose()?;
    if predicted.as_ref().map(|predicted| predicted.test_rows()) != info.test_rows {
        return Err("its predictions are of other rows than it says".into());
    }
    let model = part(Part::Model)?;
    if model.as_ref().map_or(0, Vec::len) as f64 != info.model_bytes {
        return Err("its model is not the one that it says".into());
    }
    if let Some(model) = &model {
        judge(model).map_err(|reason| format!("its model cannot be used ({reason})"))?;
    }
    Ok(RunRecord {
        info,
        stages,
        model,
        predicted,
    })
}

/// Whether it was not there yet.
async fn take_run(records: &impl Transaction, run: &RunRecord) -> Result<bool, Fault> {
    let RunId(id) = &run.info.id;
    if records.get(Shelf::Runs, id).await?.is_some() {
        return Ok(false);
    }
    runs::keep(records, run, true).await
}

struct Model {
    record: ModelRecord,
    /// Of each version, the bytes of its model's file.
    copies: Vec<Vec<u8>>,
}

/// A model of an archive, with every version.
fn model(archive: &mut Archive<'_>, number: &str, judge: Judge<'_>) -> Result<Model, String> {
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
        judge(&bytes).map_err(|reason| format!("its version {last} cannot be used ({reason})"))?;
        copies.push(bytes);
    }
    Ok(Model { record, copies })
}

/// How many versions are new, and how many were there. Beside other versions of its name, a version gets the next number,
/// and no alias: these are in use here.
async fn take_model(records: &impl Transaction, model: &Model) -> Result<(u32, u32), Fault> {
    let name = &model.record.model.name;
    let there = records.get(Shelf::Models, name).await?;
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
        records.put(Shelf::Copies, &key, bytes.clone()).await?;
        record.model.versions.push(version);
        new += 1;
    }
    registry::save(records, &record).await?;
    Ok((new, known))
}
