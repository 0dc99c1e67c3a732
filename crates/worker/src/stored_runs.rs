//! Keeps runs that have finished, and lists what is kept, with any implementation of the store.

use grove_protocol::tracking::{Notification, RunsNews, StoreError};
use grove_store::runs::{self, GRACE_PERIOD, RunListing, RunRecord};
use grove_store::{RecordStore, in_transaction};

/// Purges runs that were deleted before the grace period. `now` is in milliseconds since 1970.
///
/// # Errors
/// Where the storage fails.
pub async fn tidy<K: RecordStore>(keeper: &K, now: f64) -> Result<(), StoreError> {
    in_transaction(keeper, async |records| {
        runs::purge(records, now - GRACE_PERIOD).await
    })
    .await
}

/// Stores a run, and returns what to tell of it: all runs, or that it was not kept; `None` if it was stored before.
pub async fn keep<K: RecordStore>(keeper: &K, run: &RunRecord, anew: bool) -> Option<Notification> {
    let kept = in_transaction(keeper, async |records| {
        let kept = runs::keep(records, run, anew).await?;
        Ok(match kept {
            true => Some(runs::list(records).await?),
            false => None,
        })
    });
    match kept.await {
        Ok(None) => None,
        Ok(Some(listed)) => Some(Notification::Runs(news(keeper, listed).await)),
        Err(error) => Some(Notification::NotKept(error)),
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
///
/// # Errors
/// Where the storage fails.
pub async fn list<K: RecordStore>(keeper: &K) -> Result<RunsNews, StoreError> {
    let listed = in_transaction(keeper, async |records| runs::list(records).await);
    Ok(news(keeper, listed.await?).await)
}

/// Says of everything that it is new, with the room that is left.
pub async fn news<K: RecordStore>(keeper: &K, listed: RunListing) -> RunsNews {
    RunsNews {
        anew: true,
        runs: listed.runs,
        gone: Vec::new(),
        models: listed.models,
        usage: keeper.usage().await,
    }
}
