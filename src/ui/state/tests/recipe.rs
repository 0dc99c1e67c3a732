//! What edits, loaded recipes, undo and redo make of the recipe.

use std::rc::Rc;

use super::{after, edit, opened, recipe, run_through, trees, with_status};
use crate::api::recipe::{CrossValidation, Recipe, SplitMethod, Task};
use crate::api::stage::Stage;
use crate::ui::state::{Action, Edit, Status, reduce};

#[test]
fn undo_and_redo_walk_through_the_steps() {
    let state = opened("a.csv");
    let first = Rc::clone(state.recipe().expect("open"));
    // Typing 1, then 12, is one step; the seed is another.
    let one = trees(&state, 1);
    let state = reduce(state, one);
    let twelve = trees(&state, 12);
    let state = after(state, [twelve, edit("seed", Edit::Seed(7))]);
    let last = Rc::clone(state.recipe().expect("open"));
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).train.n_estimators, 12);
    assert_eq!(recipe(&state).seed, first.seed);
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state), &*first);
    let state = after(state, [Action::Undone, Action::Redone, Action::Redone]);
    assert_eq!(recipe(&state), &*last);
    let state = after(
        state,
        [Action::Undone, edit("seed", Edit::Seed(8)), Action::Redone],
    );
    assert_eq!(recipe(&state).seed, 8, "an edit ends the undone future");
}

#[test]
fn a_new_target_brings_its_task_and_is_never_left_out() {
    let state = reduce(
        opened("a.csv"),
        edit("target", Edit::Target("id".to_string())),
    );
    assert_eq!(recipe(&state).task, Task::Regression);
    assert!(recipe(&state).leave_out.is_empty());
    let leave_out = Edit::LeaveOut {
        column: "id".to_string(),
        out: true,
    };
    let state = reduce(state, edit("leave_out", leave_out));
    assert!(recipe(&state).leave_out.is_empty());
}

#[test]
fn rows_can_be_dealt_by_a_column_which_another_file_may_lack() {
    let mut split = recipe(&opened("a.csv")).split.clone();
    split.method = SplitMethod::Group;
    split.time_column = Some("size".to_string());
    split.fold_column = Some("id".to_string());
    let state = reduce(opened("a.csv"), edit("method", Edit::Split(split)));
    assert!(recipe(&state).check().is_err(), "no group is chosen");
    let state = reduce(state, edit("group", Edit::Group(Some("id".to_string()))));
    assert!(recipe(&state).check().is_ok());

    let mut loaded = recipe(&state).clone();
    loaded.group = Some("patient".to_string());
    loaded.split.fold_column = Some("fold".to_string());
    let state = reduce(opened("b.csv"), Action::RecipeLoaded(Box::new(loaded)));
    let Recipe { group, split, .. } = recipe(&state);
    assert_eq!((group, &split.fold_column), (&None, &None));
    assert_eq!(split.time_column.as_deref(), Some("size"));
}

#[test]
fn folds_make_the_evaluation_stale_and_nothing_before_it() {
    let state = run_through(opened("a.csv"), 2);
    let mut evaluate = recipe(&state).evaluate.clone();
    evaluate.cross_validation = CrossValidation::KFold;
    let state = reduce(state, edit("cross_validation", Edit::Evaluate(evaluate)));
    assert_eq!(with_status(&state, Status::Stale), [Stage::Evaluate]);
}

#[test]
fn columns_left_out_are_in_the_files_order() {
    let out = |column: &str| {
        let column = column.to_string();
        edit("leave_out", Edit::LeaveOut { column, out: true })
    };
    let state = after(
        opened("a.csv"),
        [
            edit("target", Edit::Target("kind".to_string())),
            out("size"),
            out("id"),
        ],
    );
    assert_eq!(recipe(&state).leave_out, ["id", "size"]);
}

#[test]
fn a_recipe_for_other_data_is_fitted_and_said_so() {
    let mut other = Recipe::clone(recipe(&opened("b.csv")));
    other.seed = 7;
    other.leave_out = vec!["size".to_string(), "colour".to_string()];
    let state = reduce(
        opened("a.csv"),
        Action::RecipeLoaded(Box::new(other.clone())),
    );
    assert_eq!(recipe(&state).seed, 7);
    assert_eq!(recipe(&state).leave_out, ["size"]);
    assert_eq!(recipe(&state).data.name, "a.csv");
    assert!(
        state
            .notice
            .as_ref()
            .is_some_and(|notice| notice.text.contains("other bytes"))
    );
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).seed, 42);

    other.target = "colour".to_string();
    let state = reduce(state, Action::RecipeLoaded(Box::new(other)));
    assert!(
        state
            .failure(Stage::Load)
            .is_some_and(|e| e.column.as_deref() == Some("colour"))
    );
    assert_eq!(recipe(&state).target, "kind");
}
