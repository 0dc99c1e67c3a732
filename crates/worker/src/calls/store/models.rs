//! Changes and uses registered models.

use grove_protocol::calls::{
    DeleteVersion, DescribeModel, RegisterModel, RemoveAlias, SetAlias, UseVersion,
};
use grove_protocol::report::ModelSummary;
use grove_protocol::tracking::{RegisteredModel, StoreError};
use grove_recipe::error::StageError;
use grove_store::{Fault, RecordStore, in_transaction, registry, runs};

use crate::store_handle::{StoreAccess, StoreHandle};

impl StoreHandle for RegisterModel {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<Vec<RegisteredModel>, StoreError> {
        let now = access.now();
        changed(access, async |records| {
            registry::register(records, &self.run, &self.model, self.description, now).await
        })
        .await
    }
}

impl StoreHandle for DescribeModel {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<Vec<RegisteredModel>, StoreError> {
        changed(access, async |records| {
            registry::describe(records, &self.model, self.version, self.description).await
        })
        .await
    }
}

impl StoreHandle for SetAlias {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<Vec<RegisteredModel>, StoreError> {
        changed(access, async |records| {
            registry::set_alias(records, &self.version, &self.alias).await
        })
        .await
    }
}

impl StoreHandle for RemoveAlias {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<Vec<RegisteredModel>, StoreError> {
        changed(access, async |records| {
            registry::remove_alias(records, &self.model, &self.alias).await
        })
        .await
    }
}

impl StoreHandle for DeleteVersion {
    const CHANGES: bool = true;

    async fn handle(self, access: &impl StoreAccess) -> Result<Vec<RegisteredModel>, StoreError> {
        changed(access, async |records| {
            registry::delete_version(records, &self.version).await
        })
        .await
    }
}

impl StoreHandle for UseVersion {
    async fn handle(self, access: &impl StoreAccess) -> Result<ModelSummary, StoreError> {
        let version = self.version;
        let bytes = in_transaction(access.store(), async |records| {
            registry::model(records, &version).await
        });
        let bytes = bytes.await?;
        let name = format!("{}, version {}", version.model, version.version);
        let loaded = access.session().borrow_mut().load_model(&name, &bytes);
        loaded.map_err(
            |StageError {
                 problem, advice, ..
             }| StoreError { problem, advice },
        )
    }
}

/// Makes a change, and lists all models.
async fn changed<A: StoreAccess>(
    access: &A,
    change: impl AsyncFnOnce(&<A::Store as RecordStore>::Transaction) -> Result<(), Fault>,
) -> Result<Vec<RegisteredModel>, StoreError> {
    in_transaction(access.store(), async |records| {
        change(records).await?;
        Ok(runs::list(records).await?.models)
    })
    .await
}
