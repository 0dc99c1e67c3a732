//! Memory: keeps runs as long as the tab is open, where the browser keeps nothing, and in tests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Fault, Keeper, Shelf, Transaction};
use grove_protocol::tracking::Usage;

type Records = BTreeMap<(Shelf, String), Rc<[u8]>>;

/// Records in memory, with a limit to their bytes.
pub struct Memory {
    records: Rc<RefCell<Records>>,
    limit: usize,
}

impl Memory {
    pub fn new(limit: usize) -> Self {
        Self {
            records: Rc::default(),
            limit,
        }
    }
}

/// Works on a copy, which shares every record with the original.
pub struct InMemory {
    changed: RefCell<Records>,
    records: Rc<RefCell<Records>>,
    limit: usize,
}

fn size(records: &Records) -> usize {
    records.values().map(|record| record.len()).sum()
}

impl Keeper for Memory {
    type Transaction = InMemory;

    async fn begin(&self) -> Result<InMemory, Fault> {
        Ok(InMemory {
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

impl Transaction for InMemory {
    async fn get(&self, shelf: Shelf, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let changed = self.changed.borrow();
        Ok(changed
            .get(&(shelf, key.to_owned()))
            .map(|record| record.to_vec()))
    }

    async fn list(&self, shelf: Shelf) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let changed = self.changed.borrow();
        let on_shelf = changed.iter().filter(|((place, _), _)| *place == shelf);
        Ok(on_shelf
            .map(|((_, key), record)| (key.clone(), record.to_vec()))
            .collect())
    }

    async fn put(&self, shelf: Shelf, key: &str, record: Vec<u8>) -> Result<(), Fault> {
        let mut changed = self.changed.borrow_mut();
        changed.insert((shelf, key.to_owned()), record.into());
        match size(&changed) > self.limit {
            true => Err(Fault::Full),
            false => Ok(()),
        }
    }

    async fn delete(&self, shelf: Shelf, key: &str) -> Result<(), Fault> {
        self.changed.borrow_mut().remove(&(shelf, key.to_owned()));
        Ok(())
    }

    async fn commit(self) -> Result<(), Fault> {
        self.records.replace(self.changed.into_inner());
        Ok(())
    }

    fn abort(self) {}
}
