//! Stored runs: how the store's answers change the state, with or without a request.

use std::rc::Rc;

use super::{
    after, answer, ask, broke, error, opened, recipe, run_begun, run_ended, run_through, stored,
};
use crate::ui::state::{Action, CenterView, PendingRequest, RunsAction, RunsView, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::CallName;
use grove_protocol::report::Metric;
use grove_protocol::tracking::{
    RegisteredModel, RunDetail, RunId, RunInfo, RunsFile, StoreAnswer, StoreError, StoreRequest,
    Usage,
};
use grove_recipe::stage::Stage;
use grove_recipe::{DataReference, Recipe, Task};

pub fn id(number: u32) -> RunId {
    RunId(format!("run-{number:06}"))
}

/// Makes a run of so many trees with an accuracy.
pub fn run(number: u32, trees: u32, accuracy: f64) -> RunInfo {
    let data = DataReference {
        name: "a.csv".into(),
        sha256: "hash of a.csv".into(),
    };
    let mut recipe = Recipe::new(data, "kind".into(), Task::Classification, Vec::new());
    recipe.train.set("n_estimators", trees).unwrap();
    RunInfo {
        id: id(number),
        experiment: String::new(),
        parent: None,
        name: String::new(),
        started: f64::from(number) * 1000.0,
        milliseconds: 1500.0,
        recipe,
        metrics: vec![Metric {
            name: "accuracy".into(),
            value: Some(accuracy),
            baseline: Some(0.5),
            higher_is_better: true,
            note: None,
        }],
        cross_validation: None,
        belief: Vec::new(),
        test_rows: None,
        model_bytes: 1000.0,
        note: String::new(),
        tags: Vec::new(),
        deleted: None,
    }
}

/// Makes a list of new or changed runs.
pub fn list(runs: Vec<RunInfo>, models: Vec<RegisteredModel>) -> Response {
    news(runs, Vec::new(), models)
}

pub fn gone(runs: &[u32]) -> Response {
    let gone = runs.iter().map(|number| id(*number)).collect();
    news(Vec::new(), gone, Vec::new())
}

fn news(runs: Vec<RunInfo>, gone: Vec<RunId>, models: Vec<RegisteredModel>) -> Response {
    stored(StoreAnswer::Runs {
        anew: false,
        runs,
        gone,
        models,
        usage: Usage {
            kept: true,
            persistent: false,
            bytes: None,
            quota: None,
        },
    })
}

pub fn store(number: u32, request: StoreRequest) -> Action {
    ask(number, PendingRequest::Store(request))
}

pub fn handled(handled: RunsAction) -> Action {
    Action::Runs(handled)
}

/// Makes a state with three runs, which the store sent unasked.
pub fn kept() -> State {
    let runs = vec![run(1, 10, 0.8), run(2, 50, 0.9), run(3, 100, 0.85)];
    reduce(opened("a.csv"), answer(0, list(runs, Vec::new())))
}

pub fn failed() -> Response {
    stored(StoreAnswer::Failed(StoreError {
        problem: "It does not work.".into(),
        advice: "Do something else.".into(),
    }))
}

fn put_aside(mut run: RunInfo) -> RunInfo {
    run.deleted = Some(5000.0);
    run
}

#[test]
fn a_list_is_taken_whether_or_not_it_was_asked_for() {
    let state = opened("a.csv");
    assert!(state.runs.usage.is_none());
    let state = reduce(state, answer(0, list(vec![run(1, 10, 0.8)], Vec::new())));
    assert_eq!(state.runs.known.kept, 1);
    let state = reduce(state, store(9, StoreRequest::List));
    assert!(state.runs.awaits(|request| *request == StoreRequest::List));
    // Only changes are sent, in any order.
    let state = reduce(state, answer(0, list(vec![run(3, 30, 0.7)], Vec::new())));
    let state = reduce(state, answer(9, list(vec![run(2, 20, 0.9)], Vec::new())));
    let ids: Vec<RunId> = state
        .runs
        .rows
        .iter()
        .map(|row| row.info.id.clone())
        .collect();
    assert_eq!(ids, [id(1), id(2), id(3)]);
    let state = reduce(state, answer(0, gone(&[2])));
    assert!(state.runs.row(&id(2)).is_none());
    assert_eq!(state.runs.known.kept, 2);
    assert!(!state.runs.awaits(|_| true));
}

#[test]
fn a_list_in_the_middle_of_a_run_leaves_the_run_alone() {
    let state = super::run_begun(kept(), 7);
    let state = reduce(state, answer(0, list(vec![run(4, 10, 0.8)], Vec::new())));
    assert!(state.engine.run().is_some());
    assert_eq!(state.runs.known.kept, 4);
}

#[test]
fn another_engine_tells_everything_anew() {
    let mut news = list(vec![run(4, 10, 0.8)], Vec::new());
    let Response::Store(CallEvent::Answer(Ok(StoreAnswer::Runs { anew, .. }))) = &mut news else {
        panic!("{news:?}");
    };
    *anew = true;
    let state = reduce(kept(), answer(0, news));
    assert_eq!(state.runs.known.kept, 1);
}

#[test]
fn what_is_deleted_can_be_brought_back() {
    let delete = StoreRequest::Delete { runs: vec![id(2)] };
    let state = after(
        kept(),
        [
            handled(RunsAction::Selected(id(2), true)),
            store(5, delete.clone()),
        ],
    );
    assert!(state.runs.notice.is_none(), "nothing is done yet");
    let runs = vec![
        run(1, 10, 0.8),
        put_aside(run(2, 50, 0.9)),
        run(3, 100, 0.85),
    ];
    let state = reduce(state, answer(5, list(runs, Vec::new())));
    assert_eq!((state.runs.known.kept, state.runs.known.deleted), (2, 1));
    assert!(state.runs.selected.is_empty());
    let told = state.runs.notice.as_ref().expect("a notice");
    assert_eq!(told.undo, [id(2)]);
    let restore = StoreRequest::Restore { runs: vec![id(2)] };
    let runs = vec![run(1, 10, 0.8), run(2, 50, 0.9), run(3, 100, 0.85)];
    let state = after(
        state,
        [store(6, restore), answer(6, list(runs, Vec::new()))],
    );
    assert_eq!((state.runs.known.kept, state.runs.known.deleted), (3, 0));
    let told = state.runs.notice.as_ref().expect("a notice");
    assert!(told.undo.is_empty(), "{told:?}");

    let state = after(kept(), [store(5, delete), answer(5, failed())]);
    assert!(state.runs.notice.is_none() && state.runs.known.kept == 3);
}

#[test]
fn a_request_that_fails_is_told_until_it_is_dismissed_or_another_is_made() {
    let compare = || StoreRequest::Compare {
        runs: vec![id(1), id(2)],
    };
    let state = after(kept(), [store(5, compare()), answer(5, failed())]);
    assert!(state.runs.error.is_some() && state.runs.comparison.is_none());
    assert!(!state.runs.awaits(|_| true));
    let dismissed = reduce(state.clone(), handled(RunsAction::ErrorDismissed));
    assert!(dismissed.runs.error.is_none());
    assert!(reduce(state, store(6, compare())).runs.error.is_none());
    // An engine without a store answers with an error.
    let refused = super::failed(CallName::Store, error(Stage::Load));
    let state = after(kept(), [store(5, compare()), answer(5, refused)]);
    assert!(state.runs.error.is_some());
    assert!(state.failure(Stage::Load).is_none());
}

#[test]
fn a_long_comparison_tells_how_far_it_is_until_it_ends() {
    let compare = || StoreRequest::Compare {
        runs: vec![id(1), id(2)],
    };
    let told = || {
        let told = StoreAnswer::Comparing {
            done: 20,
            total: 200,
        };
        // There was no request.
        answer(0, stored(told))
    };
    let comparing = after(kept(), [store(5, compare()), told()]);
    assert_eq!(comparing.runs.compared_so_far, Some((20, 200)));
    let stopped = || stored(StoreAnswer::Stopped);
    let stop = [
        store(6, StoreRequest::StopComparing),
        answer(5, stopped()),
        answer(6, stopped()),
    ];
    let state = after(comparing.clone(), stop);
    assert_eq!(state.runs.compared_so_far, None);
    assert!(!state.runs.awaits(|_| true) && state.runs.error.is_none());
    assert_eq!(state.runs.view, comparing.runs.view);
    let state = after(comparing, [answer(5, failed())]);
    assert_eq!(state.runs.compared_so_far, None);
    // It has ended.
    assert_eq!(reduce(state, told()).runs.compared_so_far, None);
}

#[test]
fn an_engine_that_breaks_answers_nothing_any_more() {
    let state = after(
        kept(),
        [
            store(5, StoreRequest::Export(RunsFile::Everything)),
            broke("out of memory"),
        ],
    );
    assert!(!state.runs.awaits(|_| true));
    assert_eq!(state.runs.known.kept, 3, "what was told is kept");
}

#[test]
fn an_opened_run_is_shown_and_follows_what_is_noted_of_it() {
    let detail = RunDetail {
        info: run(2, 50, 0.9),
        stages: Vec::new(),
    };
    let opened = stored(StoreAnswer::Run(Box::new(detail)));
    let state = after(
        kept(),
        [
            store(5, StoreRequest::Open { run: id(2) }),
            answer(5, opened),
        ],
    );
    assert_eq!(state.runs.view, RunsView::Opened);
    let mut named = run(2, 50, 0.9);
    named.name = "shallow".into();
    let told = [
        answer(0, list(vec![named], Vec::new())),
        answer(0, gone(&[1])),
    ];
    let state = after(state, told);
    assert_eq!(state.runs.name_of(&id(2)), "shallow");
    assert_eq!(state.runs.name_of(&id(1)), "000001", "the end of its id");
}

#[test]
fn a_recipe_is_taken_as_one_step_where_its_data_are_open() {
    let taken = |name: &str| {
        let mut recipe = run(1, 7, 0.8).recipe;
        recipe.data.sha256 = format!("hash of {name}");
        recipe.data.name = name.into();
        handled(RunsAction::RecipeTaken(Box::new(recipe)))
    };
    let state = after(
        kept(),
        [Action::PlaceChosen(CenterView::Runs), taken("a.csv")],
    );
    assert_eq!(recipe(&state).train.trees(), 7);
    assert_eq!(state.place, CenterView::Stage(Stage::Train));
    let state = reduce(state, Action::Undone);
    assert_ne!(recipe(&state).train.trees(), 7);

    // A run stores the detected reading choices, so that the file need not be read again.
    let mut found = run(1, 7, 0.8).recipe;
    let layout = &state.data.as_ref().expect("a file is open").layout;
    found.load = layout.fix(&found.load);
    assert_ne!(found.load, recipe(&state).load);
    let state = reduce(state, handled(RunsAction::RecipeTaken(Box::new(found))));
    assert_eq!(recipe(&state).train.trees(), 7);
    assert_eq!(state.reading_wanted(), None);

    for (state, told) in [
        (kept(), "a.csv is open"),
        (State::default(), "no data set is open"),
    ] {
        let before = state.recipe().cloned();
        let state = reduce(state, taken("b.csv"));
        assert_eq!(state.recipe(), before.as_ref());
        let error = state.runs.error.as_ref().expect("an error");
        assert!(error.problem.contains(told), "{error:?}");
        assert!(error.advice.contains("Open b.csv"), "{error:?}");
    }
}

#[test]
fn stages_that_run_share_the_runs_with_the_state_before() {
    let before = kept();
    let state = run_through(before.clone(), 7);
    assert!(Rc::ptr_eq(&before.runs, &state.runs));
}

#[test]
fn that_a_run_is_not_kept_is_said_wherever_the_person_looks() {
    let problem = StoreError {
        problem: "There is no room.".into(),
        advice: "Make some.".into(),
    };
    let refused = stored(StoreAnswer::NotKept(problem));
    let begun = run_begun(opened("a.csv"), 7);
    let state = after(begun, [answer(0, refused), answer(7, run_ended())]);
    assert!(state.runs.error.is_some() && state.engine.run().is_none());
    let told = state.notice.as_ref().expect("a notice");
    assert!(told.text.contains("not kept"), "{}", told.text);

    let mut nothing = list(vec![run(1, 10, 0.8)], Vec::new());
    if let Response::Store(CallEvent::Answer(Ok(StoreAnswer::Runs { usage, .. }))) = &mut nothing {
        usage.kept = false;
    }
    let state = run_through(reduce(opened("a.csv"), answer(0, nothing)), 7);
    let told = state.notice.as_ref().expect("a notice");
    assert!(told.text.contains("as long as this tab"), "{}", told.text);
    // With a store there is no notice.
    assert!(run_through(kept(), 7).notice.is_none());
}
