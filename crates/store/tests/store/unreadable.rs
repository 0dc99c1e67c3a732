//! What cannot be read: records of a later format, damaged ones. They are named and kept.

use grove_protocol::tracking::{PredictedTargets, TestPredictions};
use grove_store::memory::MemoryStore;
use grove_store::runs::{self, Annotation, Artifact};
use grove_store::{RecordTable, Transaction, format, registry};

use super::tools::{change, everything, id, keep, list, memory, run};

fn put(memory: &MemoryStore, table: RecordTable, key: &str, record: &[u8]) {
    change(memory, async |records| {
        records.put(table, key, record.to_vec()).await
    })
    .unwrap();
}

/// The record of a run, with another text in place of one that it holds.
fn run_with(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(format::write_run(&run(1).info)).unwrap();
    assert!(text.contains(from), "{text}");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn a_record_that_cannot_be_read_is_named_and_kept() {
    let later = run_with(r#"{"format":1"#, r#"{"format":2"#);
    let records: [(&[u8], &str); 9] = [
        (&later, "later version of Grove"),
        (&run_with(r#"{"format":1"#, r#"{"format":0"#), "format 0"),
        (&run_with(r#"{"format":1"#, r#"{"format":"1""#), "no format"),
        (&run_with(r#""record""#, r#""other""#), "holds nothing"),
        (
            &run_with(r#""started":1.0"#, r#""started":"soon""#),
            "damaged",
        ),
        (
            &run_with(r#""recipe":{"format":"#, r#""recipe":{"format":9"#),
            "format 9",
        ),
        (
            &run_with(r#""n_estimators":100"#, r#""n_estimators":0"#),
            "train",
        ),
        (b"", "damaged"),
        (b"\xff{}", "damaged"),
    ];
    for (record, reason) in records {
        let memory = memory();
        keep(&memory, &run(2));
        put(&memory, RecordTable::Runs, &id(1).0, record);
        let before = everything(&memory);
        let listed = list(&memory);
        assert_eq!(listed.runs, [run(2).info]);
        let [named] = &listed.unreadable[..] else {
            panic!("{:?}", listed.unreadable)
        };
        assert!(
            named.contains(&id(1).0) && named.contains(reason),
            "{named}"
        );
        let said = change(&memory, async |records| {
            runs::annotate(records, &id(1), Annotation::default()).await
        });
        assert!(said.unwrap_err().problem.contains(reason));
        assert_eq!(everything(&memory), before);
        // What is done to others leaves it alone.
        change(&memory, async |records| {
            runs::delete(records, &[id(1), id(2)], 0.0).await?;
            runs::purge(records, f64::INFINITY).await
        })
        .unwrap();
        assert_eq!(
            everything(&memory),
            [(RecordTable::Runs, id(1).0, record.to_vec())]
        );
    }
}

#[test]
fn a_model_that_cannot_be_read_keeps_its_name() {
    let memory = memory();
    keep(&memory, &run(1));
    put(
        &memory,
        RecordTable::Models,
        "cats",
        br#"{"format":7,"record":{}}"#,
    );
    let listed = list(&memory);
    assert!(listed.unreadable[0].contains("cats"), "{listed:?}");
    let before = everything(&memory);
    let refused = change(&memory, async |records| {
        registry::register(records, &id(1), "cats", String::new(), 0.0).await
    });
    assert!(refused.unwrap_err().problem.contains("cats"));
    assert_eq!(everything(&memory), before);
}

#[test]
fn a_run_whose_parts_are_damaged_says_so() {
    let memory = memory();
    keep(&memory, &run(1));
    put(
        &memory,
        RecordTable::Artifacts,
        &Artifact::Stages.key(&id(1)),
        b"{",
    );
    let opened = change(&memory, async |records| runs::open(records, &id(1)).await);
    assert!(opened.unwrap_err().problem.contains("damaged"));

    let good = format::write_predicted(&run(1).predicted.unwrap());
    let predicted = |bytes: &[u8]| {
        put(
            &memory,
            RecordTable::Artifacts,
            &Artifact::Predictions.key(&id(1)),
            bytes,
        );
        change(&memory, async |records| {
            runs::predicted(records, &[id(1)]).await
        })
    };
    for cut in 0..good.len() {
        assert!(predicted(&good[..cut]).is_err(), "cut at {cut}");
    }
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x41;
        // Whatever can still be read fits together.
        if let Ok(runs) = predicted(&bytes) {
            assert_eq!(runs[0].1.check(), Ok(()), "changed at {at}");
        }
    }
    assert!(predicted(&good).is_ok());
    change(&memory, async |records| {
        records
            .delete(RecordTable::Artifacts, &Artifact::Predictions.key(&id(1)))
            .await
    })
    .unwrap();
    let none = change(&memory, async |records| {
        runs::predicted(records, &[id(1)]).await
    });
    assert!(none.unwrap_err().problem.contains("predictions"));
}

#[test]
fn predictions_that_contradict_themselves_are_refused() {
    let good = run(1).predicted.unwrap();
    assert_eq!(good.check(), Ok(()));
    let bad: [&dyn Fn(&mut TestPredictions); 4] = [
        &|p| p.rows.push(9),
        &|p| p.predicted = PredictedTargets::Values(vec![0.0; 3]),
        &|p| {
            let PredictedTargets::Classes { labels, .. } = &mut p.predicted else {
                panic!("classes");
            };
            labels[0] = 2;
        },
        &|p| {
            let PredictedTargets::Classes { probabilities, .. } = &mut p.predicted else {
                panic!("classes");
            };
            probabilities.pop();
        },
    ];
    for change in bad {
        let mut predicted = good.clone();
        change(&mut predicted);
        let bytes = format::write_predicted(&predicted);
        assert!(format::read_predicted(&bytes).is_err());
    }
}
