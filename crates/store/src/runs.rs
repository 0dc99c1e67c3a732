//! Runs that are kept: each is a small record for lists, and larger parts beside it that come and go with it.

use super::format;
use super::{Fault, Shelf, Transaction};
use grove_protocol::tracking::{
    Predicted, RegisteredModel, RunDetail, RunId, RunInfo, StageRecord,
};

/// How long what was put aside can be restored, in milliseconds: 30 days.
pub const GRACE: f64 = 30.0 * 24.0 * 3600.0 * 1000.0;

/// The most letters of a name (of a run, an experiment, a model or a tag) and of a note or a description.
const NAME_AT_MOST: usize = 200;
const NOTE_AT_MOST: usize = 20_000;
const TAGS_AT_MOST: usize = 50;

/// A run with everything that is kept of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    pub info: RunInfo,
    pub stages: Vec<StageRecord>,
    /// The model's file, where it is kept.
    pub model: Option<Vec<u8>>,
    /// `None` where no test row was scored.
    pub predicted: Option<Predicted>,
}

/// A part of a run that lies beside its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Stages,
    Predictions,
    Model,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Stages, Part::Predictions, Part::Model];

    /// Its name below that of the run, in the store and in archives.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Stages => "stages.json",
            Part::Predictions => "predictions.bin",
            Part::Model => "model.grove",
        }
    }

    pub fn key(self, run: &RunId) -> String {
        format!("{}/{}", run.0, self.name())
    }
}

/// Everything that a list tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Oldest first.
    pub runs: Vec<RunInfo>,
    /// By name.
    pub models: Vec<RegisteredModel>,
    /// What could not be read, each with the reason. It stays where it is.
    pub unreadable: Vec<String>,
}

pub async fn list(records: &impl Transaction) -> Result<Listed, Fault> {
    let (runs, mut unreadable) = readable(records).await?;
    let mut models = Vec::new();
    for (name, record) in records.list(Shelf::Models).await? {
        match format::read_model(&record) {
            // Of a model whose versions are all deleted, only their number is remembered.
            Ok(record) if record.model.versions.is_empty() => {}
            Ok(record) => models.push(record.model),
            Err(reason) => unreadable.push(format!("the model {name}: {reason}")),
        }
    }
    Ok(Listed {
        runs,
        models,
        unreadable,
    })
}

/// Keeps a run. One for which nothing was computed `anew` tells nothing if the latest that is kept has its recipe: then
/// nothing is done, and the answer is false.
pub async fn keep(records: &impl Transaction, run: &RunRecord, anew: bool) -> Result<bool, Fault> {
    if !anew {
        let (runs, _) = readable(records).await?;
        // Searches and their parts were scored on no test row.
        let whole = |run: &&RunInfo| run.test_rows.is_some() && run.deleted.is_none();
        let latest = runs.iter().rev().find(whole);
        if latest.is_some_and(|latest| latest.recipe == run.info.recipe) {
            return Ok(false);
        }
    }
    let id = &run.info.id;
    let info = format::write_run(&run.info);
    records.put(Shelf::Runs, &id.0, info).await?;
    let parts = [
        (Part::Stages, Some(format::write_stages(&run.stages))),
        (
            Part::Predictions,
            run.predicted.as_ref().map(format::write_predicted),
        ),
        (Part::Model, run.model.clone()),
    ];
    for (part, bytes) in parts {
        if let Some(bytes) = bytes {
            records.put(Shelf::Artifacts, &part.key(id), bytes).await?;
        }
    }
    Ok(true)
}

pub async fn open(records: &impl Transaction, id: &RunId) -> Result<RunDetail, Fault> {
    let info = find(records, id).await?;
    let stages = part(records, &info, Part::Stages).await?;
    let stages = format::read_stages(&stages).map_err(|reason| unreadable(&info, &reason))?;
    Ok(RunDetail { info, stages })
}

/// Runs with their predictions, to be compared.
pub async fn predicted(
    records: &impl Transaction,
    ids: &[RunId],
) -> Result<Vec<(RunInfo, Predicted)>, Fault> {
    let mut runs = Vec::new();
    for id in ids {
        let info = find(records, id).await?;
        let predicted = part(records, &info, Part::Predictions).await?;
        let predicted =
            format::read_predicted(&predicted).map_err(|reason| unreadable(&info, &reason))?;
        runs.push((info, predicted));
    }
    Ok(runs)
}

/// What a person says of a run; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    pub name: Option<String>,
    pub note: Option<String>,
    pub tags: Option<Vec<String>>,
    pub experiment: Option<String>,
}

pub async fn annotate(
    records: &impl Transaction,
    id: &RunId,
    said: Annotation,
) -> Result<(), Fault> {
    let mut info = find(records, id).await?;
    if let Some(name) = said.name {
        info.name = name.trim().to_owned();
    }
    if let Some(note) = said.note {
        info.note = note;
    }
    if let Some(tags) = said.tags {
        info.tags.clear();
        for tag in tags.iter().map(|tag| tag.trim()) {
            if !tag.is_empty() && !info.tags.iter().any(|known| known == tag) {
                info.tags.push(tag.to_owned());
            }
        }
    }
    if let Some(experiment) = said.experiment {
        info.experiment = experiment.trim().to_owned();
    }
    check(&info).map_err(|problem| Fault::refused(problem, "Shorten it."))?;
    save(records, &info).await
}

/// Puts runs aside, those of a search with it.
pub async fn delete(records: &impl Transaction, ids: &[RunId], now: f64) -> Result<(), Fault> {
    let (runs, _) = readable(records).await?;
    for mut run in runs {
        let meant = ids.contains(&run.id) || run.parent.as_ref().is_some_and(|id| ids.contains(id));
        if meant && run.deleted.is_none() {
            run.deleted = Some(now);
            save(records, &run).await?;
        }
    }
    Ok(())
}

/// Takes back that runs were put aside: of a search with the runs that went with it, of a part of a search with the
/// search.
pub async fn restore(records: &impl Transaction, ids: &[RunId]) -> Result<(), Fault> {
    let (runs, _) = readable(records).await?;
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

/// Deletes for good what was put aside before a moment.
pub async fn purge(records: &impl Transaction, before: f64) -> Result<(), Fault> {
    let (runs, _) = readable(records).await?;
    for run in runs {
        if run.deleted.is_some_and(|deleted| deleted < before) {
            records.delete(Shelf::Runs, &run.id.0).await?;
            for part in Part::ALL {
                records.delete(Shelf::Artifacts, &part.key(&run.id)).await?;
            }
        }
    }
    Ok(())
}

pub(super) async fn find(records: &impl Transaction, id: &RunId) -> Result<RunInfo, Fault> {
    let record = records.get(Shelf::Runs, &id.0).await?;
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

pub(super) async fn part(
    records: &impl Transaction,
    info: &RunInfo,
    part: Part,
) -> Result<Vec<u8>, Fault> {
    let bytes = records.get(Shelf::Artifacts, &part.key(&info.id)).await?;
    bytes.ok_or_else(|| {
        let what = match part {
            Part::Stages => "stages",
            Part::Predictions => "predictions",
            Part::Model => "model",
        };
        Fault::refused(
            format!("Of this run no {what} were kept."),
            "Run its recipe again.",
        )
    })
}

/// The first thing in a record that no person could have written.
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

/// The runs that can be read, oldest first, and what is wrong with the others.
async fn readable(records: &impl Transaction) -> Result<(Vec<RunInfo>, Vec<String>), Fault> {
    let mut runs = Vec::new();
    let mut unreadable = Vec::new();
    for (id, record) in records.list(Shelf::Runs).await? {
        match format::read_run(&record) {
            Ok(info) => runs.push(info),
            Err(reason) => unreadable.push(format!("the run {id}: {reason}")),
        }
    }
    Ok((runs, unreadable))
}

async fn save(records: &impl Transaction, info: &RunInfo) -> Result<(), Fault> {
    let record = format::write_run(info);
    records.put(Shelf::Runs, &info.id.0, record).await
}

fn unreadable(info: &RunInfo, reason: &str) -> Fault {
    Fault::refused(
        format!(
            "What is kept of the run {} cannot be read: {reason}.",
            info.id.0
        ),
        "Run its recipe again.",
    )
}
