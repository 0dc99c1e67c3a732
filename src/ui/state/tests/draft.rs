//! The recipe as text beside the forms: two views of the same thing.

use super::{after, answer, ask, broke, edit, opened, opens, recipe};
use crate::ui::state::{Action, Edit, PendingRequest, RecipeTextVerdict, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::RecipeCheck;
use grove_recipe::{Recipe, RecipeError};

fn write(state: State, text: &str) -> State {
    reduce(state, Action::DraftWritten(text.to_string()))
}

fn with_seed(state: &State, seed: u32) -> Recipe {
    let mut recipe = recipe(state).clone();
    recipe.seed = seed;
    recipe
}

fn said(id: u32, said: RecipeCheck) -> [Action; 2] {
    [
        ask(id, PendingRequest::CheckDraft),
        answer(id, Response::CheckRecipe(CallEvent::Answer(Ok(said)))),
    ]
}

fn verdict(state: &State) -> Option<&RecipeTextVerdict> {
    state
        .draft
        .as_ref()
        .and_then(|draft| draft.verdict.as_ref())
}

#[test]
fn what_was_written_is_checked_and_applied_as_one_step() {
    let state = opened("a.csv");
    assert_eq!(state.draft_to_check(), None);
    let text = recipe(&state).to_json();
    let state = write(state, &text.replace("\"seed\"", "\"sead\""));
    assert!(
        state
            .draft_to_check()
            .is_some_and(|text| text.contains("sead"))
    );
    let state = reduce(state, ask(5, PendingRequest::CheckDraft));
    assert_eq!(state.draft_to_check(), None, "it was asked already");
    let error = RecipeError::new("There is no parameter “sead”.", "");
    let wrong =
        || Response::CheckRecipe(CallEvent::Answer(Ok(RecipeCheck::Refused(error.clone()))));
    let state = reduce(state, answer(5, wrong()));
    assert!(matches!(verdict(&state), Some(RecipeTextVerdict::Wrong(found)) if **found == error));
    let state = reduce(state, Action::DraftApplied);
    assert!(
        state.draft.is_some() && recipe(&state).seed == 42,
        "wrong texts stay"
    );

    let new = with_seed(&state, 7);
    let state = write(state, &new.to_json());
    // An answer about an earlier text does not apply to this one.
    let state = reduce(state, answer(5, wrong()));
    assert!(verdict(&state).is_none() && state.draft_to_check().is_some());
    let state = after(state, said(6, RecipeCheck::Fits(Box::new(new))));
    let state = after(state, [edit("seed", Edit::Seed(1)), Action::DraftApplied]);
    assert_eq!((recipe(&state).seed, &state.draft), (7, &None));
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).seed, 1);
    let state = after(state, [Action::Undone, Action::Redone, Action::Redone]);
    assert_eq!(recipe(&state).seed, 7);
}

#[test]
fn who_takes_everything_back_has_written_nothing() {
    let state = opened("a.csv");
    let text = recipe(&state).to_json();
    let state = write(state, "{");
    assert!(state.draft.is_some());
    let state = write(state, &text);
    assert_eq!(state.draft, None);
    let state = after(
        write(state, "{"),
        [Action::DraftReverted, edit("seed", Edit::Seed(9))],
    );
    assert_eq!(state.draft, None);
}

#[test]
fn a_change_elsewhere_is_told_where_something_was_written() {
    let state = write(opened("a.csv"), "{");
    assert!(!state.draft_is_overtaken());
    let state = reduce(state, edit("seed", Edit::Seed(9)));
    assert!(state.draft_is_overtaken());
    let state = write(state, "{}");
    assert!(
        state.draft_is_overtaken(),
        "it stays so while more is written"
    );
    let state = reduce(state, Action::Undone);
    assert!(!state.draft_is_overtaken(), "the change was taken back");
}

#[test]
fn another_engine_or_table_looks_at_the_text_anew() {
    let state = write(opened("a.csv"), "{");
    let state = reduce(state, ask(5, PendingRequest::CheckDraft));
    let state = reduce(state, broke("out of memory"));
    assert_eq!(state.draft_to_check(), None, "nobody is there");
    let state = reduce(state, Action::EngineReady);
    assert!(state.draft_to_check().is_some());
    let fits = with_seed(&state, 3);
    let state = after(state, said(6, RecipeCheck::Fits(Box::new(fits))));
    assert!(matches!(verdict(&state), Some(RecipeTextVerdict::Fits(_))));
    let open = PendingRequest::Open {
        name: "b.csv".into(),
        load: Default::default(),
    };
    let summary = super::summary("b.csv");
    let state = after(state, [ask(7, open), answer(7, opens(summary))]);
    assert!(verdict(&state).is_none() && state.draft_is_overtaken());
}
