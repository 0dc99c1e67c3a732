//! Trials: how far they are, what they have shown, and of which evaluation.

use std::rc::Rc;

use super::{answer, ask, broke, error, failed, opened, run_through, stopped, trees};
use crate::ui::state::{PendingRequest, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::{CallEvent, Done};
use grove_protocol::calls::{CallName, TrialProgress};
use grove_protocol::report::{RepeatedScores, Repeats, TrialPlan, TrialReport};
use grove_recipe::stage::Stage;

fn report(tried: usize) -> TrialReport {
    TrialReport::Repeats(Repeats {
        seeds: vec![43, 44],
        scores: vec![RepeatedScores {
            name: "accuracy".into(),
            by_split: vec![Some(0.5); tried],
            by_seed: Vec::new(),
        }],
        notes: Vec::new(),
    })
}

fn far(done: u32, tried: Option<usize>) -> Response {
    Response::RunTrials(CallEvent::Progress(TrialProgress {
        done: Done { done, total: 4000 },
        report: tried.map(|tried| Box::new(report(tried))),
    }))
}

fn begun() -> State {
    let state = run_through(opened("a.csv"), 5);
    assert!(state.can_try());
    let plan = TrialPlan::Repeats(2);
    reduce(state, ask(7, PendingRequest::Trials { plan }))
}

fn tried(state: &State) -> Option<usize> {
    let repeats = state.trials().repeats?;
    Some(Rc::unwrap_or_clone(repeats).scores[0].by_split.len())
}

#[test]
fn what_trials_have_shown_is_of_the_evaluation_that_they_began_with() {
    let state = begun();
    assert!(!state.can_run() && !state.can_try());
    let state = reduce(state, answer(7, far(900, None)));
    assert_eq!(
        (tried(&state), state.engine.trying().unwrap().done.done),
        (None, 900)
    );
    let state = reduce(state, answer(7, far(1000, Some(1))));
    assert_eq!(tried(&state), Some(1));
    let ended = Response::RunTrials(CallEvent::Answer(Ok(report(2))));
    let state = reduce(state, answer(7, ended));
    assert!(state.engine.trying().is_none() && state.can_try());
    assert_eq!(tried(&state), Some(2));
    // Another recipe has not been tried, and cannot be before it has run.
    let state = reduce(state.clone(), trees(&state, 7));
    assert!(!state.can_try());
    let state = run_through(state, 9);
    assert_eq!(tried(&state), None);
}

#[test]
fn a_stop_keeps_what_was_shown_and_a_failure_is_told_beside_it() {
    let state = reduce(begun(), answer(7, far(1000, Some(1))));
    let stopping = reduce(state.clone(), ask(8, PendingRequest::Cancel));
    assert!(stopping.engine.trying().unwrap().stopping);
    let ended = reduce(stopping, answer(7, stopped(CallName::RunTrials, 0)));
    assert!(ended.engine.trying().is_none());
    assert_eq!(tried(&ended), Some(1));
    let failure = failed(CallName::RunTrials, error(Stage::Evaluate));
    let failed = reduce(state.clone(), answer(7, failure));
    assert!(failed.trials().error.is_some());
    assert_eq!(tried(&failed), Some(1));
    assert!(failed.failure(Stage::Evaluate).is_none(), "it is told here");
    assert!(
        reduce(state, broke("out of memory"))
            .engine
            .trying()
            .is_none()
    );
}
