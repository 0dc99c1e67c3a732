//! Keeps tables for later visits, and forgets everything.

use std::io::Write;

use grove_protocol::calls::{ForgetAll, KeepTables, ReadTable, TableChange};
use grove_protocol::tracking::{KeptTable, Notification, StoreError};
use grove_store::{archive, in_transaction, tables};

use crate::store_handle::{StoreAccess, StoreHandle};
use crate::stored_runs;

impl StoreHandle for KeepTables {
    async fn handle(self, access: &impl StoreAccess) -> Result<Vec<KeptTable>, StoreError> {
        let (file, now) = (access.file(), access.now());
        in_transaction(access.store(), async |records| {
            match &self.change {
                TableChange::Nothing => {}
                TableChange::Keep(link) => {
                    // No table is empty.
                    let file = (!file.is_empty()).then(|| file.to_vec());
                    tables::keep(records, link, file, now).await?;
                }
                TableChange::Drop(sha256) => tables::drop(records, sha256).await?,
            }
            tables::list(records).await
        })
        .await
    }
}

impl StoreHandle for ReadTable {
    async fn handle(self, access: &impl StoreAccess) -> Result<(), StoreError> {
        let file = in_transaction(access.store(), async |records| {
            tables::file(records, &self.sha256).await
        });
        let mut out = access.out();
        let written = out.write_all(&file.await?).and_then(|()| out.flush());
        written.map_err(|error| archive::write_failed(error).into())
    }
}

impl StoreHandle for ForgetAll {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<(), StoreError> {
        in_transaction(access.store(), async |records| {
            tables::forget_all(records).await
        })
        .await?;
        if let Ok(list) = stored_runs::list(access.store()).await {
            access.notify(Notification::Runs(list));
        }
        Ok(())
    }
}
