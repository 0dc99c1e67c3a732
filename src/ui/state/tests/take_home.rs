//! Exports: of which run, and what ends their preparation.

use super::{after, answer, ask, error, failed, opened, recipe, run_through};
use crate::ui::state::{Action, PendingRequest, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::{CallEvent, Done};
use grove_protocol::calls::CallName;
use grove_protocol::onnx::OnnxComparison;
use grove_protocol::take_home::{PreparedFile, TakeHomeFormat};
use grove_recipe::Task;
use grove_recipe::link::DataSource;
use grove_recipe::stage::Stage;

fn prepared(format: TakeHomeFormat) -> Response {
    Response::Prepare(CallEvent::Answer(Ok(PreparedFile {
        format,
        task: Task::Classification,
        bytes: 1000.0,
        comparison: Some(OnnxComparison {
            rows: 38,
            label_mismatches: 0,
            largest_difference: 0.0,
        }),
        reveals: Vec::new(),
        notes: Vec::new(),
    })))
}

fn make(id: u32, format: TakeHomeFormat) -> Action {
    ask(id, PendingRequest::Prepare { format })
}

fn trained() -> State {
    run_through(opened("a.csv"), 2)
}

#[test]
fn a_file_is_ready_once_it_was_read_back() {
    assert!(!opened("a.csv").can_prepare(), "nothing was trained");
    let state = reduce(trained(), make(5, TakeHomeFormat::Onnx));
    assert!(!state.can_prepare(), "one at a time");
    let progress = answer(
        5,
        Response::Prepare(CallEvent::Progress(Done {
            done: 10,
            total: 38,
        })),
    );
    let state = reduce(state, progress);
    let making = state.engine.making().expect("under way");
    assert_eq!((making.done, making.total), (10, 38));
    let state = reduce(state, answer(5, prepared(TakeHomeFormat::Onnx)));
    assert!(state.can_prepare());
    assert!(state.take_home.prepared(TakeHomeFormat::Onnx).is_some());
    assert!(state.take_home.prepared(TakeHomeFormat::Card).is_none());
}

#[test]
fn nothing_is_made_while_a_file_is_being_opened() {
    let state = reduce(
        trained(),
        Action::FileAwaited {
            name: "b.csv".into(),
            source: DataSource::Own,
        },
    );
    assert!(!state.can_prepare(), "it would end the reading");
}

#[test]
fn a_refusal_stands_with_its_format_until_that_is_made_again() {
    let refused = answer(5, failed(CallName::Prepare, error(Stage::Evaluate)));
    let state = after(trained(), [make(5, TakeHomeFormat::Onnx), refused]);
    assert!(state.take_home.refused(TakeHomeFormat::Onnx).is_some());
    assert!(state.take_home.refused(TakeHomeFormat::Card).is_none());
    let state = reduce(state, make(6, TakeHomeFormat::Onnx));
    assert!(state.take_home.refused(TakeHomeFormat::Onnx).is_none());
}

#[test]
fn another_run_has_other_files() {
    let made = [
        make(5, TakeHomeFormat::Onnx),
        answer(5, prepared(TakeHomeFormat::Onnx)),
    ];
    let state = after(trained(), made);
    let state = run_through(state, 7);
    assert!(state.take_home.prepared(TakeHomeFormat::Onnx).is_none());
}

#[test]
fn what_is_stopped_is_not_made() {
    let state = after(
        trained(),
        [
            make(5, TakeHomeFormat::Onnx),
            ask(6, PendingRequest::Cancel),
        ],
    );
    assert!(state.engine.making().is_none());
    let late = reduce(state, answer(5, prepared(TakeHomeFormat::Onnx)));
    assert!(late.take_home.prepared(TakeHomeFormat::Onnx).is_none());
}

#[test]
fn what_takes_the_engine_ends_the_making_and_a_search_is_not_ended_by_it() {
    let making = reduce(trained(), make(5, TakeHomeFormat::Onnx));
    let from = Stage::Train;
    let forgotten = reduce(making.clone(), ask(6, PendingRequest::Forget { from }));
    assert!(forgotten.engine.making().is_none());
    let search = PendingRequest::Search {
        recipe: recipe(&making).clone().into(),
        scoring: "accuracy".into(),
    };
    let searching = reduce(making, ask(6, search));
    assert!(searching.engine.making().is_none());
    assert!(searching.engine.searching().is_some() && !searching.can_prepare());
}

#[test]
fn the_switch_about_examples_concerns_files_that_take_them() {
    let state = after(
        trained(),
        [
            make(5, TakeHomeFormat::Mlflow),
            answer(5, prepared(TakeHomeFormat::Mlflow)),
            make(6, TakeHomeFormat::Onnx),
            answer(6, prepared(TakeHomeFormat::Onnx)),
            Action::ExamplesSwitched(true),
        ],
    );
    assert!(state.take_home.prepared(TakeHomeFormat::Mlflow).is_none());
    assert!(state.take_home.prepared(TakeHomeFormat::Onnx).is_some());
    assert!(state.take_home.examples);
}
