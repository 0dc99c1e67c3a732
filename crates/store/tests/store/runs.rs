//! Runs: kept, found, described, put aside, restored and deleted.

use grove_protocol::tracking::{ActualTargets, RunDetail, RunId, RunInfo, TestPredictions};
use grove_store::runs::{self, Annotation, GRACE_PERIOD};

use super::tools::{change, child, everything, id, keep, list, memory, run};

fn deleted(runs: &[RunInfo]) -> Vec<bool> {
    runs.iter().map(|run| run.deleted.is_some()).collect()
}

#[test]
fn a_run_comes_back_as_it_was_kept() {
    let memory = memory();
    for number in [2, 1] {
        keep(&memory, &run(number));
    }
    let listed = list(&memory);
    assert_eq!(listed.runs, [run(1).info, run(2).info]);
    assert!(listed.models.is_empty() && listed.unreadable.is_empty());
    let opened = change(&memory, async |records| runs::open(records, &id(2)).await);
    let (info, stages) = (run(2).info, run(2).stages);
    assert_eq!(opened, Ok(RunDetail { info, stages }));
    let ids = [id(2), id(1)];
    let predicted = change(&memory, async |records| {
        runs::predicted(records, &ids).await
    });
    let wanted = [2, 1].map(|n| (run(n).info, run(n).predicted.unwrap()));
    assert_eq!(predicted.unwrap(), wanted);
}

#[test]
fn names_of_runs_sort_by_age() {
    let names = [0.0, 1.0, 255.5, 1.7e12, 3e14].map(|at| RunId::new(at, [0xfe; 5]));
    assert!(names.is_sorted());
    assert!(names.iter().all(RunId::is_sound));
    assert_eq!(names[2].0, "0000000000fffefefefefe");
    let bad = [
        "",
        "0000000000FFfefefefefe",
        "0000000000fffefefefef",
        "../0000000fffefefefefe",
    ];
    assert!(!bad.iter().any(|bad| RunId((*bad).into()).is_sound()));
}

#[test]
fn a_run_that_found_everything_known_is_not_kept_twice() {
    let memory = memory();
    let again = |number: u32, at: u32| {
        let mut again = run(number);
        again.info.id = id(at);
        change(&memory, async |records| {
            runs::keep(records, &again, false).await
        })
        .unwrap()
    };
    assert!(again(1, 10), "the first of all");
    assert!(!again(1, 11));
    assert!(again(2, 12), "another recipe");
    assert!(again(1, 13), "not the latest");
    change(&memory, async |records| {
        runs::delete(records, &[id(13)], 0.0).await
    })
    .unwrap();
    assert!(again(1, 14), "the latest was put aside");
    keep(&memory, &child(15, 14));
    assert!(!again(1, 16), "a part of a search is none of its own");
}

#[test]
fn a_person_says_what_a_run_was() {
    let memory = memory();
    keep(&memory, &run(1));
    let say = |said| {
        change(&memory, async |records| {
            runs::annotate(records, &id(1), said).await
        })
    };
    let words = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    say(Annotation {
        name: Some(" first ".into()),
        tags: Some(words(&["b", " a", "b", "", " "])),
        ..Annotation::default()
    })
    .unwrap();
    say(Annotation {
        note: Some("No\n  more. ".into()),
        experiment: Some(" cats ".into()),
        ..Annotation::default()
    })
    .unwrap();
    let wanted = RunInfo {
        name: "first".into(),
        tags: words(&["b", "a"]),
        note: "No\n  more. ".into(),
        experiment: "cats".into(),
        ..run(1).info
    };
    assert_eq!(list(&memory).runs, [wanted]);

    let before = everything(&memory);
    let long = "x".repeat(30_000);
    let bad = [
        Annotation {
            name: Some(long.clone()),
            ..Annotation::default()
        },
        Annotation {
            name: Some("fine".into()),
            note: Some(long.clone()),
            ..Annotation::default()
        },
        Annotation {
            tags: Some(vec![long]),
            ..Annotation::default()
        },
        Annotation {
            tags: Some((0..100).map(|n| n.to_string()).collect()),
            ..Annotation::default()
        },
        Annotation {
            experiment: Some("  ".into()),
            ..Annotation::default()
        },
    ];
    for said in bad {
        let error = say(said.clone()).unwrap_err();
        assert!(
            !error.problem.is_empty() && !error.advice.is_empty(),
            "{said:?}"
        );
        assert_eq!(everything(&memory), before, "{said:?}");
    }
    let gone = change(&memory, async |records| {
        runs::annotate(records, &id(9), Annotation::default()).await
    });
    assert!(gone.unwrap_err().problem.contains("no longer there"));
}

#[test]
fn what_is_put_aside_can_be_restored_until_it_is_purged() {
    let memory = memory();
    let delete = |ids: &[RunId], now| {
        change(&memory, async |records| {
            runs::delete(records, ids, now).await
        })
        .unwrap();
    };
    let restore = |ids: &[RunId]| {
        change(&memory, async |records| runs::restore(records, ids).await).unwrap();
    };
    let purge = |before| {
        change(&memory, async |records| runs::purge(records, before).await).unwrap();
    };
    for run in [run(1), child(2, 1), child(3, 1), run(4)] {
        keep(&memory, &run);
    }
    let untouched = everything(&memory);

    // One part of the search first, then the search with the others.
    delete(&[id(2)], 10.0);
    delete(&[id(1), id(1), id(77)], 20.0);
    assert_eq!(deleted(&list(&memory).runs), [true, true, true, false]);
    assert_eq!(list(&memory).runs[1].deleted, Some(10.0));
    restore(&[id(1)]);
    assert_eq!(deleted(&list(&memory).runs), [false, true, false, false]);
    restore(&[id(2)]);
    assert_eq!(everything(&memory), untouched);

    // A part of a search needs its search.
    delete(&[id(1)], 30.0);
    restore(&[id(3)]);
    assert_eq!(deleted(&list(&memory).runs), [false, true, false, false]);

    purge(30.0);
    assert_eq!(list(&memory).runs.len(), 4);
    purge(30.0 + GRACE_PERIOD);
    let left: Vec<RunId> = list(&memory).runs.into_iter().map(|run| run.id).collect();
    assert_eq!(left, [id(1), id(3), id(4)]);
    delete(&left, 40.0);
    purge(f64::INFINITY);
    assert_eq!(everything(&memory), []);
}

#[test]
fn rows_are_named_by_their_numbers_and_targets() {
    let original = run(1).predicted.unwrap();
    let named = original.test_rows();
    assert_eq!(named.count, 3);
    let changed = |change: &dyn Fn(&mut TestPredictions)| {
        let mut other = original.clone();
        change(&mut other);
        assert_eq!(other.check(), Ok(()));
        other.test_rows()
    };
    // Whatever the model said, and however classes are numbered.
    let said = changed(&|other| other.predicted = run(1).predicted.unwrap().predicted);
    assert_eq!(said, named);
    let renumbered = changed(&|other| {
        other.actual = ActualTargets::Classes {
            labels: vec![1, 0, 1],
            classes: vec!["rïght".into(), "left".into()],
        };
    });
    assert_eq!(renumbered, named);
    let others: [&dyn Fn(&mut TestPredictions); 3] = [
        &|other| other.rows[0] += 1,
        &|other| other.rows.swap(0, 2),
        &|other| {
            let ActualTargets::Classes { labels, .. } = &mut other.actual else {
                panic!("classes");
            };
            labels[1] = 0;
        },
    ];
    for other in others {
        assert_ne!(changed(other), named);
    }
}
