//! How edits, loaded recipes, undo and redo change the recipe.

use std::rc::Rc;

use super::{after, edit, opened, recipe, run_through, trees, with_status};
use crate::ui::state::{Action, Edit, STEPS, State, Status, reduce};
use grove_recipe::stage::Stage;
use grove_recipe::{
    Clean, ColumnEncoding, CrossValidation, Encoding, ModelName, NumericImputation, Operation,
    Recipe, Role, SplitMethod, Step, Task,
};

fn role(column: &str, role: Role) -> Action {
    let column = column.to_string();
    edit("role", Edit::Role { column, role })
}

fn encoding(column: &str, encoding: ColumnEncoding) -> Action {
    let column = column.to_string();
    edit("encoding", Edit::Encoding { column, encoding })
}

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
    assert_eq!(recipe(&state).train.trees(), 12);
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
    let state = reduce(state, role("id", Role::Ignored));
    assert_eq!(recipe(&state).role("id"), Role::Target);
    assert!(recipe(&state).leave_out.is_empty());
}

#[test]
fn rows_can_be_dealt_by_a_column_which_another_file_may_lack() {
    let mut split = recipe(&opened("a.csv")).split.clone();
    split.method = SplitMethod::Group;
    split.time_column = Some("size".to_string());
    split.fold_column = Some("id".to_string());
    let state = reduce(opened("a.csv"), edit("method", Edit::part(split)));
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
    let state = reduce(state, edit("cross_validation", Edit::part(evaluate)));
    assert_eq!(with_status(&state, Status::Stale), [Stage::Evaluate]);
}

#[test]
fn columns_left_out_are_in_the_files_order() {
    let state = after(
        opened("a.csv"),
        [
            edit("target", Edit::Target("kind".to_string())),
            role("size", Role::Ignored),
            role("id", Role::Ignored),
        ],
    );
    assert_eq!(recipe(&state).leave_out, ["id", "size"]);
}

#[test]
fn a_column_has_one_role_and_weight_and_group_one_column() {
    let roles = |state: &State| ["id", "size", "kind"].map(|column| recipe(state).role(column));
    let state = opened("a.csv");
    assert_eq!(roles(&state), [Role::Ignored, Role::Feature, Role::Target]);
    let state = reduce(state, role("id", Role::Weight));
    assert!(recipe(&state).leave_out.is_empty());
    let state = reduce(state, role("size", Role::Weight));
    assert_eq!(roles(&state), [Role::Feature, Role::Weight, Role::Target]);
    let state = after(state, [role("size", Role::Group), role("id", Role::Group)]);
    assert_eq!(roles(&state), [Role::Group, Role::Feature, Role::Target]);
    assert_eq!(recipe(&state).weight, None);
    let state = reduce(state, role("id", Role::Target));
    assert_eq!(roles(&state), [Role::Target, Role::Feature, Role::Feature]);
    assert_eq!(recipe(&state).task, Task::Regression);
}

#[test]
fn what_is_chosen_for_a_column_is_kept_until_it_is_the_default() {
    let scaled = ColumnEncoding {
        encoding: Some(Encoding::Robust),
        ..ColumnEncoding::default()
    };
    let state = reduce(opened("a.csv"), encoding("size", scaled.clone()));
    assert_eq!(recipe(&state).featurize.columns.get("size"), Some(&scaled));
    let state = reduce(state, encoding("size", ColumnEncoding::default()));
    assert!(recipe(&state).featurize.columns.is_empty());
    let state = after(
        state,
        [encoding("id", scaled.clone()), encoding("size", scaled)],
    );
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).featurize.columns.len(), 1, "one step each");
}

#[test]
fn gaps_are_in_the_way_where_a_column_keeps_them() {
    let mut state = opened("a.csv");
    let mut data = (**state.data.as_ref().expect("open")).clone();
    data.columns[1].missing = 3;
    state.data = Some(Rc::new(data));
    let mut train = recipe(&state).train.clone();
    train.choose(ModelName::LogisticRegression);
    let state = reduce(state, edit("model", Edit::part(train)));
    assert!(state.gaps_in_the_way().is_empty());
    let mut own = ColumnEncoding {
        numeric_imputation: Some(NumericImputation::Keep),
        ..ColumnEncoding::default()
    };
    let state = reduce(state, encoding("size", own.clone()));
    assert_eq!(state.gaps_in_the_way(), ["size"]);
    own.encoding = Some(Encoding::Frequency);
    let state = reduce(state, encoding("size", own));
    assert!(
        state.gaps_in_the_way().is_empty(),
        "a missing category is one"
    );
}

#[test]
fn a_recipe_for_other_data_is_fitted_and_said_so() {
    let mut other = Recipe::clone(recipe(&opened("b.csv")));
    other.seed = 7;
    other.leave_out = vec!["size".to_string(), "colour".to_string()];
    other.weight = Some("mass".to_string());
    let own = ColumnEncoding::default();
    (other.featurize.columns).insert("colour".to_string(), own);
    let state = reduce(
        opened("a.csv"),
        Action::RecipeLoaded(Box::new(other.clone())),
    );
    assert_eq!(recipe(&state).seed, 7);
    assert_eq!(recipe(&state).leave_out, ["size"]);
    assert_eq!(recipe(&state).weight, None);
    assert!(recipe(&state).featurize.columns.is_empty());
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

/// Changes the list of cleaning steps, as the page does.
fn with_steps(state: State, change: impl FnOnce(&mut Vec<Step>)) -> State {
    let mut clean: Clean = recipe(&state).clean.clone();
    change(&mut clean.steps);
    reduce(state, edit(STEPS, Edit::part(clean)))
}

fn derive(column: &str, expression: &str) -> Step {
    Step::from(Operation::Derive {
        column: column.to_string(),
        expression: expression.to_string(),
    })
}

#[test]
fn each_change_of_the_list_of_steps_is_one_to_undo() {
    let state = with_steps(opened("a.csv"), |steps| steps.push(derive("a", "size * 2")));
    let state = with_steps(state, |steps| steps.push(derive("b", "a > 3")));
    let state = with_steps(state, |steps| steps.swap(0, 1));
    let state = with_steps(state, |steps| steps[0].on = false);
    let state = with_steps(state, |steps| {
        steps.remove(1);
    });
    let names = |state: &State| -> Vec<(String, bool)> {
        let steps = recipe(state).clean.steps.iter();
        let named = |step: &Step| (step.operation.columns()[0].clone(), step.on);
        steps.map(named).collect()
    };
    let (a, b) = (|on| ("a".to_string(), on), |on| ("b".to_string(), on));
    assert_eq!(names(&state), [b(false)]);
    let state = reduce(state, Action::Undone);
    assert_eq!(names(&state), [b(false), a(true)]);
    let state = reduce(state, Action::Undone);
    assert_eq!(names(&state), [b(true), a(true)]);
    let state = after(state, [Action::Undone, Action::Undone]);
    assert_eq!(names(&state), [a(true)]);
    let state = after(state, [Action::Redone, Action::Redone]);
    assert_eq!(names(&state), [b(true), a(true)]);
}

#[test]
fn a_derived_column_can_be_the_target_and_be_left_out() {
    let state = with_steps(opened("a.csv"), |steps| {
        steps.push(derive("ratio", "size / 2"));
        steps.push(derive("large", "size > 20"));
    });
    let target = |name: &str| edit("target", Edit::Target(name.to_string()));
    let state = reduce(state, target("ratio"));
    assert_eq!(recipe(&state).task, Task::Regression);
    let state = reduce(state, target("large"));
    assert_eq!(recipe(&state).task, Task::Classification);
    let out = |column: &str| role(column, Role::Ignored);
    let state = after(state, [out("ratio"), out("size")]);
    assert_eq!(recipe(&state).leave_out, ["id", "size", "ratio"]);
    // A recipe with such a target fits a file without that column.
    let loaded = recipe(&state).clone();
    let state = reduce(opened("b.csv"), Action::RecipeLoaded(Box::new(loaded)));
    assert_eq!(recipe(&state).target, "large");
    assert_eq!(recipe(&state).leave_out, ["id", "size", "ratio"]);
}
