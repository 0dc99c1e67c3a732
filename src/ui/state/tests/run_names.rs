//! What runs are called, and which two are proposed for comparison.

use super::kept::{gone, handled, id, list, run, told};
use super::opened;
use crate::ui::state::{RunsAction, State, reduce};
use grove_protocol::tracking::{RunInfo, TestRows};
use grove_recipe::Recipe;

/// Makes a run that was scored on test rows.
fn scored(number: u32, change: impl FnOnce(&mut Recipe)) -> RunInfo {
    let mut info = run(number, 100, 0.8);
    change(&mut info.recipe);
    info.test_rows = Some(TestRows {
        count: 38,
        sha256: String::new(),
    });
    info
}

fn names(state: &State) -> Vec<&str> {
    state.runs.rows.iter().map(|row| row.name()).collect()
}

#[test]
fn runs_are_named_by_what_differs_from_the_first_on_their_table() {
    let mut own = scored(3, |r| r.seed = 7);
    own.name = "of mine".into();
    let runs = vec![
        scored(1, |_| {}),
        scored(2, |r| r.train.set("max_depth", Some(1)).unwrap()),
        own,
        scored(4, |r| r.data.sha256 = "another".into()),
        scored(5, |r| r.leave_out.push("alive".into())),
        scored(6, |r| r.train.set("max_depth", Some(1)).unwrap()),
    ];
    let state = reduce(opened("a.csv"), told(list(runs, Vec::new())));
    assert_eq!(
        names(&state),
        [
            "Random forest",
            "Random forest · depth 1",
            "of mine",
            "Random forest",
            "Random forest · without alive",
            "Random forest · depth 1 (2)",
        ]
    );
    let changed: Vec<Option<&str>> = state.runs.rows.iter().map(|row| row.changed()).collect();
    assert_eq!(changed[0], None);
    assert_eq!(changed[1], Some("depth none → 1"));
    assert_eq!(changed[3], None, "of another table");
    // It follows the run before on its table.
    assert_eq!(changed[4], Some("without alive · seed 7 → 42"));
    // A name stays as it is when others come and go.
    let state = reduce(state, told(list(vec![scored(7, |_| {})], Vec::new())));
    assert_eq!(names(&state)[1], "Random forest · depth 1");
    assert_eq!(names(&state)[6], "Random forest (2)");
    let state = reduce(state, told(gone(&[2])));
    assert_eq!(names(&state)[4], "Random forest · depth 1");
}

#[test]
fn the_last_two_runs_are_proposed_until_the_person_selects() {
    let runs = (1..=4).map(|number| scored(number, |_| {})).collect();
    let mut elsewhere = scored(5, |r| r.data.sha256 = "another".into());
    elsewhere.test_rows = None;
    let state = reduce(opened("a.csv"), told(list(runs, Vec::new())));
    let state = reduce(state, told(list(vec![elsewhere], Vec::new())));
    assert_eq!(state.runs.to_compare(), [id(3), id(4)]);
    assert!(state.runs.proposes());
    assert_eq!(state.runs.selection(), [], "nothing to delete");
    // What the person ticks comes to what is seen as ticked.
    let three = reduce(state.clone(), handled(RunsAction::Selected(id(1), true)));
    assert_eq!(three.runs.to_compare(), [id(1), id(3), id(4)]);
    let one = reduce(state.clone(), handled(RunsAction::Selected(id(4), false)));
    assert_eq!(one.runs.to_compare(), [id(3)]);
    assert_eq!(one.runs.selection(), [id(3)]);
    let none = reduce(state.clone(), handled(RunsAction::AllSelected(false)));
    assert!(none.runs.to_compare().is_empty() && !none.runs.proposes());
    // A new run is one of the last two.
    let state = reduce(state, told(list(vec![scored(6, |_| {})], Vec::new())));
    assert_eq!(state.runs.to_compare(), [id(4), id(6)]);
}
