//! Searches: their form, their reports, and what waits for them.

use super::kept::{handled, id, kept, list, run, told};
use super::{after, answer, ask, broke, error, failed, in_search, opened, run_begun, stopped};
use crate::ui::state::sorted::SortedSet;
use crate::ui::state::{
    Action, CenterView, DraftAxis, PendingRequest, RunColumn, RunsAction, RunsView, SearchDraft,
    State, Status, reduce,
};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{CallName, SearchProgress};
use grove_protocol::report::{CrossValidationReport, FoldScores};
use grove_protocol::tracking::{RunInfo, SearchMethod, SearchReport, SearchValues};
use grove_recipe::parameters::{MODEL, searchable};
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{ModelName, Recipe, Task};

fn axis(parameter: &str, text: &str) -> DraftAxis {
    DraftAxis {
        parameter: parameter.into(),
        text: text.into(),
        chosen: SortedSet::default(),
    }
}

fn draft(method: SearchMethod, axes: Vec<DraftAxis>) -> SearchDraft {
    SearchDraft {
        method,
        axes,
        ..SearchDraft::default()
    }
}

fn values(text: &str) -> Result<SearchValues, String> {
    let draft = draft(SearchMethod::Random, vec![axis("train.max_depth", text)]);
    draft
        .read(&Recipe::default(), "accuracy")
        .map(|(search, _)| search.axes[0].values.clone())
}

#[test]
fn values_are_a_list_or_a_range() {
    let listed = |values: &[serde_json::Value]| Ok(SearchValues::List(values.to_vec()));
    assert_eq!(
        values("2, 8,none"),
        listed(&[2.into(), 8.into(), ().into()])
    );
    assert_eq!(values("2, 2"), listed(&[2.into()]), "each once");
    let range = |from, to, log| Ok(SearchValues::Range { from, to, log });
    assert_eq!(values("1 to 20"), range(1.0, 20.0, false));
    assert_eq!(values("1 to 100 log"), range(1.0, 100.0, true));
    for (text, told) in [
        ("", "write values"),
        ("deep", "deep is not a number"),
        ("2.5", "not a whole number"),
        ("0", "not a number from 1"),
        ("9 to 3", "below its end"),
        ("1 to many", "many is not a number"),
    ] {
        let problem = values(text).expect_err(text);
        assert!(problem.starts_with("Maximum depth: "), "{problem}");
        assert!(problem.contains(told), "{text}: {problem}");
    }
}

#[test]
fn candidates_are_foretold() {
    let axes = || {
        let depth = axis("train.max_depth", "2, 4, 8");
        vec![depth, axis("train.n_estimators", "10, 100")]
    };
    let count = |draft: SearchDraft| {
        let read = draft.read(&Recipe::default(), "accuracy");
        read.map(|(_, count)| count)
    };
    assert_eq!(count(draft(SearchMethod::Grid, axes())), Ok(6));
    let mut random = draft(SearchMethod::Random, axes());
    assert_eq!(count(random.clone()), Ok(6), "there are no more");
    random.axes[0].text = "1 to 1000".into();
    assert_eq!(count(random.clone()), Ok(20));
    random.n_iter = 0;
    assert!(count(random).is_err());
    let range = draft(SearchMethod::Grid, vec![axis("train.max_depth", "1 to 9")]);
    assert!(
        count(range)
            .expect_err("a range")
            .contains("a list of values")
    );
    assert!(count(SearchDraft::default()).is_err(), "nothing is varied");
    let many = (1..=501)
        .map(|n| n.to_string())
        .collect::<Vec<_>>()
        .join(",");
    let many = draft(SearchMethod::Grid, vec![axis("train.n_estimators", &many)]);
    assert!(count(many).expect_err("too many").contains("501"));
}

#[test]
fn every_parameter_begins_with_values_that_it_can_have() {
    let state = opened("a.csv");
    let recipe = state.recipe().expect("a file is open");
    for (model, _) in MODEL.options {
        let mut recipe = Recipe::clone(recipe);
        recipe.train.choose(*model);
        for parameter in searchable([*model]) {
            let axis = DraftAxis::around(&parameter, &recipe);
            let draft = draft(SearchMethod::Grid, vec![axis.clone()]);
            let read = draft.read(&recipe, "accuracy");
            let (_, candidates) = read.unwrap_or_else(|problem| panic!("{axis:?}: {problem}"));
            assert!(candidates >= 2, "{axis:?}");
        }
    }
    let model = searchable([])
        .into_iter()
        .find(|known| known.declared.name == "model");
    let axis = DraftAxis::around(&model.expect("models can be varied"), recipe);
    let ridge = |(model, _): &(ModelName, &str)| *model == ModelName::Ridge;
    let ridge = MODEL.options.iter().position(ridge);
    let ridge = ridge.expect("ridge is a model");
    assert!(!axis.chosen.contains(&ridge), "ridge is not for classes");
}

#[test]
fn a_parameter_can_be_varied_in_the_models_that_have_it() {
    let recipe = Recipe::default();
    let of_neighbors = axis("train.n_neighbors", "3, 5");
    let alone = draft(SearchMethod::Grid, vec![of_neighbors.clone()]);
    let problem = alone
        .read(&recipe, "accuracy")
        .expect_err("a forest has none");
    assert!(problem.contains("train.n_neighbors"), "{problem}");
    let place = |(model, _): &(ModelName, &str)| *model == ModelName::KNeighbors;
    let place = MODEL.options.iter().position(place).expect("a model");
    let models = DraftAxis {
        chosen: [0, place].into_iter().collect(),
        ..axis("train.model", "")
    };
    let both = draft(SearchMethod::Grid, vec![of_neighbors, models]);
    let (_, candidates) = both.read(&recipe, "accuracy").expect("one has it");
    assert_eq!(candidates, 4);
}

#[test]
fn the_score_is_one_of_the_tasks() {
    let mut draft = SearchDraft::default();
    assert_eq!(draft.scoring(Task::Classification), "accuracy");
    draft.scoring = Some("rmse".into());
    assert_eq!(draft.scoring(Task::Classification), "accuracy");
    assert_eq!(draft.scoring(Task::Regression), "rmse");
}

fn begun(state: State) -> State {
    let recipe = state.recipe().expect("a file is open").clone();
    let scoring = "accuracy".to_string();
    reduce(state, ask(7, PendingRequest::Search { recipe, scoring }))
}

fn far(done: u32) -> Response {
    Response::SearchParameters(CallEvent::Progress(SearchProgress::Tried {
        searched: SearchReport {
            parent: id(4),
            done,
            total: 3,
            best: Some((id(5), 0.875)),
        },
        fold: None,
        candidate: None,
    }))
}

#[test]
fn a_search_tells_how_far_it_is_and_what_it_found() {
    let state = begun(kept());
    assert!(!state.can_run());
    let state = reduce(state, answer(7, far(2)));
    let searching = state.engine.searching().expect("a search");
    assert_eq!(searching.told.as_ref().map(|told| told.done), Some(2));
    let ended = Response::SearchParameters(CallEvent::Answer(Ok(())));
    let state = after(state, [answer(7, far(3)), answer(7, ended)]);
    assert!(state.engine.searching().is_none() && state.can_run());
    let told = &state.runs.notice.as_ref().expect("a notice").text;
    assert_eq!(
        told,
        "The search has ended: 3 candidates were scored. The best Accuracy is 0.875."
    );
}

#[test]
fn stages_that_a_search_ran_are_up_to_date() {
    let state = begun(opened("a.csv"));
    let finished = in_search(super::finished(Stage::Clean));
    let state = reduce(state, answer(7, finished));
    assert_eq!(super::with_status(&state, Status::Fresh), PATH[..2]);
}

#[test]
fn a_search_is_stopped_fails_or_gives_way() {
    let stopping = reduce(begun(kept()), ask(8, PendingRequest::Cancel));
    let searching = stopping.engine.searching();
    assert!(searching.is_some_and(|searching| searching.stopping));
    let ended = stopped(CallName::SearchParameters, 0);
    let state = reduce(stopping, answer(7, ended));
    assert!(state.engine.searching().is_none());
    assert!(state.runs.notice.is_some());
    let failed = failed(CallName::SearchParameters, error(Stage::Train));
    let state = reduce(begun(kept()), answer(7, failed));
    assert!(state.engine.searching().is_none() && state.runs.error.is_some());
    assert!(state.failure(Stage::Train).is_none(), "it is told here");
    assert!(run_begun(begun(kept()), 9).engine.searching().is_none());
    let state = reduce(begun(kept()), broke("out of memory"));
    assert!(state.engine.searching().is_none());
}

#[test]
fn nothing_that_would_end_a_search_begins_by_itself() {
    let clean = Action::PlaceChosen(CenterView::Stage(Stage::Clean));
    let state = reduce(opened("a.csv"), clean.clone());
    assert!(state.preview_wanted().is_some());
    let state = reduce(begun(opened("a.csv")), clean);
    assert!(state.preview_wanted().is_none());
    let state = reduce(state, Action::PlaceChosen(CenterView::Profile));
    assert!(state.profile_wanted().is_none());
}

/// A candidate of run 1 whose folds have this mean accuracy and error.
fn candidate(number: u32, scores: Option<(f64, f64)>) -> RunInfo {
    let of_folds = |name: &str, mean| FoldScores {
        name: name.into(),
        mean: Some(mean),
        std: Some(0.01),
        folds: Vec::new(),
    };
    let mut candidate = run(number, number, 0.5);
    candidate.metrics.clear();
    candidate.parent = Some(id(1));
    candidate.cross_validation = scores.map(|(accuracy, log_loss)| CrossValidationReport {
        splitter: "KFold".into(),
        rows: 40,
        n_splits: 5,
        n_repeats: 1,
        scores: vec![
            of_folds("accuracy", accuracy),
            of_folds("log_loss", log_loss),
        ],
        note: None,
    });
    candidate
}

#[test]
fn candidates_are_shown_with_the_best_first() {
    let runs = vec![
        run(1, 10, 0.5),
        candidate(2, Some((0.7, 0.1))),
        candidate(3, None),
        candidate(4, Some((0.9, 0.2))),
    ];
    let state = reduce(opened("a.csv"), told(list(runs, Vec::new())));
    let order = |state: &State| -> Vec<String> {
        let found = state.runs.found.as_ref().expect("a search");
        let rows = found.candidates.iter();
        rows.map(|(row, _)| row.name().to_string()).collect()
    };
    assert_eq!(
        order(&state),
        [
            "Random forest · trees 4",
            "Random forest · trees 2",
            "Random forest · trees 3"
        ]
    );
    let found = state.runs.found.as_ref().expect("a search");
    let trees = RunColumn::Parameter("train.n_estimators".into());
    assert_eq!(found.axes, [trees]);
    assert_eq!(found.scores, ["accuracy", "log_loss"]);
    let looked_at = reduce(state.clone(), handled(RunsAction::SearchShown(id(1))));
    assert_eq!(looked_at.runs.view, RunsView::Search);
    let by = handled(RunsAction::ScoreShown("log_loss".into()));
    assert_eq!(
        order(&reduce(state, by)),
        [
            "Random forest · trees 2",
            "Random forest · trees 4",
            "Random forest · trees 3"
        ]
    );
}
