//! Answers store requests, with any implementation of the store.

use std::cell::RefCell;
use std::io::Write;
use std::task::Poll;

use grove_engine::pace::Progress;
use grove_export::{mlruns, model};
use grove_protocol::tracking::{RunId, RunsFile, StoreAnswer, StoreError, StoreRequest, VersionId};
use grove_recipe::error::StageError;
use grove_store::runs::{self, Annotation, GRACE_PERIOD, RunListing, RunRecord};
use grove_store::{Fault, RecordStore, Transaction, archive, import, in_transaction, registry};

use super::session::Session;

/// Answers a request; `file` holds the bytes of the file that came with it, and `out` takes those of a file that the
/// answer brings. `now` is in milliseconds since 1970.
pub async fn answer<K: RecordStore>(
    keeper: &K,
    session: &RefCell<Session>,
    request: StoreRequest,
    file: &[u8],
    out: impl Write,
    now: f64,
) -> StoreAnswer {
    let answer = match request {
        StoreRequest::Open { run } => {
            in_transaction(keeper, async |records| runs::open(records, &run).await)
                .await
                .map(|detail| StoreAnswer::Run(Box::new(detail)))
        }
        StoreRequest::Compare { runs } => return compare(keeper, &runs, async |_| true).await,
        StoreRequest::StopComparing => return StoreAnswer::Stopped,
        StoreRequest::Use { version } => use_version(keeper, session, version).await,
        StoreRequest::Export(file) => {
            let written = in_transaction(keeper, async |records| match file {
                RunsFile::Everything => archive::write(records, out).await.map(drop),
                RunsFile::Mlruns => mlruns(records, out).await,
            });
            written.await.map(|()| StoreAnswer::Exported(file))
        }
        StoreRequest::Import => return import(keeper, file, async || {}).await,
        StoreRequest::Register { .. }
        | StoreRequest::Describe { .. }
        | StoreRequest::SetAlias { .. }
        | StoreRequest::RemoveAlias { .. }
        | StoreRequest::DeleteVersion { .. } => {
            let listed = changed(keeper, request, now).await;
            listed.map(|listed| StoreAnswer::Models(listed.models))
        }
        StoreRequest::List
        | StoreRequest::Annotate { .. }
        | StoreRequest::Delete { .. }
        | StoreRequest::Restore { .. }
        | StoreRequest::Purge => match changed(keeper, request, now).await {
            Ok(listed) => Ok(told(keeper, listed).await),
            Err(error) => Err(error),
        },
    };
    answer.unwrap_or_else(StoreAnswer::Failed)
}

async fn mlruns(records: &impl Transaction, mut out: impl Write) -> Result<(), Fault> {
    let listed = runs::list(records).await?;
    let run = |info| mlruns::MlflowRun {
        info,
        artifacts: Vec::new(),
    };
    let written = mlruns::write(&listed.runs.iter().map(run).collect::<Vec<_>>());
    out.write_all(&written).map_err(archive::write_failed)
}

/// Compares runs, which can take seconds. Calls `goes_on` in between with the work done and the total; it returns whether
/// to go on.
pub async fn compare<K: RecordStore>(
    keeper: &K,
    ids: &[RunId],
    goes_on: impl AsyncFn((u32, u32)) -> bool,
) -> StoreAnswer {
    let runs = in_transaction(keeper, async |records| runs::predicted(records, ids).await);
    let mut comparing = match runs.await.and_then(grove_engine::compare::compare) {
        Ok(comparing) => comparing,
        Err(error) => return StoreAnswer::Failed(error),
    };
    loop {
        if let Poll::Ready(comparison) = comparing.poll() {
            return StoreAnswer::Compared(comparison);
        }
        let Progress { done, total, .. } = comparing.progress();
        if !goes_on((done, total)).await {
            return StoreAnswer::Stopped;
        }
    }
}

/// Imports an archive. Awaits `between` before each run and model.
pub async fn import<K: RecordStore>(
    keeper: &K,
    file: &[u8],
    between: impl AsyncFn(),
) -> StoreAnswer {
    let imported = import::import(keeper, file, &model::check, between).await;
    imported.map_or_else(StoreAnswer::Failed, StoreAnswer::Imported)
}

/// Purges runs that were deleted before the grace period.
pub async fn tidy<K: RecordStore>(keeper: &K, now: f64) -> Result<(), StoreError> {
    in_transaction(keeper, async |records| {
        runs::purge(records, now - GRACE_PERIOD).await
    })
    .await
}

/// Stores a run and lists all; `None` if it was stored before.
pub async fn keep<K: RecordStore>(keeper: &K, run: &RunRecord, anew: bool) -> Option<StoreAnswer> {
    let kept = in_transaction(keeper, async |records| {
        let kept = runs::keep(records, run, anew).await?;
        Ok(match kept {
            true => Some(runs::list(records).await?),
            false => None,
        })
    });
    match kept.await {
        Ok(None) => None,
        Ok(Some(listed)) => Some(told(keeper, listed).await),
        Err(error) => Some(StoreAnswer::NotKept(error)),
    }
}

/// Describes the records that cannot be read; `None` if all can.
pub async fn unreadable<K: RecordStore>(keeper: &K) -> Option<StoreError> {
    let listed = in_transaction(keeper, async |records| runs::list(records).await);
    let unreadable = listed.await.ok()?.unreadable;
    (!unreadable.is_empty()).then(|| StoreError {
        problem: format!("Some stored records cannot be read: {}.", unreadable.join("; ")),
        advice: "They stay where they are and are exported with the rest; a later version of Grove may read them.".into(),
    })
}

/// Lists everything, whatever the page has already.
async fn told<K: RecordStore>(keeper: &K, listed: RunListing) -> StoreAnswer {
    StoreAnswer::Runs {
        anew: true,
        runs: listed.runs,
        gone: Vec::new(),
        models: listed.models,
        usage: keeper.usage().await,
    }
}

/// Makes a change and lists everything.
async fn changed<K: RecordStore>(
    keeper: &K,
    request: StoreRequest,
    now: f64,
) -> Result<RunListing, StoreError> {
    in_transaction(keeper, async |records| {
        change(records, request, now).await?;
        runs::list(records).await
    })
    .await
}

async fn change(records: &impl Transaction, request: StoreRequest, now: f64) -> Result<(), Fault> {
    match request {
        StoreRequest::Annotate {
            run,
            name,
            note,
            tags,
            experiment,
        } => {
            let said = Annotation {
                name,
                note,
                tags,
                experiment,
            };
            runs::annotate(records, &run, said).await
        }
        StoreRequest::Delete { runs } => runs::delete(records, &runs, now).await,
        StoreRequest::Restore { runs } => runs::restore(records, &runs).await,
        StoreRequest::Purge => runs::purge(records, f64::INFINITY).await,
        StoreRequest::Register {
            run,
            model,
            description,
        } => registry::register(records, &run, &model, description, now).await,
        StoreRequest::Describe {
            model,
            version,
            description,
        } => registry::describe(records, &model, version, description).await,
        StoreRequest::SetAlias { version, alias } => {
            registry::set_alias(records, &version, &alias).await
        }
        StoreRequest::RemoveAlias { model, alias } => {
            registry::remove_alias(records, &model, &alias).await
        }
        StoreRequest::DeleteVersion { version } => {
            registry::delete_version(records, &version).await
        }
        StoreRequest::List
        | StoreRequest::Open { .. }
        | StoreRequest::Compare { .. }
        | StoreRequest::StopComparing
        | StoreRequest::Use { .. }
        | StoreRequest::Export(_)
        | StoreRequest::Import => Ok(()),
    }
}

async fn use_version<K: RecordStore>(
    keeper: &K,
    session: &RefCell<Session>,
    version: VersionId,
) -> Result<StoreAnswer, StoreError> {
    let bytes = in_transaction(keeper, async |records| {
        registry::model(records, &version).await
    });
    let bytes = bytes.await?;
    let name = format!("{}, version {}", version.model, version.version);
    let summary = session.borrow_mut().load_model(&name, &bytes);
    let summary = summary.map_err(
        |StageError {
             problem, advice, ..
         }| { StoreError::from(Fault::refused(problem, advice)) },
    )?;
    Ok(StoreAnswer::ModelInUse { version, summary })
}
