//! Cross-validation: folds and scores beside scikit-learn's (`tests/reference/folds.py` made them), what a fold may
//! see, and that neither the crew nor a stop changes anything.

use std::collections::BTreeSet;

use grove_engine::evaluate::cross_validation::{Fold, FoldAssigner, FoldSplitter};
use grove_engine::train::threads::TreeThreads;
use grove_engine::{Pipeline, RunEvent};
use grove_export::metrics;
use grove_protocol::report::CrossValidationReport;
use grove_recipe::stage::Stage;
use grove_recipe::{
    CategoryImputation, CrossValidation, FillStrategy, ModelName, Operation, OutlierAction,
    OutlierMethod, Recipe, SplitMethod, Task,
};
use serde::Deserialize;

use crate::tools::{fails, finish, open, run, table};

#[derive(Deserialize)]
struct Reference {
    dealt: Vec<Dealt>,
    scores: Vec<Scores>,
}

#[derive(Deserialize)]
struct Dealt {
    n_splits: u32,
    numbers: Vec<u32>,
    groups: Vec<u32>,
    #[serde(rename = "KFold")]
    k_fold: Vec<u32>,
    #[serde(rename = "StratifiedKFold")]
    stratified: Option<Vec<u32>>,
    #[serde(rename = "GroupKFold")]
    by_group: Option<Vec<u32>>,
    #[serde(rename = "TimeSeriesSplit")]
    in_time: Vec<u32>,
}

#[derive(Deserialize)]
struct Scores {
    sample: String,
    method: SplitMethod,
    model: ModelName,
    scores: Vec<Score>,
}

#[derive(Deserialize)]
struct Score {
    name: String,
    mean: f64,
    std: f64,
    folds: Vec<f64>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/folds.json")).unwrap()
}

/// A recipe that asks for so many folds, of which nothing else is read.
fn asking(n_splits: u32, n_repeats: u32) -> Recipe {
    let (_, _, mut recipe) = open(table(8).as_bytes()).unwrap();
    recipe.evaluate.cross_validation = CrossValidation::RepeatedKFold;
    (recipe.evaluate.n_splits, recipe.evaluate.n_repeats) = (n_splits, n_repeats);
    recipe
}

fn k_fold(recipe: &mut Recipe) {
    recipe.evaluate.cross_validation = CrossValidation::KFold;
}

fn assigner(splitter: FoldSplitter, rows: usize, n_splits: u32) -> FoldAssigner {
    FoldAssigner::new(splitter, rows as u32, &asking(n_splits, 1)).unwrap()
}

fn report(pipeline: &Pipeline) -> &CrossValidationReport {
    let evaluation = &pipeline.outcome().unwrap().evaluation;
    evaluation.cross_validation.as_ref().unwrap()
}

/// How many rows of each class are in each fold.
fn counts(folds: &[u32], classes: &[u32], n_splits: u32) -> Vec<Vec<usize>> {
    let classes_of = |fold: u32| (0..=4).map(move |class| (fold, class));
    let count = |(fold, class): (u32, u32)| {
        let pairs = folds.iter().zip(classes);
        pairs.filter(|(f, c)| (**f, **c) == (fold, class)).count()
    };
    (0..n_splits)
        .map(|fold| classes_of(fold).map(count).collect())
        .collect()
}

fn sizes(folds: &[u32], n_splits: u32) -> Vec<usize> {
    let size = |fold| folds.iter().filter(|of| **of == fold).count();
    (0..n_splits).map(size).collect()
}

#[test]
fn rows_are_dealt_by_scikit_learns_rules() {
    for case in reference().dealt {
        let (n, rows) = (case.n_splits, case.numbers.len());
        let k_fold = assigner(FoldSplitter::KFold, rows, n);
        assert_eq!(sizes(&k_fold.assign(0), n), sizes(&case.k_fold, n));
        assert_ne!(k_fold.assign(0), k_fold.assign(1), "each repeat differs");

        let splitter = FoldSplitter::StratifiedKFold(case.numbers.clone());
        match case.stratified {
            Some(theirs) => {
                let ours = assigner(splitter, rows, n).assign(0);
                assert_eq!(
                    counts(&ours, &case.numbers, n),
                    counts(&theirs, &case.numbers, n)
                );
            }
            None => assert!(FoldAssigner::new(splitter, rows as u32, &asking(n, 1)).is_err()),
        }
        let splitter = FoldSplitter::GroupKFold(case.groups.clone());
        match case.by_group {
            Some(theirs) => assert_eq!(assigner(splitter, rows, n).assign(0), theirs),
            None => assert!(FoldAssigner::new(splitter, rows as u32, &asking(n, 1)).is_err()),
        }
        let times = (0..rows).map(|row| row as f64 / 3.0).collect();
        let in_time = assigner(FoldSplitter::TimeSeriesSplit(times), rows, n);
        assert_eq!(in_time.assign(0), case.in_time);
    }
}

#[test]
fn every_row_is_held_out_once_and_never_learned_from_then() {
    let classes: Vec<u32> = (0..50).map(|row| row * 7 % 3).collect();
    for splitter in [
        FoldSplitter::KFold,
        FoldSplitter::StratifiedKFold(classes.clone()),
        FoldSplitter::GroupKFold((0..50).map(|row| row / 4).collect()),
        FoldSplitter::PredefinedSplit((0..50).map(|row| row % 6 + 1).collect()),
    ] {
        let assigner = FoldAssigner::new(splitter, 50, &asking(4, 3)).unwrap();
        for repeat in 0..assigner.n_repeats {
            let folds = assigner.assign(repeat);
            let mut held_out = Vec::new();
            for fold in 0..assigner.n_splits {
                let fold = assigner.fold(&folds, fold);
                let all: BTreeSet<u32> = fold.train.iter().chain(&fold.held_out).copied().collect();
                assert_eq!(all.len(), 50);
                assert_eq!(fold.train.len() + fold.held_out.len(), 50);
                held_out.extend(fold.held_out);
            }
            held_out.sort_unstable();
            assert_eq!(held_out, (0..50).collect::<Vec<u32>>());
        }
    }
}

#[test]
fn groups_stay_together_and_time_goes_on_in_every_fold() {
    let groups: Vec<u32> = (0..60).map(|row| row * 13 % 17).collect();
    let splitter = FoldSplitter::GroupKFold(groups.clone());
    let assigner = FoldAssigner::new(splitter, 60, &asking(5, 2)).unwrap();
    for repeat in 0..2 {
        let folds = assigner.assign(repeat);
        let of_groups: BTreeSet<(u32, u32)> = groups.iter().copied().zip(folds).collect();
        assert_eq!(of_groups.len(), 17);
    }
    // Out of order, and with many equal ones.
    let times: Vec<f64> = (0..60).map(|row| f64::from(row * 37 % 60 / 7)).collect();
    let splitter = FoldSplitter::TimeSeriesSplit(times.clone());
    let assigner = FoldAssigner::new(splitter, 60, &asking(8, 2)).unwrap();
    assert_eq!((assigner.folds(), assigner.note.is_some()), (8, true));
    let folds = assigner.assign(0);
    for fold in 0..8 {
        let Fold { train, held_out } = assigner.fold(&folds, fold);
        let time = |row: &u32| times[*row as usize];
        let latest = train.iter().map(time).fold(f64::NEG_INFINITY, f64::max);
        let earliest = held_out.iter().map(time).fold(f64::INFINITY, f64::min);
        assert!(latest < earliest && !held_out.is_empty(), "{fold}");
    }
    let all_equal = FoldSplitter::TimeSeriesSplit(vec![1.0; 60]);
    assert!(FoldAssigner::new(all_equal, 60, &asking(2, 1)).is_err());
}

/// A sample with a first column that deals its rows.
fn sample(name: &str, method: SplitMethod) -> String {
    let csv = match name {
        "diabetes" => include_str!("../../www/samples/diabetes.csv"),
        "wine" => include_str!("../../www/samples/wine.csv"),
        "iris" => include_str!("../../www/samples/iris.csv"),
        other => panic!("no sample {other}"),
    };
    let rows = csv.lines().count() - 1;
    let mut lines = csv.lines();
    let mut with = format!("by,{}\n", lines.next().unwrap());
    for (row, line) in lines.enumerate() {
        let by = match method {
            SplitMethod::Folds => row * 7 % 5,
            _ => row * 37 % rows,
        };
        with.push_str(&format!("{by},{line}\n"));
    }
    with
}

#[test]
fn scores_are_scikit_learns() {
    for case in reference().scores {
        let csv = sample(&case.sample, case.method);
        let (pipeline, _) = run(&csv, |recipe| {
            let header = csv.lines().next().unwrap();
            recipe.target = header.rsplit_once(',').unwrap().1.into();
            recipe.task = match case.sample.as_str() {
                "diabetes" => Task::Regression,
                _ => Task::Classification,
            };
            recipe.leave_out = vec!["by".into()];
            recipe.split.method = case.method;
            recipe.split.time_column = Some("by".into());
            recipe.split.fold_column = Some("by".into());
            recipe.split.test_fold = vec!["4".into()];
            recipe.train.choose(case.model);
            recipe.evaluate.n_splits = 4;
            k_fold(recipe);
        })
        .unwrap();
        let report = report(&pipeline);
        let what = format!("{} {:?}", case.sample, case.method);
        assert_eq!((report.n_splits, report.n_repeats), (4, 1), "{what}");
        assert_eq!(report.scores.len(), case.scores.len());
        for (ours, theirs) in report.scores.iter().zip(&case.scores) {
            assert_eq!(ours.name, theirs.name);
            let ours: Vec<f64> = [ours.mean, ours.std]
                .iter()
                .chain(&ours.folds)
                .map(|v| v.unwrap())
                .collect();
            let theirs = [&[theirs.mean, theirs.std], &*theirs.folds].concat();
            assert_eq!(ours.len(), theirs.len());
            for (a, b) in ours.iter().zip(&theirs) {
                assert!(
                    (a - b).abs() <= 1e-9 * b.abs().max(1.0),
                    "{what}: {ours:?} {theirs:?}"
                );
            }
        }
    }
}

/// Numbers and categories with gaps, a fold of four, and a class. Rows of fold `without` are not there.
fn folded(without: Option<u32>) -> String {
    let mut csv = String::from("size,weight,colour,fold,kind\n");
    for i in (0..120u32).filter(|i| Some(i * 7 % 4) != without) {
        let size = if i % 9 == 0 {
            String::new()
        } else {
            (i * i % 23).to_string()
        };
        let colour = ["red", "green", "blue", "rare", ""][(i * 11 % 17 % 5) as usize];
        let kind = ["cat", "dog"][(i * i % 23 / 12) as usize];
        let weight = i * i * i % 31;
        csv.push_str(&format!("{size},{weight},{colour},{},{kind}\n", i * 7 % 4));
    }
    csv
}

fn by_folds(test_fold: u32) -> impl Fn(&mut Recipe) {
    move |recipe| {
        recipe.leave_out.clear();
        recipe.split.method = SplitMethod::Folds;
        recipe.split.fold_column = Some("fold".into());
        recipe.split.test_fold = vec![test_fold.to_string()];
        recipe.featurize.missing_indicator = true;
        recipe.featurize.category_imputation = CategoryImputation::MostFrequent;
        recipe.train.set("n_estimators", 7).unwrap();
    }
}

/// Steps that learn: the largest sizes of some folds become others by the limits of these folds than by all rows'.
fn learning_steps(recipe: &mut Recipe) {
    let outliers = |columns: &[&str], action| Operation::Outliers {
        columns: columns.iter().map(|name| (*name).into()).collect(),
        method: OutlierMethod::ZScore,
        iqr_factor: 1.5,
        z_score: 1.2,
        action,
    };
    let fill = Operation::FillMissing {
        columns: vec!["size".into()],
        strategy: FillStrategy::Mean,
        fill_value: String::new(),
    };
    for operation in [
        outliers(&["size"], OutlierAction::Clip),
        fill,
        outliers(&["weight"], OutlierAction::Drop),
    ] {
        recipe.clean.steps.push(operation.into());
    }
}

/// Everything that is fitted, steps, encodings and model, is fitted on the other folds alone: what a fold scores is
/// bit for bit what the test rows score where they are its rows, and the table has no others besides those of the
/// other folds.
#[test]
fn a_fold_is_scored_by_what_never_saw_it() {
    is_scored_by_what_never_saw_it(&|_| {});
    is_scored_by_what_never_saw_it(&learning_steps);
}

fn is_scored_by_what_never_saw_it(change: &dyn Fn(&mut Recipe)) {
    let (folds, _) = run(folded(None), |recipe| {
        by_folds(3)(recipe);
        change(recipe);
        k_fold(recipe);
    })
    .unwrap();
    let scores = &report(&folds).scores;
    assert_eq!(report(&folds).splitter, "PredefinedSplit");
    for fold in 0..3 {
        let (alone, _) = run(folded(Some(3)), |recipe| {
            by_folds(fold)(recipe);
            change(recipe);
        })
        .unwrap();
        for (metric, scores) in alone
            .outcome()
            .unwrap()
            .evaluation
            .metrics
            .iter()
            .zip(scores)
        {
            assert_eq!(metric.name, scores.name);
            assert_eq!(
                metric.value, scores.folds[fold as usize],
                "{} of fold {fold}",
                metric.name
            );
        }
    }
}

#[test]
fn test_rows_have_no_part_in_it() {
    let scores = |csv: String| {
        let (pipeline, _) = run(csv, |recipe| {
            by_folds(3)(recipe);
            k_fold(recipe);
        })
        .unwrap();
        let test = pipeline.outcome().unwrap().evaluation.metrics.clone();
        (report(&pipeline).clone(), test)
    };
    let csv = folded(None);
    let odd = csv.replace(",3,cat\n", ",3,dog\n");
    assert_ne!(csv, odd);
    let ((before, test_before), (after, test_after)) = (scores(csv), scores(odd));
    assert_eq!(before, after);
    assert_ne!(test_before, test_after);
}

fn crossed(n_repeats: u32) -> Recipe {
    let (_, _, mut recipe) = open(folded(None).as_bytes()).unwrap();
    recipe.leave_out = vec!["fold".into()];
    recipe.train.set("n_estimators", 9).unwrap();
    recipe.evaluate.cross_validation = CrossValidation::RepeatedKFold;
    (recipe.evaluate.n_splits, recipe.evaluate.n_repeats) = (3, n_repeats);
    recipe
}

fn pipeline(threads: Option<u32>) -> Pipeline {
    let mut pipeline = match threads {
        Some(threads) => Pipeline::new(Box::new(TreeThreads::new(threads))),
        None => Pipeline::default(),
    };
    let csv = folded(None);
    pipeline
        .open("test.csv", csv.as_bytes(), &Default::default())
        .unwrap();
    pipeline
}

#[test]
fn every_crew_gives_the_same_scores() {
    let scores = |threads| {
        let mut pipeline = pipeline(threads);
        finish(&mut pipeline, &crossed(2)).unwrap();
        report(&pipeline).clone()
    };
    let alone = scores(None);
    assert_eq!(
        (alone.splitter.as_str(), alone.n_splits, alone.n_repeats),
        ("StratifiedKFold", 3, 2)
    );
    assert!(alone.scores.iter().all(|score| score.folds.len() == 6));
    assert_ne!(alone.scores[0].folds[..3], alone.scores[0].folds[3..]);
    for threads in [1, 2, 3] {
        assert_eq!(scores(Some(threads)), alone, "{threads} threads");
    }
}

#[test]
fn it_tells_how_far_it_is_and_a_stop_keeps_the_stages_before() {
    let mut whole = pipeline(None);
    finish(&mut whole, &crossed(2)).unwrap();
    for threads in [None, Some(2)] {
        let mut pipeline = pipeline(threads);
        pipeline.begin(crossed(2)).unwrap();
        let mut seen = Vec::new();
        loop {
            match pipeline.step().unwrap() {
                RunEvent::Progressed {
                    fold: Some(fold),
                    done,
                    total,
                    ..
                } => {
                    assert!(done <= total);
                    seen.push((fold, done));
                    if fold.0 == 4 {
                        break;
                    }
                }
                RunEvent::Ended => panic!("the run ended before fold 4"),
                _ => {}
            }
        }
        assert!(seen.is_sorted(), "{seen:?}");
        assert!((1..=4).all(|fold| seen.iter().any(|(seen, _)| *seen == (fold, 6))));
        assert_eq!(pipeline.cancel(), 0, "trees of a fold are not kept");
        assert!(pipeline.outcome().is_none());

        let reports = finish(&mut pipeline, &crossed(2)).unwrap();
        let ran: Vec<Stage> = reports.iter().map(|report| report.stage).collect();
        assert_eq!(ran, [Stage::Evaluate]);
        assert_eq!(report(&pipeline), report(&whole));
        assert_eq!(
            pipeline.outcome().unwrap().predictions.predicted,
            whole.outcome().unwrap().predictions.predicted
        );
    }
}

#[test]
fn a_single_tree_counts_as_one_in_each_fold() {
    let mut pipeline = pipeline(None);
    let mut recipe = crossed(1);
    recipe.train.set("n_estimators", 50).unwrap();
    recipe.train.choose(ModelName::DecisionTree);
    pipeline.begin(recipe).unwrap();
    let mut most = 0;
    loop {
        match pipeline.step().unwrap() {
            RunEvent::Progressed {
                fold: Some((_, folds)),
                done,
                total,
                ..
            } => {
                // Beside the folds, what is asked of the model itself is counted.
                assert!(total < 2 * folds + 10, "{total} of {folds} folds");
                most = most.max(done);
            }
            RunEvent::Ended => break,
            _ => {}
        }
    }
    assert!(most > 1, "{most}");
}

#[test]
fn asking_for_folds_trains_the_model_no_second_time() {
    let mut pipeline = pipeline(None);
    let mut recipe = crossed(1);
    recipe.evaluate.cross_validation = CrossValidation::None;
    finish(&mut pipeline, &recipe).unwrap();
    let before = pipeline.outcome().unwrap().evaluation.clone();
    assert_eq!(before.cross_validation, None);
    k_fold(&mut recipe);
    let reports = finish(&mut pipeline, &recipe).unwrap();
    assert_eq!(reports.len(), 1);
    assert!(
        reports[0].sentence.contains(", in 3 folds 0."),
        "{}",
        reports[0].sentence
    );
    let after = &pipeline.outcome().unwrap().evaluation;
    assert_eq!(after.metrics, before.metrics);
    // Once is once, whatever it is called.
    let k_fold = after.cross_validation.clone();
    finish(&mut pipeline, &crossed(1)).unwrap();
    assert_eq!(
        pipeline.outcome().unwrap().evaluation.cross_validation,
        k_fold
    );
    let file = metrics::write(&pipeline.outcome().unwrap().evaluation, &recipe);
    let file: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(file["cross_validation"]["scores"][0]["name"], "accuracy");
    assert_eq!(
        file["cross_validation"]["scores"][0]["folds"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn more_folds_than_there_is_to_deal_are_refused() {
    let error = fails(table(8), |recipe| {
        k_fold(recipe);
        recipe.evaluate.n_splits = 20;
    });
    assert_eq!(error.stage, Stage::Evaluate);
    assert_eq!(
        error.problem,
        "n_splits is 20, but there are only 3 train rows of the most frequent class."
    );
    let few = |splitter, rows| {
        FoldAssigner::new(splitter, rows, &asking(3, 1))
            .unwrap_err()
            .problem
    };
    assert!(few(FoldSplitter::KFold, 2).ends_with("there are only 2 train rows."));
    assert!(
        few(FoldSplitter::GroupKFold(vec![4, 4, 9]), 3).contains("are only 2 groups of train rows")
    );
    let error = fails(table(8), |recipe| {
        k_fold(recipe);
        recipe.evaluate.n_splits = 1;
    });
    assert_eq!(error.problem, "n_splits is 1; it must be from 2 to 20.");
}

#[test]
fn a_class_with_fewer_rows_than_folds_is_told_and_breaks_nothing() {
    let csv = table(60) + "3,3,axolotl\n4,4,axolotl\n5,5,axolotl\n";
    for model in [
        ModelName::RandomForest,
        ModelName::LogisticRegression,
        ModelName::GaussianNB,
    ] {
        let (pipeline, _) = run(&csv, |recipe| {
            recipe.train.choose(model);
            k_fold(recipe);
        })
        .unwrap();
        let report = report(&pipeline);
        let note = report.note.as_ref().unwrap();
        assert!(
            note.starts_with("1 class has fewer train rows than there are folds"),
            "{note}"
        );
        // Where no row of it is held out, its area is not defined, and those of the other folds are averaged.
        let area = report
            .scores
            .iter()
            .find(|score| score.name == "roc_auc")
            .unwrap();
        assert!(area.folds.iter().any(Option::is_none));
        let known: Vec<f64> = area.folds.iter().flatten().copied().collect();
        assert_eq!(area.mean.is_some(), !known.is_empty());
    }
}

#[test]
fn what_fails_in_a_fold_is_told_with_the_fold() {
    // Only one row of fold 0 varies, so that without it nothing is left to learn from.
    let mut csv = String::from("size,fold,kind\n");
    for i in 0..30 {
        csv.push_str(&format!(
            "{},{},{}\n",
            u32::from(i == 3),
            i % 3,
            ["cat", "dog"][i / 2 % 2]
        ));
    }
    let error = fails(csv, |recipe| {
        by_folds(2)(recipe);
        recipe.featurize.missing_indicator = false;
        k_fold(recipe);
    });
    assert_eq!(error.stage, Stage::Evaluate);
    assert!(
        error
            .problem
            .starts_with("Fold 1 of 2 of the cross-validation: "),
        "{error}"
    );
}
