//! Long work is dropped anywhere, tells how far it is, and leaves room for other questions; what it finds is the same.

use std::task::Poll;

use grove_engine::{Pipeline, RunEvent};
use grove_protocol::TableName;
use grove_protocol::profile::ProfileRequest;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{CrossValidation, Load, Operation, Recipe, Rule, Task};

use crate::shared;
use crate::tools::finish;

/// A run that cleans, checks, trains, shuffles columns and validates by folds.
fn recipe() -> Recipe {
    let mut recipe = shared::recipe();
    let columns = Vec::new();
    recipe.clean.steps = vec![Operation::DropDuplicates { columns }.into()];
    let column = "outcome".to_owned();
    let expectation = grove_recipe::Expectation::new(Rule::NotNull { column });
    recipe.check.expectations = vec![expectation];
    recipe.train.set("n_estimators", 4).unwrap();
    recipe.evaluate.cross_validation = CrossValidation::KFold;
    recipe.evaluate.n_splits = 2;
    recipe
}

fn opened() -> Pipeline {
    let mut pipeline = Pipeline::default();
    let summary = pipeline.open("messy.csv", shared::MESSY, &Load::default());
    summary.unwrap();
    pipeline
}

/// The model and all that was told of it, byte by byte.
fn outcome(pipeline: &Pipeline) -> (Vec<u8>, String) {
    let outcome = pipeline.outcome().unwrap();
    let evaluation = serde_json::to_string(&outcome.evaluation).unwrap();
    (grove_export::model::write(&outcome.fitted), evaluation)
}

#[test]
fn a_dropped_profile_leaves_nothing_behind() {
    let request = ProfileRequest {
        target: Some(("outcome".into(), Task::Classification)),
    };
    let mut pipeline = opened();
    let whole = pipeline.profile(&request).unwrap().finish();
    for polls in [0, 1, 7, 30] {
        let mut dropped = pipeline.profile(&request).unwrap();
        for _ in 0..polls {
            assert!(dropped.poll().is_pending());
        }
        drop(dropped);
        assert_eq!(pipeline.profile(&request).unwrap().finish(), whole);
    }
    // It has its own table: what the pipeline does meanwhile changes nothing in it.
    let mut profile = pipeline.profile(&request).unwrap();
    assert!(profile.poll().is_pending());
    finish(&mut pipeline, &recipe()).unwrap();
    assert_eq!(profile.finish(), whole);
}

#[test]
fn a_run_is_dropped_anywhere_and_the_next_gives_the_same_bits() {
    let mut whole = opened();
    finish(&mut whole, &recipe()).unwrap();
    let expected = outcome(&whole);

    let mut steps = 0;
    let mut pipeline = opened();
    pipeline.begin(recipe()).unwrap();
    while pipeline.step().unwrap() != RunEvent::Ended {
        steps += 1;
    }
    assert!(steps > 50, "{steps}");
    for stop in (1..steps).step_by(5) {
        let mut pipeline = opened();
        pipeline.begin(recipe()).unwrap();
        for _ in 0..stop {
            pipeline.step().unwrap();
        }
        pipeline.cancel();
        assert_eq!(pipeline.step(), Ok(RunEvent::Ended), "nothing goes on");
        finish(&mut pipeline, &recipe()).unwrap();
        assert!(outcome(&pipeline) == expected, "stopped after {stop}");
    }
}

#[test]
fn other_questions_are_answered_while_a_run_goes_on() {
    let mut whole = opened();
    finish(&mut whole, &recipe()).unwrap();

    let mut pipeline = opened();
    let other = shared::recipe();
    let request = ProfileRequest::default();
    pipeline.begin(recipe()).unwrap();
    let mut questions = 0;
    let mut asked = [false; PATH.len()];
    loop {
        let stage = match pipeline.step().unwrap() {
            RunEvent::Ended => break,
            RunEvent::Progressed { stage, .. } => stage,
            _ => continue,
        };
        // An estimate grows trees, which takes its time.
        if !std::mem::replace(&mut asked[stage as usize], true) {
            pipeline.estimate(&other, &|| 0.0).unwrap().unwrap();
        }
        assert_eq!(pipeline.rows(TableName::Raw, 3, 2).len(), 2);
        assert!(pipeline.cell(TableName::Raw, 0, 0).is_some());
        assert!(pipeline.cleaned_by(&other).is_ok());
        assert!(pipeline.profile(&request).unwrap().poll().is_pending());
        assert_eq!(pipeline.tree(0).is_some(), stage == Stage::Evaluate);
        questions += 1;
    }
    assert!(questions > 50, "{questions}");
    assert!(outcome(&pipeline) == outcome(&whole));
}

#[test]
fn progress_never_falls_and_ends_at_its_total() {
    let mut pipeline = opened();
    pipeline.begin(recipe()).unwrap();
    let mut told = [(0, 0); PATH.len()];
    loop {
        match pipeline.step().unwrap() {
            RunEvent::Ended => break,
            RunEvent::Progressed {
                stage, done, total, ..
            } => {
                let before = std::mem::replace(&mut told[stage as usize], (done, total));
                assert!(before.0 <= done && done <= total, "{stage:?} {done}");
                assert!(before.1 == 0 || before.1 == total, "{stage:?} {total}");
            }
            _ => {}
        }
    }
    for stage in [Stage::Train, Stage::Evaluate] {
        let (done, total) = told[stage as usize];
        assert!(done == total && total > 0, "{stage:?}: {done} of {total}");
    }

    let load = Load::default();
    let mut loading = grove_engine::load::begin("messy.csv", shared::MESSY.into(), &load, None)
        .expect("it is small");
    let mut before = 0;
    loop {
        let polled = loading.poll();
        let progress = loading.progress();
        assert!(before <= progress.done && progress.done <= progress.total);
        before = progress.done;
        if let Poll::Ready(loaded) = polled {
            assert_eq!(before, progress.total);
            assert_eq!(loaded.unwrap().table.height(), 400);
            return;
        }
    }
}
