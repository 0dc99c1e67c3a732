//! Quick changes run by themselves, and what takes longer waits for the person.

use super::{
    after, answer, ask, error, estimated, failed, finished, opened, run_ended, run_through, trees,
    with_status,
};
use crate::ui::state::{Action, CenterView, PendingRequest, RunMode, State, Status, reduce};
use grove_protocol::calls::CallName;
use grove_recipe::stage::{PATH, Stage};

fn at(state: State, stage: Stage) -> State {
    reduce(state, Action::PlaceChosen(CenterView::Stage(stage)))
}

/// Runs, looks at the training, and changes the number of trees there, which then takes so many seconds.
fn changed(seconds: f64) -> State {
    let state = at(run_through(opened("a.csv"), 2), Stage::Train);
    let change = trees(&state, 7);
    let state = reduce(state, change);
    assert_eq!(state.at_once_wanted(), None, "the time is not known yet");
    let recipe = state.estimate_wanted().expect("something to ask");
    let ask = ask(3, PendingRequest::Estimate { recipe });
    after(state, [ask, answer(3, estimated(seconds))])
}

fn begun(state: State, id: u32) -> State {
    let question = PendingRequest::Run {
        recipe: state.at_once_wanted().expect("it is quick"),
        through: Stage::Evaluate,
        mode: RunMode::Preview,
    };
    reduce(state, ask(id, question))
}

#[test]
fn a_quick_change_runs_at_once_and_the_page_stays() {
    let state = begun(changed(0.5), 4);
    assert_eq!(state.at_once_wanted(), None, "it runs already");
    let stages = [Stage::Train, Stage::Evaluate];
    let done = stages.map(|stage| answer(4, finished(stage)));
    let state = after(reduce(after(state, done), answer(4, run_ended())), []);
    assert_eq!(state.place, CenterView::Stage(Stage::Train));
    assert_eq!(with_status(&state, Status::Fresh), PATH);
    assert_eq!(state.at_once_wanted(), None, "nothing is out of date");
}

#[test]
fn a_slow_change_and_a_first_run_wait_for_the_person() {
    let state = changed(2.0);
    assert_eq!(state.at_once_wanted(), None);
    assert!(state.is_renewable() && !state.renews_itself());
    let seconds = state.seconds_to_run().expect("it is estimated");
    assert!((2.0..2.1).contains(&seconds), "{seconds}");

    let first = at(opened("a.csv"), Stage::Train);
    assert!(!first.is_renewable());
    assert_eq!(first.at_once_wanted(), None);
}

#[test]
fn what_failed_is_not_tried_again() {
    let state = begun(changed(0.5), 4);
    let wrong = answer(4, failed(CallName::Run, error(Stage::Train)));
    let state = reduce(state, wrong);
    assert_eq!(state.place, CenterView::Stage(Stage::Train));
    assert_eq!(state.at_once_wanted(), None);
    // Nor what a person has stopped.
    let stopped = super::stopped(CallName::Run, 3);
    let state = reduce(begun(changed(0.5), 4), answer(4, stopped));
    assert_eq!(state.at_once_wanted(), None);
}

#[test]
fn elsewhere_nothing_runs_by_itself() {
    for place in [CenterView::Runs, CenterView::TakeHome, CenterView::Recipe] {
        let state = reduce(changed(0.5), Action::PlaceChosen(place));
        assert_eq!(state.at_once_wanted(), None, "{place:?}");
    }
}
