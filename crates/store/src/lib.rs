//! Stores runs, registered models and tables beyond the closing of a tab. Records change in transactions only.
//!
//! [`RecordStore`] and [`Transaction`] are implemented by the browser's database (`browser`) and in [`memory`]; everything
//! else works with either of them. The time and new names are arguments, so that the same calls give the same records:
//!
//! ```
//! use std::pin::pin;
//! use std::task::{Context, Poll, Waker};
//!
//! use grove_store::memory::MemoryStore;
//! use grove_store::{RecordTable, Transaction, in_transaction};
//!
//! let store = MemoryStore::new(1 << 20);
//! let mut work = pin!(in_transaction(&store, async |records| {
//!     records.put(RecordTable::Runs, "first", b"a record".to_vec()).await?;
//!     records.get(RecordTable::Runs, "first").await
//! }));
//! // In memory nothing has to be awaited.
//! let Poll::Ready(read) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
//!     unreachable!()
//! };
//! assert_eq!(read.expect("room for a record").as_deref(), Some(&b"a record"[..]));
//! ```
//!
//! Why: `docs/decisions/0025-runs-in-indexeddb.md`.

pub mod archive;
#[cfg(target_arch = "wasm32")]
pub mod browser;
mod fault;
pub mod format;
pub mod import;
pub mod memory;
pub mod registry;
pub mod runs;
pub mod tables;

use grove_protocol::tracking::{StoreError, Usage};

pub use fault::Fault;

/// A table of records, ordered by their keys. (In IndexedDB it is an object store.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordTable {
    /// The small record of each run that lists show, by the run's id.
    Runs,
    /// The larger files of runs, by `RUN/FILE`.
    Artifacts,
    /// Registered models, by name.
    Models,
    /// A copy of the model file of each registered version, by `VERSION/NAME`.
    Copies,
    /// The record of each kept table, by the hash of its file.
    Tables,
    /// The files of kept tables, by their hash.
    TableFiles,
}

impl RecordTable {
    /// All of them.
    pub const ALL: [RecordTable; 6] = [
        RecordTable::Runs,
        RecordTable::Artifacts,
        RecordTable::Models,
        RecordTable::Copies,
        RecordTable::Tables,
        RecordTable::TableFiles,
    ];

    /// Returns the table's name in a database.
    pub const fn name(self) -> &'static str {
        match self {
            RecordTable::Runs => "runs",
            RecordTable::Artifacts => "artifacts",
            RecordTable::Models => "models",
            RecordTable::Copies => "copies",
            RecordTable::Tables => "tables",
            RecordTable::TableFiles => "table-files",
        }
    }
}

/// A place where records are kept.
#[allow(async_fn_in_trait, reason = "nothing here crosses threads")]
pub trait RecordStore {
    /// Its kind of transaction.
    type Transaction: Transaction;

    /// Begins a transaction over all tables. Transactions, also those of other tabs, run one after the other.
    ///
    /// # Errors
    /// Where the storage fails or has a later version.
    async fn begin(&self) -> Result<Self::Transaction, Fault>;

    /// Returns how many bytes are used, and how many there may be.
    async fn usage(&self) -> Usage;
}

/// Changes that are made together or not at all. A transaction sees its own changes. Await only its own methods while it is
/// open: a browser ends it otherwise.
///
/// # Errors
/// Every method fails where the storage fails or is full.
#[allow(async_fn_in_trait, reason = "nothing here crosses threads")]
pub trait Transaction {
    /// Returns a record; `None` where there is none of this key.
    async fn get(&self, table: RecordTable, key: &str) -> Result<Option<Vec<u8>>, Fault>;

    /// Returns all keys and records of a table, ordered by key.
    async fn list(&self, table: RecordTable) -> Result<Vec<(String, Vec<u8>)>, Fault>;

    /// Writes a record, in place of one of the same key.
    async fn put(&self, table: RecordTable, key: &str, record: Vec<u8>) -> Result<(), Fault>;

    /// Deletes a record, if there is one of this key.
    async fn delete(&self, table: RecordTable, key: &str) -> Result<(), Fault>;

    /// Deletes all records of a table.
    async fn clear(&self, table: RecordTable) -> Result<(), Fault>;

    /// Commits the changes.
    async fn commit(self) -> Result<(), Fault>;

    /// Rolls the changes back.
    fn abort(self);
}

/// Runs `work` in a new transaction, and commits it if the work succeeds.
///
/// # Errors
/// The work's own, and those of the storage. Nothing is changed then.
pub async fn in_transaction<K: RecordStore, T>(
    store: &K,
    work: impl AsyncFnOnce(&K::Transaction) -> Result<T, Fault>,
) -> Result<T, StoreError> {
    let transaction = store.begin().await?;
    match work(&transaction).await {
        Ok(value) => {
            transaction.commit().await?;
            Ok(value)
        }
        Err(fault) => {
            transaction.abort();
            Err(fault.into())
        }
    }
}
