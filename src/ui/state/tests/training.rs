//! What is known of a training before, while and after it runs.

use std::rc::Rc;

use super::{
    after, answer, answer_at, ask, broke, column, edit, error, estimated, failed, recipe,
    run_begun, run_through, started, stopped, summary, trees,
};
use crate::ui::state::{Action, CenterView, Edit, PendingRequest, State, reduce};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{CallName, RunProgress};
use grove_recipe::columns::ColumnKind;
use grove_recipe::stage::Stage;
use grove_recipe::{Encoding, Featurize, ModelName, NumericImputation, Recipe, Task};

/// Opens a file and looks at the training.
fn opened(name: &str) -> State {
    let train = Action::PlaceChosen(CenterView::Stage(Stage::Train));
    reduce(super::opened(name), train)
}

fn model(state: &State, model: ModelName) -> Action {
    let mut train = recipe(state).train.clone();
    train.choose(model);
    edit("model", Edit::part(train))
}

/// Asks about the recipe for which an estimate is wanted.
fn asked(state: State, id: u32) -> State {
    let recipe = state.estimate_wanted().expect("something to ask");
    reduce(state, ask(id, PendingRequest::Estimate { recipe }))
}

fn seconds(state: &State) -> Option<f64> {
    state.estimate().map(|estimate| estimate.seconds)
}

#[test]
fn an_estimate_is_asked_for_once_and_belongs_to_its_recipe() {
    assert_eq!(State::default().estimate_wanted(), None);
    let state = asked(opened("a.csv"), 2);
    assert_eq!(state.estimate_wanted(), None, "one question at a time");
    let state = reduce(state, answer(2, estimated(3.0)));
    assert_eq!(seconds(&state), Some(3.0));
    assert_eq!(state.estimate_wanted(), None, "it is known");

    let change = trees(&state, 7);
    let state = reduce(state, change);
    assert_eq!(seconds(&state), None, "it was about another recipe");
    let state = asked(state, 3);
    let change = trees(&state, 8);
    let state = after(state, [change, answer(3, estimated(1.0))]);
    assert_eq!(seconds(&state), None, "the recipe has changed since");
    let wanted = state.estimate_wanted().expect("something to ask");
    assert_eq!(wanted.train.trees(), 8);
}

#[test]
fn no_estimate_is_asked_for_while_nothing_can_come_of_it() {
    let state = opened("a.csv");
    assert_eq!(run_begun(state.clone(), 2).estimate_wanted(), None);
    assert_eq!(run_through(state.clone(), 2).estimate_wanted(), None);
    let wrong = trees(&state, 0);
    assert_eq!(reduce(state, wrong).estimate_wanted(), None);
}

#[test]
fn a_question_that_failed_is_not_asked_again() {
    let failed = answer(2, failed(CallName::EstimateTraining, error(Stage::Train)));
    for bad in [failed, broke("out of memory")] {
        let state = after(asked(opened("a.csv"), 2), [bad, Action::EngineReady]);
        assert_eq!(seconds(&state), None);
        assert_eq!(state.estimate_wanted(), None);
        let change = trees(&state, 7);
        assert!(reduce(state, change).estimate_wanted().is_some());
    }
}

fn cancelled(trees: u32) -> State {
    after(
        run_begun(opened("a.csv"), 2),
        [
            ask(3, PendingRequest::Cancel),
            answer(2, stopped(CallName::Run, trees)),
        ],
    )
}

fn kept(state: &State) -> Option<u32> {
    state.stopped().map(|stopped| stopped.trees)
}

#[test]
fn the_trees_of_a_stopped_forest_can_be_kept_while_it_is_the_same_forest() {
    let state = cancelled(37);
    let notice = state.notice.as_ref().expect("a notice");
    assert!(notice.text.contains("37 of 100 trees"), "{}", notice.text);
    assert_eq!(kept(&state), Some(37));
    let more = trees(&state, 200);
    assert_eq!(kept(&reduce(state.clone(), more)), Some(37));
    let other = edit("seed", Edit::Seed(7));
    assert_eq!(kept(&reduce(state.clone(), other)), None);
    assert_eq!(kept(&run_begun(state.clone(), 4)), None);
    assert_eq!(kept(&reduce(state, broke(""))), None);
}

#[test]
fn a_single_tree_is_never_kept_in_part() {
    let mut train = recipe(&opened("a.csv")).train.clone();
    train.choose(ModelName::DecisionTree);
    let state = reduce(opened("a.csv"), edit("model", Edit::part(train)));
    let cancel = [
        ask(3, PendingRequest::Cancel),
        answer(2, stopped(CallName::Run, 1)),
    ];
    assert_eq!(kept(&after(run_begun(state, 2), cancel)), None);
}

#[test]
fn a_forest_without_a_tree_has_nothing_to_keep() {
    let state = cancelled(0);
    assert_eq!(kept(&state), None);
    assert!(state.notice.is_some(), "that it was cancelled is said");
}

#[test]
fn time_left_is_told_from_the_pace_of_the_trees() {
    let progress = |done| RunProgress::Working {
        stage: Stage::Train,
        done,
        total: 100,
        trees: Vec::new(),
        fold: None,
    };
    let seen = |done, at| answer_at(at, 2, Response::Run(CallEvent::Progress(progress(done))));
    let started = started(Stage::Train);
    let state = after(
        run_begun(opened("a.csv"), 2),
        [answer(2, started), seen(10, 0.0), seen(20, 2000.0)],
    );
    let left = state.engine.run().and_then(|run| run.left());
    assert_eq!(left, Some(16.0));
}

#[test]
fn a_model_that_is_not_for_the_task_gives_way() {
    let state = opened("a.csv");
    let bayes = model(&state, ModelName::GaussianNB);
    let state = reduce(state, bayes);
    assert_eq!(recipe(&state).train.model(), ModelName::GaussianNB);
    let state = reduce(state, edit("task", Edit::Task(Task::Regression)));
    assert_eq!(recipe(&state).train.model(), ModelName::RandomForest);
    let state = reduce(state, Action::Undone);
    assert_eq!(recipe(&state).train.model(), ModelName::GaussianNB);
    let state = reduce(state, edit("target", Edit::Target("size".to_string())));
    assert_eq!(recipe(&state).train.model(), ModelName::RandomForest);
}

#[test]
fn gaps_are_in_the_way_of_a_model_that_needs_every_value() {
    let mut state = opened("a.csv");
    let mut data = state.data.as_deref().expect("a file is open").clone();
    for column in &mut data.columns {
        column.missing = 3;
    }
    state.data = Some(Rc::new(data));
    let knn = model(&state, ModelName::KNeighbors);
    let state = reduce(state, knn);
    assert_eq!(
        state.gaps_in_the_way(),
        [""; 0],
        "the median takes their place"
    );

    let keep = Featurize {
        numeric_imputation: NumericImputation::Keep,
        ..recipe(&state).featurize.clone()
    };
    let state = reduce(state, edit("numeric_imputation", Edit::part(keep)));
    assert_eq!(
        state.gaps_in_the_way(),
        ["size"],
        "not the target, nor what is left out"
    );
    let forest = model(&state, ModelName::RandomForest);
    assert_eq!(reduce(state, forest).gaps_in_the_way(), [""; 0]);
}

#[test]
fn categories_as_they_are_are_for_gradient_boosting() {
    let mut state = opened("a.csv");
    let mut data = summary("a.csv");
    data.columns.push(column("colour", ColumnKind::Category, 3));
    state.data = Some(Rc::new(data));
    let boosting = model(&state, ModelName::GradientBoosting);
    let state = reduce(state, boosting);
    assert_eq!(state.could_stay_categories(), ["colour"]);
    assert_eq!(state.categories_in_the_way(), [""; 0]);

    let keep = Featurize {
        encoding: Encoding::Categorical,
        ..recipe(&state).featurize.clone()
    };
    let state = reduce(state, edit("encoding", Edit::part(keep)));
    assert_eq!(state.could_stay_categories(), [""; 0]);
    assert_eq!(state.categories_in_the_way(), [""; 0]);
    let forest = model(&state, ModelName::RandomForest);
    let state = reduce(state, forest);
    assert_eq!(state.categories_in_the_way(), ["colour"]);
    assert_eq!(state.could_stay_categories(), [""; 0]);
}

#[test]
fn iterations_are_counted_and_kept_as_trees_are() {
    let state = opened("a.csv");
    let boosting = model(&state, ModelName::GradientBoosting);
    let state = reduce(state, boosting);
    let cancel = [
        ask(3, PendingRequest::Cancel),
        answer(2, stopped(CallName::Run, 37)),
    ];
    let state = after(run_begun(state, 2), cancel);
    let notice = state.notice.as_ref().expect("a notice");
    assert!(
        notice.text.contains("37 of 100 iterations"),
        "{}",
        notice.text
    );
    assert_eq!(kept(&state), Some(37));
    let mut more = recipe(&state).train.clone();
    *more.trees_mut().expect("it has iterations").0 = 200;
    let more = edit("max_iter", Edit::part(more));
    assert_eq!(kept(&reduce(state, more)), Some(37));
}

#[test]
fn directions_of_columns_that_a_file_lacks_are_forgotten() {
    let mut other = Recipe::clone(recipe(&opened("b.csv")));
    let directions = [("size".to_string(), 1), ("colour".to_string(), -1)];
    let tree = other.train.tree_mut().expect("a forest");
    tree.monotonic_cst = directions.into();
    let state = reduce(opened("a.csv"), Action::RecipeLoaded(Box::new(other)));
    let tree = recipe(&state).train.tree().expect("a forest");
    let kept: Vec<_> = tree.monotonic_cst.iter().collect();
    assert_eq!(kept, [(&"size".to_string(), &1)]);
}
