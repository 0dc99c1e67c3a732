//! Doubts about the scores: removed, recorded as known, and no longer so.

use std::rc::Rc;

use super::{answer, edit, opened, recipe, run_ended, run_through, with_status};
use crate::ui::state::{Action, Edit, State, Status, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::RunProgress;
use grove_protocol::report::{CheckReport, Detail, Doubt, Remedy, StageReport};
use grove_recipe::stage::Stage;
use grove_recipe::{Operation, Question, Recipe, SplitMethod, Within};

fn doubt(column: &str) -> Doubt {
    Doubt {
        question: Question::Leak,
        columns: vec![column.into()],
        found: String::new(),
        advice: String::new(),
        remedy: Remedy::LeaveOut {
            columns: vec![column.into()],
        },
        known: false,
    }
}

/// Returns the state after a run whose check found doubts about these columns.
fn doubted(columns: &[&str]) -> State {
    let state = run_through(opened("a.csv"), 2);
    let mut state = super::run_begun(state, 3);
    let report = StageReport {
        detail: Detail::Check(CheckReport {
            expectations: Vec::new(),
            belief: columns.iter().map(|column| doubt(column)).collect(),
        }),
        ..super::report(Stage::Check)
    };
    state = reduce(
        state,
        answer(
            3,
            Response::Run(CallEvent::Progress(RunProgress::Finished {
                report,
                milliseconds: 1.0,
            })),
        ),
    );
    reduce(state, answer(3, run_ended()))
}

fn take(state: State, recipe: Rc<Recipe>) -> State {
    reduce(state, edit("belief", Edit::Belief(recipe)))
}

#[test]
fn a_step_that_mends_is_one_to_undo() {
    let state = doubted(&["size"]);
    let before = recipe(&state).clone();
    let remedy = doubt("size").remedy;
    let mended = state.mended(&remedy).expect("nobody has to choose");
    let state = take(state, mended);
    assert!(recipe(&state).leave_out.contains(&"size".to_string()));
    let state = reduce(state, Action::Undone);
    assert_eq!(*recipe(&state), before);
    let group = Remedy::SplitByGroup {
        column: "size".into(),
    };
    let mended = state.mended(&group).expect("nobody has to choose");
    assert_eq!(mended.split.method, SplitMethod::Group);
    assert_eq!(state.mended(&Remedy::ChangeModel), None);
}

#[test]
fn what_is_known_is_no_open_doubt_and_makes_evaluating_stale_alone() {
    let state = doubted(&["size", "kind"]);
    assert_eq!(state.doubts(Stage::Check).count(), 2);
    assert_eq!(state.doubts(Stage::Evaluate).count(), 0);
    let before = recipe(&state).clone();
    let knowing = state
        .knowing(&doubt("size"), true)
        .expect("a recipe is there");
    let state = take(state, knowing);
    let open: Vec<&Doubt> = state.doubts(Stage::Check).collect();
    assert_eq!(open, [&doubt("kind")]);
    assert_eq!(with_status(&state, Status::Stale), [Stage::Evaluate]);
    // A doubt that is recorded twice is there once, and can be removed.
    let again = state
        .knowing(&doubt("size"), true)
        .expect("a recipe is there");
    assert_eq!(again.check.known.len(), 1);
    let back = state
        .knowing(&doubt("size"), false)
        .expect("a recipe is there");
    assert_eq!(*back, before);
}

#[test]
fn a_change_is_taken_back_by_itself() {
    let state = opened("a.csv");
    let before = recipe(&state).clone();
    let replace = Remedy::Clean {
        operation: Operation::Replace {
            columns: vec!["kind".into()],
            to_replace: "unknown".into(),
            within: Within::Value,
            value: String::new(),
        },
    };
    let remedies = [
        doubt("size").remedy,
        replace,
        Remedy::DropDuplicates {
            columns: Vec::new(),
        },
    ];
    assert!(
        remedies
            .iter()
            .all(|change| state.put_back(change).is_none())
    );
    let mut changed = state;
    for change in &remedies {
        let with = changed.mended(change).expect("nobody has to choose");
        assert!(change.is_in(&with));
        changed = take(changed, with);
    }
    // One goes, and the others stay.
    let without = changed.put_back(&remedies[1]).expect("it is there");
    assert!(!remedies[1].is_in(&without));
    assert!(remedies[0].is_in(&without) && remedies[2].is_in(&without));
    changed = take(changed, without);
    for change in [&remedies[0], &remedies[2]] {
        let without = changed.put_back(change).expect("it is there");
        changed = take(changed, without);
    }
    assert_eq!(*recipe(&changed), before);
}
