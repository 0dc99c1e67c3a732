//! Compares runs.

use std::task::Poll;

use grove_engine::pace::Progress;
use grove_protocol::call::Done;
use grove_protocol::calls::{CompareRuns, StopComparing};
use grove_protocol::tracking::{RunComparison, StoreError};
use grove_store::{in_transaction, runs};

use crate::store_handle::{StoreAccess, StoreHandle};

/// It can take seconds.
impl StoreHandle for CompareRuns {
    async fn handle(self, access: &impl StoreAccess) -> Result<Option<RunComparison>, StoreError> {
        let runs = in_transaction(access.store(), async |records| {
            runs::predicted(records, &self.runs).await
        });
        let mut comparing = grove_engine::compare::compare(runs.await?)?;
        loop {
            if let Poll::Ready(comparison) = comparing.poll() {
                return Ok(Some(comparison));
            }
            let Progress { done, total, .. } = comparing.progress();
            if !access.compared(Done { done, total }).await {
                return Ok(None);
            }
        }
    }
}

/// Calls are answered one after the other: those before this one have ended.
impl StoreHandle for StopComparing {
    async fn handle(self, access: &impl StoreAccess) -> Result<(), StoreError> {
        access.comparisons_stopped();
        Ok(())
    }
}
