//! A store in memory, for browsers without storage (until the tab is closed) and for tests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Fault, RecordStore, RecordTable, Transaction};
use grove_protocol::tracking::Usage;

type RecordMap = BTreeMap<(RecordTable, String), Rc<[u8]>>;

/// A store in memory with a limited size.
pub struct MemoryStore {
    records: Rc<RefCell<RecordMap>>,
    limit: usize,
}

impl MemoryStore {
    /// Makes an empty store for records of at most `limit` bytes in all.
    pub fn new(limit: usize) -> Self {
        Self {
            records: Rc::default(),
            limit,
        }
    }
}

/// A transaction of a [`MemoryStore`]. It works on a copy of the map, which shares the records.
pub struct MemoryTransaction {
    changed: RefCell<RecordMap>,
    records: Rc<RefCell<RecordMap>>,
    limit: usize,
}

fn size(records: &RecordMap) -> usize {
    records.values().map(|record| record.len()).sum()
}

impl RecordStore for MemoryStore {
    type Transaction = MemoryTransaction;

    async fn begin(&self) -> Result<MemoryTransaction, Fault> {
        Ok(MemoryTransaction {
            changed: RefCell::new(self.records.borrow().clone()),
            records: Rc::clone(&self.records),
            limit: self.limit,
        })
    }

    async fn usage(&self) -> Usage {
        Usage {
            kept: false,
            persistent: false,
            bytes: Some(size(&self.records.borrow()) as f64),
            quota: Some(self.limit as f64),
        }
    }
}

impl Transaction for MemoryTransaction {
    async fn get(&self, table: RecordTable, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let changed = self.changed.borrow();
        Ok(changed
            .get(&(table, key.to_owned()))
            .map(|record| record.to_vec()))
    }

    async fn list(&self, table: RecordTable) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let changed = self.changed.borrow();
        let in_table = changed.iter().filter(|((place, _), _)| *place == table);
        Ok(in_table
            .map(|((_, key), record)| (key.clone(), record.to_vec()))
            .collect())
    }

    async fn put(&self, table: RecordTable, key: &str, record: Vec<u8>) -> Result<(), Fault> {
        let mut changed = self.changed.borrow_mut();
        changed.insert((table, key.to_owned()), record.into());
        match size(&changed) > self.limit {
            true => Err(Fault::Full),
            false => Ok(()),
        }
    }

    async fn delete(&self, table: RecordTable, key: &str) -> Result<(), Fault> {
        self.changed.borrow_mut().remove(&(table, key.to_owned()));
        Ok(())
    }

    async fn clear(&self, table: RecordTable) -> Result<(), Fault> {
        let mut changed = self.changed.borrow_mut();
        changed.retain(|(of_table, _), _| *of_table != table);
        Ok(())
    }

    async fn commit(self) -> Result<(), Fault> {
        self.records.replace(self.changed.into_inner());
        Ok(())
    }

    fn abort(self) {}
}
