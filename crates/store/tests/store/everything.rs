//! One file takes everything along: kept tables, the open table, and what can be undone.

use grove_protocol::calls::{Imported, Visit};
use grove_recipe::link::{DataSource, Link};
use grove_store::archive::{self, OpenVisit};
use grove_store::memory::MemoryStore;
use grove_store::{RecordTable, Transaction, import, tables};
use sha2::{Digest, Sha256};

use super::tools::{archive_of, change, done, everything, memory, run};

fn hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn link(source: DataSource, file: &[u8]) -> Link {
    let mut recipe = run(1).info.recipe;
    recipe.data.sha256 = hash(file);
    Link { source, recipe }
}

fn keep(memory: &MemoryStore, link: &Link, file: Option<&[u8]>, now: f64) {
    change(memory, async |records| {
        tables::keep(records, link, file.map(<[u8]>::to_vec), now).await
    })
    .unwrap();
}

fn export(memory: &MemoryStore, open: Option<OpenVisit<'_>>) -> Vec<u8> {
    let written = change(memory, async |records| {
        archive::write_with(records, open, Vec::new()).await
    });
    written.unwrap()
}

fn import(memory: &MemoryStore, bytes: &[u8]) -> Imported {
    done(import::import(memory, bytes, &|_| Ok(()), async || {})).unwrap()
}

fn visit(file: &[u8]) -> Visit {
    let link = link(DataSource::Own, file);
    let mut earlier = link.recipe.clone();
    earlier.seed = 99;
    Visit {
        past: vec![earlier],
        future: Vec::new(),
        link,
        theme: "dark".into(),
    }
}

#[test]
fn kept_tables_and_what_is_open_come_back() {
    let memory = memory();
    keep(
        &memory,
        &link(DataSource::Own, b"x,y\n"),
        Some(b"x,y\n"),
        1.0,
    );
    let sample = DataSource::Sample {
        name: "iris".into(),
    };
    keep(&memory, &link(sample, b"iris"), None, 2.0);
    let (open, file) = (visit(b"a,b\n"), b"a,b\n");
    let bytes = export(
        &memory,
        Some(OpenVisit {
            visit: &open,
            file,
            now: 3.0,
        }),
    );
    let other = self::memory();
    let imported = import(&other, &bytes);
    assert_eq!((imported.tables, imported.known), (3, 0));
    assert_eq!(imported.refused, [""; 0]);
    assert_eq!(imported.visit.as_deref(), Some(&open));
    let back = change(&other, async |records| {
        tables::file(records, &hash(file)).await
    });
    assert_eq!(back.unwrap(), file);
    // Now it is kept here, and only that.
    keep(&memory, &open.link, Some(file), 3.0);
    assert_eq!(everything(&other), everything(&memory));
    assert_eq!(import(&other, &bytes).known, 3, "once more, nothing is new");
}

#[test]
fn a_table_that_is_not_what_it_says_is_refused() {
    let memory = memory();
    let kept = link(DataSource::Own, b"x,y\n");
    keep(&memory, &kept, Some(b"x,y\n"), 1.0);
    let record = change(&memory, async |records| {
        records.get(RecordTable::Tables, &hash(b"x,y\n")).await
    });
    let record = record.unwrap().unwrap();
    let place = |hash: &str, name: &str| format!("tables/{hash}/{name}");
    let (right, wrong) = (hash(b"x,y\n"), hash(b"z"));
    for (files, why) in [
        (
            vec![(place(&right, "table.json"), &record[..])],
            "as it says",
        ),
        (
            vec![
                (place(&right, "table.json"), &record[..]),
                (place(&right, "table.data"), b"x,z\n"),
            ],
            "another one",
        ),
        (
            vec![
                (place(&wrong, "table.json"), &record[..]),
                (place(&wrong, "table.data"), b"z"),
            ],
            "as it says",
        ),
        (
            vec![(place(&right, "table.data"), &b"x,y\n"[..])],
            "missing",
        ),
    ] {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, file)| (&**name, *file)).collect();
        let other = self::memory();
        let imported = import(&other, &archive_of(&files));
        assert!(imported.refused[0].contains(why), "{:?}", imported.refused);
        assert!(everything(&other).is_empty());
    }
    let broken = import(&memory, &archive_of(&[("visit.json", b"{}")]));
    assert!(broken.visit.is_none() && broken.refused[0].contains("What was open"));
}
