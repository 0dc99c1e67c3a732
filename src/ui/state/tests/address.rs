//! The address and the title, and which changes of them Back returns from.

use super::kept::{handled, id, kept, refused, run, store, stored, told};
use super::{
    after, answer, ask, broke, error, opened, opens, run_begun, run_ended, started, summary,
};
use crate::ui::state::{
    Action, CenterView, PendingRequest, RunsAction, RunsView, State, is_address, reduce,
};
use grove_protocol::calls::{CallName, DeleteRuns, OpenRun};
use grove_protocol::tracking::RunDetail;
use grove_recipe::Load;
use grove_recipe::stage::Stage;

fn turned(address: &str) -> Action {
    Action::AddressTurned(address.to_owned())
}

fn chosen(place: CenterView) -> Action {
    Action::PlaceChosen(place)
}

/// The person opens a table.
fn open(state: State, number: u32, name: &str) -> State {
    let open = PendingRequest::Open {
        name: name.into(),
        load: Load::default(),
    };
    let answered = answer(number, opens(summary(name)));
    after(state, [ask(number, open), answered])
}

fn detail(number: u32) -> Box<RunDetail> {
    Box::new(RunDetail {
        info: run(number, 50, 0.9),
        stages: Vec::new(),
    })
}

/// The person opens a stored run.
fn open_run(state: State, ticket: u32, number: u32) -> State {
    let asked = store(ticket, OpenRun { run: id(number) });
    after(state, [asked, stored::<OpenRun>(ticket, detail(number))])
}

#[test]
fn every_panel_has_an_address_that_leads_to_it() {
    let beside = [
        CenterView::Profile,
        CenterView::Recipe,
        CenterView::TakeHome,
        CenterView::Runs,
        CenterView::Welcome,
    ];
    let mut known = Vec::new();
    for place in beside
        .into_iter()
        .chain(Stage::all().map(CenterView::Stage))
    {
        let there = reduce(opened("a.csv"), chosen(place));
        let address = there.address();
        assert!(is_address(&address), "{address}");
        assert!(!known.contains(&address), "{address}");
        let read = reduce(opened("a.csv"), turned(&address));
        assert_eq!((read.place, read.address()), (place, address.clone()));
        known.push(address);
    }
    assert!(known.contains(&"/train".to_owned()) && known.contains(&"/take-home".to_owned()));
    for other in ["train", "main", "/nothing", "/runsome", "recipe=AA"] {
        assert!(!is_address(other), "{other}");
        let state = reduce(opened("a.csv"), turned(other));
        assert_eq!(state.address(), "/load", "{other}");
    }
}

#[test]
fn every_view_of_the_runs_has_an_address_that_leads_to_it() {
    let runs = reduce(kept(), chosen(CenterView::Runs));
    for (view, address) in [
        (RunsView::Kept, "/runs"),
        (RunsView::Deleted, "/runs/deleted"),
        (RunsView::Models, "/runs/models"),
        (RunsView::Search, "/runs/search"),
    ] {
        let there = reduce(runs.clone(), handled(RunsAction::Viewed(view)));
        assert_eq!(there.address(), address);
        let back = reduce(kept(), turned(address));
        assert_eq!((back.place, back.runs.view), (CenterView::Runs, view));
        assert_eq!(back.address(), address);
    }
    // Which runs were compared is not in the address.
    let state = reduce(kept(), turned("/runs/comparison"));
    assert_eq!(state.address(), "/runs");
}

#[test]
fn back_returns_from_what_the_person_turned_to_and_not_from_what_the_page_did() {
    let state = State::default();
    assert_eq!((state.turns, &*state.address()), (0, ""));
    let state = open(reduce(state, Action::EngineReady), 1, "a.csv");
    assert_eq!((state.turns, &*state.address()), (1, "/load"));
    let state = reduce(state, chosen(CenterView::Stage(Stage::Split)));
    assert_eq!((state.turns, &*state.address()), (2, "/split"));
    // The same panel again is no step.
    let state = reduce(state, chosen(CenterView::Stage(Stage::Split)));
    assert_eq!(state.turns, 2);

    // The run takes the page along, which is no step.
    let state = run_begun(state, 7);
    let state = reduce(state, answer(7, started(Stage::Train)));
    assert_eq!((state.turns, &*state.address()), (2, "/train"));
    let state = reduce(state, answer(7, run_ended()));
    assert_eq!((state.turns, &*state.address()), (2, "/evaluate"));
    let state = reduce(state, Action::ProblemFound(error(Stage::Clean)));
    assert_eq!((state.turns, &*state.address()), (2, "/clean"));

    // Back and Forward are steps of the browser's own.
    let state = reduce(state, turned("/split"));
    assert_eq!((state.turns, &*state.address()), (2, "/split"));
    // Another file is the person's choice.
    let state = open(state, 9, "b.csv");
    assert_eq!((state.turns, &*state.address()), (3, "/load"));
}

#[test]
fn who_goes_back_during_a_run_stays_there() {
    let state = reduce(run_begun(opened("a.csv"), 7), turned("/profile"));
    let state = after(
        state,
        [answer(7, started(Stage::Train)), answer(7, run_ended())],
    );
    assert_eq!(state.address(), "/profile");
}

#[test]
fn a_panel_of_a_table_waits_until_one_is_open() {
    let state = reduce(State::default(), turned("/train"));
    assert_eq!(
        (state.place, &*state.address()),
        (CenterView::Welcome, "/train")
    );
    assert_eq!(state.title(), "Grove");
    let state = open(reduce(state, Action::EngineReady), 1, "a.csv");
    assert_eq!(state.place, CenterView::Stage(Stage::Train));
    assert_eq!((state.turns, &*state.address()), (0, "/train"));
    // The next file is shown from its beginning.
    assert_eq!(open(state, 2, "b.csv").address(), "/load");

    // Whoever turns elsewhere meanwhile no longer waits.
    let state = after(
        State::default(),
        [turned("/train"), chosen(CenterView::Runs)],
    );
    assert_eq!(state.address(), "/runs");
    assert_eq!(open(state, 1, "a.csv").address(), "/load");
    // What needs no table is shown at once.
    let state = reduce(State::default(), turned("/predict"));
    assert_eq!(state.place, CenterView::Stage(Stage::Predict));
}

#[test]
fn the_address_names_the_stored_run_that_is_shown() {
    let state = reduce(kept(), chosen(CenterView::Runs));
    let turns = state.turns;
    let state = open_run(state, 5, 2);
    assert_eq!(state.address(), "/runs/run-000002");
    assert_eq!(state.turns, turns + 1);
    assert_eq!(state.run_wanted(), None);

    // Back to the list, and forward to the run, which is still there.
    let state = reduce(state, turned("/runs"));
    assert_eq!(state.runs.view, RunsView::Kept);
    let state = reduce(state, turned("/runs/run-000002"));
    assert_eq!(
        (state.runs.view, state.run_wanted()),
        (RunsView::Opened, None)
    );
    assert_eq!(state.turns, turns + 1);

    // Another run has to be read first; the address names it already, and that it comes is no step.
    let state = reduce(state, turned("/runs/run-000003"));
    assert_eq!(state.run_wanted(), Some(id(3)));
    assert_eq!(state.address(), "/runs/run-000003");
    let state = open_run(state, 6, 3);
    assert_eq!(state.address(), "/runs/run-000003");
    assert_eq!((state.turns, state.run_wanted()), (turns + 1, None));

    // A run that is deleted is no longer shown, which is no step either.
    let deleted = super::kept::list(vec![run(1, 10, 0.8)], Vec::new());
    let delete = DeleteRuns { runs: vec![id(3)] };
    let state = after(state, [store(7, delete), stored::<DeleteRuns>(7, deleted)]);
    assert_eq!((&*state.address(), state.turns), ("/runs", turns + 1));
}

#[test]
fn a_run_in_the_address_that_is_gone_leaves_the_list_and_an_error() {
    let state = reduce(State::default(), turned("/runs/run-000009"));
    assert_eq!(state.place, CenterView::Runs);
    let state = after(state, [Action::EngineReady, told(super::kept::gone(&[]))]);
    assert_eq!(state.run_wanted(), Some(id(9)));
    let asked = store(5, OpenRun { run: id(9) });
    // An engine that ends is asked again.
    let ended = after(state.clone(), [asked.clone(), broke("out of memory")]);
    assert_eq!(ended.run_wanted(), Some(id(9)));
    let state = after(state, [asked, refused(5, CallName::OpenRun)]);
    assert!(state.runs.error.is_some());
    assert_eq!((state.run_wanted(), &*state.address()), (None, "/runs"));
}

#[test]
fn the_title_names_the_file_and_the_panel() {
    let titled = |state: &State| state.title();
    let state = State::default();
    assert_eq!(titled(&state), "Grove");
    let state = reduce(state, chosen(CenterView::Runs));
    assert_eq!(titled(&state), "Runs – Grove");
    let state = opened("titanic.csv");
    assert_eq!(titled(&state), "titanic.csv – Data – Grove");
    let state = reduce(state, chosen(CenterView::Stage(Stage::Train)));
    assert_eq!(titled(&state), "titanic.csv – Train – Grove");
    let state = reduce(state, chosen(CenterView::Welcome));
    assert_eq!(titled(&state), "titanic.csv – Grove");
}

#[test]
fn a_row_is_taken_to_be_predicted_until_something_else_is_shown() {
    let evaluate = CenterView::Stage(Stage::Evaluate);
    let there = reduce(opened("a.csv"), chosen(evaluate));
    let turns = there.turns;
    let taken = reduce(there, Action::RowTaken(7));
    assert_eq!(taken.place, CenterView::Stage(Stage::Predict));
    assert_eq!((taken.row_taken, taken.turns), (Some(7), turns + 1));
    let back = reduce(taken, turned("/evaluate"));
    assert_eq!((back.place, back.row_taken), (evaluate, None));
}
