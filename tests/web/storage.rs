//! The browser's own database: transactions, upgrades, two tabs at once.

use std::collections::BTreeMap;

use futures::future::join_all;
use grove_protocol::calls::{
    DeleteRuns, ExportRuns, ImportRuns, ListRuns, OpenRun, PurgeRuns, RunsFile,
};
use grove_protocol::tracking::{Notification, RunId, RunInfo, RunsNews};
use grove_store::browser::{BrowserStore, MIGRATIONS, Migration};
use grove_store::memory::MemoryStore;
use grove_store::runs::{self, Annotation, RunRecord};
use grove_store::{
    Fault, RecordStore, RecordTable, Transaction, archive, import, in_transaction, registry,
};
use idb::{Database, ObjectStoreParams};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

use crate::engine::{NO_FILE, Page, file};
use crate::shared;

fn id(number: u32) -> RunId {
    RunId::new(f64::from(number), [7; 5])
}

fn run(number: u32) -> RunRecord {
    let mut recipe = shared::recipe();
    recipe.seed = number;
    let model = vec![number as u8; 1000];
    RunRecord {
        info: RunInfo {
            id: id(number),
            experiment: "messy.csv".into(),
            parent: None,
            name: String::new(),
            started: f64::from(number),
            milliseconds: 0.5,
            recipe,
            metrics: Vec::new(),
            cross_validation: None,
            belief: Vec::new(),
            test_rows: None,
            model_bytes: model.len() as f64,
            note: String::new(),
            tags: Vec::new(),
            deleted: None,
        },
        stages: Vec::new(),
        model: Some(model),
        predicted: None,
    }
}

async fn open(name: &str) -> BrowserStore {
    BrowserStore::open(name, MIGRATIONS).await.unwrap()
}

async fn everything<K: RecordStore>(keeper: &K) -> Vec<(RecordTable, String, Vec<u8>)> {
    let all = in_transaction(keeper, async |records| {
        let mut all = Vec::new();
        for shelf in RecordTable::ALL {
            let on_shelf = records.list(shelf).await?;
            all.extend(
                on_shelf
                    .into_iter()
                    .map(|(key, record)| (shelf, key, record)),
            );
        }
        Ok(all)
    });
    all.await.unwrap()
}

async fn keep<K: RecordStore>(keeper: &K, number: u32) {
    let kept = in_transaction(keeper, async |records| {
        runs::keep(records, &run(number), true).await
    });
    assert_eq!(kept.await, Ok(true));
}

/// A bit of everything.
async fn work<K: RecordStore>(keeper: &K) {
    for number in 1..5 {
        keep(keeper, number).await;
    }
    in_transaction(keeper, async |records| {
        registry::register(records, &id(1), "cats / Löwen", String::new(), 1.0).await?;
        registry::register(records, &id(2), "cats / Löwen", String::new(), 2.0).await?;
        registry::remove_alias(records, "cats / Löwen", "champion").await?;
        runs::delete(records, &[id(2), id(3)], 5.0).await
    })
    .await
    .unwrap();
    in_transaction(keeper, async |records| runs::purge(records, 6.0).await)
        .await
        .unwrap();
}

#[wasm_bindgen_test]
async fn the_database_keeps_what_memory_keeps() {
    let (memory, browser) = (MemoryStore::new(usize::MAX), open("same").await);
    work(&memory).await;
    work(&browser).await;
    let kept = everything(&memory).await;
    assert!(kept.len() > 8);
    assert_eq!(everything(&browser).await, kept);
    drop(browser);
    let again = open("same").await;
    assert_eq!(everything(&again).await, kept);
    assert!(again.usage().await.kept);
    assert!(again.usage().await.quota.is_some_and(|quota| quota > 0.0));

    let exported = in_transaction(&again, async |records| {
        archive::write(records, Vec::new()).await
    });
    let other = open("other").await;
    let archive = exported.await.unwrap();
    let imported = import::import(&other, &archive, &|_| Ok(()), async || {}).await;
    assert_eq!(imported.unwrap().refused, [""; 0]);
    assert_eq!(everything(&other).await, kept);
}

#[wasm_bindgen_test]
async fn two_connections_that_write_at_once_lose_nothing() {
    let (one, other) = (open("two").await, open("two").await);
    keep(&one, 1).await;
    // Each reads the tags and adds one of its own.
    let add = |browser, tag: u32| async move {
        in_transaction(browser, async |records| {
            let mut tags = runs::list(records).await?.runs[0].tags.clone();
            tags.push(tag.to_string());
            let said = Annotation {
                tags: Some(tags),
                ..Annotation::default()
            };
            runs::annotate(records, &id(1), said).await
        })
        .await
    };
    let adding = (0..40).map(|tag| add(if tag % 2 == 0 { &one } else { &other }, tag));
    assert!(join_all(adding).await.iter().all(Result::is_ok));
    let listed = in_transaction(&one, async |records| runs::list(records).await);
    assert_eq!(listed.await.unwrap().runs[0].tags.len(), 40);
}

#[wasm_bindgen_test]
async fn what_fails_in_the_middle_leaves_nothing() {
    let browser = open("middle").await;
    keep(&browser, 1).await;
    let before = everything(&browser).await;
    let failed = in_transaction(&browser, async |records| {
        runs::keep(records, &run(2), true).await?;
        records.delete(RecordTable::Runs, &id(1).0).await?;
        assert_eq!(records.list(RecordTable::Runs).await?.len(), 1);
        Err::<(), _>(Fault::Full)
    });
    assert!(
        failed
            .await
            .unwrap_err()
            .problem
            .contains("not enough storage")
    );
    assert_eq!(everything(&browser).await, before);
}

fn a_new_store(database: &Database) -> Result<(), idb::Error> {
    database.create_object_store("notes", ObjectStoreParams::new())?;
    Ok(())
}

fn a_store_that_there_is(database: &Database) -> Result<(), idb::Error> {
    database.create_object_store("thoughts", ObjectStoreParams::new())?;
    database.create_object_store("runs", ObjectStoreParams::new())?;
    Ok(())
}

#[wasm_bindgen_test]
async fn a_later_version_takes_over_while_an_earlier_one_is_open() {
    static LATER: [Migration; 3] = [MIGRATIONS[0], MIGRATIONS[1], a_new_store];
    let earlier = open("versions").await;
    keep(&earlier, 1).await;
    let kept = everything(&earlier).await;

    let later = BrowserStore::open("versions", &LATER).await.unwrap();
    assert_eq!(everything(&later).await, kept, "what was kept survives");
    let factory = idb::Factory::new().unwrap();
    let raw = factory.open("versions", None).unwrap().await.unwrap();
    assert_eq!(raw.version().unwrap(), 3);
    assert!(raw.store_names().contains(&"notes".into()));
    raw.close();

    let refused = in_transaction(&earlier, async |records| runs::list(records).await).await;
    let error = refused.unwrap_err();
    assert!(error.problem.contains("later version"), "{error:?}");
    assert!(error.advice.contains("Reload"), "{error:?}");
    // It opens, so that no run is believed to be in memory alone, and says the same.
    let another = open("versions").await;
    assert_eq!(another.begin().await.err(), Some(Fault::Newer));
    keep(&later, 2).await;
}

#[wasm_bindgen_test]
async fn an_upgrade_that_fails_changes_nothing() {
    static BROKEN: [Migration; 3] = [MIGRATIONS[0], MIGRATIONS[1], a_store_that_there_is];
    let browser = open("broken").await;
    keep(&browser, 1).await;
    let kept = everything(&browser).await;
    assert!(BrowserStore::open("broken", &BROKEN).await.is_err());
    // The connection was closed for the upgrade; the next transaction opens one.
    assert_eq!(everything(&browser).await, kept);
    keep(&browser, 2).await;
}

/// The list as a page knows it from the news that it was told.
#[derive(Default)]
struct Known {
    runs: BTreeMap<RunId, RunInfo>,
    told: bool,
}

impl Known {
    fn hear(&mut self, told: Notification) -> Vec<RunInfo> {
        let Notification::Runs(news) = told else {
            panic!("{told:?}");
        };
        self.take(news)
    }

    fn take(&mut self, news: RunsNews) -> Vec<RunInfo> {
        let RunsNews {
            anew,
            runs,
            gone,
            usage,
            ..
        } = news;
        assert!(usage.kept);
        assert_eq!(anew, !std::mem::replace(&mut self.told, true));
        for id in gone {
            assert!(self.runs.remove(&id).is_some());
        }
        self.runs
            .extend(runs.into_iter().map(|run| (run.id.clone(), run)));
        self.runs.values().cloned().collect()
    }
}

#[wasm_bindgen_test]
async fn a_run_is_kept_and_told_to_every_tab() {
    let mut page = Page::greeted(Some(1)).await;
    let mut other = Page::greeted(Some(1)).await;
    let (mut known, mut known_by_other) = (Known::default(), Known::default());
    let before = known_by_other.take(other.ask(ListRuns, NO_FILE).await);

    page.ask(shared::open(), file(shared::MESSY)).await;
    let mut recipe = shared::recipe();
    // Of no other test.
    recipe.seed = 4711;
    page.run(shared::run(recipe.clone())).await;
    let after = known.hear(page.unasked().await);
    assert_eq!(after.len(), before.len() + 1);
    let info = after.last().unwrap();
    assert_eq!(info.recipe.seed, 4711);
    assert!(info.id.is_sound() && info.milliseconds > 0.0 && info.model_bytes > 0.0);
    assert_eq!(known_by_other.hear(other.unasked().await), after);

    let run = info.id.clone();
    let detail = other.ask(OpenRun { run }, NO_FILE).await;
    assert_eq!(detail.info, *info);
    assert_eq!(detail.stages.len(), 7);

    let export = ExportRuns {
        file: RunsFile::Everything,
        visit: None,
    };
    let ((), zip) = other.ask_with(export, NO_FILE).await;
    let zip: Blob = zip.unchecked_into();
    assert_eq!(zip.type_(), "application/zip");
    let bytes = Uint8Array::new(&JsFuture::from(zip.array_buffer()).await.unwrap()).to_vec();

    let gone = DeleteRuns {
        runs: vec![info.id.clone()],
    };
    known_by_other.take(other.ask(gone, NO_FILE).await);
    let told = known.hear(page.unasked().await);
    assert!(told.last().unwrap().deleted.is_some());
    known_by_other.take(other.ask(PurgeRuns, NO_FILE).await);
    assert_eq!(known.hear(page.unasked().await), before);

    // What was exported brings it back.
    let imported = page.ask(ImportRuns, file(&bytes)).await;
    assert_eq!((imported.runs, imported.refused), (1, Vec::new()));
    assert_eq!(known.hear(page.unasked().await), after);
    assert_eq!(known_by_other.hear(other.unasked().await), after);
}
