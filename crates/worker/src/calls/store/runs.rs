//! Lists, opens and changes stored runs.

use grove_protocol::calls::{AnnotateRun, DeleteRuns, ListRuns, OpenRun, PurgeRuns, RestoreRuns};
use grove_protocol::tracking::{Notification, RunDetail, RunsNews, StoreError};
use grove_store::runs::{self, Annotation};
use grove_store::{Fault, RecordStore, in_transaction};

use crate::store_handle::{StoreAccess, StoreHandle};
use crate::stored_runs;

impl StoreHandle for ListRuns {
    async fn handle(self, access: &impl StoreAccess) -> Result<RunsNews, StoreError> {
        let listed = changed(access, async |_| Ok(())).await?;
        if let Some(error) = stored_runs::unreadable(access.store()).await {
            access.notify(Notification::Unreadable(error));
        }
        Ok(listed)
    }
}

impl StoreHandle for OpenRun {
    async fn handle(self, access: &impl StoreAccess) -> Result<Box<RunDetail>, StoreError> {
        in_transaction(access.store(), async |records| {
            runs::open(records, &self.run).await.map(Box::new)
        })
        .await
    }
}

impl StoreHandle for AnnotateRun {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<RunsNews, StoreError> {
        let Self {
            run,
            name,
            note,
            tags,
            experiment,
        } = self;
        let said = Annotation {
            name,
            note,
            tags,
            experiment,
        };
        changed(access, async |records| {
            runs::annotate(records, &run, said).await
        })
        .await
    }
}

impl StoreHandle for DeleteRuns {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<RunsNews, StoreError> {
        let now = access.now();
        changed(access, async |records| {
            runs::delete(records, &self.runs, now).await
        })
        .await
    }
}

impl StoreHandle for RestoreRuns {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<RunsNews, StoreError> {
        changed(access, async |records| {
            runs::restore(records, &self.runs).await
        })
        .await
    }
}

impl StoreHandle for PurgeRuns {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<RunsNews, StoreError> {
        changed(access, async |records| {
            runs::purge(records, f64::INFINITY).await
        })
        .await
    }
}

/// Makes a change, and lists what the page does not know yet.
async fn changed<A: StoreAccess>(
    access: &A,
    change: impl AsyncFnOnce(&<A::Store as RecordStore>::Transaction) -> Result<(), Fault>,
) -> Result<RunsNews, StoreError> {
    let listed = in_transaction(access.store(), async |records| {
        change(records).await?;
        runs::list(records).await
    });
    let listed = listed.await?;
    Ok(access.news(stored_runs::news(access.store(), listed).await))
}
