//! Files and models that open, and that do not; an engine that breaks.

use super::{after, answer, ask, error, opened, recipe, run_through, summary, with_status};
use crate::api::link::Source;
use crate::api::protocol::Response;
use crate::api::recipe::{Load, Task};
use crate::api::stage::{PATH, Stage};
use crate::api::synthetic::{SyntheticName, SyntheticSpec};
use crate::ui::state::{Action, Engine, Place, Question, State, Status, reduce};

#[test]
fn an_opened_file_has_a_recipe() {
    let state = opened("a.csv");
    assert_eq!(recipe(&state).target, "kind");
    assert_eq!(recipe(&state).task, Task::Classification);
    assert_eq!(recipe(&state).leave_out, ["id"]);
    assert_eq!(with_status(&state, Status::Fresh), [Stage::Load]);
    assert_eq!(with_status(&state, Status::Idle), PATH[1..]);
}

#[test]
fn a_file_that_cannot_be_opened_takes_nothing_away() {
    let state = run_through(opened("a.csv"), 2);
    let open = Question::Open {
        name: "bad.csv".into(),
        load: Load::default(),
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
fn a_second_file_replaces_the_first_that_is_still_opening() {
    let open = |name: &str| Question::Open {
        name: name.into(),
        load: Load::default(),
    };
    let state = after(
        State::default(),
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
fn a_file_that_is_made_is_told_apart_until_it_is_opened() {
    let awaited = || Action::FileAwaited {
        name: "moons-42.csv".into(),
        source: Source::Synthetic(SyntheticSpec::new(SyntheticName::Moons)),
    };
    let state = after(
        opened("a.csv"),
        [Action::PlaceChosen(Place::Welcome), awaited()],
    );
    assert_eq!(state.announcement(), "Making moons-42.csv.");
    assert!(!state.can_run());
    let open = Question::Open {
        name: "moons-42.csv".into(),
        load: Load::default(),
    };
    let state = reduce(state, ask(2, open));
    assert_eq!(state.announcement(), "Opening moons-42.csv.");
    // Even where these are the bytes that were open before.
    let state = reduce(state, answer(2, Response::Opened(summary("a.csv"))));
    assert_eq!(state.place, Place::Stage(Stage::Load));

    let refused = Action::ProblemFound(error(Stage::Load));
    let state = after(state, [awaited(), refused]);
    assert!(state.opening.is_none() && state.failure(Stage::Load).is_some());

    let message = "too old".to_string();
    let state = after(state, [Action::EngineRefused { message }, awaited()]);
    assert!(state.opening.is_none(), "nobody would make it");
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
        load: Load::default(),
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
fn a_refused_model_is_told_at_predict() {
    let state = after(
        State::default(),
        [
            ask(1, Question::LoadModel),
            answer(1, Response::Failed(error(Stage::Load))),
        ],
    );
    assert!(state.failure(Stage::Predict).is_some());
    assert_eq!(state.place, Place::Stage(Stage::Predict));
}
