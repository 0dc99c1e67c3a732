//! Results from the cache, and the provenance of outputs.

use super::*;
use crate::ui::state::CenterView;
use grove_recipe::provenance::Fingerprint;
use grove_recipe::stage::keys;

/// A run whose stages are all cached.
fn run_reused(state: State, id: u32) -> State {
    let reused = PATH.map(|stage| answer(id, reused(stage)));
    let state = after(run_begun(state, id), reused);
    reduce(state, answer(id, run_ended()))
}

fn took(state: &State, stage: Stage) -> Option<f64> {
    state.finished(stage).expect("it has run").milliseconds
}

#[test]
fn a_reused_result_is_shown_with_its_report_key_and_time() {
    let state = run_through(opened("a.csv"), 2);
    let before = state.recipe().unwrap().clone();
    let change = trees(&state, 7);
    let state = run_through(reduce(state, change), 3);
    let state = reduce(state, Action::Undone);
    let stale = [Stage::Train, Stage::Evaluate];
    assert_eq!(with_status(&state, Status::Stale), stale);
    let state = run_reused(state, 4);
    assert_eq!(with_status(&state, Status::Fresh), PATH);
    for stage in stale {
        let finished = state.finished(stage).unwrap();
        assert_eq!(finished.key, Some(keys(&before)[stage as usize]));
        assert_eq!(finished.recipe, before);
        assert_eq!(*finished.report, report(stage));
        assert_eq!(finished.milliseconds, Some(7.0));
    }
    assert_eq!(took(&state, Stage::Clean), Some(1.0), "shown already");
    assert!(state.engine.run().is_none());
    assert_eq!(state.place, CenterView::Stage(Stage::Evaluate));
}

#[test]
fn nothing_that_is_shown_changes_when_nothing_has_changed() {
    let state = run_through(opened("a.csv"), 2);
    let again = run_reused(state.clone(), 3);
    assert_eq!(again.finished, state.finished);
}

#[test]
fn why_a_stage_is_stale_is_said_until_it_is_not() {
    let state = run_through(opened("a.csv"), 2);
    assert_eq!(state.why_stale(Stage::Train), None);
    let change = trees(&state, 7);
    let state = reduce(state, change);
    let why = |stage| state.why_stale(stage);
    let sentence = "train.n_estimators was 100 and is 7.";
    assert_eq!(why(Stage::Train).as_deref(), Some(sentence));
    let behind = "train is out of date.";
    assert_eq!(why(Stage::Evaluate).as_deref(), Some(behind));
    assert_eq!(why(Stage::Clean), None);
}

#[test]
fn an_output_is_asked_about_once_while_it_is_looked_at() {
    let state = run_through(opened("a.csv"), 2);
    let wanted = |state: &State| state.fingerprint_wanted().map(|wanted| wanted.stage);
    assert_eq!(wanted(&state), None, "it is folded");
    let state = reduce(state, Action::ProvenanceTurned(true));
    assert_eq!(wanted(&state), Some(Stage::Evaluate));
    let key = state.fingerprint_wanted().unwrap().key;
    let state = reduce(state, ask(3, PendingRequest::Output { key }));
    assert_eq!(wanted(&state), None);
    let fingerprint = Fingerprint {
        bytes: 12.0,
        sha256: "ab".into(),
    };
    let response = Response::Output(CallEvent::Answer(Ok(Some(fingerprint.clone()))));
    let state = reduce(state, answer(3, response));
    assert_eq!(state.fingerprint(Stage::Evaluate), Some(&fingerprint));
    assert_eq!(state.fingerprint(Stage::Train), None);
    // For a stage that is shown, and for one that is computed again.
    let turned = reduce(
        state.clone(),
        Action::PlaceChosen(CenterView::Stage(Stage::Train)),
    );
    assert_eq!(wanted(&turned), Some(Stage::Train));
    let change = trees(&state, 7);
    let state = run_through(reduce(state, change), 4);
    assert_eq!(state.fingerprint(Stage::Evaluate), None);
    assert_eq!(wanted(&state), Some(Stage::Evaluate));
}

#[test]
fn what_is_forgotten_is_out_of_date_until_it_is_made_anew() {
    let state = run_through(opened("a.csv"), 2);
    let from = Stage::Split;
    let forgotten = reduce(state, ask(3, PendingRequest::Forget { from }));
    let stale = with_status(&forgotten, Status::Stale);
    assert_eq!(stale, PATH[Stage::Split as usize..]);
    assert!(forgotten.why_stale(Stage::Split).is_some());
    let state = after(
        run_begun(forgotten, 4),
        [
            answer(3, Response::Forget(CallEvent::Answer(Ok(())))),
            answer(4, reused(Stage::Clean)),
            answer(4, finished(Stage::Split)),
        ],
    );
    assert!(state.engine.run().is_some(), "it goes on");
    assert_eq!(state.why_stale(Stage::Split), None);
}
