//! Previews: when one is wanted, and that it does not affect existing results.

use std::rc::Rc;

use super::*;
use crate::ui::state::CenterView;
use grove_recipe::{Clean, Operation};

fn looking_at(state: State, stage: Stage) -> State {
    after(state, [Action::PlaceChosen(CenterView::Stage(stage))])
}

fn derived(expression: &str) -> Action {
    let operation = Operation::Derive {
        column: "double".into(),
        expression: expression.into(),
    };
    let clean = Clean {
        steps: vec![operation.into()],
        ..Clean::default()
    };
    Action::RecipeEdited {
        field: "expression",
        edit: Edit::part(clean),
    }
}

fn previewed(state: State, id: u32) -> State {
    let (recipe, through) = state.preview_wanted().expect("one is wanted");
    let question = PendingRequest::Run {
        recipe,
        through,
        mode: RunMode::Preview,
    };
    after(state, [ask(id, question)])
}

#[test]
fn what_is_looked_at_is_wanted_once() {
    let state = opened("a.csv");
    assert_eq!(state.preview_wanted(), None);
    let state = looking_at(state, Stage::Split);
    let (_, through) = state.preview_wanted().unwrap();
    assert_eq!(through, Stage::Split);
    let state = previewed(state, 2);
    assert!(state.preview_wanted().is_none() && state.is_previewing());
    // A person need not wait for it to press Run.
    assert!(state.can_run());
    let state = after(
        state,
        [
            answer(2, finished(Stage::Clean)),
            answer(2, finished(Stage::Check)),
            answer(2, finished(Stage::Split)),
            answer(2, run_ended()),
        ],
    );
    assert_eq!(state.place, CenterView::Stage(Stage::Split));
    assert_eq!(state.statuses()[Stage::Split as usize], Status::Fresh);
    assert_eq!(state.preview_wanted(), None);
    assert_eq!(
        looking_at(state.clone(), Stage::Check).preview_wanted(),
        None
    );
    let ahead = looking_at(state.clone(), Stage::Featurize).preview_wanted();
    assert_eq!(ahead.map(|(_, through)| through), Some(Stage::Featurize));
    // Slower stages wait for the person.
    assert_eq!(
        looking_at(state.clone(), Stage::Train).preview_wanted(),
        None
    );
    let edited = after(state, [derived("size * 2")]);
    assert!(edited.preview_wanted().is_some());
}

#[test]
fn large_tables_wait_for_the_person() {
    let mut state = looking_at(opened("a.csv"), Stage::Clean);
    assert!(state.preview_wanted().is_some());
    let mut data = summary("a.csv");
    data.rows = 1_000_000;
    state.data = Some(Rc::new(data));
    assert_eq!(state.preview_wanted(), None);
}

#[test]
fn what_fails_while_one_writes_is_told_at_its_step_and_not_tried_again() {
    let state = looking_at(opened("a.csv"), Stage::Clean);
    let state = previewed(after(state, [derived("size *")]), 2);
    let error = StageError::new(Stage::Clean, "It ends too soon.", "Go on.").in_step(0);
    let failed = after(state, [answer(2, failed(CallName::Run, error))]);
    assert_eq!(failed.statuses()[Stage::Clean as usize], Status::Failed);
    assert!(failed.is_told_at_step(Stage::Clean));
    assert_eq!(failed.preview_wanted(), None);
    assert!(failed.can_run());
    let run = run_begun(failed.clone(), 3);
    assert!(run.failures.is_empty());
    let mended = after(failed, [derived("size * 2")]);
    assert!(mended.preview_wanted().is_some());
    // All of the typing is undone in one step.
    let undone = after(mended, [Action::Undone]);
    assert!(undone.recipe().unwrap().clean.steps.is_empty());
}

#[test]
fn a_preview_leaves_the_place_the_model_and_what_fails_further_on() {
    let state = run_begun(opened("a.csv"), 2);
    let error = StageError::new(Stage::Train, "Too few rows.", "Take more.");
    let state = after(state, [answer(2, failed(CallName::Run, error))]);
    let state = previewed(looking_at(state, Stage::Clean), 3);
    assert!(state.failure(Stage::Train).is_some());
    let state = after(
        state,
        [answer(3, finished(Stage::Clean)), answer(3, run_ended())],
    );
    assert_eq!(state.place, CenterView::Stage(Stage::Clean));
    assert!(state.failure(Stage::Train).is_some());
}

#[test]
fn what_an_engine_broke_on_is_not_asked_for_again_by_itself() {
    let state = looking_at(opened("a.csv"), Stage::Clean);
    let state = previewed(after(state, [derived("size * 2")]), 2);
    let broken = after(state, [broke("out of memory")]);
    let again = after(broken, [Action::EngineReady]);
    for stage in [Stage::Clean, Stage::Check, Stage::Split] {
        assert_eq!(looking_at(again.clone(), stage).preview_wanted(), None);
    }
    let mended = looking_at(after(again, [derived("size * 3")]), Stage::Clean);
    assert!(mended.preview_wanted().is_some() || mended.engine.opening().is_some());
}
