//! Tables that are kept with their recipes, so that a later visit can continue with them.
//!
//! # Errors
//! All functions fail where the storage fails.

use super::format;
use super::{Fault, RecordTable, Transaction};
use grove_protocol::tracking::KeptTable;
use grove_recipe::link::{DataSource, Link};

/// The largest file that is kept, in bytes: it is in memory three times while it is written.
const FILE_AT_MOST: usize = 1 << 28;

/// Lists the kept tables, the latest first. Leaves out what cannot be read.
///
/// # Errors
/// See the module.
pub async fn list(records: &impl Transaction) -> Result<Vec<KeptTable>, Fault> {
    let records = records.list(RecordTable::Tables).await?;
    let tables = records.iter();
    let mut tables: Vec<KeptTable> = tables
        .filter_map(|(_, record)| format::read_table(record).ok())
        .collect();
    tables.sort_by(|a, b| b.changed.total_cmp(&a.changed));
    Ok(tables)
}

/// Keeps a table with the recipe for it; without a `file`, the recipe alone. A recipe for a file of the person's own is kept
/// only while the file is. Of data that can be fetched or made again, only the latest is kept. `now` is in milliseconds
/// since 1970.
///
/// # Errors
/// See the module; also where the file is larger than 256 MB.
pub async fn keep(
    records: &impl Transaction,
    link: &Link,
    file: Option<Vec<u8>>,
    now: f64,
) -> Result<(), Fault> {
    let key = &link.recipe.data.sha256;
    let own = |link: &Link| link.source == DataSource::Own;
    let bytes = match file {
        Some(file) if file.len() > FILE_AT_MOST => {
            return Err(Fault::refused(
                "The table is too large to be kept: the limit is 256 MB.",
                "Open the file again on the next visit, and save the recipe as a file.",
            ));
        }
        Some(file) => {
            let bytes = file.len() as f64;
            records.put(RecordTable::TableFiles, key, file).await?;
            bytes
        }
        None if own(link) => {
            let before = records.get(RecordTable::Tables, key).await?;
            let before = before.and_then(|record| format::read_table(&record).ok());
            match before.filter(|before| own(&before.link)) {
                Some(before) => before.bytes,
                None => return Ok(()),
            }
        }
        None => 0.0,
    };
    if !own(link) {
        for before in list(records).await? {
            let other = &before.link.recipe.data.sha256;
            if !own(&before.link) && other != key {
                drop(records, other).await?;
            }
        }
    }
    let record = format::write_table(&KeptTable {
        link: link.clone(),
        bytes,
        changed: now,
    });
    records.put(RecordTable::Tables, key, record).await
}

/// Deletes a table and its recipe, by the hash of its file.
///
/// # Errors
/// See the module.
pub async fn drop(records: &impl Transaction, sha256: &str) -> Result<(), Fault> {
    records.delete(RecordTable::Tables, sha256).await?;
    records.delete(RecordTable::TableFiles, sha256).await
}

/// Returns the bytes of a kept file, by its hash.
///
/// # Errors
/// See the module; also where the file is not kept.
pub async fn file(records: &impl Transaction, sha256: &str) -> Result<Vec<u8>, Fault> {
    let file = records.get(RecordTable::TableFiles, sha256).await?;
    file.ok_or_else(|| {
        Fault::refused(
            "This table is no longer there.",
            "It may have been forgotten in another tab. Choose the file.",
        )
    })
}

/// Deletes all records for good: runs, models and tables, also those that cannot be read.
///
/// # Errors
/// See the module.
pub async fn forget_all(records: &impl Transaction) -> Result<(), Fault> {
    for table in RecordTable::ALL {
        records.clear(table).await?;
    }
    Ok(())
}
