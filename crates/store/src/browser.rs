//! The browser's own database (IndexedDB): what keeps runs from one visit to the next, for all tabs of this origin.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use idb::request::OpenDatabaseRequest;
use idb::{
    Database, DatabaseEvent, Error, Factory, ObjectStore, ObjectStoreParams, Query, Request,
    TransactionMode, TransactionResult,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, Event, StorageEstimate, StorageManager, WorkerGlobalScope};

use super::{Fault, Keeper, Shelf, Transaction};
use grove_protocol::tracking::Usage;

/// What leads from each version of the database to the next; the first from none. None is ever changed or removed, since
/// a browser may come from any of them.
pub const STEPS: &[Step] = &[shelves];

/// Runs in the transaction of the upgrade.
pub type Step = fn(&Database) -> Result<(), Error>;

fn shelves(database: &Database) -> Result<(), Error> {
    for shelf in Shelf::ALL {
        database.create_object_store(shelf.name(), ObjectStoreParams::new())?;
    }
    Ok(())
}

/// A connection to a database.
pub struct Browser {
    name: String,
    steps: &'static [Step],
    connection: RefCell<Option<Connection>>,
}

struct Connection {
    database: Database,
    /// Another tab wants to bring the database up to a later version, or the browser has cleared it.
    closed: Rc<Cell<bool>>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl Browser {
    /// Opens a database, which is made or brought up to the version of these steps. An error where the browser keeps
    /// nothing; that the database is of a later version is told by each transaction.
    pub async fn open(name: &str, steps: &'static [Step]) -> Result<Self, Fault> {
        let connection = match connect(name, steps).await {
            Ok(connection) => Some(connection),
            Err(Fault::Newer) => None,
            Err(fault) => return Err(fault),
        };
        Ok(Self {
            name: name.to_owned(),
            steps,
            connection: RefCell::new(connection),
        })
    }

    /// `None` without a connection.
    fn transaction(&self) -> Option<Result<idb::Transaction, Error>> {
        let connection = self.connection.borrow();
        let connection = connection.as_ref().filter(|open| !open.closed.get())?;
        let stores = Shelf::ALL.map(Shelf::name);
        let database = &connection.database;
        Some(database.transaction(&stores, TransactionMode::ReadWrite))
    }
}

async fn connect(name: &str, steps: &'static [Step]) -> Result<Connection, Fault> {
    let factory = Factory::new().map_err(fault)?;
    let request = factory.open(name, Some(steps.len() as u32));
    let mut request = request.map_err(fault)?;
    request.on_upgrade_needed(move |event| {
        let upgraded = event.old_version().and_then(|version| {
            let database = event.database()?;
            let mut missing = steps.iter().skip(version as usize);
            missing.try_for_each(|step| step(&database))
        });
        // Taken back as a whole; the request fails then.
        if let (Err(_), Ok(request)) = (upgraded, idb::Event::target(&event)) {
            abort(&request);
        }
    });
    let mut database = request.await.map_err(fault)?;
    let closed = Rc::new(Cell::new(false));
    database.on_version_change({
        let closed = Rc::clone(&closed);
        move |event: Event| {
            closed.set(true);
            let database = event.target().and_then(|it| Database::try_from(it).ok());
            if let Some(database) = database {
                database.close();
            }
        }
    });
    database.on_close({
        let closed = Rc::clone(&closed);
        move |_| closed.set(true)
    });
    Ok(Connection { database, closed })
}

fn abort(request: &OpenDatabaseRequest) {
    if let Some(transaction) = request.transaction() {
        // It can only have been aborted already.
        let _ = transaction.abort();
    }
}

impl Keeper for Browser {
    type Transaction = InBrowser;

    async fn begin(&self) -> Result<InBrowser, Fault> {
        let transaction = match self.transaction() {
            Some(Ok(transaction)) => transaction,
            _ => {
                let connection = connect(&self.name, self.steps).await?;
                self.connection.replace(Some(connection));
                let again = self.transaction().ok_or(Fault::Newer)?;
                again.map_err(fault)?
            }
        };
        Ok(InBrowser(transaction.into()))
    }

    async fn usage(&self) -> Usage {
        let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
        let storage = scope.navigator().storage();
        let estimate = told(storage.estimate()).await;
        let estimate = estimate.map(JsCast::unchecked_into::<StorageEstimate>);
        let persisted = told(StorageManager::persisted(&storage)).await;
        Usage {
            kept: true,
            persistent: persisted.is_some_and(|persisted| persisted.is_truthy()),
            bytes: estimate.as_ref().and_then(StorageEstimate::get_usage),
            quota: estimate.as_ref().and_then(StorageEstimate::get_quota),
        }
    }
}

/// What is promised, where it comes.
async fn told(promise: Result<js_sys::Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

/// A transaction of the database; the object is shared with the crate's wrappers, which are used up by waiting.
pub struct InBrowser(JsValue);

impl InBrowser {
    fn transaction(&self) -> idb::Transaction {
        self.0.clone().try_into().expect("it was one")
    }

    fn store(&self, shelf: Shelf) -> Result<ObjectStore, Fault> {
        let store = self.transaction().object_store(shelf.name());
        store.map_err(fault)
    }

    /// Why a request failed: where the transaction was ended, for its reason.
    fn failed(&self, error: Error) -> Fault {
        match self.transaction().error() {
            Some(reason) => named(&reason),
            None => fault(error),
        }
    }
}

impl Transaction for InBrowser {
    async fn get(&self, shelf: Shelf, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let request = self.store(shelf)?.get(Query::Key(key.into()));
        let record = request
            .map_err(fault)?
            .await
            .map_err(|error| self.failed(error))?;
        Ok(record.map(|record| bytes(&record)))
    }

    async fn list(&self, shelf: Shelf) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let store = self.store(shelf)?;
        let keys = store.get_all_keys(None, None).map_err(fault)?;
        let records = store.get_all(None, None).map_err(fault)?;
        let keys = keys.await.map_err(|error| self.failed(error))?;
        let records = records.await.map_err(|error| self.failed(error))?;
        let keys = keys.iter().map(|key| key.as_string().unwrap_or_default());
        Ok(keys.zip(records.iter().map(bytes)).collect())
    }

    async fn put(&self, shelf: Shelf, key: &str, record: Vec<u8>) -> Result<(), Fault> {
        let record: JsValue = Uint8Array::from(&record[..]).into();
        let request = self.store(shelf)?.put(&record, Some(&key.into()));
        request
            .map_err(fault)?
            .await
            .map_err(|error| self.failed(error))?;
        Ok(())
    }

    async fn delete(&self, shelf: Shelf, key: &str) -> Result<(), Fault> {
        let request = self.store(shelf)?.delete(Query::Key(key.into()));
        request
            .map_err(fault)?
            .await
            .map_err(|error| self.failed(error))
    }

    async fn commit(self) -> Result<(), Fault> {
        // It commits by itself once nothing more is asked of it.
        match self.transaction().await {
            Ok(TransactionResult::Committed) => Ok(()),
            Ok(TransactionResult::Aborted) => Err(self.failed(Error::DomExceptionNotFound)),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn abort(self) {
        // Where a request failed, it was aborted by that already.
        let _ = self.transaction().abort();
    }
}

/// What was put; nothing where it is not of ours, which no reader takes for a record.
fn bytes(record: &JsValue) -> Vec<u8> {
    let bytes = record.dyn_ref::<Uint8Array>();
    bytes.map_or(Vec::new(), Uint8Array::to_vec)
}

fn fault(error: Error) -> Fault {
    match &error {
        Error::DomException(exception) => named(exception),
        Error::IndexedDbOpenFailed(value)
        | Error::TransactionOpenFailed(value)
        | Error::UpdateFailed(value) => match value.dyn_ref::<DomException>() {
            Some(exception) => named(exception),
            None => Fault::Broken(error.to_string()),
        },
        _ => Fault::Broken(error.to_string()),
    }
}

fn named(exception: &DomException) -> Fault {
    match exception.name().as_str() {
        "QuotaExceededError" => Fault::Full,
        "VersionError" => Fault::Newer,
        _ => Fault::Broken(exception.message()),
    }
}
