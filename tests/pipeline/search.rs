//! Searches: candidates and their order, means and the best beside scikit-learn's GridSearchCV
//! (`tests/reference/search.py` made them), what a candidate may see, and that neither crew nor stop changes anything.

use std::collections::BTreeSet;

use grove_engine::Pipeline;
use grove_engine::search::{
    BestCandidate, ParameterSearch, ScoredCandidate, SearchStep, candidates,
};
use grove_engine::train::threads::TreeThreads;
use grove_engine::train::tree_workers::SingleThread;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{Cancel, Cancelled, SearchParameters, SearchProgress};
use grove_protocol::tracking::{RunInfo, SearchAxis, SearchMethod, SearchSpec, SearchValues};
use grove_recipe::error::StageError;
use grove_recipe::parameters::searchable;
use grove_recipe::stage::Stage;
use grove_recipe::{
    CrossValidation, ModelName, NumericImputation, Recipe, SplitMethod, Task, flat,
};
use grove_worker::session::Session;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::asking::{ask, begin, refused, step};
use crate::shared;
use crate::tools::{open, run};

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    sample: String,
    model: ModelName,
    scoring: String,
    axes: Vec<SearchAxis>,
    means: Vec<f64>,
    best: u32,
}

fn list(parameter: &str, values: Value) -> SearchAxis {
    SearchAxis {
        parameter: parameter.into(),
        values: SearchValues::List(serde_json::from_value(values).unwrap()),
    }
}

fn range(parameter: &str, from: f64, to: f64, log: bool) -> SearchAxis {
    SearchAxis {
        parameter: parameter.into(),
        values: SearchValues::Range { from, to, log },
    }
}

fn grid(axes: Vec<SearchAxis>) -> SearchSpec {
    SearchSpec {
        method: SearchMethod::Grid,
        n_iter: 0,
        axes,
        scoring: "accuracy".into(),
    }
}

fn random(n_iter: u32, axes: Vec<SearchAxis>) -> SearchSpec {
    SearchSpec {
        method: SearchMethod::Random,
        n_iter,
        ..grid(axes)
    }
}

/// Of each candidate, the values of these parameters.
fn values(candidates: &[Recipe], parameters: &[&str]) -> Vec<Vec<Value>> {
    let of = |recipe: &Recipe| {
        let flat = flat(recipe);
        parameters.iter().map(|name| flat[*name].clone()).collect()
    };
    candidates.iter().map(of).collect()
}

/// Numbers with gaps, a category, a column that deals the rows, and a class. In rows for testing, `test` stands in for
/// a cat.
fn csv(test: &str) -> String {
    let mut csv = String::from("size,weight,colour,fold,kind\n");
    for i in 0..150u32 {
        let size = match i % 9 {
            0 => String::new(),
            _ => (i * i % 23).to_string(),
        };
        let colour = ["red", "green", "blue"][(i * 11 % 17 % 3) as usize];
        let fold = i * 7 % 5;
        let kind = match (fold, ["cat", "dog"][(i * i % 23 / 12) as usize]) {
            (4, "cat") => test,
            (_, kind) => kind,
        };
        csv.push_str(&format!(
            "{size},{},{colour},{fold},{kind}\n",
            i * i * i % 31
        ));
    }
    csv
}

fn pipeline(workers: Option<u32>, csv: &str) -> (Pipeline, Recipe) {
    let (_, _, mut recipe) = open(csv.as_bytes()).unwrap();
    recipe.leave_out.clear();
    (recipe.target, recipe.task) = ("kind".into(), Task::Classification);
    recipe.split.method = SplitMethod::Folds;
    recipe.split.fold_column = Some("fold".into());
    recipe.split.test_fold = vec!["4".into()];
    recipe.train.set("n_estimators", 5).unwrap();
    let mut pipeline = match workers {
        Some(threads) => Pipeline::new(Box::new(TreeThreads::new(threads))),
        None => Pipeline::default(),
    };
    let bytes = csv.as_bytes();
    pipeline
        .open("test.csv", bytes, &Default::default())
        .unwrap();
    (pipeline, recipe)
}

type Found = (Vec<ScoredCandidate>, Option<BestCandidate>);

/// Searches until so many candidates are done.
fn until(
    pipeline: &mut Pipeline,
    recipe: &Recipe,
    search: &SearchSpec,
    wanted: usize,
) -> Result<Found, StageError> {
    let mut searching = ParameterSearch::begin(pipeline, search, recipe)?;
    let mut tried = Vec::new();
    while tried.len() < wanted {
        let (done, _) = searching.progress();
        assert_eq!(done as usize, tried.len());
        match searching.step(pipeline)? {
            SearchStep::Tried(candidate) => tried.push(*candidate),
            SearchStep::Done => break,
            _ => {}
        }
    }
    Ok((tried, searching.best()))
}

fn search(pipeline: &mut Pipeline, recipe: &Recipe, search: &SearchSpec) -> Found {
    until(pipeline, recipe, search, usize::MAX).unwrap()
}

fn means(tried: &[ScoredCandidate], metric: &str) -> Vec<f64> {
    let mean = |tried: &ScoredCandidate| tried.score(metric).unwrap();
    tried.iter().map(mean).collect()
}

/// A grid in which features are encoded anew, models change, and forests grow.
fn mixed() -> SearchSpec {
    grid(vec![
        list("featurize.numeric_imputation", json!(["median", "mean"])),
        list(
            "train.model",
            json!(["random_forest", "gaussian_nb", "extra_trees"]),
        ),
        list("train.max_depth", json!([2, null])),
    ])
}

#[test]
fn a_grid_has_the_order_of_its_axes() {
    let (_, recipe) = pipeline(None, &csv("cat"));
    let search = grid(vec![
        list("train.max_depth", json!([3, null])),
        list("train.min_samples_leaf", json!([1, 5.0])),
        list("train.class_weight", json!(["uniform", "balanced"])),
    ]);
    let candidates = candidates(&search, &recipe).unwrap();
    let names = [
        "train.max_depth",
        "train.min_samples_leaf",
        "train.class_weight",
    ];
    // As list(sklearn.model_selection.ParameterGrid(...)) with names in this order.
    let expected = [
        json!([3, 1, "uniform"]),
        json!([3, 1, "balanced"]),
        json!([3, 5, "uniform"]),
        json!([3, 5, "balanced"]),
        json!([null, 1, "uniform"]),
        json!([null, 1, "balanced"]),
        json!([null, 5, "uniform"]),
        json!([null, 5, "balanced"]),
    ];
    let found: Vec<Value> = values(&candidates, &names)
        .into_iter()
        .map(Value::from)
        .collect();
    assert_eq!(found, expected);
    let mut same = candidates[6].clone();
    assert_eq!(
        (
            same.train.get("max_depth"),
            same.train.get("min_samples_leaf")
        ),
        (Some(Value::Null), Some(json!(5)))
    );
    same.train
        .set("min_samples_leaf", recipe.train.get("min_samples_leaf"))
        .unwrap();
    assert_eq!(same, recipe, "nothing else changes");
}

#[test]
fn random_draws_are_distinct_in_their_ranges_and_the_seeds() {
    let (_, mut recipe) = pipeline(None, &csv("cat"));
    let search = random(
        200,
        vec![
            range("train.n_estimators", 1.0, 1000.0, true),
            range("train.ccp_alpha", 1e-4, 1e4, true),
            range("train.max_samples", 0.5, 0.6, false),
            list("train.bootstrap", json!([true, false])),
        ],
    );
    let names = [
        "train.n_estimators",
        "train.ccp_alpha",
        "train.max_samples",
        "train.bootstrap",
    ];
    let draw = |recipe: &Recipe| values(&candidates(&search, recipe).unwrap(), &names);
    let drawn = draw(&recipe);
    assert_eq!(drawn.len(), 200);
    assert_eq!(draw(&recipe), drawn);
    let distinct: BTreeSet<String> = drawn.iter().map(|point| format!("{point:?}")).collect();
    assert_eq!(distinct.len(), 200);
    // Half of the draws of a logarithm lie below its middle, give or take five standard deviations.
    let below = |place: usize, middle: f64| {
        let below = drawn
            .iter()
            .filter(|point| point[place].as_f64().unwrap() < middle);
        below.count().abs_diff(100) < 36
    };
    assert!(
        below(0, 31.6) && below(1, 1.0) && below(2, 0.55),
        "{drawn:?}"
    );
    let off = drawn
        .iter()
        .filter(|point| point[3] == json!(false))
        .count();
    assert!(off.abs_diff(100) < 36);
    assert!(drawn.iter().all(|point| point[0].is_u64()));
    recipe.seed += 1;
    assert_ne!(draw(&recipe), drawn);

    // Where there are no more, all are tried.
    let few = |n_iter| {
        let search = random(n_iter, vec![range("train.max_depth", 2.0, 9.0, false)]);
        values(&candidates(&search, &recipe).unwrap(), &["train.max_depth"])
    };
    let all: Vec<Vec<Value>> = (2..=9).map(|depth| vec![json!(depth)]).collect();
    assert_eq!(few(500), all);
    let seven = few(7);
    assert!(seven.len() == 7 && seven.iter().all(|depth| all.contains(depth)));
}

#[test]
fn every_searchable_parameter_is_one_of_the_recipe() {
    let (_, mut recipe) = pipeline(None, &csv("cat"));
    for (model, _) in ModelName::OPTIONS {
        recipe.train.choose(*model);
        recipe.task = model.about().only_task.unwrap_or(recipe.task);
        let flat = flat(&recipe);
        let all = searchable([*model]);
        assert!(all.len() >= 6);
        for parameter in all {
            let name = parameter.parameter();
            assert_eq!(
                parameter.declared.value(&flat[&name]),
                Ok(flat[&name].clone()),
                "{name}"
            );
            let alone = grid(vec![list(&name, json!([flat[&name]]))]);
            let same = candidates(&alone, &recipe).unwrap();
            assert!(same.len() == 1 && same[0] == recipe, "{name}");
            assert!(!parameter.declared.label.is_empty());
        }
    }
}

#[test]
fn a_parameter_is_varied_in_the_models_that_have_it() {
    let (_, recipe) = pipeline(None, &csv("cat"));
    let alone = grid(vec![list("train.C", json!([0.1, 10.0]))]);
    let error = candidates(&alone, &recipe).unwrap_err();
    assert!(error.problem.contains("train.C"), "{error}");
    assert!(error.advice.contains("logistic_regression"), "{error}");
    let models = json!(["logistic_regression", "gaussian_nb"]);
    let both = grid(vec![
        list("train.C", json!([0.1, 10.0])),
        list("train.model", models),
    ]);
    let candidates = candidates(&both, &recipe).unwrap();
    let found: Vec<_> = candidates.iter().map(|of| json!(of.train)).collect();
    let naive = json!({ "model": "gaussian_nb", "var_smoothing": 1e-9 });
    let logistic = |c: f64| json!({ "model": "logistic_regression", "C": c });
    assert_eq!(found, [logistic(0.1), naive.clone(), logistic(10.0), naive]);
}

#[test]
fn categories_as_they_are_are_tried_only_with_models_that_take_them() {
    let (mut pipeline, mut recipe) = pipeline(None, &csv("cat"));
    recipe.train.choose(ModelName::GradientBoosting);
    let encoding = list("featurize.encoding", json!(["one_hot", "categorical"]));
    let search = grid(vec![encoding.clone()]);
    let found = candidates(&search, &recipe).unwrap();
    let tried = values(&found, &["featurize.encoding"]);
    assert_eq!(tried, [[json!("one_hot")], [json!("categorical")]]);
    let both = list("train.model", json!(["gradient_boosting", "random_forest"]));
    let error = candidates(&grid(vec![encoding.clone(), both]), &recipe).unwrap_err();
    assert!(error.problem.contains("categorical"), "{error}");
    recipe.train.choose(ModelName::RandomForest);
    let error = ParameterSearch::begin(&mut pipeline, &search, &recipe);
    assert!(error.err().unwrap().problem.contains("categorical"));

    // No model is offered features that it refuses.
    for (model, _) in ModelName::OPTIONS {
        let all = searchable([*model]);
        let offered = |name: &str, value: &str| {
            let of = all.iter().find(|of| of.parameter() == name).unwrap();
            of.declared.value(&json!(value)).is_ok()
        };
        let about = model.about();
        let categories = offered("featurize.encoding", "categorical");
        assert_eq!(categories, about.takes_categories, "{model:?}");
        let missing = offered("featurize.numeric_imputation", "keep");
        assert_eq!(missing, about.takes_missing, "{model:?}");
        assert!(offered("featurize.encoding", "target"), "{model:?}");
    }
}

#[test]
fn wrong_axes_are_named() {
    let (mut pipeline, mut recipe) = pipeline(None, &csv("cat"));
    let mut refused = |search: SearchSpec, words: &str| {
        let error = ParameterSearch::begin(&mut pipeline, &search, &recipe)
            .err()
            .unwrap();
        assert!(error.problem.contains(words), "{error}");
        assert!(
            error.problem.ends_with('.') && !error.advice.is_empty(),
            "{error}"
        );
        error.stage
    };
    let one = |parameter: &str, values: Value| grid(vec![list(parameter, values)]);
    for (search, words) in [
        (grid(Vec::new()), "no parameter"),
        (one("seed", json!([1])), "Axis seed: "),
        (one("train.no_such", json!([1])), "Axis train.no_such: "),
        (one("train", json!([1])), "Axis train: "),
        (
            one("train.max_depth", json!([])),
            "Axis train.max_depth: the list is empty",
        ),
        (
            one("train.max_depth", json!([0])),
            "Axis train.max_depth: 0 is not a number from 1 to 10000",
        ),
        (
            one("train.max_depth", json!([2.5])),
            "2.5 is not a whole number",
        ),
        (
            one("train.max_depth", json!(["deep"])),
            "\"deep\" is not a number",
        ),
        (
            one("train.max_depth", json!([4, 4.0])),
            "4 is in the list twice",
        ),
        (
            one("train.n_estimators", json!([null])),
            "null is not a number",
        ),
        (
            one("train.max_features", json!(["half"])),
            "\"half\" is not one of \"auto\", \"sqrt\"",
        ),
        (
            one("train.bootstrap", json!([1])),
            "1 is not one of false, true",
        ),
        (
            one("train.model", json!(["ridge"])),
            "Axis train.model: ridge regression cannot",
        ),
        (
            grid(vec![range("train.max_depth", 1.0, 9.0, false)]),
            "a grid needs a list",
        ),
        (
            random(9, vec![range("train.model", 1.0, 9.0, false)]),
            "are names",
        ),
        (
            random(9, vec![range("train.ccp_alpha", 9.0, 1.0, false)]),
            "Axis train.ccp_alpha: the range ends at 1",
        ),
        (
            random(9, vec![range("train.ccp_alpha", f64::NAN, 1.0, false)]),
            "must be numbers",
        ),
        (
            random(9, vec![range("train.max_depth", f64::NAN, 1.0, false)]),
            "must be numbers",
        ),
        (
            random(9, vec![range("train.max_depth", 1.5, 9.0, false)]),
            "1.5 is not a whole number",
        ),
        (
            random(9, vec![range("train.ccp_alpha", 0.0, 1.0, true)]),
            "must begin above 0",
        ),
        (
            random(0, vec![range("train.ccp_alpha", 1.0, 2.0, true)]),
            "n_iter is 0",
        ),
        (
            random(501, vec![range("train.ccp_alpha", 1.0, 2.0, true)]),
            "n_iter is 501",
        ),
    ] {
        assert_eq!(refused(search, words), Stage::Train);
    }
    let imputation = one("featurize.numeric_imputation", json!(["guess"]));
    assert_eq!(
        refused(imputation, "Axis featurize.numeric_imputation"),
        Stage::Featurize
    );
    let twice = vec![
        list("train.max_depth", json!([1])),
        list("train.max_depth", json!([2])),
    ];
    refused(grid(twice), "train.max_depth is listed twice");
    let all: Vec<u32> = (1..=30).collect();
    let large = ["train.max_depth", "train.min_samples_leaf"].map(|name| list(name, json!(all)));
    refused(
        grid(large.into()),
        "30 × 30 candidates; it may have at most 500",
    );
    let mut scoring = one("train.max_depth", json!([1]));
    scoring.scoring = "r2".into();
    refused(scoring, "no score r2");
    recipe.task = Task::Regression;
    let error = candidates(
        &one("train.model", json!(["ridge", "logistic_regression"])),
        &recipe,
    );
    assert!(
        error
            .unwrap_err()
            .problem
            .contains("logistic regression cannot")
    );
}

#[test]
fn means_and_the_best_are_those_of_grid_search_cv() {
    let reference: Reference =
        serde_json::from_str(include_str!("../reference/search.json")).unwrap();
    for case in reference.cases {
        let csv = match case.sample.as_str() {
            "diabetes" => include_str!("../../www/samples/diabetes.csv"),
            "wine" => include_str!("../../www/samples/wine.csv"),
            "iris" => include_str!("../../www/samples/iris.csv"),
            "breast_cancer" => include_str!("../../www/samples/breast_cancer.csv"),
            other => panic!("no sample {other}"),
        };
        let mut lines = csv.lines();
        let header = lines.next().unwrap();
        let mut with = format!("by,{header}\n");
        for (row, line) in lines.enumerate() {
            with.push_str(&format!("{},{line}\n", row * 7 % 5));
        }
        let (mut pipeline, mut recipe) = pipeline(None, &with);
        recipe.target = header.rsplit_once(',').unwrap().1.into();
        recipe.task = match case.sample.as_str() {
            "diabetes" => Task::Regression,
            _ => Task::Classification,
        };
        recipe.leave_out = vec!["by".into()];
        recipe.split.fold_column = Some("by".into());
        recipe.train.choose(case.model);
        recipe.evaluate.cross_validation = CrossValidation::KFold;
        let asked = SearchSpec {
            scoring: case.scoring.clone(),
            ..grid(case.axes)
        };
        let (tried, best) = search(&mut pipeline, &recipe, &asked);
        let what = format!("{} {:?} {}", case.sample, case.model, case.scoring);
        let ours = means(&tried, &case.scoring);
        assert_eq!(ours.len(), case.means.len(), "{what}");
        for (ours, theirs) in ours.iter().zip(&case.means) {
            // A logistic regression is as near as its last step.
            assert!(
                (ours - theirs).abs() <= 1e-5 * theirs.abs().max(1.0),
                "{what}: {ours} {theirs}"
            );
        }
        let best = best.unwrap();
        assert_eq!(best.place, case.best, "{what}");
        assert_eq!(best.score, ours[best.place as usize]);
    }
}

/// What is shared between candidates changes none: each scores bit for bit what it scores by itself.
#[test]
fn a_candidate_scores_what_its_recipe_scores_alone() {
    let csv = csv("cat");
    let (mut shared, mut recipe) = pipeline(None, &csv);
    recipe.evaluate.cross_validation = CrossValidation::RepeatedKFold;
    recipe.evaluate.n_repeats = 2;
    recipe.split.method = SplitMethod::Random;
    let (tried, _) = search(&mut shared, &recipe, &mixed());
    assert_eq!(tried.len(), 12);
    for tried in tried.iter().step_by(5).chain(tried.last()) {
        let (alone, _) = run(&csv, |other| *other = tried.recipe.clone()).unwrap();
        let report = &alone.outcome().unwrap().evaluation.cross_validation;
        assert_eq!(report.as_ref(), tried.result.as_ref().ok());
        assert_eq!(report.as_ref().unwrap().scores[0].folds.len(), 10);
    }
}

#[test]
fn no_candidate_sees_test_rows() {
    let scores = |test: &str| {
        let (mut pipeline, recipe) = pipeline(None, &csv(test));
        let (tried, best) = search(&mut pipeline, &recipe, &mixed());
        assert!(pipeline.outcome().is_none());
        let results: Vec<_> = tried
            .into_iter()
            .map(|tried| tried.result.unwrap())
            .collect();
        (results, best)
    };
    assert_eq!(scores("cat"), scores("dog"));
}

#[test]
fn every_crew_finds_the_same() {
    let found = |workers| {
        let (mut pipeline, recipe) = pipeline(workers, &csv("cat"));
        search(&mut pipeline, &recipe, &mixed())
    };
    let alone = found(None);
    assert_eq!(found(Some(2)), alone);
    let (tried, best) = alone;
    let best = best.unwrap();
    let means = means(&tried, "accuracy");
    let highest = means.iter().copied().fold(0.0, f64::max);
    let first = means.iter().position(|mean| *mean == highest).unwrap();
    assert_eq!((best.place as usize, best.score), (first, highest));
}

#[test]
fn a_search_without_folds_has_five_and_a_stop_keeps_what_is_done() {
    let (mut pipeline, mut recipe) = pipeline(None, &csv("cat"));
    recipe.split.method = SplitMethod::Random;
    recipe.evaluate.n_splits = 9;
    let (all, _) = search(&mut pipeline, &recipe, &mixed());
    let report = all[0].result.as_ref().unwrap();
    assert_eq!((report.n_splits, report.n_repeats), (5, 1));
    assert_eq!(all[0].recipe.evaluate.n_splits, 5);

    let (some, best) = until(&mut pipeline, &recipe, &mixed(), 3).unwrap();
    assert_eq!(some, all[..3]);
    assert!(best.unwrap().place < 3);
    assert_eq!(pipeline.cancel(), 0);
    // The pipeline is as good as before.
    let again = search(&mut pipeline, &recipe, &mixed()).0;
    assert_eq!(again, all);
}

#[test]
fn what_is_wrong_with_one_candidate_does_not_end_the_search() {
    let (mut pipeline, mut recipe) = pipeline(None, &csv("cat"));
    recipe.featurize.numeric_imputation = NumericImputation::Keep;
    let models = grid(vec![list(
        "train.model",
        json!(["decision_tree", "logistic_regression", "dummy"]),
    )]);
    let (tried, best) = search(&mut pipeline, &recipe, &models);
    let error = tried[1].result.as_ref().unwrap_err();
    assert!(error.problem.starts_with("Fold 1 of 4"), "{error}");
    assert!(tried[0].result.is_ok() && tried[2].result.is_ok());
    assert_ne!(best.unwrap().place, 1);

    // What is wrong with all of them does.
    recipe.split.method = SplitMethod::Group;
    recipe.group = Some("colour".into());
    recipe.split.fold_column = None;
    let error = until(&mut pipeline, &recipe, &models, 1).unwrap_err();
    assert!(error.problem.contains("n_splits is 5"), "{error}");
}

/// Asks a session for a search and takes down its runs, until it has so many.
fn asked(session: &mut Session, recipe: Recipe, search: SearchSpec, wanted: usize) -> Vec<RunInfo> {
    begin(session, SearchParameters { recipe, search }, b"");
    let mut runs: Vec<RunInfo> = Vec::new();
    loop {
        match step::<SearchParameters>(session) {
            CallEvent::Progress(SearchProgress::Tried {
                searched,
                candidate,
                ..
            }) => {
                runs.extend(candidate.map(|run| *run));
                assert_eq!(searched.parent, runs[0].id);
                assert_eq!(searched.done as usize, runs.len() - 1);
                if let Some((best, score)) = searched.best {
                    let run = runs.iter().find(|run| run.id == best).unwrap();
                    let scores = &run.cross_validation.as_ref().unwrap().scores;
                    assert_eq!(scores[0].mean, Some(score));
                }
            }
            CallEvent::Progress(SearchProgress::Stage(_)) => assert!(runs.is_empty()),
            CallEvent::Answer(Ok(())) => return runs,
            other => panic!("{other:?}"),
        }
        if runs.len() == wanted {
            return runs;
        }
    }
}

#[test]
fn a_session_names_the_runs_of_a_search() {
    let mut session = Session::new(Box::new(SingleThread::default()), || 1.7e12).named_by([255; 5]);
    let mut early = Session::new(Box::new(SingleThread::default()), || 0.0);
    let search = SearchParameters {
        recipe: shared::recipe(),
        search: mixed(),
    };
    // No file is open.
    refused(&mut early, search, b"");

    ask(&mut session, shared::open(), shared::MESSY);
    let trees = grid(vec![list("train.n_estimators", json!([1, 3]))]);
    let runs = asked(&mut session, shared::recipe(), trees.clone(), usize::MAX);
    assert_eq!(runs.len(), 3);
    let ids: BTreeSet<_> = runs.iter().map(|run| run.id.clone()).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(runs[0].parent, None);
    assert!(
        runs[0].note.contains("train.n_estimators: 2 candidates"),
        "{}",
        runs[0].note
    );
    for (run, n_estimators) in runs[1..].iter().zip([1, 3]) {
        assert_eq!(run.parent.as_ref(), Some(&runs[0].id));
        assert_eq!(run.recipe.train.trees(), n_estimators);
        assert!(run.cross_validation.is_some() && run.metrics.is_empty());
        assert_eq!((run.test_rows.as_ref(), run.model_bytes), (None, 0.0));
    }
    // It can be stopped at any time, and something else begun.
    let first = asked(&mut session, shared::recipe(), trees.clone(), 2);
    assert_eq!(first[1].cross_validation, runs[1].cross_validation);
    assert_eq!(ask(&mut session, Cancel, b""), Cancelled { trees: 0 });
    assert!(!session.is_at_work());
    asked(&mut session, shared::recipe(), trees.clone(), 2);
    let mut recipe = shared::recipe();
    recipe.train.set("n_estimators", 2).unwrap();
    ask(&mut session, shared::run(recipe), b"");
    let again = asked(&mut session, shared::recipe(), trees, usize::MAX);
    assert_eq!(again[2].cross_validation, runs[2].cross_validation);
}
