//! Trials: other splits and seeds give what a run with them gives, and the learning curve ends where cross-validation is.

use grove_engine::Pipeline;
use grove_engine::evaluate::trials::{TrialStep, Trials};
use grove_engine::train::threads::TreeThreads;
use grove_forest::Stream;
use grove_protocol::call::{CallEvent, In};
use grove_protocol::calls::{Cancel, Open, Run, RunTrials};
use grove_protocol::report::{LearningCurve, Metric, Repeats, TrialPlan, TrialReport, spread};
use grove_protocol::{Request, Response};
use grove_recipe::stage::Stage;
use grove_recipe::{
    CrossValidation, FillStrategy, ModelName, Operation, Recipe, SplitMethod, Task,
};

use crate::tools::{finish, open, table};

/// Rows of two numbers with gaps, a part, and a class that depends on the numbers by and large.
fn noisy(rows: u32) -> String {
    let mut random = Stream::new(7, "noisy", 0);
    let mut csv = String::from("x,y,part,kind\n");
    for row in 0..rows {
        let (x, y, chance) = (random.unit(), random.unit(), random.unit());
        let kind = match x + y + 0.6 * chance > 1.3 {
            true => "yes",
            false => "no",
        };
        let y = match random.below(8) {
            0 => String::new(),
            _ => y.to_string(),
        };
        let part = if row % 4 == 0 { "test" } else { "train" };
        csv.push_str(&format!("{x},{y},{part},{kind}\n"));
    }
    csv
}

/// A recipe for 240 such rows. The gaps are filled by a step that learns from train rows.
fn asked(model: ModelName) -> (Pipeline, Recipe) {
    let (pipeline, _, mut recipe) = open(noisy(240).as_bytes()).unwrap();
    recipe.target = "kind".into();
    recipe.task = Task::Classification;
    recipe.leave_out = vec!["part".into()];
    recipe.train.choose(model);
    if recipe.train.trees() > 0 {
        recipe.train.set("n_estimators", 10).unwrap();
    }
    recipe.clean.steps = vec![
        Operation::FillMissing {
            columns: vec!["y".into()],
            strategy: FillStrategy::Mean,
            fill_value: String::new(),
        }
        .into(),
    ];
    (pipeline, recipe)
}

fn tried(pipeline: &mut Pipeline, recipe: &Recipe, plan: TrialPlan) -> TrialReport {
    let mut trials = Trials::begin(pipeline, recipe.clone(), plan).unwrap();
    let mut before = 0;
    loop {
        let step = trials.step(pipeline).unwrap();
        let told = trials.progress();
        assert!(before <= told.done && told.done <= told.total, "{told:?}");
        before = told.done;
        if step == TrialStep::Done {
            assert_eq!(told.done, told.total);
            return trials.report().clone();
        }
    }
}

fn repeats(pipeline: &mut Pipeline, recipe: &Recipe, count: u32) -> Repeats {
    match tried(pipeline, recipe, TrialPlan::Repeats(count)) {
        TrialReport::Repeats(repeats) => repeats,
        TrialReport::LearningCurve(_) => panic!("a learning curve"),
    }
}

fn curve(pipeline: &mut Pipeline, recipe: &Recipe) -> LearningCurve {
    match tried(pipeline, recipe, TrialPlan::LearningCurve) {
        TrialReport::LearningCurve(curve) => curve,
        TrialReport::Repeats(_) => panic!("repeats"),
    }
}

/// The scores of a run with this seed.
fn scored(pipeline: &mut Pipeline, recipe: &Recipe, seed: u32) -> Vec<Metric> {
    let mut recipe = recipe.clone();
    recipe.seed = seed;
    finish(pipeline, &recipe).unwrap();
    pipeline.outcome().unwrap().evaluation.metrics.clone()
}

#[test]
fn another_split_is_scored_as_a_run_with_its_seed() {
    // Nothing after the split depends on the seed.
    let (mut pipeline, recipe) = asked(ModelName::LogisticRegression);
    let told = repeats(&mut pipeline, &recipe, 3);
    assert_eq!(told.notes, Vec::<String>::new());
    let here = scored(&mut pipeline, &recipe, recipe.seed);
    for (place, seed) in told.seeds.iter().enumerate() {
        assert_eq!(*seed, recipe.seed + 1 + place as u32);
        let there = scored(&mut pipeline, &recipe, *seed);
        for (of_metric, (here, there)) in told.scores.iter().zip(here.iter().zip(there)) {
            assert_eq!(of_metric.name, there.name);
            assert_eq!(of_metric.by_split[place], there.value);
            assert_eq!(of_metric.by_seed[place], here.value);
        }
    }
    let accuracy = &told.scores[0].by_split;
    assert!(spread(accuracy).unwrap().1 > 0.0, "{accuracy:?}");
}

#[test]
fn another_seed_is_scored_as_a_run_with_it() {
    let (mut pipeline, mut recipe) = asked(ModelName::RandomForest);
    // The split does not depend on the seed.
    recipe.split.method = SplitMethod::Folds;
    recipe.split.fold_column = Some("part".into());
    let told = repeats(&mut pipeline, &recipe, 2);
    assert_eq!(told.notes.len(), 1, "{:?}", told.notes);
    for (place, seed) in told.seeds.iter().enumerate() {
        let run = scored(&mut pipeline, &recipe, *seed);
        for (of_metric, run) in told.scores.iter().zip(run) {
            assert_eq!(of_metric.by_split, []);
            assert_eq!(of_metric.by_seed[place], run.value, "{}", run.name);
        }
    }
}

#[test]
fn the_whole_train_part_is_scored_as_by_cross_validation() {
    for model in [ModelName::RandomForest, ModelName::LogisticRegression] {
        let (mut pipeline, mut recipe) = asked(model);
        let curve = curve(&mut pipeline, &recipe);
        recipe.evaluate.cross_validation = CrossValidation::KFold;
        finish(&mut pipeline, &recipe).unwrap();
        let evaluation = &pipeline.outcome().unwrap().evaluation;
        let folds = &evaluation.cross_validation.as_ref().unwrap().scores[0];
        let last = curve.sizes.last().unwrap();
        assert_eq!(
            (&curve.metric, &last.held_out),
            (&folds.name, &folds.folds),
            "{model:?}"
        );
        // 240 rows, of which some are test rows; then four fifths, halved down to ten rows.
        let rows: Vec<u32> = curve.sizes.iter().map(|size| size.rows).collect();
        let halves = rows
            .windows(2)
            .all(|pair| pair[1].abs_diff(2 * pair[0]) <= 1);
        assert!(halves && rows[0] >= 10 && rows[0] < 20, "{rows:?}");
        assert!(curve.sizes.iter().all(|size| size.train.len() == 5));
        assert!(curve.sentence().is_some());
    }
}

#[test]
fn the_number_of_tree_workers_changes_nothing() {
    let told = |threads| {
        let (mut pipeline, recipe) = asked(ModelName::RandomForest);
        if let Some(threads) = threads {
            let bytes = noisy(240);
            pipeline = Pipeline::new(Box::new(TreeThreads::new(threads)));
            pipeline
                .open("test.csv", bytes.as_bytes(), &Default::default())
                .unwrap();
        }
        (
            repeats(&mut pipeline, &recipe, 2),
            curve(&mut pipeline, &recipe),
        )
    };
    let alone = told(None);
    assert_eq!(told(Some(2)), alone);
}

#[test]
fn a_training_that_fails_is_told_and_the_others_go_on() {
    let (mut pipeline, mut recipe) = asked(ModelName::LogisticRegression);
    // A single row of one class is in the test part of some splits: it cannot be learned there.
    let csv = format!("{}0.5,0.5,train,rare\n", noisy(30));
    pipeline
        .open("test.csv", csv.as_bytes(), &Default::default())
        .unwrap();
    recipe.split.stratify = false;
    let told = repeats(&mut pipeline, &recipe, 4);
    assert!(told.scores[0].by_split.iter().any(Option::is_some));
    assert_eq!(told.scores[0].by_split.len(), 4);
    assert_eq!(told.scores[0].by_seed.len(), 4);
}

#[test]
fn too_few_rows_for_folds_are_refused_in_words() {
    let (mut pipeline, _, recipe) = open(table(5).as_bytes()).unwrap();
    let mut trials = Trials::begin(&mut pipeline, recipe, TrialPlan::LearningCurve).unwrap();
    let error = loop {
        match trials.step(&mut pipeline) {
            Ok(TrialStep::Done) => panic!("it ended"),
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(error.problem.contains("n_splits is 5"), "{error}");
}
