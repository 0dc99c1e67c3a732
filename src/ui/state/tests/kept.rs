//! Stored runs: how the store's answers change the state, with or without a request.

use std::rc::Rc;

use super::{after, answer, ask, broke, error, opened, recipe, run_begun, run_ended, run_through};
use crate::ui::state::{Action, CenterView, PendingRequest, RunsAction, RunsView, State, reduce};
use grove_protocol::Request;
use grove_protocol::call::{CallEvent, Done, In, Unanswered};
use grove_protocol::calls::{
    CallName, CompareRuns, DeleteRuns, ExportRuns, ListRuns, OpenRun, RestoreRuns, RunsFile,
    StopComparing,
};
use grove_protocol::report::Metric;
use grove_protocol::tracking::{
    Notification, RegisteredModel, RunDetail, RunId, RunInfo, RunsNews, StoreError, Usage,
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
            interval: None,
            difference: None,
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
pub fn list(runs: Vec<RunInfo>, models: Vec<RegisteredModel>) -> RunsNews {
    news(runs, Vec::new(), models)
}

pub fn gone(runs: &[u32]) -> RunsNews {
    let gone = runs.iter().map(|number| id(*number)).collect();
    news(Vec::new(), gone, Vec::new())
}

fn news(runs: Vec<RunInfo>, gone: Vec<RunId>, models: Vec<RegisteredModel>) -> RunsNews {
    RunsNews {
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
    }
}

/// The list is told unasked.
pub fn told(news: RunsNews) -> Action {
    Action::Notified(Box::new(Notification::Runs(news)))
}

/// The store is asked.
pub fn store(number: u32, call: impl In<Request>) -> Action {
    ask(number, PendingRequest::Store(Box::new(call.request())))
}

/// The store answers such a call.
pub fn stored<C: In<Request>>(number: u32, answer: C::Answer) -> Action {
    super::answer(number, C::response(CallEvent::Answer(Ok(answer))))
}

/// The store refuses such a call.
pub fn refused(number: u32, call: CallName) -> Action {
    let error = StoreError {
        problem: "It does not work.".into(),
        advice: "Do something else.".into(),
    };
    answer(number, call.unanswered(Unanswered::StoreFailed(error)))
}

pub fn handled(handled: RunsAction) -> Action {
    Action::Runs(handled)
}

/// Makes a state with three runs, which the store sent unasked.
pub fn kept() -> State {
    let runs = vec![run(1, 10, 0.8), run(2, 50, 0.9), run(3, 100, 0.85)];
    reduce(opened("a.csv"), told(list(runs, Vec::new())))
}

fn put_aside(mut run: RunInfo) -> RunInfo {
    run.deleted = Some(5000.0);
    run
}

#[test]
fn a_list_is_taken_whether_or_not_it_was_asked_for() {
    let state = opened("a.csv");
    assert!(state.runs.usage.is_none());
    let state = reduce(state, told(list(vec![run(1, 10, 0.8)], Vec::new())));
    assert_eq!(state.runs.known.kept, 1);
    let state = reduce(state, store(9, ListRuns));
    assert!(
        state
            .runs
            .awaits(|asked| *asked == Request::ListRuns(ListRuns))
    );
    // Only changes are sent, in any order.
    let state = reduce(state, told(list(vec![run(3, 30, 0.7)], Vec::new())));
    let state = reduce(
        state,
        stored::<ListRuns>(9, list(vec![run(2, 20, 0.9)], Vec::new())),
    );
    let ids: Vec<RunId> = state
        .runs
        .rows
        .iter()
        .map(|row| row.info.id.clone())
        .collect();
    assert_eq!(ids, [id(1), id(2), id(3)]);
    let state = reduce(state, told(gone(&[2])));
    assert!(state.runs.row(&id(2)).is_none());
    assert_eq!(state.runs.known.kept, 2);
    assert!(!state.runs.awaits(|_| true));
}

#[test]
fn a_list_in_the_middle_of_a_run_leaves_the_run_alone() {
    let state = super::run_begun(kept(), 7);
    let state = reduce(state, told(list(vec![run(4, 10, 0.8)], Vec::new())));
    assert!(state.engine.run().is_some());
    assert_eq!(state.runs.known.kept, 4);
}

#[test]
fn another_engine_tells_everything_anew() {
    let mut news = list(vec![run(4, 10, 0.8)], Vec::new());
    news.anew = true;
    let state = reduce(kept(), told(news));
    assert_eq!(state.runs.known.kept, 1);
}

#[test]
fn what_is_deleted_can_be_brought_back() {
    let delete = DeleteRuns { runs: vec![id(2)] };
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
    let state = reduce(state, stored::<DeleteRuns>(5, list(runs, Vec::new())));
    assert_eq!((state.runs.known.kept, state.runs.known.deleted), (2, 1));
    assert!(state.runs.selected.is_empty());
    let told = state.runs.notice.as_ref().expect("a notice");
    assert_eq!(told.undo, [id(2)]);
    let restore = RestoreRuns { runs: vec![id(2)] };
    let runs = vec![run(1, 10, 0.8), run(2, 50, 0.9), run(3, 100, 0.85)];
    let state = after(
        state,
        [
            store(6, restore),
            stored::<RestoreRuns>(6, list(runs, Vec::new())),
        ],
    );
    assert_eq!((state.runs.known.kept, state.runs.known.deleted), (3, 0));
    let told = state.runs.notice.as_ref().expect("a notice");
    assert!(told.undo.is_empty(), "{told:?}");

    let state = after(kept(), [store(5, delete), refused(5, CallName::DeleteRuns)]);
    assert!(state.runs.notice.is_none() && state.runs.known.kept == 3);
}

#[test]
fn a_request_that_fails_is_told_until_it_is_dismissed_or_another_is_made() {
    let compare = || CompareRuns {
        runs: vec![id(1), id(2)],
    };
    let state = after(
        kept(),
        [store(5, compare()), refused(5, CallName::CompareRuns)],
    );
    assert!(state.runs.error.is_some() && state.runs.comparison.is_none());
    assert!(!state.runs.awaits(|_| true));
    let dismissed = reduce(state.clone(), handled(RunsAction::ErrorDismissed));
    assert!(dismissed.runs.error.is_none());
    assert!(reduce(state, store(6, compare())).runs.error.is_none());
    // An engine without a store answers with an error.
    let unknown = super::failed(CallName::CompareRuns, error(Stage::Load));
    let state = after(kept(), [store(5, compare()), answer(5, unknown)]);
    assert!(state.runs.error.is_some());
    assert!(state.failure(Stage::Load).is_none());
}

#[test]
fn a_long_comparison_tells_how_far_it_is_until_it_ends() {
    let compare = || CompareRuns {
        runs: vec![id(1), id(2)],
    };
    let so_far = || {
        let done = Done {
            done: 20,
            total: 200,
        };
        answer(5, CompareRuns::response(CallEvent::Progress(done)))
    };
    let comparing = after(kept(), [store(5, compare()), so_far()]);
    assert_eq!(comparing.runs.compared_so_far, Some((20, 200)));
    let stop = [
        store(6, StopComparing),
        stored::<CompareRuns>(5, None),
        stored::<StopComparing>(6, ()),
    ];
    let state = after(comparing.clone(), stop);
    assert_eq!(state.runs.compared_so_far, None);
    assert!(!state.runs.awaits(|_| true) && state.runs.error.is_none());
    assert_eq!(state.runs.view, comparing.runs.view);
    let state = after(comparing, [refused(5, CallName::CompareRuns)]);
    assert_eq!(state.runs.compared_so_far, None);
    // It has ended.
    assert_eq!(reduce(state, so_far()).runs.compared_so_far, None);
}

#[test]
fn an_engine_that_breaks_answers_nothing_any_more() {
    let state = after(
        kept(),
        [
            store(
                5,
                ExportRuns {
                    file: RunsFile::Everything,
                    visit: None,
                },
            ),
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
    let state = after(
        kept(),
        [
            store(5, OpenRun { run: id(2) }),
            stored::<OpenRun>(5, detail.into()),
        ],
    );
    assert_eq!(state.runs.view, RunsView::Opened);
    let mut named = run(2, 50, 0.9);
    named.name = "shallow".into();
    let news = [told(list(vec![named], Vec::new())), told(gone(&[1]))];
    let state = after(state, news);
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
    let not_kept = Action::Notified(Box::new(Notification::NotKept(problem)));
    let begun = run_begun(opened("a.csv"), 7);
    let state = after(begun, [not_kept, answer(7, run_ended())]);
    assert!(state.runs.error.is_some() && state.engine.run().is_none());
    let notice = state.notice.as_ref().expect("a notice");
    assert!(notice.text.contains("not kept"), "{}", notice.text);

    let mut nothing = list(vec![run(1, 10, 0.8)], Vec::new());
    nothing.usage.kept = false;
    let state = run_through(reduce(opened("a.csv"), told(nothing)), 7);
    let notice = state.notice.as_ref().expect("a notice");
    assert!(
        notice.text.contains("as long as this tab"),
        "{}",
        notice.text
    );
    // With a store there is no notice.
    assert!(run_through(kept(), 7).notice.is_none());
}
