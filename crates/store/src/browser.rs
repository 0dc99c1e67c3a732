//! A store in the browser's database (IndexedDB), which all tabs of this origin share from one visit to the next.

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

use super::{Fault, RecordStore, RecordTable, Transaction};
use grove_protocol::tracking::Usage;

/// The migrations of the database: number `i` leads from version `i` to version `i` + 1. They are never changed or removed,
/// since a browser can have any version.
pub const MIGRATIONS: &[Migration] = &[create_tables, add_kept_tables];

/// A change of the database's tables, which runs in the transaction of the upgrade.
pub type Migration = fn(&Database) -> Result<(), Error>;

fn create_tables(database: &Database) -> Result<(), Error> {
    create(
        database,
        [
            RecordTable::Runs,
            RecordTable::Artifacts,
            RecordTable::Models,
            RecordTable::Copies,
        ],
    )
}

fn add_kept_tables(database: &Database) -> Result<(), Error> {
    create(database, [RecordTable::Tables, RecordTable::TableFiles])
}

fn create<const N: usize>(database: &Database, tables: [RecordTable; N]) -> Result<(), Error> {
    for table in tables {
        database.create_object_store(table.name(), ObjectStoreParams::new())?;
    }
    Ok(())
}

/// A store in a database of the browser. Reconnects where the browser has closed the connection.
pub struct BrowserStore {
    name: String,
    migrations: &'static [Migration],
    connection: RefCell<Option<Connection>>,
}

struct Connection {
    database: Database,
    /// Whether the connection was closed: another tab upgrades the database, or the browser has cleared it.
    closed: Rc<Cell<bool>>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl BrowserStore {
    /// Opens a database, and creates or upgrades it by the migrations it lacks. Where the database has a later version,
    /// this succeeds and each transaction fails with [`Fault::Newer`].
    ///
    /// # Errors
    /// Where the browser has no storage, or a migration fails.
    pub async fn open(name: &str, migrations: &'static [Migration]) -> Result<Self, Fault> {
        let connection = match connect(name, migrations).await {
            Ok(connection) => Some(connection),
            Err(Fault::Newer) => None,
            Err(fault) => return Err(fault),
        };
        Ok(Self {
            name: name.to_owned(),
            migrations,
            connection: RefCell::new(connection),
        })
    }

    /// Begins a transaction over all tables. Returns `None` without a connection.
    fn transaction(&self) -> Option<Result<idb::Transaction, Error>> {
        let connection = self.connection.borrow();
        let connection = connection.as_ref().filter(|open| !open.closed.get())?;
        let stores = RecordTable::ALL.map(RecordTable::name);
        let database = &connection.database;
        Some(database.transaction(&stores, TransactionMode::ReadWrite))
    }
}

async fn connect(name: &str, migrations: &'static [Migration]) -> Result<Connection, Fault> {
    let factory = Factory::new().map_err(fault)?;
    let request = factory.open(name, Some(migrations.len() as u32));
    let mut request = request.map_err(fault)?;
    request.on_upgrade_needed(move |event| {
        let upgraded = event.old_version().and_then(|version| {
            let database = event.database()?;
            let mut missing = migrations.iter().skip(version as usize);
            missing.try_for_each(|migration| migration(&database))
        });
        // Rolls back the whole upgrade, and then the request fails.
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
        // Fails only where it was aborted already.
        let _ = transaction.abort();
    }
}

impl RecordStore for BrowserStore {
    type Transaction = BrowserTransaction;

    async fn begin(&self) -> Result<BrowserTransaction, Fault> {
        let transaction = match self.transaction() {
            Some(Ok(transaction)) => transaction,
            _ => {
                let connection = connect(&self.name, self.migrations).await?;
                self.connection.replace(Some(connection));
                let again = self.transaction().ok_or(Fault::Newer)?;
                again.map_err(fault)?
            }
        };
        Ok(BrowserTransaction(transaction.into()))
    }

    async fn usage(&self) -> Usage {
        let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
        let storage = scope.navigator().storage();
        let estimate = resolved(storage.estimate()).await;
        let estimate = estimate.map(JsCast::unchecked_into::<StorageEstimate>);
        let persisted = resolved(StorageManager::persisted(&storage)).await;
        Usage {
            kept: true,
            persistent: persisted.is_some_and(|persisted| persisted.is_truthy()),
            bytes: estimate.as_ref().and_then(StorageEstimate::get_usage),
            quota: estimate.as_ref().and_then(StorageEstimate::get_quota),
        }
    }
}

/// Awaits a promise. Returns `None` if it was not given or is rejected.
async fn resolved(promise: Result<js_sys::Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

/// A transaction of the database. It holds the JavaScript object, since idb's wrappers are consumed by awaiting them.
pub struct BrowserTransaction(JsValue);

impl BrowserTransaction {
    fn transaction(&self) -> idb::Transaction {
        self.0.clone().try_into().expect("it was one")
    }

    fn store(&self, table: RecordTable) -> Result<ObjectStore, Fault> {
        let store = self.transaction().object_store(table.name());
        store.map_err(fault)
    }

    /// Returns why a request failed: the transaction's error if it has one, else the request's own.
    fn failed(&self, error: Error) -> Fault {
        match self.transaction().error() {
            Some(reason) => fault_of(&reason),
            None => fault(error),
        }
    }
}

impl Transaction for BrowserTransaction {
    async fn get(&self, table: RecordTable, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let request = self.store(table)?.get(Query::Key(key.into()));
        let record = request
            .map_err(fault)?
            .await
            .map_err(|error| self.failed(error))?;
        Ok(record.map(|record| bytes(&record)))
    }

    async fn list(&self, table: RecordTable) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let store = self.store(table)?;
        let keys = store.get_all_keys(None, None).map_err(fault)?;
        let records = store.get_all(None, None).map_err(fault)?;
        let keys = keys.await.map_err(|error| self.failed(error))?;
        let records = records.await.map_err(|error| self.failed(error))?;
        let keys = keys.iter().map(|key| key.as_string().unwrap_or_default());
        Ok(keys.zip(records.iter().map(bytes)).collect())
    }

    async fn put(&self, table: RecordTable, key: &str, record: Vec<u8>) -> Result<(), Fault> {
        let record: JsValue = Uint8Array::from(&record[..]).into();
        let request = self.store(table)?.put(&record, Some(&key.into()));
        request
            .map_err(fault)?
            .await
            .map_err(|error| self.failed(error))?;
        Ok(())
    }

    async fn delete(&self, table: RecordTable, key: &str) -> Result<(), Fault> {
        let request = self.store(table)?.delete(Query::Key(key.into()));
        request
            .map_err(fault)?
            .await
            .map_err(|error| self.failed(error))
    }

    async fn clear(&self, table: RecordTable) -> Result<(), Fault> {
        let request = self.store(table)?.clear();
        request
            .map_err(fault)?
            .await
            .map_err(|error| self.failed(error))
    }

    async fn commit(self) -> Result<(), Fault> {
        // A transaction without pending requests commits by itself.
        match self.transaction().await {
            Ok(TransactionResult::Committed) => Ok(()),
            Ok(TransactionResult::Aborted) => Err(self.failed(Error::DomExceptionNotFound)),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn abort(self) {
        // Fails where a failed request has aborted it already.
        let _ = self.transaction().abort();
    }
}

/// Returns a record's bytes; none where the value is not a byte array, and then reading the record fails.
fn bytes(record: &JsValue) -> Vec<u8> {
    let bytes = record.dyn_ref::<Uint8Array>();
    bytes.map_or(Vec::new(), Uint8Array::to_vec)
}

fn fault(error: Error) -> Fault {
    match &error {
        Error::DomException(exception) => fault_of(exception),
        Error::IndexedDbOpenFailed(value)
        | Error::TransactionOpenFailed(value)
        | Error::UpdateFailed(value) => match value.dyn_ref::<DomException>() {
            Some(exception) => fault_of(exception),
            None => Fault::Broken(error.to_string()),
        },
        _ => Fault::Broken(error.to_string()),
    }
}

fn fault_of(exception: &DomException) -> Fault {
    match exception.name().as_str() {
        "QuotaExceededError" => Fault::Full,
        "VersionError" => Fault::Newer,
        _ => Fault::Broken(exception.message()),
    }
}
