//! The target: asked for in a file of the person's own, known for samples and made data, kept where it still fits.

use super::{
    after, answer, ask, asking, edit, error, failed, opened, opens, recipe, run_through, summary,
};
use crate::ui::state::{Action, CenterView, Edit, PendingRequest, READING, STEPS, State, reduce};
use grove_protocol::calls::CallName;
use grove_recipe::columns::{ColumnKind, DataSummary};
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};
use grove_recipe::{CHOOSE_TARGET, Clean, Load, Operation, Recipe, Step, Task};

fn choose(target: &str) -> Action {
    edit("target", Edit::Target(target.to_string()))
}

/// Chooses and opens a file with this content.
fn open(state: State, id: u32, data: DataSummary, source: DataSource) -> State {
    let name = data.name.clone();
    let awaited = Action::FileAwaited {
        name: name.clone(),
        source,
    };
    let open = PendingRequest::Open {
        name: name.into(),
        load: Load::default(),
    };
    after(state, [awaited, ask(id, open), answer(id, opens(data))])
}

fn with_column(name: &str, column: &str) -> DataSummary {
    let mut data = summary(name);
    data.columns[2].name = column.to_string();
    data
}

fn look_at(state: State, stage: Stage) -> State {
    reduce(state, Action::PlaceChosen(CenterView::Stage(stage)))
}

#[test]
fn nothing_is_assumed_of_a_file_of_ones_own() {
    let state = asking("a.csv");
    assert!(state.asks_for_target() && !recipe(&state).has_target());
    assert!(
        state
            .announcement()
            .ends_with("What do you want to predict?")
    );
    let refused = recipe(&state).check().expect_err("there is no target");
    assert_eq!(
        (refused.stage, &*refused.advice),
        (Stage::Load, CHOOSE_TARGET)
    );
    assert_eq!(state.estimate_wanted(), None);
    assert_eq!(recipe(&state).leave_out, ["id"]);

    let state = reduce(state, choose("kind"));
    assert!(!state.asks_for_target() && state.can_run());
    assert_eq!(recipe(&state).task, Task::Classification);
    assert!(recipe(&state).check().is_ok());
    // A person may choose an identifier as the target.
    let state = reduce(state, choose("id"));
    assert_eq!(recipe(&state).leave_out, [""; 0]);
}

#[test]
fn the_answer_is_one_step_to_undo() {
    let state = after(asking("a.csv"), [choose("kind"), choose("size")]);
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).target, "kind");
    let state = reduce(state, Action::Undone);
    assert!(state.asks_for_target());
    let state = reduce(state, Action::Redone);
    assert_eq!(recipe(&state).target, "kind");
}

#[test]
fn cleaning_can_be_looked_at_before_and_what_follows_waits() {
    let state = look_at(asking("a.csv"), Stage::Clean);
    assert_eq!(
        state.preview_wanted().map(|(_, stage)| stage),
        Some(Stage::Clean)
    );
    for stage in [Stage::Check, Stage::Split, Stage::Featurize] {
        let state = look_at(state.clone(), stage);
        assert_eq!(state.preview_wanted(), None, "{}", stage.name());
        let state = reduce(state, choose("kind"));
        assert_eq!(state.preview_wanted().map(|(_, stage)| stage), Some(stage));
    }
}

#[test]
fn what_is_predicted_of_data_of_ours_is_known() {
    let spec = SyntheticSpec::new(SyntheticName::Moons);
    let made = with_column("moons-42.csv", "class");
    let state = open(asking("a.csv"), 2, made, DataSource::Synthetic(spec));
    assert_eq!(recipe(&state).target, "class");
    let iris = || with_column("iris.csv", "species");
    let sample = DataSource::Sample {
        name: "iris".into(),
    };
    let state = open(state, 3, iris(), sample.clone());
    assert_eq!(recipe(&state).target, "species");
    // The same bytes from a file of the person's own are asked about, until the sample itself is opened.
    let state = open(asking("a.csv"), 4, iris(), DataSource::Own);
    assert!(state.asks_for_target());
    let state = open(state, 5, iris(), sample);
    assert_eq!(recipe(&state).target, "species");
}

#[test]
fn the_same_columns_keep_the_choice() {
    let state = run_through(after(asking("a.csv"), [choose("size")]), 2);
    let again = open(state.clone(), 3, summary("a.csv"), DataSource::Own);
    assert_eq!(recipe(&again).target, "size");
    let state = after(state, [edit("task", Edit::Task(Task::Classification))]);
    let next = open(state.clone(), 3, summary("b.csv"), DataSource::Own);
    assert_eq!(recipe(&next).data.name, "b.csv");
    assert_eq!(
        (&*recipe(&next).target, recipe(&next).task),
        ("size", Task::Classification)
    );
    let mut otherwise = summary("b.csv");
    otherwise.columns[1].kind = ColumnKind::Category;
    let next = open(next, 4, otherwise, DataSource::Own);
    assert_eq!(recipe(&next).target, "size");
    let other = open(state, 3, with_column("c.csv", "colour"), DataSource::Own);
    assert!(other.asks_for_target());
}

#[test]
fn a_target_that_a_new_reading_loses_is_asked_for_again() {
    let state = opened("a.csv");
    let load = Load {
        skip_rows: Some(2),
        ..Load::default()
    };
    let state = after(
        state,
        [
            edit("skip_rows", Edit::part(load.clone())),
            ask(2, PendingRequest::Read { load: load.clone() }),
        ],
    );
    let mut read = with_column("a.csv", "colour");
    read.load = load;
    let state = reduce(state, answer(2, opens(read)));
    assert!(state.asks_for_target());
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).target, "kind");
}

#[test]
fn each_other_reading_is_a_step_to_undo() {
    let reading = |rows| {
        let load = Load {
            skip_rows: Some(rows),
            ..Load::default()
        };
        edit(READING, Edit::part(load))
    };
    let state = after(asking("a.csv"), [reading(1), reading(2), Action::Undone]);
    assert_eq!(recipe(&state).load.skip_rows, Some(1));
}

#[test]
fn a_recipe_that_knows_its_target_answers_the_question() {
    let mut known = Recipe::clone(recipe(&opened("a.csv")));
    known.seed = 7;
    let state = reduce(
        asking("a.csv"),
        Action::RecipeLoaded(Box::new(known.clone())),
    );
    assert_eq!(recipe(&state).target, "kind");
    assert!(reduce(state, Action::Undone).asks_for_target());

    let link = Action::LinkRead(Box::new(Link {
        source: DataSource::Own,
        recipe: known,
    }));
    let state = open(
        reduce(State::default(), link),
        1,
        summary("a.csv"),
        DataSource::Own,
    );
    assert_eq!((&*recipe(&state).target, recipe(&state).seed), ("kind", 7));
}

#[test]
fn a_column_that_a_step_makes_can_be_chosen() {
    let steps = vec![Step::from(Operation::Derive {
        column: "large".to_string(),
        expression: "size > 20".to_string(),
    })];
    let clean = Clean {
        steps,
        ..Clean::default()
    };
    let state = after(
        asking("a.csv"),
        [edit(STEPS, Edit::part(clean)), choose("large")],
    );
    assert_eq!(recipe(&state).task, Task::Classification);
    assert!(recipe(&state).check().is_ok());
    // A file that could not be opened changes nothing.
    let open = PendingRequest::Open {
        name: "bad.csv".into(),
        load: Load::default(),
    };
    let failed = answer(3, failed(CallName::Open, error(Stage::Load)));
    let state = after(state, [ask(3, open), failed]);
    assert_eq!(recipe(&state).target, "large");
}
