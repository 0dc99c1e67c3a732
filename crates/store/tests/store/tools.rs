//! Runs in a few words, and a store in memory.

use std::io::{Cursor, Write};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use grove_protocol::report::{Detail, FeaturizeReport, Metric, StageReport};
use grove_protocol::tracking::{
    ActualTargets, PredictedTargets, RunId, RunInfo, StageRecord, StoreError, TestPredictions,
};
use grove_recipe::stage::Stage;
use grove_recipe::{DataReference, Recipe, Task};
use grove_store::memory::MemoryStore;
use grove_store::runs::{self, RunListing, RunRecord};
use grove_store::{Fault, RecordStore, RecordTable, Transaction, in_transaction};
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub type MemoryTransaction = <MemoryStore as RecordStore>::Transaction;

pub fn memory() -> MemoryStore {
    MemoryStore::new(usize::MAX)
}

/// What is done in memory never waits.
pub fn done<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

pub fn change<T>(
    memory: &MemoryStore,
    work: impl AsyncFnOnce(&MemoryTransaction) -> Result<T, Fault>,
) -> Result<T, StoreError> {
    done(in_transaction(memory, work))
}

/// Every record on every table.
pub fn everything(memory: &MemoryStore) -> Vec<(RecordTable, String, Vec<u8>)> {
    let all = change(memory, async |records| {
        let mut all = Vec::new();
        for table in RecordTable::ALL {
            let in_table = records.list(table).await?;
            all.extend(
                in_table
                    .into_iter()
                    .map(|(key, record)| (table, key, record)),
            );
        }
        Ok(all)
    });
    all.unwrap()
}

pub fn list(memory: &MemoryStore) -> RunListing {
    change(memory, async |records| runs::list(records).await).unwrap()
}

pub fn keep(memory: &MemoryStore, run: &RunRecord) {
    let kept = change(memory, async |records| runs::keep(records, run, true).await);
    assert_eq!(kept, Ok(true));
}

pub fn id(number: u32) -> RunId {
    RunId::new(f64::from(number), [7; 5])
}

/// A run of three test rows, the later the larger its number.
pub fn run(number: u32) -> RunRecord {
    let data = DataReference {
        name: "messy.csv".into(),
        sha256: "0".repeat(64),
    };
    let mut recipe = Recipe::new(data, "outcome".into(), Task::Classification, Vec::new());
    recipe.seed = number;
    let predicted = TestPredictions {
        rows: vec![number, number + 1, number + 4],
        actual: ActualTargets::Classes {
            labels: vec![0, 1, 0],
            classes: vec!["left".into(), "rïght".into()],
        },
        predicted: PredictedTargets::Classes {
            labels: vec![0, 0, 1],
            probabilities: vec![0.75, 0.25, 0.5, 0.5, 1.0 / 3.0, 2.0 / 3.0],
        },
    };
    let model = format!("model {number}").into_bytes();
    RunRecord {
        info: RunInfo {
            id: id(number),
            experiment: "messy.csv".into(),
            parent: None,
            name: String::new(),
            started: f64::from(number),
            milliseconds: 12.5,
            recipe,
            metrics: vec![Metric {
                name: "accuracy".into(),
                value: Some(0.1 + 0.2),
                baseline: None,
                higher_is_better: true,
                note: None,
                interval: None,
                difference: None,
            }],
            cross_validation: None,
            belief: Vec::new(),
            test_rows: Some(predicted.test_rows()),
            model_bytes: model.len() as f64,
            note: String::new(),
            tags: Vec::new(),
            deleted: None,
        },
        stages: vec![StageRecord {
            report: StageReport {
                stage: Stage::Featurize,
                sentence: "1 column → 1 feature".into(),
                rows_in: 3,
                rows_out: 3,
                columns_in: 1,
                columns_out: 1,
                detail: Detail::Featurize(FeaturizeReport {
                    features: Vec::new(),
                    unused: Vec::new(),
                }),
            },
            milliseconds: Some(1.5),
        }],
        model: Some(model),
        predicted: Some(predicted),
    }
}

/// A part of a search.
pub fn child(number: u32, parent: u32) -> RunRecord {
    let mut run = run(number);
    run.info.parent = Some(id(parent));
    run.info.model_bytes = 0.0;
    run.info.test_rows = None;
    run.model = None;
    run.predicted = None;
    run
}

/// A zip of these files, with a manifest that is right unless it is among them.
pub fn archive_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let entries: Vec<String> = files
        .iter()
        .map(|(path, bytes)| entry(path, bytes.len() as u64, bytes))
        .collect();
    zip_of(files, &manifest(1, &entries))
}

pub fn entry(path: &str, length: u64, bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!(r#"{{"path":"{path}","bytes":{length},"sha256":"{hash}"}}"#)
}

pub fn manifest(format: u32, entries: &[String]) -> String {
    format!(r#"{{"format":{format},"entries":[{}]}}"#, entries.join(","))
}

pub fn zip_of(files: &[(&str, &[u8])], manifest: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let manifest = ("manifest.json", manifest.as_bytes());
    for (path, bytes) in files.iter().chain([&manifest]) {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
