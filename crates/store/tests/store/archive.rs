//! Archives: everything out and in again is the same; what was cut, changed or made up does no harm.

use std::io::Cursor;

use grove_protocol::calls::Imported;
use grove_protocol::tracking::{StoreError, VersionId};
use grove_store::memory::MemoryStore;
use grove_store::runs::{self, Annotation, Artifact};
use grove_store::{RecordTable, Transaction, archive, format, import, registry};
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::{collection, prop_assert_eq};
use zip::ZipArchive;

use super::tools::{
    archive_of, change, child, done, entry, everything, id, keep, list, manifest, memory, run,
    zip_of,
};

fn export(memory: &MemoryStore) -> Vec<u8> {
    let written = change(memory, async |records| {
        archive::write(records, Vec::new()).await
    });
    written.unwrap()
}

fn import(memory: &MemoryStore, bytes: &[u8]) -> Result<Imported, StoreError> {
    done(import::import(memory, bytes, &|_| Ok(()), async || {}))
}

fn imported(runs: u32, versions: u32, known: u32) -> Imported {
    Imported {
        runs,
        versions,
        tables: 0,
        known,
        refused: Vec::new(),
        visit: None,
    }
}

fn register(memory: &MemoryStore, number: u32, model: &str, alias: Option<&str>) {
    change(memory, async |records| {
        registry::register(
            records,
            &id(number),
            model,
            String::new(),
            f64::from(number),
        )
        .await?;
        let model = list_of(records, model).await;
        let Some(alias) = alias else { return Ok(()) };
        registry::set_alias(records, &model, alias).await
    })
    .unwrap();
}

/// The latest version.
async fn list_of(records: &impl Transaction, model: &str) -> VersionId {
    let models = runs::list(records).await.unwrap().models;
    let found = models.iter().find(|found| found.name == model).unwrap();
    VersionId {
        model: model.into(),
        version: found.versions.last().unwrap().version,
    }
}

/// A search with a part, a run that was put aside, and models.
fn filled() -> MemoryStore {
    let memory = memory();
    for run in [run(1), child(2, 1), run(3)] {
        keep(&memory, &run);
    }
    register(&memory, 1, "cats/dogs", Some("champion"));
    register(&memory, 3, "cats/dogs", Some("challenger"));
    register(&memory, 3, "../birds", None);
    change(&memory, async |records| {
        let version = VersionId {
            model: "cats/dogs".into(),
            version: 1,
        };
        registry::delete_version(records, &version).await?;
        runs::delete(records, &[id(3)], 5.0).await
    })
    .unwrap();
    memory
}

#[test]
fn what_goes_out_comes_in_as_it_was() {
    let memory = filled();
    let bytes = export(&memory);
    assert_eq!(export(&memory), bytes, "the same twice");
    let other = self::memory();
    assert_eq!(import(&other, &bytes), Ok(imported(3, 2, 0)));
    assert_eq!(everything(&other), everything(&memory));
    assert_eq!(export(&other), bytes);
    // Once more, nothing is new and nothing changes.
    assert_eq!(import(&other, &bytes), Ok(imported(0, 0, 5)));
    assert_eq!(everything(&other), everything(&memory));
}

#[test]
fn an_empty_store_is_an_archive_too() {
    let bytes = export(&memory());
    assert_eq!(import(&filled(), &bytes), Ok(imported(0, 0, 0)));
}

#[test]
fn nothing_is_overwritten() {
    let bytes = export(&filled());
    let memory = memory();
    keep(&memory, &run(3));
    keep(&memory, &run(9));
    register(&memory, 9, "cats/dogs", Some("champion"));
    let said = Annotation {
        name: Some("mine".into()),
        ..Annotation::default()
    };
    change(&memory, async |records| {
        runs::annotate(records, &id(3), said).await
    })
    .unwrap();
    assert_eq!(import(&memory, &bytes), Ok(imported(2, 2, 1)));
    let listed = list(&memory);
    assert_eq!(listed.runs.len(), 4);
    assert_eq!(listed.runs[2].name, "mine");
    assert_eq!(listed.runs[2].deleted, None);
    // What was version 2 is the next here, and takes no alias away.
    let model = &listed.models[1];
    let versions = model.versions.iter();
    let versions: Vec<_> = versions.map(|v| (v.version, v.aliases.len())).collect();
    assert_eq!(versions, [(1, 1), (2, 0)]);
    let copy = change(&memory, async |records| {
        let version = list_of(records, "cats/dogs").await;
        registry::model(records, &version).await
    });
    assert_eq!(copy.ok(), run(3).model);
    assert_eq!(import(&memory, &bytes), Ok(imported(0, 0, 5)));
}

#[test]
fn what_cannot_be_read_here_goes_out_as_it_is() {
    let memory = filled();
    let later = br#"{"format":2,"record":{"what":"ever"}}"#;
    change(&memory, async |records| {
        records
            .put(RecordTable::Runs, &id(8).0, later.to_vec())
            .await
    })
    .unwrap();
    let bytes = export(&memory);
    let mut zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut held = Vec::new();
    let mut file = zip.by_name(&format!("runs/{}/run.json", id(8).0)).unwrap();
    std::io::copy(&mut file, &mut held).unwrap();
    assert_eq!(held, later);
    drop(file);
    let taken = import(&self::memory(), &bytes).unwrap();
    assert_eq!((taken.runs, taken.versions), (3, 2));
    let [refused] = &taken.refused[..] else {
        panic!("{:?}", taken.refused)
    };
    assert!(refused.contains("later version"), "{refused}");
}

#[test]
fn a_cut_archive_is_refused_wherever_it_is_cut() {
    let bytes = export(&filled());
    let memory = memory();
    for cut in 0..bytes.len() {
        let refused = import(&memory, &bytes[..cut]).expect_err("it is cut");
        assert!(refused.problem.contains("not an export"), "cut at {cut}");
    }
    assert_eq!(everything(&memory), []);
}

#[test]
fn a_changed_archive_brings_nothing_that_was_not_there() {
    let original = filled();
    let known = everything(&original);
    let bytes = export(&original);
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x15;
        let memory = memory();
        // Moments and the like in the zip's own headers may change unseen.
        let _ = import(&memory, &changed);
        for record in everything(&memory) {
            let models = record.0 == RecordTable::Models;
            assert!(models || known.contains(&record), "changed at {at}");
        }
    }
}

#[test]
fn archives_that_are_made_up_are_refused() {
    let place = format!("runs/{}/run.json", id(1).0);
    let place = place.as_str();
    let twice = {
        let other = place.replace("run.json", "rux.json");
        let bytes = zip_of(&[(place, b"a"), (&other, b"a")], &manifest(1, &[]));
        let text: Vec<u8> = bytes;
        replaced(&text, other.as_bytes(), place.as_bytes())
    };
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"size,weight\n1,2\n".to_vec(), "no zip archive"),
        (Vec::new(), "no zip archive"),
        (zip_of(&[], "{}"), "manifest.json"),
        (zip_of(&[], "\u{0}"), "manifest.json"),
        (zip_of(&[], &manifest(3, &[])), "format 3"),
        (archive_of(&[("tables/x/table.json", b"")]), "tables/x"),
        (archive_of(&[("visit.jsonx", b"")]), "visit.jsonx"),
        (archive_of(&[("../run.json", b"")]), "../run.json"),
        (archive_of(&[("/etc/passwd", b"")]), "/etc/passwd"),
        (archive_of(&[("runs/../run.json", b"")]), "runs/../run.json"),
        (archive_of(&[("runs/x/run.json", b"")]), "runs/x/run.json"),
        (archive_of(&[("models/01/model.json", b"")]), "models/01"),
        (archive_of(&[("models/1/../x.grove", b"")]), "models/1/.."),
        (archive_of(&[("models/1/-1.grove", b"")]), "-1.grove"),
        (twice, "two files"),
        (zip_of(&[(place, b"a")], &manifest(1, &[])), "is not as"),
        (
            zip_of(&[(place, b"a")], &manifest(1, &[entry(place, 2, b"a")])),
            "is not as",
        ),
        (
            zip_of(&[], &manifest(1, &[entry(place, 1, b"a")])),
            "missing",
        ),
        (
            zip_of(
                &[(place, b"a")],
                &manifest(1, &[entry(place, 1, b"a"), entry(place, 1, b"a")]),
            ),
            "twice",
        ),
        (
            zip_of(
                &[(place, b"a")],
                &manifest(1, &[entry(place, 1 << 40, b"a")]),
            ),
            "too large",
        ),
        (
            zip_of(
                &[(place, b"a")],
                &manifest(1, &[entry(place, u64::MAX, b"a")]),
            ),
            "too large",
        ),
    ];
    for (bytes, reason) in cases {
        let memory = filled();
        let before = everything(&memory);
        let error = import(&memory, &bytes).expect_err(reason);
        assert!(
            error.problem.contains(reason),
            "{reason}: {}",
            error.problem
        );
        assert_eq!(everything(&memory), before);
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

#[test]
fn a_run_whose_parts_do_not_fit_is_refused_alone() {
    let good = run(1);
    let path = |file: &str| format!("runs/{}/{file}", id(1).0);
    let info = format::write_run(&good.info);
    let stages = format::write_stages(&good.stages);
    let predicted = format::write_predicted(good.predicted.as_ref().unwrap());
    let others = format::write_predicted(run(2).predicted.as_ref().unwrap());
    let model = good.model.as_deref().unwrap();
    let other = format::write_run(&run(2).info);
    let nameless = {
        let mut nameless = good.info.clone();
        nameless.experiment.clear();
        format::write_run(&nameless)
    };
    let parts: [([&[u8]; 4], &str); 7] = [
        ([&other, &stages, &predicted, model], "says that it is"),
        ([b"{}", &stages, &predicted, model], "no format"),
        ([&nameless, &stages, &predicted, model], "needs a name"),
        ([&info, b"[]", &predicted, model], "no format"),
        ([&info, &stages, &others, model], "other rows"),
        ([&info, &stages, b"\x01\0\0\0", model], "damaged"),
        ([&info, &stages, &predicted, b"another model"], "its model"),
    ];
    let whole = export(&{
        let memory = memory();
        keep(&memory, &run(5));
        memory
    });
    for (contents, reason) in parts {
        let paths = ["run.json"]
            .into_iter()
            .chain(Artifact::ALL.map(Artifact::name));
        let paths: Vec<String> = paths.map(path).collect();
        let files: Vec<(&str, &[u8])> = paths.iter().map(String::as_str).zip(contents).collect();
        let memory = memory();
        let taken = import(&memory, &archive_of(&files)).unwrap();
        assert!(taken.refused[0].contains(reason), "{:?}", taken.refused);
        assert_eq!(everything(&memory), []);
        assert_eq!(import(&memory, &whole), Ok(imported(1, 0, 0)));
    }
    // A part whose bytes are not those of its hash.
    let damaged = {
        let entries: Vec<String> = [("run.json", &info), ("stages.json", &stages)]
            .iter()
            .map(|(file, bytes)| entry(&path(file), bytes.len() as u64, b"others"))
            .collect();
        let paths = [path("run.json"), path("stages.json")];
        let files: [(&str, &[u8]); 2] = [(&paths[0], &info), (&paths[1], &stages)];
        zip_of(&files, &manifest(1, &entries))
    };
    let taken = import(&memory(), &damaged).unwrap();
    assert!(taken.refused[0].contains("hash"), "{:?}", taken.refused);
}

#[test]
fn models_that_contradict_themselves_are_refused() {
    let memory = memory();
    keep(&memory, &run(1));
    register(&memory, 1, "cats", Some("champion"));
    let record = change(&memory, async |records| {
        Ok(records.get(RecordTable::Models, "cats").await?.unwrap())
    });
    let record = String::from_utf8(record.unwrap()).unwrap();
    let model = run(1).model.unwrap();
    let changes = [
        (r#""next":2"#, r#""next":1"#, "order"),
        (r#""next":2"#, r#""next":4294967295"#, "order"),
        (r#""version":1"#, r#""version":0"#, "order"),
        (r#"["champion"]"#, r#"["king"]"#, "king"),
        (r#"["champion"]"#, r#"["champion","champion"]"#, "champion"),
        (r#""name":"cats""#, r#""name":" ""#, "name"),
        (r#""bytes":7.0"#, r#""bytes":8.0"#, "as it says"),
    ];
    for (from, to, reason) in changes {
        assert!(record.contains(from), "{record}");
        let changed = record.replacen(from, to, 1);
        let files: [(&str, &[u8]); 2] = [
            ("models/1/model.json", changed.as_bytes()),
            ("models/1/1.grove", &model),
        ];
        let empty = self::memory();
        let taken = import(&empty, &archive_of(&files)).unwrap();
        assert!(taken.refused[0].contains(reason), "{:?}", taken.refused);
        assert_eq!(everything(&empty), []);
    }
}

#[test]
fn a_full_store_takes_what_fits_and_names_the_rest() {
    let bytes = export(&filled());
    let needed: usize = everything(&filled())
        .iter()
        .map(|(.., bytes)| bytes.len())
        .sum();
    for limit in (0..needed).step_by(311) {
        let memory = MemoryStore::new(limit);
        let taken = import(&memory, &bytes).unwrap();
        assert!(
            taken
                .refused
                .iter()
                .any(|why| why.contains("not enough storage")),
            "{limit}"
        );
        // Each that was taken is whole.
        let listed = list(&memory);
        assert_eq!(listed.runs.len(), taken.runs as usize);
        for info in listed.runs {
            let opened = change(&memory, async |records| runs::open(records, &info.id).await);
            assert!(opened.is_ok());
        }
        let versions = listed.models.iter().flat_map(|model| &model.versions);
        assert_eq!(versions.count(), taken.versions as usize);
    }
    assert_eq!(
        import(&MemoryStore::new(needed), &bytes),
        Ok(imported(3, 2, 0))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_store_comes_in_as_it_went_out(
        numbers in collection::btree_set(0..1000u32, 0..6),
        names in collection::vec(any::<String>(), 6),
        scores in collection::vec(any::<f64>(), 6),
        model in collection::vec(any::<u8>(), 0..200),
        registered in any::<bool>(),
    ) {
        let memory = memory();
        for ((number, name), score) in numbers.iter().zip(&names).zip(scores) {
            let mut run = if number % 3 == 1 { child(*number, 0) } else { run(*number) };
            run.info.name = name.chars().take(100).collect();
            run.info.note = name.clone();
            run.info.metrics[0].value = Some(score).filter(|score| score.is_finite());
            if number % 3 != 1 {
                run.info.model_bytes = model.len() as f64;
                run.model = Some(model.clone());
                keep(&memory, &run);
                let name = format!("m{name}");
                if registered && name.chars().count() < 200 {
                    register(&memory, *number, name.trim(), Some("champion"));
                }
            } else {
                keep(&memory, &run);
            }
        }
        let other = self::memory();
        let taken = import(&other, &export(&memory)).unwrap();
        prop_assert_eq!(taken.refused, [""; 0]);
        prop_assert_eq!(everything(&other), everything(&memory));
    }
}
