//! The cache: a changed parameter runs its stage and those behind it, and nothing else.

use grove_engine::{Pipeline, RunEvent};
use grove_export::fingerprint;
use grove_protocol::report::StageReport;
use grove_recipe::parameters::{Parameter, Span, Value};
use grove_recipe::provenance::{Fingerprint, parameters};
use grove_recipe::stage::{PATH, Stage, keys};
use grove_recipe::{
    ClassWeight, CrossValidation, Cuts, Encoding, KnownDoubt, MaxFeatures, ModelName,
    NumericImputation, Operation, Question, Recipe, SplitMethod, Step, Task, ThresholdBy,
};

use serde_json::json;

use crate::tools::{finish, open, table};

fn ran(pipeline: &mut Pipeline, recipe: &Recipe) -> Vec<Stage> {
    finish(pipeline, recipe)
        .unwrap()
        .iter()
        .map(|report| report.stage)
        .collect()
}

/// The reports of the stages that ran, and of those that were reused.
fn told(pipeline: &mut Pipeline, recipe: &Recipe) -> (Vec<StageReport>, Vec<StageReport>) {
    pipeline.begin(recipe.clone()).unwrap();
    let (mut ran, mut reused) = (Vec::new(), Vec::new());
    loop {
        match pipeline.step().unwrap() {
            RunEvent::Finished(report) => ran.push(*report),
            RunEvent::Reused(told) => reused.push(StageReport::clone(&told.report)),
            RunEvent::Ended => return (ran, reused),
            _ => {}
        }
    }
}

/// Of every stage, what it made for a recipe.
fn fingerprints(pipeline: &Pipeline, recipe: &Recipe) -> Vec<Fingerprint> {
    PATH.map(|stage| fingerprint::of(pipeline, recipe, stage).expect("it is there"))
        .into()
}

/// Recipes that differ in a knob of each stage behind load. The split is a knob of the check as well, which asks
/// whether rows in train and in test are alike.
fn variants(recipe: &Recipe) -> Vec<Recipe> {
    type Change = fn(&mut Recipe);
    let changes: [Change; 6] = [
        |r| r.clean.steps.push(duplicates()),
        |r| r.leave_out.push("weight".into()),
        |r| r.split.test_size = 0.4,
        |r| r.featurize.missing_indicator = true,
        |r| r.train.set("min_samples_leaf", 3).unwrap(),
        |r| r.evaluate.cross_validation = CrossValidation::KFold,
    ];
    let changed = changes.iter().map(|change| {
        let mut recipe = recipe.clone();
        change(&mut recipe);
        recipe
    });
    changed.collect()
}

fn small() -> (Pipeline, Recipe) {
    let (pipeline, _, mut recipe) = open(table(60).as_bytes()).unwrap();
    recipe.train.set("n_estimators", 3).unwrap();
    recipe.evaluate.n_splits = 2;
    (pipeline, recipe)
}

#[test]
fn a_choice_that_is_taken_back_runs_nothing_and_tells_the_same() {
    let (mut pipeline, recipe) = small();
    let (first, _) = told(&mut pipeline, &recipe);
    assert_eq!(first.len(), PATH.len() - 1);
    let predicted = pipeline.outcome().unwrap().predictions.predicted.clone();
    let begins = [0, 1, 1, 3, 4, 5];
    for (place, variant) in begins.into_iter().zip(&variants(&recipe)) {
        let (ran, reused) = told(&mut pipeline, variant);
        assert_eq!(ran.len(), PATH.len() - 1 - place);
        assert_eq!(reused.len(), 1 + place);
        let (ran, reused) = told(&mut pipeline, &recipe);
        assert_eq!(ran, [], "{place}");
        assert_eq!(reused[1..], first);
        let outcome = pipeline.outcome().unwrap();
        assert_eq!(outcome.fitted.recipe.train, recipe.train);
        assert_eq!(outcome.predictions.predicted, predicted);
        let again = told(&mut pipeline, variant);
        assert_eq!(again.0, [], "{place}");
        told(&mut pipeline, &recipe);
    }
}

#[test]
fn the_file_read_otherwise_and_back_again_reuses_all_behind_it() {
    let (mut pipeline, recipe) = small();
    told(&mut pipeline, &recipe);
    let mut otherwise = recipe.clone();
    otherwise.load.trim ^= true;
    assert_eq!(told(&mut pipeline, &otherwise).0.len(), PATH.len());
    let (ran, reused) = told(&mut pipeline, &recipe);
    assert_eq!(
        ran.iter().map(|r| r.stage).collect::<Vec<_>>(),
        [Stage::Load]
    );
    assert_eq!(reused.len(), PATH.len() - 1);
}

#[test]
fn the_milliseconds_come_back_with_the_result() {
    let (mut pipeline, recipe) = small();
    told(&mut pipeline, &recipe);
    pipeline.took(Stage::Train, 12.5);
    pipeline.begin(recipe).unwrap();
    let mut times = Vec::new();
    while let RunEvent::Reused(told) = pipeline.step().unwrap() {
        times.push((told.report.stage, told.milliseconds));
    }
    assert_eq!(times.len(), PATH.len());
    assert!(times.contains(&(Stage::Train, Some(12.5))));
    assert!(times.contains(&(Stage::Split, None)));
}

#[test]
fn what_is_kept_stays_within_its_budget_but_for_what_is_in_use() {
    let (mut pipeline, recipe) = small();
    told(&mut pipeline, &recipe);
    let in_use = pipeline.kept_bytes();
    // The rows alone: three columns of numbers and a target for the trees, 60 rows.
    assert!(in_use > 60 * 20, "{in_use}");
    pipeline.keep_at_most(0);
    assert_eq!(pipeline.kept_bytes(), in_use, "all of it is in use");
    assert_eq!(told(&mut pipeline, &recipe).0, []);

    let mut leaf = recipe.clone();
    leaf.train.set("min_samples_leaf", 3).unwrap();
    assert_eq!(told(&mut pipeline, &leaf).0.len(), 2);
    let (ran, reused) = told(&mut pipeline, &recipe);
    assert_eq!(ran.len(), 2, "there was no room for it");
    assert_eq!(reused.len(), PATH.len() - 2);

    // With room for one run more, the one that was used longest ago goes.
    pipeline.keep_at_most(in_use * 5 / 2);
    let runs = variants(&recipe);
    for run in &runs {
        told(&mut pipeline, run);
        assert!(pipeline.kept_bytes() <= in_use * 5 / 2);
    }
    assert_eq!(told(&mut pipeline, &runs[5]).0, []);
    assert!(!told(&mut pipeline, &runs[0]).0.is_empty());
}

#[test]
fn what_several_results_share_is_counted_once() {
    let (mut pipeline, recipe) = small();
    told(&mut pipeline, &recipe);
    let before = pipeline.kept_bytes();
    let mut folds = recipe.clone();
    folds.evaluate.cross_validation = CrossValidation::KFold;
    told(&mut pipeline, &folds);
    let model = pipeline.outcome().unwrap().fitted.model.bytes();
    let predictions = pipeline.outcome().unwrap().predictions.bytes();
    let report = |pipeline: &mut Pipeline, recipe: &Recipe| {
        let (_, reused) = told(pipeline, recipe);
        serde_json::to_vec(&reused[6]).unwrap().len() as u64
    };
    // A second evaluation of the same model: its predictions and what it told, but no other model.
    let more = predictions + report(&mut pipeline, &folds);
    assert_eq!(pipeline.kept_bytes(), before + more);
    assert!(model > 0);
}

#[test]
fn made_anew_all_is_the_same_to_the_last_bit() {
    for from in PATH {
        let (mut pipeline, recipe) = small();
        let (first, _) = told(&mut pipeline, &recipe);
        let before = fingerprints(&pipeline, &recipe);
        pipeline.forget(from);
        let forgotten = from.max(Stage::Clean);
        for stage in PATH {
            let there = fingerprint::of(&pipeline, &recipe, stage).is_some();
            assert_eq!(there, stage < forgotten, "{stage:?}");
        }
        let (ran, _) = told(&mut pipeline, &recipe);
        assert_eq!(ran, first[forgotten as usize - 1..], "{from:?}");
        assert_eq!(fingerprints(&pipeline, &recipe), before);
    }
}

#[test]
fn equal_keys_have_equal_fingerprints_and_other_outputs_others() {
    let (mut pipeline, mut recipe) = small();
    recipe.split.validation_size = 0.2;
    told(&mut pipeline, &recipe);
    let first = fingerprints(&pipeline, &recipe);
    let before = keys(&recipe);
    for variant in variants(&recipe) {
        told(&mut pipeline, &variant);
        let after = keys(&variant);
        let (mut fresh, _) = small();
        told(&mut fresh, &variant);
        let made = fingerprints(&pipeline, &variant);
        assert_eq!(made, fingerprints(&fresh, &variant));
        for stage in 0..PATH.len() {
            assert!(before[stage] != after[stage] || made[stage] == first[stage]);
        }
    }
    let mut other = recipe.clone();
    other.seed += 1;
    told(&mut pipeline, &other);
    let made = fingerprints(&pipeline, &other);
    let same: Vec<bool> = made.iter().zip(&first).map(|(a, b)| a == b).collect();
    // The table and the findings do not depend on the seed.
    assert_eq!(same, [true, true, true, false, false, false, false]);
    let sizes: Vec<f64> = first.iter().map(|f| f.bytes).collect();
    assert_eq!(sizes[3], 4.0 * (3.0 + 60.0), "three counts and sixty rows");
}

#[test]
fn another_file_empties_the_shelf() {
    let (mut pipeline, recipe) = small();
    told(&mut pipeline, &recipe);
    assert!(pipeline.kept_bytes() > 0);
    let other = table(61);
    let load = Default::default();
    pipeline.open("other.csv", other.as_bytes(), &load).unwrap();
    assert_eq!(pipeline.kept_bytes(), 0);
    assert!(pipeline.outcome().is_none());
}

#[test]
fn a_check_that_ends_a_run_ends_it_every_time() {
    let (mut pipeline, recipe) = small();
    told(&mut pipeline, &recipe);
    let mut fails = recipe.clone();
    fails.leave_out = vec!["size".into(), "weight".into()];
    for _ in 0..2 {
        assert!(finish(&mut pipeline, &fails).is_err());
        assert_eq!(told(&mut pipeline, &recipe).0, []);
    }
}

fn duplicates() -> Step {
    Operation::DropDuplicates {
        columns: Vec::new(),
    }
    .into()
}

#[test]
fn only_what_changed_runs_again() {
    let (mut pipeline, _, mut recipe) = open(table(60).as_bytes()).unwrap();
    recipe.train.set("n_estimators", 3).unwrap();
    assert_eq!(ran(&mut pipeline, &recipe), PATH[1..]);
    assert_eq!(ran(&mut pipeline, &recipe), []);
    recipe.train.set("min_samples_leaf", 2).unwrap();
    assert_eq!(ran(&mut pipeline, &recipe), [Stage::Train, Stage::Evaluate]);
    recipe.featurize.missing_indicator = true;
    assert_eq!(ran(&mut pipeline, &recipe), PATH[4..]);
    recipe.split.test_size = 0.4;
    assert_eq!(ran(&mut pipeline, &recipe), PATH[2..]);
    recipe.check.known = vec![KnownDoubt {
        question: Question::Leak,
        columns: vec!["size".into()],
    }];
    assert_eq!(ran(&mut pipeline, &recipe), [Stage::Evaluate]);
    recipe.clean.steps.push(duplicates());
    assert_eq!(ran(&mut pipeline, &recipe), PATH[1..]);
}

#[test]
fn a_reused_path_gives_the_bits_of_a_fresh_one() {
    let (mut reused, _, mut recipe) = open(table(60).as_bytes()).unwrap();
    recipe.train.set("n_estimators", 3).unwrap();
    finish(&mut reused, &recipe).unwrap();
    recipe.seed = 7;
    finish(&mut reused, &recipe).unwrap();
    let (mut fresh, ..) = open(table(60).as_bytes()).unwrap();
    finish(&mut fresh, &recipe).unwrap();
    let (reused, fresh) = (reused.outcome().unwrap(), fresh.outcome().unwrap());
    assert_eq!(reused.fitted, fresh.fitted);
    assert_eq!(reused.predictions.predicted, fresh.predictions.predicted);
}

#[test]
fn every_parameter_changes_the_key_of_its_stage_and_of_no_stage_before() {
    let (_, _, recipe) = open(table(20).as_bytes()).unwrap();
    type Change = fn(&mut Recipe);
    let changes: [(Stage, Change); 42] = [
        (Stage::Load, |r| r.data.sha256.push('0')),
        (Stage::Clean, |r| r.target = "size".into()),
        (Stage::Clean, |r| r.clean.steps.push(duplicates())),
        (Stage::Load, |r| r.load.trim ^= true),
        (Stage::Load, |r| r.load.missing_values.push("-".into())),
        (Stage::Clean, |r| {
            r.clean.missing_target = grove_recipe::MissingTarget::Stop;
        }),
        (Stage::Check, |r| r.task = Task::Regression),
        (Stage::Check, |r| r.leave_out.push("size".into())),
        // The check asks whether rows in train and in test are alike.
        (Stage::Check, |r| r.seed += 1),
        (Stage::Check, |r| r.split.test_size = 0.5),
        (Stage::Check, |r| r.split.validation_size = 0.1),
        (Stage::Check, |r| r.split.stratify ^= true),
        (Stage::Check, |r| r.split.method = SplitMethod::Time),
        (Stage::Check, |r| r.split.time_column = Some("size".into())),
        (Stage::Check, |r| r.split.fold_column = Some("size".into())),
        (Stage::Check, |r| r.split.test_fold.push("1".into())),
        (Stage::Featurize, |r| {
            r.featurize.numeric_imputation = NumericImputation::Mean;
        }),
        (Stage::Featurize, |r| r.featurize.fill_value = 1.0),
        (Stage::Featurize, |r| r.featurize.missing_indicator ^= true),
        (Stage::Featurize, |r| {
            r.featurize.encoding = Encoding::Ordinal;
        }),
        (Stage::Featurize, |r| r.featurize.max_categories = 3),
        (Stage::Train, |r| r.train.set("n_estimators", 5).unwrap()),
        (Stage::Train, |r| r.train.set("max_depth", Some(2)).unwrap()),
        (Stage::Train, |r| {
            r.train.set("min_samples_split", 5).unwrap();
        }),
        (Stage::Train, |r| {
            r.train.set("min_samples_leaf", 5).unwrap();
        }),
        (Stage::Train, |r| {
            r.train.set("max_features", MaxFeatures::All).unwrap();
        }),
        (Stage::Train, |r| r.train.set("bootstrap", false).unwrap()),
        (Stage::Train, |r| {
            r.train.set("class_weight", ClassWeight::Balanced).unwrap();
        }),
        (Stage::Train, |r| r.train.choose(ModelName::ExtraTrees)),
        (Stage::Train, |r| {
            r.train.set("min_impurity_decrease", 0.01).unwrap();
        }),
        (Stage::Train, |r| {
            r.train.set("max_leaf_nodes", Some(7)).unwrap();
        }),
        (Stage::Train, |r| {
            r.train.set("cuts", Cuts::Histogram).unwrap();
        }),
        (Stage::Train, |r| r.train.set("max_samples", 0.5).unwrap()),
        (Stage::Train, |r| r.train.set("ccp_alpha", 0.01).unwrap()),
        (Stage::Train, |r| {
            r.train.set("monotonic_cst", json!({ "size": -1 })).unwrap();
        }),
        (Stage::Evaluate, |r| {
            r.evaluate.cross_validation = CrossValidation::KFold;
        }),
        (Stage::Evaluate, |r| r.evaluate.n_splits = 3),
        (Stage::Evaluate, |r| r.evaluate.n_repeats = 2),
        (Stage::Evaluate, |r| {
            r.evaluate.threshold_by = ThresholdBy::Fixed;
        }),
        (Stage::Evaluate, |r| r.evaluate.threshold = 0.4),
        (Stage::Evaluate, |r| r.evaluate.pos_label = Some("a".into())),
        (Stage::Evaluate, |r| r.evaluate.cost_true_negative = -1.0),
    ];
    let before = keys(&recipe);
    for (number, (stage, change)) in changes.into_iter().enumerate() {
        let mut changed = recipe.clone();
        change(&mut changed);
        let after = keys(&changed);
        let first = PATH
            .iter()
            .zip(before.iter().zip(&after))
            .find(|(_, (b, a))| b != a);
        assert_eq!(
            first.map(|(stage, _)| *stage),
            Some(stage),
            "change {number}"
        );
        assert_ne!(before[PATH.len() - 1], after[PATH.len() - 1]);
        // The parameters that a stage is said to read tell the same.
        let read = |stage: &Stage| parameters(*stage, &recipe) != parameters(*stage, &changed);
        assert_eq!(
            PATH.iter().find(|s| read(s)),
            Some(&stage),
            "change {number}"
        );
    }
}

/// A value that a parameter may have and that is not its default.
fn another(of: &Parameter) -> Value {
    match &of.span {
        Span::Whole { min, max, .. } => match of.default == json!(*max) {
            true => json!(*min),
            false => json!(*max),
        },
        Span::Real { min, max, .. } => match of.default == json!(*max) {
            true => json!(*min),
            false => json!(*max),
        },
        Span::Switch => json!(of.default == json!(false)),
        Span::Options(options) => options[1].0.clone(),
        Span::OfColumns(options) => json!({ "size": options[1].0 }),
        Span::Text(_) | Span::Texts(_) | Span::Perhaps(_) => unreachable!("no model has one"),
    }
}

#[test]
fn a_parameter_of_the_chosen_model_changes_the_key_of_train_and_none_before() {
    let (_, _, mut recipe) = open(table(30).as_bytes()).unwrap();
    let mut seen = 0;
    for (model, name) in ModelName::OPTIONS {
        recipe.train.choose(*model);
        let before = keys(&recipe);
        for of in recipe.train.declared() {
            let mut changed = recipe.clone();
            changed.train.set(of.name, another(&of)).unwrap();
            assert_eq!(changed.train.check(), Ok(()), "{name}: {}", of.name);
            let after = keys(&changed);
            let first = PATH.iter().find(|stage| {
                let place = **stage as usize;
                before[place] != after[place]
            });
            assert_eq!(first, Some(&Stage::Train), "{name}: {}", of.name);
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn a_parameter_of_another_model_changes_no_key() {
    let (_, _, recipe) = open(table(30).as_bytes()).unwrap();
    let mut through = recipe.clone();
    through.train.choose(ModelName::LogisticRegression);
    through.train.set("C", 7.0).unwrap();
    through.train.choose(ModelName::RandomForest);
    assert_eq!(keys(&through), keys(&recipe));
    assert!(through.train.set("C", 7.0).is_err());
}
