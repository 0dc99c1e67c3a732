//! Links that are made and links that are opened.

use super::{after, answer, ask, edit, opened, opens, recipe, summary};
use crate::ui::state::{Action, CenterView, Edit, PendingRequest, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::LinkFragment;
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
use grove_recipe::{Load, Recipe};

/// Makes a recipe with a seed of its own for the file of this name.
fn for_file(name: &str) -> Recipe {
    let mut recipe = recipe(&opened(name)).clone();
    recipe.seed = 7;
    recipe
}

fn link(source: DataSource, recipe: Recipe) -> Action {
    Action::LinkRead(Box::new(Link { source, recipe }))
}

fn sample() -> DataSource {
    DataSource::Sample {
        name: "iris".into(),
    }
}

/// Chooses and opens a file.
fn open(state: State, id: u32, name: &str, source: DataSource) -> State {
    let awaited = Action::FileAwaited {
        name: name.into(),
        source,
    };
    let open = PendingRequest::Open {
        name: name.into(),
        load: Load::default(),
    };
    let opened = opens(summary(name));
    after(state, [awaited, ask(id, open), answer(id, opened)])
}

fn told(state: &State) -> &str {
    state.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn a_link_to_own_data_waits_for_the_file() {
    let state = after(
        State::default(),
        [
            Action::EngineReady,
            link(DataSource::Own, for_file("a.csv")),
        ],
    );
    assert!(state.linked.is_some() && state.place == CenterView::Welcome);
    let state = open(state, 1, "a.csv", DataSource::Own);
    assert_eq!((recipe(&state).seed, &state.linked), (7, &None));
    assert!(told(&state).contains("made for a.csv"), "{}", told(&state));
    assert!(!told(&state).contains("other bytes"));
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).seed, 42, "one step to undo");
    // The next file is the person's own.
    let state = open(state, 2, "b.csv", DataSource::Own);
    assert_eq!(recipe(&state).seed, 42);
}

#[test]
fn other_data_is_told_plainly() {
    let state = reduce(State::default(), link(DataSource::Own, for_file("a.csv")));
    let state = open(state, 1, "b.csv", DataSource::Own);
    assert_eq!(recipe(&state).seed, 7);
    assert!(told(&state).contains("other bytes"), "{}", told(&state));
}

#[test]
fn data_without_the_target_leaves_the_recipe_waiting() {
    let mut other = for_file("a.csv");
    other.target = "colour".into();
    let state = reduce(State::default(), link(DataSource::Own, other));
    let state = open(state, 1, "b.csv", DataSource::Own);
    assert!(state.linked.is_some() && recipe(&state).seed == 42);
    let error = state.failure(Stage::Load).expect("it is said");
    assert!(error.problem.contains("colour"), "{error}");
    let state = reduce(state, Action::LinkDropped);
    assert_eq!(state.linked, None);
}

#[test]
fn a_file_is_read_as_the_recipe_of_the_link_says() {
    let mut other = for_file("a.csv");
    other.target = "colour".into();
    other.load.skip_rows = Some(2);
    let load = other.load.clone();
    let state = reduce(State::default(), Action::EngineReady);
    let state = reduce(state, link(DataSource::Own, other));
    let state = open(state, 1, "a.csv", DataSource::Own);
    assert_eq!(state.reading_wanted().as_ref(), Some(&load));
    assert!(state.linked.is_some() && state.failure(Stage::Load).is_none());
    let mut read = summary("a.csv");
    read.load = load.clone();
    read.columns[0].name = "colour".into();
    let read = answer(2, opens(read));
    let state = after(state, [ask(2, PendingRequest::Read { load }), read]);
    assert_eq!((&*recipe(&state).target, &state.linked), ("colour", &None));
}

#[test]
fn a_link_beside_an_open_file_is_one_step_to_undo() {
    let state = reduce(opened("a.csv"), link(DataSource::Own, for_file("a.csv")));
    assert_eq!((recipe(&state).seed, &state.linked), (7, &None));
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).seed, 42);

    // The sender's own data is not available: the open table may fit.
    let state = reduce(state, link(DataSource::Own, for_file("b.csv")));
    assert_eq!(
        (recipe(&state).seed, &*recipe(&state).data.name),
        (7, "a.csv")
    );
    assert!(told(&state).contains("other bytes"));

    // A sample is available, so that the open table stays as it is until then.
    let state = reduce(state, Action::Undone);
    let state = reduce(state, link(sample(), for_file("iris.csv")));
    assert!(state.linked.is_some() && recipe(&state).seed == 42);
    let state = open(state, 2, "iris.csv", sample());
    assert_eq!((recipe(&state).seed, &state.linked), (7, &None));
    assert!(!told(&state).contains("other bytes"), "{}", told(&state));
    assert_eq!(state.source, sample());
}

#[test]
fn where_data_comes_from_is_known_whatever_was_chosen_before() {
    let spec = DataSource::Synthetic(SyntheticSpec::new(SyntheticName::Moons));
    let state = open(opened("a.csv"), 2, "moons-42.csv", spec.clone());
    assert_eq!(state.source, spec);
    // Read again, or by another engine, it is the same file.
    let load = Load::default();
    let again = |id| answer(id, opens(summary("moons-42.csv")));
    let state = after(state, [ask(3, PendingRequest::Read { load }), again(3)]);
    let reopen = PendingRequest::Reopen {
        name: "moons-42.csv".into(),
        load: Load::default(),
    };
    let state = after(state, [ask(4, reopen), again(4)]);
    assert_eq!(state.source, spec);

    // A sample that is still on its way is not the person's file of the same name.
    let awaited = |source| Action::FileAwaited {
        name: "iris.csv".into(),
        source,
    };
    let state = reduce(state, awaited(sample()));
    let state = open(state, 5, "iris.csv", DataSource::Own);
    assert_eq!(state.source, DataSource::Own);
}

#[test]
fn a_link_is_shown_while_it_is_to_the_present_recipe() {
    let state = opened("a.csv");
    let recipe = state.recipe().expect("open").clone();
    let written = Response::WriteLink(CallEvent::Answer(Ok(LinkFragment {
        fragment: "recipe=AA".into(),
    })));
    let state = reduce(state, ask(4, PendingRequest::Share { recipe }));
    assert_eq!(state.shared(), None);
    let state = reduce(state, answer(4, written));
    assert_eq!(state.shared().map(|text| &**text), Some("recipe=AA"));
    let state = reduce(state, edit("seed", Edit::Seed(9)));
    assert_eq!(state.shared(), None);
    let state = reduce(state, Action::Undone);
    assert!(state.shared().is_some());
    assert_eq!(reduce(state, Action::ShareClosed).shared(), None);
}
