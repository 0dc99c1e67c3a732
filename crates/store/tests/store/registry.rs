//! The model registry: versions, their copies, and aliases.

use grove_protocol::tracking::{RegisteredModel, VersionId};
use grove_store::{registry, runs};

use super::tools::{change, child, everything, id, keep, list, memory, run};
use grove_store::memory::MemoryStore;

fn register(memory: &MemoryStore, number: u32, model: &str) {
    let registered = change(memory, async |records| {
        let description = format!("of {number}");
        registry::register(records, &id(number), model, description, f64::from(number)).await
    });
    registered.unwrap();
}

fn version(version: u32) -> VersionId {
    VersionId {
        model: "cats/dogs".into(),
        version,
    }
}

fn aliases(model: &RegisteredModel) -> Vec<(u32, Vec<String>)> {
    let versions = model.versions.iter();
    versions
        .map(|version| (version.version, version.aliases.clone()))
        .collect()
}

#[test]
fn a_version_keeps_its_model_whatever_becomes_of_the_run() {
    let memory = memory();
    keep(&memory, &run(1));
    keep(&memory, &run(2));
    register(&memory, 1, " cats/dogs ");
    register(&memory, 2, "cats/dogs");
    register(&memory, 2, "another");
    let listed = list(&memory).models;
    let names: Vec<&str> = listed.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names, ["another", "cats/dogs"]);
    let first = &listed[1].versions[0];
    assert_eq!((first.version, first.created), (1, 1.0));
    assert_eq!((&first.run, &first.recipe), (&id(1), &run(1).info.recipe));
    assert_eq!(first.description, "of 1");
    assert_eq!(first.bytes, run(1).info.model_bytes);

    change(&memory, async |records| {
        runs::delete(records, &[id(1), id(2)], 0.0).await?;
        runs::purge(records, 1.0).await
    })
    .unwrap();
    assert_eq!(list(&memory).models, listed);
    for (number, wanted) in [(1, run(1)), (2, run(2))] {
        let bytes = change(&memory, async |records| {
            registry::model(records, &version(number)).await
        });
        assert_eq!(bytes.ok(), wanted.model);
    }
}

#[test]
fn an_alias_moves_from_one_version_to_another() {
    let memory = memory();
    for number in [1, 2, 3] {
        keep(&memory, &run(number));
        register(&memory, number, "cats/dogs");
    }
    let set = |number, alias: &'static str| {
        change(&memory, async |records| {
            registry::set_alias(records, &version(number), alias).await
        })
    };
    let now = || aliases(&list(&memory).models[0]);
    let words = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    set(1, "champion").unwrap();
    set(2, "challenger").unwrap();
    set(2, "challenger").unwrap();
    assert_eq!(
        now(),
        [
            (1, words(&["champion"])),
            (2, words(&["challenger"])),
            (3, vec![])
        ]
    );
    set(2, "champion").unwrap();
    assert_eq!(
        now(),
        [
            (1, vec![]),
            (2, words(&["challenger", "champion"])),
            (3, vec![])
        ]
    );
    let before = everything(&memory);
    assert!(
        set(4, "champion")
            .unwrap_err()
            .problem
            .contains("no longer")
    );
    assert!(set(1, "emperor").unwrap_err().advice.contains("challenger"));
    assert_eq!(everything(&memory), before, "the champion stays");
    change(&memory, async |records| {
        registry::remove_alias(records, "cats/dogs", "champion").await
    })
    .unwrap();
    assert_eq!(now()[1], (2, words(&["challenger"])));
}

#[test]
fn numbers_of_versions_are_never_used_again() {
    let memory = memory();
    keep(&memory, &run(1));
    let drop = |number| {
        change(&memory, async |records| {
            registry::delete_version(records, &version(number)).await
        })
    };
    register(&memory, 1, "cats/dogs");
    register(&memory, 1, "cats/dogs");
    drop(2).unwrap();
    assert!(drop(2).is_err());
    register(&memory, 1, "cats/dogs");
    assert_eq!(
        aliases(&list(&memory).models[0]),
        [(1, vec![]), (3, vec![])]
    );
    drop(1).unwrap();
    drop(3).unwrap();
    assert_eq!(list(&memory).models, []);
    register(&memory, 1, "cats/dogs");
    assert_eq!(aliases(&list(&memory).models[0]), [(4, vec![])]);
    let copies = everything(&memory);
    let copies = copies
        .iter()
        .filter(|(_, key, _)| key.ends_with("/cats/dogs"));
    assert_eq!(copies.count(), 1);
}

#[test]
fn what_cannot_be_registered_or_described_changes_nothing() {
    let memory = memory();
    keep(&memory, &run(1));
    keep(&memory, &child(2, 1));
    register(&memory, 1, "cats/dogs");
    let before = everything(&memory);
    let long = "x".repeat(30_000);
    for (number, model, description) in [
        (9, "fine", ""),
        (2, "fine", ""),
        (1, "  ", ""),
        (1, long.as_str(), ""),
        (1, "fine", long.as_str()),
    ] {
        let refused = change(&memory, async |records| {
            registry::register(records, &id(number), model, description.into(), 0.0).await
        });
        assert!(refused.is_err(), "{number} {model}");
    }
    for (model, number) in [("dogs", None), ("cats/dogs", Some(2))] {
        let refused = change(&memory, async |records| {
            registry::describe(records, model, number, String::new()).await
        });
        assert!(refused.is_err(), "{model} {number:?}");
    }
    assert_eq!(everything(&memory), before);
    change(&memory, async |records| {
        registry::describe(records, "cats/dogs", None, "all".into()).await?;
        registry::describe(records, "cats/dogs", Some(1), "one".into()).await
    })
    .unwrap();
    let model = list(&memory).models.remove(0);
    assert_eq!(model.description, "all");
    assert_eq!(model.versions[0].description, "one");
}
