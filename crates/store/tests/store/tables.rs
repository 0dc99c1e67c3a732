//! Tables: kept with their recipes, and forgotten.

use grove_protocol::tracking::KeptTable;
use grove_recipe::link::{DataSource, Link};
use grove_store::memory::MemoryStore;
use grove_store::{RecordTable, Transaction, format, tables};

use super::tools::{change, everything, keep as keep_run, memory, run};

/// A recipe for the file with this hash.
fn link(source: DataSource, sha256: &str) -> Link {
    let mut recipe = run(1).info.recipe;
    recipe.data.sha256 = sha256.to_owned();
    Link { source, recipe }
}

fn own(sha256: &str) -> Link {
    link(DataSource::Own, sha256)
}

fn sample(sha256: &str) -> Link {
    let name = "iris".to_owned();
    link(DataSource::Sample { name }, sha256)
}

fn keep(memory: &MemoryStore, link: &Link, file: Option<&[u8]>, now: f64) {
    change(memory, async |records| {
        tables::keep(records, link, file.map(<[u8]>::to_vec), now).await
    })
    .unwrap();
}

fn list(memory: &MemoryStore) -> Vec<KeptTable> {
    change(memory, async |records| tables::list(records).await).unwrap()
}

fn file(memory: &MemoryStore, sha256: &str) -> Option<Vec<u8>> {
    change(memory, async |records| tables::file(records, sha256).await).ok()
}

#[test]
fn a_table_comes_back_with_its_latest_recipe() {
    let memory = memory();
    keep(&memory, &own("a"), Some(b"x,y\n"), 1.0);
    keep(&memory, &own("b"), Some(b"x,y,z\n"), 2.0);
    let mut latest = own("a");
    latest.recipe.seed = 7;
    // A recipe whose target is not chosen yet is kept, too.
    latest.recipe.target = String::new();
    keep(&memory, &latest, None, 3.0);
    let kept = list(&memory);
    let told = |table: &KeptTable| (table.link.recipe.data.sha256.clone(), table.bytes);
    let told: Vec<_> = kept.iter().map(told).collect();
    assert_eq!(told, [("a".to_owned(), 4.0), ("b".to_owned(), 6.0)]);
    assert_eq!((&kept[0].link, kept[0].changed), (&latest, 3.0));
    assert_eq!(file(&memory, "a").as_deref(), Some(&b"x,y\n"[..]));

    change(&memory, async |records| tables::drop(records, "a").await).unwrap();
    assert_eq!(list(&memory).len(), 1);
    assert_eq!(file(&memory, "a"), None);
}

#[test]
fn no_recipe_is_kept_of_a_file_that_is_not() {
    let memory = memory();
    keep(&memory, &own("a"), None, 1.0);
    assert_eq!(everything(&memory), []);
    // A sample of the same bytes is no file of the person's.
    keep(&memory, &sample("a"), None, 1.0);
    keep(&memory, &own("a"), None, 2.0);
    assert_eq!(list(&memory)[0].link, sample("a"));
}

#[test]
fn of_samples_only_the_latest_is_kept() {
    let memory = memory();
    keep(&memory, &own("mine"), Some(b"x\n"), 1.0);
    for (now, sha256) in [(2.0, "a"), (3.0, "b"), (4.0, "b")] {
        keep(&memory, &sample(sha256), None, now);
    }
    let links: Vec<Link> = list(&memory).into_iter().map(|table| table.link).collect();
    assert_eq!(links, [sample("b"), own("mine")]);
    assert_eq!(list(&memory)[0].bytes, 0.0);
}

#[test]
fn what_cannot_be_read_is_not_offered_and_is_not_overwritten_by_a_recipe_alone() {
    let memory = memory();
    keep(&memory, &own("a"), Some(b"x\n"), 1.0);
    let damaged = b"{".to_vec();
    change(&memory, async |records| {
        records.put(RecordTable::Tables, "a", damaged.clone()).await
    })
    .unwrap();
    assert_eq!(list(&memory), []);
    keep(&memory, &own("a"), None, 2.0);
    let left = change(&memory, async |records| {
        records.get(RecordTable::Tables, "a").await
    });
    assert_eq!(left, Ok(Some(damaged)));
    assert!(format::read_table(b"{\"format\": 2, \"record\": {}}").is_err());
    keep(&memory, &own("a"), Some(b"x\n"), 3.0);
    assert_eq!(list(&memory).len(), 1);
}

#[test]
fn everything_is_forgotten() {
    let memory = memory();
    keep_run(&memory, &run(1));
    keep(&memory, &own("a"), Some(b"x\n"), 1.0);
    assert!(everything(&memory).len() > 3);
    change(&memory, async |records| tables::forget_all(records).await).unwrap();
    assert_eq!(everything(&memory), []);
}
