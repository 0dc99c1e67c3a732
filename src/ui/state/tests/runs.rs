//! What a run leaves, however it ends.

use super::{
    after, answer, ask, error, failed, finished, opened, opens, recipe, run_begun, run_ended,
    run_through, started, stopped, summary, trees, with_status,
};
use crate::ui::state::{Action, CenterView, PendingRequest, State, Status, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{CallName, Cancelled, RunProgress};
use grove_protocol::report::TreeShape;
use grove_recipe::stage::{PATH, Stage};

#[test]
fn a_change_makes_its_stage_and_those_behind_it_stale() {
    let state = run_through(opened("a.csv"), 2);
    assert_eq!(with_status(&state, Status::Fresh), PATH);
    let before = recipe(&state).train.trees();
    let change = trees(&state, 7);
    let state = reduce(state, change);
    assert_eq!(
        with_status(&state, Status::Stale),
        [Stage::Train, Stage::Evaluate]
    );
    let change = trees(&state, before);
    let state = reduce(state, change);
    assert_eq!(
        with_status(&state, Status::Fresh),
        PATH,
        "as it was is fresh"
    );
}

#[test]
fn edits_during_a_run_do_not_make_its_results_fresh() {
    let state = run_begun(opened("a.csv"), 2);
    let change = trees(&state, 7);
    let state = after(
        state,
        [
            change,
            answer(2, finished(Stage::Train)),
            answer(2, run_ended()),
        ],
    );
    assert_eq!(with_status(&state, Status::Stale), [Stage::Train]);
}

#[test]
fn a_failed_run_keeps_the_earlier_results() {
    let state = run_through(opened("a.csv"), 2);
    let change = trees(&state, 7);
    let state = run_begun(reduce(state, change), 3);
    let state = reduce(state, answer(3, failed(CallName::Run, error(Stage::Train))));
    assert!(state.engine.run().is_none());
    assert_eq!(state.place, CenterView::Stage(Stage::Train));
    assert_eq!(with_status(&state, Status::Failed), [Stage::Train]);
    assert!(PATH.iter().all(|stage| state.report(*stage).is_some()));
    let state = reduce(state, Action::ProblemDismissed(Stage::Train));
    assert!(state.failure(Stage::Train).is_none());
    assert_eq!(
        with_status(&state, Status::Stale),
        [Stage::Train, Stage::Evaluate]
    );
}

#[test]
fn answers_to_outdated_requests_change_nothing() {
    let state = run_through(opened("a.csv"), 2);
    for id in [1, 2, 99] {
        for response in [
            opens(summary("b.csv")),
            started(Stage::Train),
            failed(CallName::Run, error(Stage::Train)),
            stopped(CallName::Run, 0),
        ] {
            let now = reduce(state.clone(), answer(id, response.clone()));
            assert_eq!(now, state, "{id}: {response:?}");
        }
    }
}

#[test]
fn a_run_is_cancelled_by_its_own_answer() {
    let state = after(
        run_begun(opened("a.csv"), 2),
        [
            answer(2, finished(Stage::Clean)),
            answer(2, started(Stage::Check)),
            ask(3, PendingRequest::Cancel),
        ],
    );
    assert!(state.engine.run().is_some_and(|run| run.stopping));
    // The answer to the stop itself says nothing about the run.
    let heard = Response::Cancel(CallEvent::Answer(Ok(Cancelled { trees: 0 })));
    let state = reduce(state, answer(3, heard));
    assert!(state.engine.run().is_some());
    let state = reduce(state, answer(2, stopped(CallName::Run, 0)));
    assert!(state.engine.run().is_none());
    assert_eq!(
        with_status(&state, Status::Fresh),
        [Stage::Load, Stage::Clean]
    );
}

fn working(stage: Stage, done: u32, trees: Vec<TreeShape>, fold: Option<(u32, u32)>) -> Response {
    Response::Run(CallEvent::Progress(RunProgress::Working {
        stage,
        done,
        total: 4,
        trees,
        fold,
    }))
}

#[test]
fn progress_gathers_trees() {
    let shape = TreeShape {
        depth: 2,
        leaves: 3,
        oob_score: None,
        losses: None,
    };
    let progress = |done| working(Stage::Train, done, vec![shape], None);
    let state = after(
        run_begun(opened("a.csv"), 2),
        [
            answer(2, started(Stage::Train)),
            answer(2, progress(1)),
            answer(2, progress(2)),
            answer(9, progress(3)),
        ],
    );
    let running = Status::Running { done: 2, total: 4 };
    assert_eq!(with_status(&state, running), [Stage::Train]);
    assert_eq!(running.percent(), Some(50));
    let run = state.engine.run().expect("a run");
    assert_eq!(*run.trees, [shape, shape]);
    assert_eq!(
        state.place,
        CenterView::Stage(Stage::Train),
        "the page follows"
    );
}

#[test]
fn the_fold_under_way_is_known_until_another_stage_starts() {
    let progress = |fold| working(Stage::Evaluate, 3, Vec::new(), fold);
    let fold = |state: &State| state.engine.run().expect("a run").fold;
    let state = run_begun(opened("a.csv"), 2);
    let state = reduce(state, answer(2, progress(None)));
    assert_eq!(fold(&state), None);
    let state = reduce(state, answer(2, progress(Some((3, 15)))));
    assert_eq!(fold(&state), Some((3, 15)));
    let state = reduce(state, answer(2, started(Stage::Train)));
    assert_eq!(fold(&state), None);
}

#[test]
fn the_page_does_not_follow_a_run_that_the_person_has_left() {
    let state = reduce(
        run_begun(opened("a.csv"), 2),
        Action::PlaceChosen(CenterView::Stage(Stage::Clean)),
    );
    let state = after(
        state,
        [answer(2, started(Stage::Train)), answer(2, run_ended())],
    );
    assert_eq!(state.place, CenterView::Stage(Stage::Clean));
}
