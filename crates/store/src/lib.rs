//! What is kept when the tab is closed: runs and registered models, as records that change in transactions alone.
//!
//! Knows neither clock nor chance: moments and names are handed in. Where records lie (a browser's database, or memory)
//! is a [`Keeper`]'s business; everything else is written once, over any of them.

pub mod archive;
#[cfg(target_arch = "wasm32")]
pub mod browser;
mod fault;
pub mod format;
pub mod import;
pub mod memory;
pub mod registry;
pub mod runs;

use grove_protocol::tracking::{StoreError, Usage};

pub use fault::Fault;

/// Where a record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// What a list tells of each run, under its name.
    Runs,
    /// The larger parts of runs, under `RUN/PART`.
    Artifacts,
    /// Registered models, under their names.
    Models,
    /// The versions' own copies of models, under `VERSION/NAME`.
    Copies,
}

impl Shelf {
    pub const ALL: [Shelf; 4] = [Shelf::Runs, Shelf::Artifacts, Shelf::Models, Shelf::Copies];

    /// Its name in a database.
    pub const fn name(self) -> &'static str {
        match self {
            Shelf::Runs => "runs",
            Shelf::Artifacts => "artifacts",
            Shelf::Models => "models",
            Shelf::Copies => "copies",
        }
    }
}

/// Where records are kept.
#[allow(async_fn_in_trait, reason = "nothing here crosses threads")]
pub trait Keeper {
    type Transaction: Transaction;

    /// Begins a transaction over all shelves. Transactions of all tabs follow one another.
    async fn begin(&self) -> Result<Self::Transaction, Fault>;

    async fn usage(&self) -> Usage;
}

/// Changes that are made together or not at all. It may end by itself when anything is awaited but its own methods, and
/// sees its own changes.
#[allow(async_fn_in_trait, reason = "nothing here crosses threads")]
pub trait Transaction {
    async fn get(&self, shelf: Shelf, key: &str) -> Result<Option<Vec<u8>>, Fault>;

    /// All records of a shelf, ordered by their keys.
    async fn list(&self, shelf: Shelf) -> Result<Vec<(String, Vec<u8>)>, Fault>;

    async fn put(&self, shelf: Shelf, key: &str, record: Vec<u8>) -> Result<(), Fault>;

    /// Nothing where there is no such record.
    async fn delete(&self, shelf: Shelf, key: &str) -> Result<(), Fault>;

    /// Makes the changes last.
    async fn commit(self) -> Result<(), Fault>;

    /// Takes all of them back.
    fn abort(self);
}

/// Does some work in a transaction of its own; where it fails, nothing was changed.
pub async fn within<K: Keeper, T>(
    keeper: &K,
    work: impl AsyncFnOnce(&K::Transaction) -> Result<T, Fault>,
) -> Result<T, StoreError> {
    let transaction = keeper.begin().await?;
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
