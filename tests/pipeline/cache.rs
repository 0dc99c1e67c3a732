//! The cache: a changed parameter runs its stage and those behind it, and nothing else.

use grove::api::recipe::{
    ClassWeight, CrossValidation, Cuts, Encoding, MaxFeatures, ModelName, NeighborWeights,
    NumericImputation, Operation, Recipe, SplitMethod, Step, Task,
};
use grove::api::stage::{PATH, Stage, keys};
use grove::pipeline::Pipeline;

use crate::tools::{finish, open, table};

fn ran(pipeline: &mut Pipeline, recipe: &Recipe) -> Vec<Stage> {
    finish(pipeline, recipe)
        .unwrap()
        .iter()
        .map(|report| report.stage)
        .collect()
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
    recipe.train.n_estimators = 3;
    assert_eq!(ran(&mut pipeline, &recipe), PATH[1..]);
    assert_eq!(ran(&mut pipeline, &recipe), []);
    recipe.train.min_samples_leaf = 2;
    assert_eq!(ran(&mut pipeline, &recipe), [Stage::Train, Stage::Evaluate]);
    recipe.featurize.missing_indicator = true;
    assert_eq!(ran(&mut pipeline, &recipe), PATH[4..]);
    recipe.split.test_size = 0.4;
    assert_eq!(ran(&mut pipeline, &recipe), PATH[3..]);
    recipe.clean.steps.push(duplicates());
    assert_eq!(ran(&mut pipeline, &recipe), PATH[1..]);
}

#[test]
fn a_reused_path_gives_the_bits_of_a_fresh_one() {
    let (mut reused, _, mut recipe) = open(table(60).as_bytes()).unwrap();
    recipe.train.n_estimators = 3;
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
    let changes: [(Stage, Change); 44] = [
        (Stage::Load, |r| r.data.sha256.push('0')),
        (Stage::Clean, |r| r.target = "size".into()),
        (Stage::Clean, |r| r.clean.steps.push(duplicates())),
        (Stage::Load, |r| r.load.trim ^= true),
        (Stage::Load, |r| r.load.missing_values.push("-".into())),
        (Stage::Clean, |r| {
            r.clean.missing_target = grove::api::recipe::MissingTarget::Stop
        }),
        (Stage::Check, |r| r.task = Task::Regression),
        (Stage::Check, |r| r.leave_out.push("size".into())),
        (Stage::Split, |r| r.seed += 1),
        (Stage::Split, |r| r.split.test_size = 0.5),
        (Stage::Split, |r| r.split.validation_size = 0.1),
        (Stage::Split, |r| r.split.stratify ^= true),
        (Stage::Split, |r| r.split.method = SplitMethod::Time),
        (Stage::Split, |r| r.split.time_column = Some("size".into())),
        (Stage::Split, |r| r.split.fold_column = Some("size".into())),
        (Stage::Split, |r| r.split.test_fold.push("1".into())),
        (Stage::Featurize, |r| {
            r.featurize.numeric_imputation = NumericImputation::Mean;
        }),
        (Stage::Featurize, |r| r.featurize.fill_value = 1.0),
        (Stage::Featurize, |r| r.featurize.missing_indicator ^= true),
        (Stage::Featurize, |r| {
            r.featurize.encoding = Encoding::Ordinal
        }),
        (Stage::Featurize, |r| r.featurize.max_categories = 3),
        (Stage::Train, |r| r.train.n_estimators = 5),
        (Stage::Train, |r| r.train.max_depth = Some(2)),
        (Stage::Train, |r| r.train.min_samples_split = 5),
        (Stage::Train, |r| r.train.min_samples_leaf = 5),
        (Stage::Train, |r| r.train.max_features = MaxFeatures::All),
        (Stage::Train, |r| r.train.bootstrap ^= true),
        (Stage::Train, |r| {
            r.train.class_weight = ClassWeight::Balanced
        }),
        (Stage::Train, |r| r.train.model = ModelName::ExtraTrees),
        (Stage::Train, |r| r.train.min_impurity_decrease = 0.01),
        (Stage::Train, |r| r.train.max_leaf_nodes = Some(7)),
        (Stage::Train, |r| r.train.cuts = Cuts::Histogram),
        (Stage::Train, |r| r.train.max_samples = 0.5),
        (Stage::Train, |r| r.train.ccp_alpha = 0.01),
        (Stage::Train, |r| {
            r.train.monotonic_cst.insert("size".into(), -1);
        }),
        (Stage::Train, |r| r.train.c = 2.0),
        (Stage::Train, |r| r.train.ridge_alpha = 2.0),
        (Stage::Train, |r| r.train.lasso_alpha = 2.0),
        (Stage::Train, |r| r.train.n_neighbors = 7),
        (Stage::Train, |r| {
            r.train.neighbor_weights = NeighborWeights::Distance
        }),
        (Stage::Train, |r| r.train.var_smoothing = 0.01),
        (Stage::Evaluate, |r| {
            r.evaluate.cross_validation = CrossValidation::KFold
        }),
        (Stage::Evaluate, |r| r.evaluate.n_splits = 3),
        (Stage::Evaluate, |r| r.evaluate.n_repeats = 2),
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
    }
}
