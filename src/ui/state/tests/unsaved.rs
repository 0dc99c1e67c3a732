//! When leaving the page asks: while work is under way, and for results that nothing keeps.

use grove_protocol::Response;
use grove_protocol::calls::{CallName, ExportRuns, RunsFile};
use grove_protocol::tracking::{Notification, RunsNews, StoreError};
use grove_recipe::stage::Stage;

use super::kept::{gone, kept, list, run, store, stored, told};
use super::{after, answer, ask, opened, recipe, run_begun, run_through, stopped, trees};
use crate::ui::state::{Action, PendingRequest, RunMode, State, reduce};

/// As a browser without storage tells it.
fn in_memory(mut news: RunsNews) -> Action {
    news.usage.kept = false;
    told(news)
}

fn export() -> ExportRuns {
    let file = RunsFile::Everything;
    ExportRuns { file, visit: None }
}

#[test]
fn an_open_table_and_stored_results_do_not_ask() {
    assert!(!State::default().is_unsaved());
    let state = opened("a.csv");
    let state = after(state.clone(), [trees(&state, 7)]);
    assert!(!state.is_unsaved());
    let state = reduce(
        run_through(state, 7),
        told(list(vec![run(1, 7, 0.8)], Vec::new())),
    );
    assert!(!state.is_unsaved());
}

#[test]
fn a_run_asks_until_it_ends_and_a_preview_does_not() {
    let state = run_begun(opened("a.csv"), 7);
    assert!(state.is_unsaved());
    assert!(!reduce(state, answer(7, stopped(CallName::Run, 0))).is_unsaved());

    let state = opened("a.csv");
    let preview = PendingRequest::Run {
        recipe: recipe(&state).clone().into(),
        through: Stage::Clean,
        mode: RunMode::Preview,
    };
    assert!(!reduce(state, ask(7, preview)).is_unsaved());
}

#[test]
fn a_search_asks_until_it_ends() {
    let state = opened("a.csv");
    let search = PendingRequest::Search {
        recipe: recipe(&state).clone().into(),
        scoring: "accuracy".into(),
    };
    let state = reduce(state, ask(7, search));
    assert!(state.is_unsaved());
    let ended: Response = stopped(CallName::SearchParameters, 0);
    assert!(!reduce(state, answer(7, ended)).is_unsaved());
}

#[test]
fn runs_that_last_as_long_as_the_tab_ask_until_they_are_exported() {
    let two = vec![run(1, 10, 0.8), run(2, 20, 0.9)];
    let state = reduce(opened("a.csv"), in_memory(list(two, Vec::new())));
    assert!(state.is_unsaved());
    let exported = [store(5, export()), stored::<ExportRuns>(5, ())];
    let state = after(state, exported);
    assert!(!state.is_unsaved());
    // One that is purged was exported; the next one was not.
    let state = reduce(state, in_memory(gone(&[1])));
    assert!(!state.is_unsaved());
    let next = list(vec![run(3, 30, 0.7)], Vec::new());
    assert!(reduce(state, in_memory(next)).is_unsaved());
    let none = in_memory(list(Vec::new(), Vec::new()));
    assert!(!reduce(opened("a.csv"), none).is_unsaved());
}

#[test]
fn a_run_that_finds_no_room_asks_until_it_is_stored() {
    let full = Notification::NotKept(StoreError {
        problem: "There is no room.".into(),
        advice: "Make some.".into(),
    });
    let state = reduce(kept(), Action::Notified(Box::new(full)));
    assert!(state.is_unsaved());
    // That others are gone does not store it.
    let state = reduce(state, told(gone(&[1])));
    assert!(state.is_unsaved());
    let state = reduce(state, told(list(vec![run(4, 10, 0.8)], Vec::new())));
    assert!(!state.is_unsaved());
}
