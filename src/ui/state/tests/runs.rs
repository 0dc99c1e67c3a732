//! What a run leaves, however it ends.

use super::{
    after, answer, ask, error, finished, opened, recipe, run_begun, run_through, summary, trees,
    with_status,
};
use crate::ui::state::{Action, Place, Question, State, Status, reduce};
use grove_protocol::Response;
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
            answer(2, Response::RunFinished),
        ],
    );
    assert_eq!(with_status(&state, Status::Stale), [Stage::Train]);
}

#[test]
fn a_failed_run_keeps_the_earlier_results() {
    let state = run_through(opened("a.csv"), 2);
    let change = trees(&state, 7);
    let state = run_begun(reduce(state, change), 3);
    let state = reduce(state, answer(3, Response::Failed(error(Stage::Train))));
    assert!(state.run.is_none());
    assert_eq!(state.place, Place::Stage(Stage::Train));
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
            Response::Opened(summary("b.csv")),
            Response::StageStarted {
                stage: Stage::Train,
            },
            Response::Failed(error(Stage::Train)),
            Response::Cancelled { trees: 0 },
        ] {
            let now = reduce(state.clone(), answer(id, response.clone()));
            assert_eq!(now, state, "{id}: {response:?}");
        }
    }
}

#[test]
fn a_run_is_cancelled_by_the_answer_to_either_request() {
    for id in [2, 3] {
        let state = after(
            run_begun(opened("a.csv"), 2),
            [
                answer(2, finished(Stage::Clean)),
                answer(
                    2,
                    Response::StageStarted {
                        stage: Stage::Check,
                    },
                ),
                ask(3, Question::Cancel),
            ],
        );
        assert!(state.run.is_some());
        let state = reduce(state, answer(id, Response::Cancelled { trees: 0 }));
        assert!(state.run.is_none());
        assert_eq!(
            with_status(&state, Status::Fresh),
            [Stage::Load, Stage::Clean]
        );
    }
}

#[test]
fn progress_gathers_trees() {
    let shape = TreeShape {
        depth: 2,
        leaves: 3,
        oob_score: None,
    };
    let progress = |done| Response::Progress {
        stage: Stage::Train,
        done,
        total: 4,
        trees: vec![shape],
        fold: None,
    };
    let state = after(
        run_begun(opened("a.csv"), 2),
        [
            answer(
                2,
                Response::StageStarted {
                    stage: Stage::Train,
                },
            ),
            Action::Progressed {
                id: 2,
                responses: vec![progress(1), progress(2)],
                at: 0.0,
            },
            answer(9, progress(3)),
        ],
    );
    let running = Status::Running { done: 2, total: 4 };
    assert_eq!(with_status(&state, running), [Stage::Train]);
    assert_eq!(running.percent(), Some(50));
    let run = state.run.as_ref().expect("a run");
    assert_eq!(*run.trees, [shape, shape]);
    assert_eq!(state.place, Place::Stage(Stage::Train), "the page follows");
}

#[test]
fn the_fold_under_way_is_known_until_another_stage_starts() {
    let progress = |fold| Response::Progress {
        stage: Stage::Evaluate,
        done: 9,
        total: 40,
        trees: Vec::new(),
        fold,
    };
    let fold = |state: &State| state.run.as_ref().expect("a run").fold;
    let state = run_begun(opened("a.csv"), 2);
    let state = reduce(state, answer(2, progress(None)));
    assert_eq!(fold(&state), None);
    let state = reduce(state, answer(2, progress(Some((3, 15)))));
    assert_eq!(fold(&state), Some((3, 15)));
    let stage = Stage::Train;
    let state = reduce(state, answer(2, Response::StageStarted { stage }));
    assert_eq!(fold(&state), None);
}

#[test]
fn the_page_does_not_follow_a_run_that_the_person_has_left() {
    let state = reduce(
        run_begun(opened("a.csv"), 2),
        Action::PlaceChosen(Place::Stage(Stage::Clean)),
    );
    let state = after(
        state,
        [
            answer(
                2,
                Response::StageStarted {
                    stage: Stage::Train,
                },
            ),
            answer(2, Response::RunFinished),
        ],
    );
    assert_eq!(state.place, Place::Stage(Stage::Clean));
}
