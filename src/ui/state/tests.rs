//! What must hold of the state whatever happens in whichever order.

use std::rc::Rc;

use super::{Action, Edit, Engine, Place, Question, State, Status, reduce};
use crate::api::columns::{ColumnKind, ColumnSummary, DataSummary, Histogram, Proposal};
use crate::api::error::StageError;
use crate::api::protocol::Response;
use crate::api::recipe::{Recipe, Task};
use crate::api::report::{CheckReport, Detail, StageReport, TreeShape};
use crate::api::stage::{PATH, Stage};

fn column(name: &str, kind: ColumnKind, distinct: u32) -> ColumnSummary {
    ColumnSummary {
        name: name.to_string(),
        kind,
        missing: 0,
        distinct,
        identifier: name == "id",
        histogram: Histogram::None,
    }
}

fn summary(name: &str) -> DataSummary {
    DataSummary {
        name: name.to_string(),
        sha256: format!("hash of {name}"),
        bytes: 100.0,
        rows: 50,
        delimiter: ',',
        columns: vec![
            column("id", ColumnKind::Integer, 50),
            column("size", ColumnKind::Decimal, 40),
            column("kind", ColumnKind::Category, 3),
        ],
        proposal: Proposal {
            target: "kind".to_string(),
            leave_out: vec!["id".to_string()],
        },
        notes: Vec::new(),
    }
}

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, reduce)
}

fn answer(id: u32, response: Response) -> Action {
    Action::Answered { id, response }
}

fn ask(id: u32, question: Question) -> Action {
    Action::Asked { id, question }
}

fn opened(name: &str) -> State {
    let open = Question::Open { name: name.into() };
    after(
        State::new(),
        [
            Action::EngineReady,
            ask(1, open),
            answer(1, Response::Opened(summary(name))),
        ],
    )
}

fn run_begun(state: State, id: u32) -> State {
    let recipe = state.recipe().expect("a file is open").clone();
    after(state, [ask(id, Question::Run { recipe })])
}

fn finished(stage: Stage) -> Response {
    Response::StageFinished {
        report: StageReport {
            stage,
            sentence: String::new(),
            rows_in: 50,
            rows_out: 50,
            columns_in: 3,
            columns_out: 3,
            // The state never looks into a report.
            detail: Detail::Check(CheckReport {
                expectations: Vec::new(),
            }),
        },
        milliseconds: 1.0,
    }
}

/// Runs every stage that the engine would, to the end.
fn run_through(state: State, id: u32) -> State {
    let mut state = run_begun(state, id);
    state = reduce(
        state,
        answer(id, Response::StageReused { stage: Stage::Load }),
    );
    for stage in PATH.into_iter().skip(1) {
        state = after(
            state,
            [
                answer(id, Response::StageStarted { stage }),
                answer(id, finished(stage)),
            ],
        );
    }
    reduce(state, answer(id, Response::RunFinished))
}

fn edit(field: &'static str, edit: Edit) -> Action {
    Action::RecipeEdited { field, edit }
}

fn trees(state: &State, trees: u32) -> Action {
    let mut train = recipe(state).train.clone();
    train.n_estimators = trees;
    edit("n_estimators", Edit::Train(train))
}

fn recipe(state: &State) -> &Recipe {
    state.recipe().expect("a file is open")
}

fn error(stage: Stage) -> StageError {
    StageError::new(stage, "Something is wrong.", "Mend it.")
}

fn with_status(state: &State, wanted: Status) -> Vec<Stage> {
    let statuses = state.statuses();
    PATH.into_iter()
        .zip(statuses)
        .filter(|(_, status)| *status == wanted)
        .map(|(stage, _)| stage)
        .collect()
}

#[test]
fn an_opened_file_proposes_its_recipe() {
    let state = opened("a.csv");
    assert_eq!(recipe(&state).target, "kind");
    assert_eq!(recipe(&state).task, Task::Classification);
    assert_eq!(recipe(&state).leave_out, ["id"]);
    assert_eq!(with_status(&state, Status::Fresh), [Stage::Load]);
    assert_eq!(with_status(&state, Status::Idle), PATH[1..]);
}

#[test]
fn a_change_makes_its_stage_and_those_behind_it_stale() {
    let state = run_through(opened("a.csv"), 2);
    assert_eq!(with_status(&state, Status::Fresh), PATH);
    let before = recipe(&state).train.n_estimators;
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
fn undo_and_redo_walk_through_the_steps() {
    let state = opened("a.csv");
    let first = Rc::clone(state.recipe().expect("open"));
    // Typing 1, then 12, is one step; the seed is another.
    let one = trees(&state, 1);
    let state = reduce(state, one);
    let twelve = trees(&state, 12);
    let state = after(state, [twelve, edit("seed", Edit::Seed(7))]);
    let last = Rc::clone(state.recipe().expect("open"));
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).train.n_estimators, 12);
    assert_eq!(recipe(&state).seed, first.seed);
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state), &*first);
    let state = after(state, [Action::Undone, Action::Redone, Action::Redone]);
    assert_eq!(recipe(&state), &*last);
    let state = after(
        state,
        [Action::Undone, edit("seed", Edit::Seed(8)), Action::Redone],
    );
    assert_eq!(recipe(&state).seed, 8, "an edit ends the undone future");
}

#[test]
fn a_new_target_brings_its_task_and_is_never_left_out() {
    let state = reduce(
        opened("a.csv"),
        edit("target", Edit::Target("id".to_string())),
    );
    assert_eq!(recipe(&state).task, Task::Regression);
    assert!(recipe(&state).leave_out.is_empty());
    let leave_out = Edit::LeaveOut {
        column: "id".to_string(),
        out: true,
    };
    let state = reduce(state, edit("leave_out", leave_out));
    assert!(recipe(&state).leave_out.is_empty());
}

#[test]
fn columns_left_out_are_in_the_files_order() {
    let out = |column: &str| {
        let column = column.to_string();
        edit("leave_out", Edit::LeaveOut { column, out: true })
    };
    let state = after(
        opened("a.csv"),
        [
            edit("target", Edit::Target("kind".to_string())),
            out("size"),
            out("id"),
        ],
    );
    assert_eq!(recipe(&state).leave_out, ["id", "size"]);
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
fn a_file_that_cannot_be_opened_takes_nothing_away() {
    let state = run_through(opened("a.csv"), 2);
    let open = Question::Open {
        name: "bad.csv".into(),
    };
    let state = after(
        state,
        [
            ask(3, open),
            answer(3, Response::Failed(error(Stage::Load))),
        ],
    );
    assert!(state.failure(Stage::Load).is_some());
    assert_eq!(state.place, Place::Stage(Stage::Load));
    assert_eq!(with_status(&state, Status::Fresh), PATH);
    assert_eq!(state.data.as_ref().map(|data| &*data.name), Some("a.csv"));
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
            Response::Cancelled,
        ] {
            let now = reduce(state.clone(), answer(id, response.clone()));
            assert_eq!(now, state, "{id}: {response:?}");
        }
    }
}

#[test]
fn a_second_file_replaces_the_first_that_is_still_opening() {
    let open = |name: &str| Question::Open { name: name.into() };
    let state = after(
        State::new(),
        [
            ask(1, open("a.csv")),
            ask(2, open("b.csv")),
            answer(1, Response::Opened(summary("a.csv"))),
        ],
    );
    assert!(state.data.is_none());
    let state = reduce(state, answer(2, Response::Opened(summary("b.csv"))));
    assert_eq!(recipe(&state).data.name, "b.csv");
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
        let state = reduce(state, answer(id, Response::Cancelled));
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
    };
    let progress = |done| Response::Progress {
        stage: Stage::Train,
        done,
        total: 4,
        trees: vec![shape],
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

#[test]
fn a_crash_keeps_what_is_on_the_screen_and_says_so() {
    let message = "out of memory".to_string();
    let state = reduce(
        run_through(opened("a.csv"), 2),
        Action::EngineCrashed { message },
    );
    assert_eq!(state.engine, Engine::Restarting);
    assert!(PATH.iter().all(|stage| state.report(*stage).is_some()));
    assert_eq!(with_status(&state, Status::Stale), PATH[1..]);
    // The same file in the new engine changes neither the recipe nor the message.
    let reopen = Question::Reopen {
        name: "a.csv".into(),
    };
    let state = after(
        state,
        [
            Action::EngineReady,
            ask(5, reopen),
            answer(5, Response::Opened(summary("a.csv"))),
        ],
    );
    assert!(state.failure(Stage::Load).is_some());
    assert_eq!(with_status(&state, Status::Stale), PATH[1..]);
    assert_eq!(with_status(&run_through(state, 6), Status::Fresh), PATH);
}

#[test]
fn a_recipe_for_other_data_is_fitted_and_said_so() {
    let mut other = Recipe::clone(recipe(&opened("b.csv")));
    other.seed = 7;
    other.leave_out = vec!["size".to_string(), "colour".to_string()];
    let state = reduce(
        opened("a.csv"),
        Action::RecipeLoaded(Box::new(other.clone())),
    );
    assert_eq!(recipe(&state).seed, 7);
    assert_eq!(recipe(&state).leave_out, ["size"]);
    assert_eq!(recipe(&state).data.name, "a.csv");
    assert!(
        state
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("other bytes"))
    );
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).seed, 42);

    other.target = "colour".to_string();
    let state = reduce(state, Action::RecipeLoaded(Box::new(other)));
    assert!(
        state
            .failure(Stage::Load)
            .is_some_and(|e| e.column.as_deref() == Some("colour"))
    );
    assert_eq!(recipe(&state).target, "kind");
}

#[test]
fn a_refused_model_is_told_at_predict() {
    let state = after(
        State::new(),
        [
            ask(1, Question::LoadModel),
            answer(1, Response::Failed(error(Stage::Load))),
        ],
    );
    assert!(state.failure(Stage::Predict).is_some());
    assert_eq!(state.place, Place::Stage(Stage::Predict));
}
