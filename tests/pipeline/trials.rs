//! Trials: other splits and seeds give what a run with them gives, and the learning curve ends where cross-validation is.

use grove_engine::Pipeline;
use grove_engine::evaluate::cross_validation::{FoldAssigner, FoldSplitter};
use grove_engine::evaluate::trials::{TrialStep, Trials};
use grove_engine::search::{ParameterSearch, SearchStep};
use grove_engine::train::threads::TreeThreads;
use grove_forest::Stream;
use grove_protocol::Download;
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{Cancel, GetFile, Run, RunTrials};
use grove_protocol::report::{LearningCurve, Metric, Repeats, TrialPlan, TrialReport, spread};
use grove_protocol::tracking::{SearchAxis, SearchMethod, SearchSpec, SearchValues};
use grove_recipe::stage::Stage;
use grove_recipe::{
    CrossValidation, FillStrategy, ModelName, Operation, Recipe, SplitMethod, Task,
};

use grove_worker::session::Session;

use crate::asking::{ask, begin, session, step, try_ask};
use crate::shared::open as open_call;
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
    if recipe.train.trees() > 1 {
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
        other => panic!("{other:?}"),
    }
}

fn curve(pipeline: &mut Pipeline, recipe: &Recipe) -> LearningCurve {
    match tried(pipeline, recipe, TrialPlan::LearningCurve) {
        TrialReport::LearningCurve(curve) => curve,
        other => panic!("{other:?}"),
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
fn a_nested_search_finds_and_scores_what_a_search_and_a_run_without_the_fold_do() {
    let csv = noisy(240);
    let (mut pipeline, mut recipe) = asked(ModelName::DecisionTree);
    recipe.split.method = SplitMethod::Folds;
    recipe.split.fold_column = Some("part".into());
    let search = SearchSpec {
        method: SearchMethod::Grid,
        n_iter: 1,
        axes: vec![SearchAxis {
            parameter: "train.max_depth".into(),
            values: SearchValues::List(vec![1.into(), 3.into(), 9.into()]),
        }],
        scoring: "accuracy".into(),
    };
    let plan = TrialPlan::NestedSearch(Box::new(search.clone()));
    let TrialReport::NestedSearch(told) = tried(&mut pipeline, &recipe, plan) else {
        panic!("a nested search");
    };
    assert_eq!((told.candidates, told.folds, told.winners.len()), (3, 5, 5));
    assert!(told.sentence().is_some() && told.note.is_none());
    // The train rows, of which each fold in turn is the test part of a table of its own.
    let train: Vec<&str> = csv
        .lines()
        .filter(|line| line.contains(",train,"))
        .collect();
    let labels = train.iter().map(|line| u32::from(line.ends_with("yes")));
    let mut asking = recipe.clone();
    asking.evaluate.cross_validation = CrossValidation::KFold;
    let splitter = FoldSplitter::StratifiedKFold(labels.collect());
    let assigner = FoldAssigner::new(splitter, train.len() as u32, &asking).unwrap();
    let assigned = assigner.assign(0);
    for (fold, winner) in (0..).zip(&told.winners) {
        let mut of_fold = String::from("x,y,part,kind\n");
        for (line, of) in train.iter().zip(&assigned) {
            match *of == fold {
                true => of_fold.push_str(&line.replace(",train,", ",test,")),
                false => of_fold.push_str(line),
            }
            of_fold.push('\n');
        }
        let (mut alone, summary, _) = open(of_fold.as_bytes()).unwrap();
        let there = Recipe {
            data: summary.recipe("kind").data,
            ..recipe.clone()
        };
        let mut searching = ParameterSearch::begin(&mut alone, &search, &there).unwrap();
        while searching.step(&mut alone).unwrap() != SearchStep::Done {}
        let best = searching.best().expect("a best candidate");
        assert_eq!(winner.place, Some(best.place));
        assert_eq!(winner.chosen_by, Some(best.score));
        let depth = ["1", "3", "9"][best.place as usize];
        assert_eq!(
            winner.parameters,
            [("train.max_depth".into(), depth.into())]
        );
        let mut chosen = there.clone();
        let depth: u32 = depth.parse().unwrap();
        chosen.train.set("max_depth", depth).unwrap();
        let run = scored(&mut alone, &chosen, recipe.seed);
        assert_eq!(winner.held_out, run[0].value);
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
    let (mut pipeline, mut recipe) = asked(ModelName::KNeighbors);
    // The smallest sizes have fewer rows.
    recipe.train.set("n_neighbors", 30).unwrap();
    let curve = curve(&mut pipeline, &recipe);
    let note = curve.note.clone().expect("a note");
    assert!(note.starts_with("A training failed: "), "{note}");
    assert_eq!(curve.sizes[0].held_out, [None; 5]);
    let last = curve.sizes.last().unwrap();
    assert!(last.held_out.iter().all(Option::is_some));
}

#[test]
fn trials_can_be_stopped_and_the_run_is_kept() {
    let csv = noisy(240);
    let mut session = session();
    let opened = ask(&mut session, open_call(), csv.as_bytes());
    let mut recipe = opened.recipe("kind");
    recipe.train.set("n_estimators", 10).unwrap();
    let run = Run {
        recipe: recipe.clone(),
        through: Stage::Evaluate,
    };
    ask(&mut session, run, b"");
    let metrics = |session: &mut Session| {
        let file = try_ask(
            session,
            GetFile {
                what: Download::Metrics,
            },
            b"",
        )
        .unwrap()
        .1;
        file.expect("a file")
    };
    let before = metrics(&mut session);
    let trials = |plan| RunTrials {
        recipe: recipe.clone(),
        plan,
    };
    begin(&mut session, trials(TrialPlan::Repeats(3)), b"");
    let told = loop {
        match step::<RunTrials>(&mut session) {
            CallEvent::Progress(progress) if progress.report.is_some() => break progress,
            CallEvent::Progress(_) => {}
            other => panic!("{other:?}"),
        }
    };
    assert!(told.done.done < told.done.total);
    ask(&mut session, Cancel, b"");
    assert!(!session.is_at_work());
    assert_eq!(metrics(&mut session), before);
    let whole = ask(&mut session, trials(TrialPlan::Repeats(3)), b"");
    let (Some(TrialReport::Repeats(first)), TrialReport::Repeats(whole)) =
        (told.report.map(|report| *report), whole)
    else {
        panic!("repeats");
    };
    assert_eq!(first.scores[0].by_split, whole.scores[0].by_split[..1]);
    assert_eq!(metrics(&mut session), before);
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
