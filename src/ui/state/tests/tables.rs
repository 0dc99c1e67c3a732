//! Tables that the browser keeps: by the person's choice, offered on the next visit, forgotten on request.

use super::kept::{kept, list, refused, store, stored, told};
use super::{after, answer, ask, edit, opened, opens, recipe, summary};
use crate::ui::state::{Action, Edit, PendingRequest, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::{CallEvent, Unanswered};
use grove_protocol::calls::{CallName, ForgetAll, ImportRuns, Imported, TableChange};
use grove_protocol::tracking::{KeptTable, StoreError};
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::Stage;
use grove_recipe::{Load, Recipe};

/// A browser with storage, which has listed the runs.
fn with_storage(state: State) -> State {
    reduce(state, told(list(Vec::new(), Vec::new())))
}

fn own(recipe: &Recipe) -> Link {
    Link {
        source: DataSource::Own,
        recipe: recipe.clone(),
    }
}

fn tables(number: u32, change: TableChange, by_person: bool) -> Action {
    ask(number, PendingRequest::Tables { change, by_person })
}

fn listed(number: u32, links: Vec<Link>) -> Action {
    let kept = links.into_iter().map(|link| KeptTable {
        link,
        bytes: 100.0,
        changed: 0.0,
    });
    answer(
        number,
        Response::KeepTables(CallEvent::Answer(Ok(kept.collect()))),
    )
}

fn fails(number: u32) -> Action {
    let error = StoreError {
        problem: "There is no room.".into(),
        advice: "Make some.".into(),
    };
    let failed = CallName::KeepTables.unanswered(Unanswered::StoreFailed(error));
    answer(number, failed)
}

/// Opens a file from this source, as another visit.
fn open(state: State, number: u32, name: &str, source: DataSource) -> State {
    let awaited = Action::FileAwaited {
        name: name.into(),
        source,
    };
    let open = PendingRequest::Open {
        name: name.into(),
        load: Load::default(),
    };
    let opened = answer(number, opens(summary(name)));
    after(state, [awaited, ask(number, open), opened])
}

fn sample() -> DataSource {
    DataSource::Sample {
        name: "iris".into(),
    }
}

#[test]
fn a_table_of_the_persons_own_is_kept_by_choice_alone() {
    let state = with_storage(opened("a.csv"));
    assert!(state.can_keep_table() && !state.keeps_table());
    assert_eq!(state.to_remember(), None);
    let link = own(recipe(&state));
    let state = reduce(
        state,
        tables(5, TableChange::Keep(link.clone().into()), true),
    );
    assert!(
        state.keeps_table(),
        "as the person wishes, until the answer"
    );
    let state = reduce(state, listed(5, vec![link.clone()]));
    assert!(state.keeps_table());
    let state = reduce(state, edit("seed", Edit::Seed(7)));
    assert_eq!(state.to_remember().map(|recipe| recipe.seed), Some(7));
    // The page writes the latest recipe by itself.
    let latest = own(recipe(&state));
    let state = reduce(state, tables(6, TableChange::Keep(latest.into()), false));
    assert!(state.keeps_table());
    let drop = TableChange::Drop(link.recipe.data.sha256.clone());
    let state = after(state, [listed(6, vec![link]), tables(7, drop, true)]);
    assert!(!state.keeps_table());
    let state = reduce(state, listed(7, Vec::new()));
    assert_eq!(state.to_remember(), None);
}

#[test]
fn a_table_without_room_is_not_kept_and_it_is_said() {
    let state = with_storage(opened("a.csv"));
    let keep = || TableChange::Keep(own(recipe(&opened("a.csv"))).into());
    let state = after(state, [tables(5, keep(), true), fails(5)]);
    assert!(!state.keeps_table() && state.tables.error.is_some());
    // What the page does by itself neither says so nor takes it back.
    let by_page = [
        tables(6, TableChange::Nothing, false),
        listed(6, Vec::new()),
    ];
    let state = after(state, by_page);
    assert!(state.tables.error.is_some());
    let state = after(state, [tables(7, keep(), true), listed(7, Vec::new())]);
    assert!(state.tables.error.is_none());
    assert!(
        after(state, [tables(8, keep(), false), fails(8)])
            .tables
            .error
            .is_none()
    );
}

#[test]
fn where_nothing_is_stored_there_is_nothing_to_choose() {
    let state = opened("a.csv");
    assert!(!state.can_keep_table(), "the store has not answered yet");
    let mut memory = list(Vec::new(), Vec::new());
    memory.usage.kept = false;
    let state = reduce(state, told(memory.clone()));
    assert!(!state.can_keep_table());
    let state = reduce(open(state, 4, "iris.csv", sample()), told(memory));
    assert_eq!(state.to_remember(), None);
}

#[test]
fn the_recipe_of_a_sample_is_kept_without_a_choice() {
    let state = open(with_storage(State::default()), 4, "iris.csv", sample());
    assert!(!state.can_keep_table());
    let state = reduce(state, edit("seed", Edit::Seed(7)));
    assert_eq!(state.to_remember().map(|recipe| recipe.seed), Some(7));
}

#[test]
fn continuing_brings_back_the_table_with_its_recipe_at_the_panel_of_the_address() {
    let mut left = recipe(&opened("a.csv")).clone();
    left.seed = 7;
    let start = || {
        let address = Action::AddressTurned("/train".into());
        after(State::default(), [Action::EngineReady, address])
    };
    let state = reduce(start(), Action::Continued(own(&left).into()));
    assert!(state.link_wanted().is_none(), "nothing is asked for");
    let state = open(state, 4, "a.csv", DataSource::Own);
    assert_eq!(state.recipe().map(|recipe| &**recipe), Some(&left));
    assert_eq!(
        (state.linked.is_some(), &*state.address()),
        (false, "/train")
    );
    let notice = state.notice.as_ref().expect("a notice");
    assert_eq!(
        &*notice.text,
        "a.csv is open again, with your latest recipe."
    );

    // Also a recipe whose target is not chosen yet.
    left.target = String::new();
    let state = reduce(start(), Action::Continued(own(&left).into()));
    let state = open(state, 4, "a.csv", DataSource::Own);
    assert_eq!(recipe(&state), &left);
    assert!(state.failure(Stage::Load).is_none() && state.asks_for_target());

    // Whoever opens another table meanwhile gets that one, without the recipe.
    let state = reduce(start(), Action::Continued(own(&left).into()));
    let state = open(state, 4, "b.csv", DataSource::Own);
    assert_ne!(recipe(&state).seed, 7);
    assert!(state.linked.is_none() && state.notice.is_none());

    // A link that is opened afterwards is a link.
    let state = reduce(start(), Action::Continued(own(&left).into()));
    let link = Action::LinkRead(own(&left).into());
    assert!(reduce(state, link).link_wanted().is_some());
}

#[test]
fn everything_is_forgotten_or_nothing() {
    let link = own(recipe(&opened("a.csv")));
    let kept = after(
        kept(),
        [
            tables(5, TableChange::Nothing, false),
            listed(5, vec![link]),
        ],
    );
    assert!(kept.keeps_table());
    let asked = store(6, ForgetAll);
    let state = after(
        kept.clone(),
        [asked.clone(), refused(6, CallName::ForgetAll)],
    );
    assert!(state.keeps_table() && state.runs.error.is_some());
    let state = after(kept, [asked, stored::<ForgetAll>(6, ())]);
    assert!(state.tables.kept.is_empty() && !state.keeps_table());
    assert!(state.runs.notice.is_some() && state.data.is_some());
}

#[test]
fn an_import_brings_back_what_can_be_undone() {
    let mut state = with_storage(opened("a.csv"));
    for seed in [7, 8, 9] {
        state = reduce(state, edit("seed", Edit::Seed(seed)));
        state = reduce(state, edit("group", Edit::Group(None)));
        if let Some(history) = &mut state.history {
            history.settle();
        }
    }
    let state = reduce(state, Action::Undone);
    let visit = state.visit("dark").expect("a table is open");
    assert_eq!(visit.link.recipe.seed, 8);
    assert_eq!((visit.past.len(), visit.future.len()), (2, 1));

    let imported = Imported {
        runs: 0,
        versions: 0,
        tables: 1,
        known: 0,
        refused: Vec::new(),
        visit: Some(Box::new(visit.clone())),
    };
    let other = with_storage(State::default());
    let other = after(
        other,
        [store(3, ImportRuns), stored::<ImportRuns>(3, imported)],
    );
    let notice = other.runs.notice.as_ref().expect("a notice");
    assert!(notice.text.contains("1 table "), "{}", notice.text);
    let other = reduce(other, Action::Continued(Box::new(visit.link)));
    let other = open(other, 4, "a.csv", DataSource::Own);
    assert_eq!(recipe(&other).seed, 8);
    assert_eq!(other.brought, None);
    let back = after(other.clone(), [Action::Undone, Action::Undone]);
    assert_eq!(recipe(&back), recipe(&opened("a.csv")));
    let forth = reduce(other, Action::Redone);
    assert_eq!(recipe(&forth).seed, 9);
}
