//! Exports and imports all that is kept.

use std::io::Write;

use grove_export::curve::Curve;
use grove_export::{mlruns, model};
use grove_protocol::calls::{ExportRuns, ImportRuns, Imported, RunsFile};
use grove_protocol::report::StageReport;
use grove_protocol::tracking::{Notification, StoreError};
use grove_store::archive::{self, OpenVisit};
use grove_store::{Fault, Transaction, import, in_transaction, runs};

use crate::store_handle::{StoreAccess, StoreHandle};
use crate::stored_runs;

impl StoreHandle for ExportRuns {
    async fn handle(self, access: &impl StoreAccess) -> Result<(), StoreError> {
        in_transaction(access.store(), async |records| match self.file {
            RunsFile::Everything => {
                let open = self.visit.as_deref().map(|visit| OpenVisit {
                    visit,
                    file: access.file(),
                    now: access.now(),
                });
                let written = archive::write_with(records, open, access.out()).await;
                written.map(drop)
            }
            RunsFile::Mlruns => write_mlruns(records, access.out()).await,
        })
        .await
    }
}

async fn write_mlruns(records: &impl Transaction, mut out: impl Write) -> Result<(), Fault> {
    let listed = runs::list(records).await?;
    let mut kept = Vec::with_capacity(listed.runs.len());
    for info in &listed.runs {
        // A run whose stages cannot be read still has its scores.
        let opened = runs::open(records, &info.id).await;
        let stages = opened.map_or_else(|_| Vec::new(), |opened| opened.stages);
        let stages: Vec<StageReport> = stages.into_iter().map(|stage| stage.report).collect();
        kept.push(mlruns::MlflowRun {
            info,
            curve: Curve::of(&stages),
            artifacts: Vec::new(),
        });
    }
    let written = mlruns::write(&kept);
    out.write_all(&written).map_err(archive::write_failed)
}

impl StoreHandle for ImportRuns {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<Imported, StoreError> {
        let store = access.store();
        let between = async || access.breathe().await;
        let imported = import::import(store, access.file(), &model::check, between).await?;
        if let Ok(list) = stored_runs::list(store).await {
            access.notify(Notification::Runs(list));
        }
        Ok(imported)
    }
}
