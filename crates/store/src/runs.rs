//! Stored runs. Each has a small record for lists, and larger files that are written and deleted with it.
//!
//! # Errors
//! All functions fail where the storage fails, and where the named run is not there or cannot be read.

use super::format;
use super::{Fault, RecordTable, Transaction};
use grove_protocol::tracking::{
    RegisteredModel, RunDetail, RunId, RunInfo, StageRecord, TestPredictions,
};

/// How long a deleted run can be restored: 30 days, in milliseconds.
pub const GRACE_PERIOD: f64 = 30.0 * 24.0 * 3600.0 * 1000.0;

/// The most characters of a name (of a run, an experiment, a model or a tag), and of a note or a description.
const NAME_AT_MOST: usize = 200;
const NOTE_AT_MOST: usize = 20_000;
const TAGS_AT_MOST: usize = 50;

/// A run with all its files.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// What lists show.
    pub info: RunInfo,
    /// The report of each stage, in the stages' order.
    pub stages: Vec<StageRecord>,
    /// The model file, if it is kept.
    pub model: Option<Vec<u8>>,
    /// The predictions of the test rows; `None` where none was scored.
    pub predicted: Option<TestPredictions>,
}

/// A file of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// The stages' reports.
    Stages,
    /// The predictions of the test rows.
    Predictions,
    /// The model file.
    Model,
}

impl Artifact {
    /// All of them.
    pub const ALL: [Artifact; 3] = [Artifact::Stages, Artifact::Predictions, Artifact::Model];

    /// Returns the file's name below the run's id, in the store and in archives.
    pub const fn name(self) -> &'static str {
        match self {
            Artifact::Stages => "stages.json",
            Artifact::Predictions => "predictions.bin",
            Artifact::Model => "model.grove",
        }
    }

    /// Returns the file's key in [`RecordTable::Artifacts`].
    pub fn key(self, run: &RunId) -> String {
        format!("{}/{}", run.0, self.name())
    }
}

/// All runs and models.
#[derive(Clone, Debug, PartialEq)]
pub struct RunListing {
    /// Oldest first.
    pub runs: Vec<RunInfo>,
    /// Ordered by name. Without those whose versions are all deleted.
    pub models: Vec<RegisteredModel>,
    /// What could not be read, each with the reason. It stays in the store.
    pub unreadable: Vec<String>,
}

/// Lists all runs and models. O(runs + models).
///
/// # Errors
/// Where the storage fails.
pub async fn list(records: &impl Transaction) -> Result<RunListing, Fault> {
    let (runs, mut unreadable) = read_all(records).await?;
    let mut models = Vec::new();
    for (name, record) in records.list(RecordTable::Models).await? {
        match format::read_model(&record) {
            // Such a record only remembers the number of the next version.
            Ok(record) if record.model.versions.is_empty() => {}
            Ok(record) => models.push(record.model),
            Err(reason) => unreadable.push(format!("the model {name}: {reason}")),
        }
    }
    Ok(RunListing {
        runs,
        models,
        unreadable,
    })
}

/// Stores a run and returns true. If nothing was computed `anew` and the latest stored run has the same recipe, it adds
/// no information: then does nothing and returns false.
///
/// # Errors
/// Where the storage fails or is full.
pub async fn keep(records: &impl Transaction, run: &RunRecord, anew: bool) -> Result<bool, Fault> {
    if !anew {
        let (runs, _) = read_all(records).await?;
        // Searches and their candidates have no test rows.
        let whole = |run: &&RunInfo| run.test_rows.is_some() && run.deleted.is_none();
        let latest = runs.iter().rev().find(whole);
        if latest.is_some_and(|latest| latest.recipe == run.info.recipe) {
            return Ok(false);
        }
    }
    let id = &run.info.id;
    let info = format::write_run(&run.info);
    records.put(RecordTable::Runs, &id.0, info).await?;
    let artifacts = [
        (Artifact::Stages, Some(format::write_stages(&run.stages))),
        (
            Artifact::Predictions,
            run.predicted.as_ref().map(format::write_predicted),
        ),
        (Artifact::Model, run.model.clone()),
    ];
    for (artifact, bytes) in artifacts {
        if let Some(bytes) = bytes {
            records
                .put(RecordTable::Artifacts, &artifact.key(id), bytes)
                .await?;
        }
    }
    Ok(true)
}

/// Reads a run with its stages.
///
/// # Errors
/// See the module.
pub async fn open(records: &impl Transaction, id: &RunId) -> Result<RunDetail, Fault> {
    let info = find(records, id).await?;
    let stages = artifact(records, &info, Artifact::Stages).await?;
    let stages = format::read_stages(&stages).map_err(|reason| unreadable(&info, &reason))?;
    Ok(RunDetail { info, stages })
}

/// Reads runs with their predictions, to compare them.
///
/// # Errors
/// See the module; also where a run has no predictions.
pub async fn predicted(
    records: &impl Transaction,
    ids: &[RunId],
) -> Result<Vec<(RunInfo, TestPredictions)>, Fault> {
    let mut runs = Vec::new();
    for id in ids {
        let info = find(records, id).await?;
        let predicted = artifact(records, &info, Artifact::Predictions).await?;
        let predicted =
            format::read_predicted(&predicted).map_err(|reason| unreadable(&info, &reason))?;
        runs.push((info, predicted));
    }
    Ok(runs)
}

/// A person's changes to a run. `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    /// At most 200 characters.
    pub name: Option<String>,
    /// At most 20,000 characters.
    pub note: Option<String>,
    /// At most 50, each of at most 200 characters. Empty and repeated ones are dropped.
    pub tags: Option<Vec<String>>,
    /// At most 200 characters, and not empty.
    pub experiment: Option<String>,
}

/// Changes a run's name, note, tags or experiment.
///
/// # Errors
/// See the module; also where a text is too long.
pub async fn annotate(
    records: &impl Transaction,
    id: &RunId,
    annotation: Annotation,
) -> Result<(), Fault> {
    let mut info = find(records, id).await?;
    if let Some(name) = annotation.name {
        info.name = name.trim().to_owned();
    }
    if let Some(note) = annotation.note {
        info.note = note;
    }
    if let Some(tags) = annotation.tags {
        info.tags.clear();
        for tag in tags.iter().map(|tag| tag.trim()) {
            if !tag.is_empty() && !info.tags.iter().any(|known| known == tag) {
                info.tags.push(tag.to_owned());
            }
        }
    }
    if let Some(experiment) = annotation.experiment {
        info.experiment = experiment.trim().to_owned();
    }
    check(&info).map_err(|problem| Fault::refused(problem, "Shorten it."))?;
    save(records, &info).await
}

/// Marks runs as deleted, and with a search its candidates. They can be restored until they are purged. `now` is in
/// milliseconds since 1970.
///
/// # Errors
/// Where the storage fails.
pub async fn delete(records: &impl Transaction, ids: &[RunId], now: f64) -> Result<(), Fault> {
    let (runs, _) = read_all(records).await?;
    for mut run in runs {
        let meant = ids.contains(&run.id) || run.parent.as_ref().is_some_and(|id| ids.contains(id));
        if meant && run.deleted.is_none() {
            run.deleted = Some(now);
            save(records, &run).await?;
        }
    }
    Ok(())
}

/// Restores deleted runs: with a search the candidates that were deleted with it, and with a candidate its search.
///
/// # Errors
/// Where the storage fails.
pub async fn restore(records: &impl Transaction, ids: &[RunId]) -> Result<(), Fault> {
    let (runs, _) = read_all(records).await?;
    let meant = |run: &RunInfo| ids.contains(&run.id);
    for run in runs.iter().filter(|run| run.deleted.is_some()) {
        let related = runs.iter().any(|other| {
            meant(other)
                && (run.parent.as_ref() == Some(&other.id) && run.deleted == other.deleted
                    || other.parent.as_ref() == Some(&run.id))
        });
        if meant(run) || related {
            let mut run = run.clone();
            run.deleted = None;
            save(records, &run).await?;
        }
    }
    Ok(())
}

/// Deletes for good the runs that were marked as deleted before a moment, in milliseconds since 1970.
///
/// # Errors
/// Where the storage fails.
pub async fn purge(records: &impl Transaction, before: f64) -> Result<(), Fault> {
    let (runs, _) = read_all(records).await?;
    for run in runs {
        if run.deleted.is_some_and(|deleted| deleted < before) {
            records.delete(RecordTable::Runs, &run.id.0).await?;
            for artifact in Artifact::ALL {
                records
                    .delete(RecordTable::Artifacts, &artifact.key(&run.id))
                    .await?;
            }
        }
    }
    Ok(())
}

pub(super) async fn find(records: &impl Transaction, id: &RunId) -> Result<RunInfo, Fault> {
    let record = records.get(RecordTable::Runs, &id.0).await?;
    let record = record.ok_or_else(|| {
        Fault::refused(
            "This run is no longer there.",
            "It may have been deleted in another tab.",
        )
    })?;
    format::read_run(&record).map_err(|reason| {
        Fault::refused(
            format!("The run {} cannot be read: {reason}.", id.0),
            "It stays as it is; a later version of Grove may read it.",
        )
    })
}

pub(super) async fn artifact(
    records: &impl Transaction,
    info: &RunInfo,
    artifact: Artifact,
) -> Result<Vec<u8>, Fault> {
    let bytes = records
        .get(RecordTable::Artifacts, &artifact.key(&info.id))
        .await?;
    bytes.ok_or_else(|| {
        let what = match artifact {
            Artifact::Stages => "stages",
            Artifact::Predictions => "predictions",
            Artifact::Model => "model",
        };
        Fault::refused(
            format!("The {what} of this run were not stored."),
            "Run its recipe again.",
        )
    })
}

/// Checks the texts of a run that a person can write. The error names the first one that is not allowed.
pub(super) fn check(info: &RunInfo) -> Result<(), String> {
    check_name("name", &info.name)?;
    check_name("name of an experiment", &info.experiment)?;
    if info.experiment.is_empty() {
        return Err("An experiment needs a name.".into());
    }
    check_note("note", &info.note)?;
    if info.tags.len() > TAGS_AT_MOST {
        return Err(format!("A run has at most {TAGS_AT_MOST} tags."));
    }
    info.tags.iter().try_for_each(|tag| check_name("tag", tag))
}

pub(super) fn check_name(what: &str, name: &str) -> Result<(), String> {
    match name.chars().count() > NAME_AT_MOST {
        true => Err(format!("A {what} has at most {NAME_AT_MOST} letters.")),
        false => Ok(()),
    }
}

pub(super) fn check_note(what: &str, note: &str) -> Result<(), String> {
    match note.chars().count() > NOTE_AT_MOST {
        true => Err(format!("A {what} has at most {NOTE_AT_MOST} letters.")),
        false => Ok(()),
    }
}

/// Reads all runs, oldest first, and says what is wrong with those that cannot be read.
async fn read_all(records: &impl Transaction) -> Result<(Vec<RunInfo>, Vec<String>), Fault> {
    let mut runs = Vec::new();
    let mut unreadable = Vec::new();
    for (id, record) in records.list(RecordTable::Runs).await? {
        match format::read_run(&record) {
            Ok(info) => runs.push(info),
            Err(reason) => unreadable.push(format!("the run {id}: {reason}")),
        }
    }
    Ok((runs, unreadable))
}

async fn save(records: &impl Transaction, info: &RunInfo) -> Result<(), Fault> {
    let record = format::write_run(info);
    records.put(RecordTable::Runs, &info.id.0, record).await
}

fn unreadable(info: &RunInfo, reason: &str) -> Fault {
    Fault::refused(
        format!(
            "The stored files of the run {} cannot be read: {reason}.",
            info.id.0
        ),
        "Run its recipe again.",
    )
}
