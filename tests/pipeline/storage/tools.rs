//! Runs in a few words, and a store in memory.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use grove_protocol::report::{Detail, FeaturizeReport, Metric, StageReport};
use grove_protocol::tracking::{
    Actual, Answered, Predicted, RunId, RunInfo, StageRecord, StoreError,
};
use grove_recipe::stage::Stage;
use grove_store::memory::Memory;
use grove_store::runs::{self, Listed, RunRecord};
use grove_store::{Fault, Keeper, Shelf, Transaction, within};

use crate::shared;

pub type InMemory = <Memory as Keeper>::Transaction;

pub fn memory() -> Memory {
    Memory::new(usize::MAX)
}

/// What is done in memory never waits.
pub fn done<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

pub fn change<T>(
    memory: &Memory,
    work: impl AsyncFnOnce(&InMemory) -> Result<T, Fault>,
) -> Result<T, StoreError> {
    done(within(memory, work))
}

/// Every record on every shelf.
pub fn everything(memory: &Memory) -> Vec<(Shelf, String, Vec<u8>)> {
    let all = change(memory, async |records| {
        let mut all = Vec::new();
        for shelf in Shelf::ALL {
            let on_shelf = records.list(shelf).await?;
            all.extend(
                on_shelf
                    .into_iter()
                    .map(|(key, record)| (shelf, key, record)),
            );
        }
        Ok(all)
    });
    all.unwrap()
}

pub fn list(memory: &Memory) -> Listed {
    change(memory, async |records| runs::list(records).await).unwrap()
}

pub fn keep(memory: &Memory, run: &RunRecord) {
    let kept = change(memory, async |records| runs::keep(records, run, true).await);
    assert_eq!(kept, Ok(true));
}

pub fn id(number: u32) -> RunId {
    RunId::new(f64::from(number), [7; 5])
}

/// A run of three test rows, the later the larger its number.
pub fn run(number: u32) -> RunRecord {
    let mut recipe = shared::recipe();
    recipe.seed = number;
    let predicted = Predicted {
        rows: vec![number, number + 1, number + 4],
        actual: Actual::Classes {
            labels: vec![0, 1, 0],
            classes: vec!["left".into(), "rïght".into()],
        },
        predicted: Answered::Classes {
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
