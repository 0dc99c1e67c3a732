//! A store that runs full in the middle of a change: all of it was made, or nothing.

use grove_protocol::tracking::{StoreError, VersionId};
use grove_store::memory::MemoryStore;
use grove_store::runs::{self, Annotation};
use grove_store::{Fault, in_transaction, registry};

use super::tools::{MemoryTransaction, done, everything, id, run};

/// Does both things with every limit that there can be, from nothing to more than enough. Whether the second was ever
/// refused, and whether ever done.
fn whatever_the_limit(
    first: impl AsyncFn(&MemoryTransaction) -> Result<(), Fault>,
    second: impl AsyncFn(&MemoryTransaction) -> Result<(), Fault>,
) {
    let full = StoreError::from(Fault::Full);
    let (mut refused, mut made) = (0, 0);
    for limit in (0..20_000).step_by(37) {
        let memory = MemoryStore::new(limit);
        if done(in_transaction(&memory, &first)).is_err() {
            assert_eq!(everything(&memory), []);
            continue;
        }
        let before = everything(&memory);
        match done(in_transaction(&memory, &second)) {
            Ok(()) => made += 1,
            Err(error) => {
                assert_eq!(error, full);
                assert_eq!(everything(&memory), before, "limit {limit}");
                refused += 1;
            }
        }
    }
    assert!(refused > 0 && made > 0, "{refused} {made}");
}

async fn keep_both(records: &MemoryTransaction) -> Result<(), Fault> {
    runs::keep(records, &run(1), true).await?;
    runs::keep(records, &run(2), true).await?;
    Ok(())
}

#[test]
fn a_run_is_kept_wholly_or_not_at_all() {
    whatever_the_limit(async |_| Ok(()), keep_both);
}

#[test]
fn a_model_is_registered_with_its_bytes_or_not_at_all() {
    whatever_the_limit(keep_both, async |records| {
        registry::register(records, &id(1), "cats", String::new(), 0.0).await
    });
}

#[test]
fn what_is_said_of_a_run_is_kept_or_not() {
    whatever_the_limit(keep_both, async |records| {
        let said = Annotation {
            note: Some("x".repeat(5000)),
            ..Annotation::default()
        };
        runs::annotate(records, &id(2), said).await
    });
}

#[test]
fn runs_are_put_aside_together() {
    whatever_the_limit(keep_both, async |records| {
        // A moment that takes more letters than there are bytes to spare in some of the limits.
        runs::delete(records, &[id(1), id(2)], f64::MIN_POSITIVE).await
    });
}

#[test]
fn an_alias_is_never_lost_on_its_way() {
    whatever_the_limit(
        async |records| {
            keep_both(records).await?;
            registry::register(records, &id(1), "cats", String::new(), 0.0).await
        },
        async |records| {
            let version = VersionId {
                model: "cats".into(),
                version: 1,
            };
            registry::set_alias(records, &version, "challenger").await?;
            registry::describe(records, "cats", None, "x".repeat(5000)).await
        },
    );
}
