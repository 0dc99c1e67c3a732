//! Files and models that open, or do not; an engine that crashes.

use super::{
    after, answer, ask, broke, edit, error, failed, opened, opens, recipe, run_begun, run_ended,
    run_through, started, summary, with_status,
};
use crate::ui::state::{
    Action, CenterView, Edit, EngineEnding, Life, PendingRequest, State, Status, reduce,
};
use grove_protocol::calls::CallName;
use grove_recipe::link::DataSource;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
use grove_recipe::{Clean, Delimiter, Load, Task};

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
    let open = PendingRequest::Open {
        name: "bad.csv".into(),
        load: Load::default(),
    };
    let state = after(
        state,
        [
            ask(3, open),
            answer(3, failed(CallName::Open, error(Stage::Load))),
        ],
    );
    assert!(state.failure(Stage::Load).is_some());
    assert_eq!(state.place, CenterView::Stage(Stage::Load));
    assert_eq!(with_status(&state, Status::Fresh), PATH);
    assert_eq!(state.data.as_ref().map(|data| &*data.name), Some("a.csv"));
}

#[test]
fn a_second_file_replaces_the_first_that_is_still_opening() {
    let open = |name: &str| PendingRequest::Open {
        name: name.into(),
        load: Load::default(),
    };
    let state = after(
        State::default(),
        [
            ask(1, open("a.csv")),
            ask(2, open("b.csv")),
            answer(1, opens(summary("a.csv"))),
        ],
    );
    assert!(state.data.is_none());
    let state = reduce(state, answer(2, opens(summary("b.csv"))));
    assert_eq!(recipe(&state).data.name, "b.csv");
}

#[test]
fn a_file_that_is_made_is_told_apart_until_it_is_opened() {
    let awaited = || Action::FileAwaited {
        name: "moons-42.csv".into(),
        source: DataSource::Synthetic(SyntheticSpec::new(SyntheticName::Moons)),
    };
    let state = after(
        opened("a.csv"),
        [Action::PlaceChosen(CenterView::Welcome), awaited()],
    );
    assert_eq!(state.announcement(), "Making moons-42.csv.");
    assert!(!state.can_run());
    let open = PendingRequest::Open {
        name: "moons-42.csv".into(),
        load: Load::default(),
    };
    let state = reduce(state, ask(2, open));
    assert_eq!(state.announcement(), "Opening moons-42.csv.");
    // Even if these bytes were open before.
    let state = reduce(state, answer(2, opens(summary("a.csv"))));
    assert_eq!(state.place, CenterView::Stage(Stage::Load));

    let refused = Action::ProblemFound(error(Stage::Load));
    let state = after(state, [awaited(), refused]);
    assert!(state.engine.opening().is_none() && state.failure(Stage::Load).is_some());

    let message = "too old".to_string();
    let state = after(state, [Action::EngineRefused { message }, awaited()]);
    assert!(state.engine.opening().is_none(), "nobody would make it");
}

#[test]
fn a_table_that_is_opened_to_be_run_is_run_once() {
    let moons = || Action::FileAwaited {
        name: "moons-42.csv".into(),
        source: DataSource::Synthetic(SyntheticSpec::new(SyntheticName::Moons)),
    };
    let open = || PendingRequest::Open {
        name: "moons-42.csv".into(),
        load: Load::default(),
    };
    let mut points = summary("moons-42.csv");
    points.columns[2].name = "class".into();
    let on_its_way = after(
        State::default(),
        [
            moons(),
            Action::RunAwaited,
            Action::EngineReady,
            ask(1, open()),
        ],
    );
    assert_eq!(on_its_way.first_run_wanted(), None);
    let state = reduce(on_its_way, answer(1, opens(points.clone())));
    assert_eq!(state.place, CenterView::Stage(Stage::Train));
    assert!(state.first_run_wanted().is_some());
    let state = run_begun(state, 2);
    assert_eq!(state.first_run_wanted(), None);
    let state = reduce(state, answer(2, run_ended()));
    assert_eq!(state.first_run_wanted(), None);

    // Another file that is chosen meanwhile is only opened.
    let state = after(
        State::default(),
        [
            Action::EngineReady,
            moons(),
            Action::RunAwaited,
            moons(),
            ask(1, open()),
            answer(1, opens(points)),
        ],
    );
    assert_eq!(state.place, CenterView::Stage(Stage::Load));
    assert_eq!(state.first_run_wanted(), None);
}

#[test]
fn a_crash_keeps_what_is_on_the_screen_and_says_so() {
    let state = reduce(run_through(opened("a.csv"), 2), broke("unreachable"));
    let told = state.failure(Stage::Load).expect("a failure");
    assert!(told.problem.contains("out of memory"), "{told}");
    assert_eq!(state.engine.life, Life::Restarting);
    assert!(PATH.iter().all(|stage| state.report(*stage).is_some()));
    assert_eq!(with_status(&state, Status::Stale), PATH[1..]);
    // The same file in the new engine changes neither the recipe nor the message.
    let reopen = PendingRequest::Reopen {
        name: "a.csv".into(),
        load: Load::default(),
    };
    let state = after(
        state,
        [
            Action::EngineReady,
            ask(5, reopen),
            answer(5, opens(summary("a.csv"))),
        ],
    );
    assert!(state.failure(Stage::Load).is_some());
    assert_eq!(with_status(&state, Status::Stale), PATH[1..]);
    assert_eq!(with_status(&run_through(state, 6), Status::Fresh), PATH);
}

#[test]
fn an_engine_that_was_ended_is_no_fault() {
    let begun = run_begun(run_through(opened("a.csv"), 2), 3);
    let started = started(Stage::Clean);
    let asked = after(begun, [answer(3, started), ask(4, PendingRequest::Cancel)]);
    let stopped = Action::EngineEnded {
        ending: EngineEnding::Stopped,
        waits: false,
    };
    let state = after(asked, [stopped, Action::EngineReady]);
    assert!(state.engine.run().is_none() && state.failures.is_empty());
    assert!(state.notice.is_some(), "why stages are out of date");
    assert!(state.can_run());
    // The stage that was running is not tried again by itself, nor are later ones.
    for stage in [Stage::Clean, Stage::Split] {
        let state = reduce(state.clone(), Action::PlaceChosen(CenterView::Stage(stage)));
        assert_eq!(state.preview_wanted(), None, "{stage:?}");
    }
    let other = after(
        state,
        [
            edit("seed", Edit::part(Clean::default())),
            Action::PlaceChosen(CenterView::Stage(Stage::Clean)),
        ],
    );
    assert!(run_through(other, 5).failures.is_empty());
}

#[test]
fn a_file_that_was_chosen_while_the_engine_ended_waits_for_the_next() {
    let open = |id| {
        ask(
            id,
            PendingRequest::Open {
                name: "iris.csv".into(),
                load: Load::default(),
            },
        )
    };
    let source = DataSource::Sample {
        name: "iris".into(),
    };
    let awaited = Action::FileAwaited {
        name: "iris.csv".into(),
        source: source.clone(),
    };
    let ended = Action::EngineEnded {
        ending: EngineEnding::Stopped,
        waits: true,
    };
    let state = after(opened("a.csv"), [awaited, open(4), ended]);
    assert!(state.engine.opening().is_some());
    let answered = answer(5, opens(summary("iris.csv")));
    let state = after(state, [open(5), Action::EngineReady, answered]);
    assert_eq!(state.source, source);
    assert_eq!(state.data.expect("a table").name, "iris.csv");
}

#[test]
fn choices_that_broke_the_engine_are_not_tried_again() {
    let other = Load {
        delimiter: Some(Delimiter::Tab),
        ..Load::default()
    };
    let state = reduce(opened("a.csv"), edit("load", Edit::part(other)));
    let load = state.reading_wanted().expect("the table follows");
    let state = after(
        state,
        [
            ask(3, PendingRequest::Read { load }),
            broke("memory access out of bounds"),
            Action::EngineReady,
        ],
    );
    assert_eq!(state.reading_wanted(), None);
}

#[test]
fn a_refused_model_is_told_at_predict() {
    let state = after(
        State::default(),
        [
            ask(1, PendingRequest::LoadModel),
            answer(1, failed(CallName::LoadModel, error(Stage::Load))),
        ],
    );
    assert!(state.failure(Stage::Predict).is_some());
    assert_eq!(state.place, CenterView::Stage(Stage::Predict));
}
