//! What it costs, says and predicts, and how it takes categories as they are.

use grove_engine::Pipeline;
use grove_engine::predict::predict;
use grove_engine::train::tree_workers::{GrowJob, GrowProgress, SingleThread, TreeWorkers};
use grove_export::model;
use grove_models::Predictions;
use grove_protocol::report::TreeTest;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe, Task};

use super::{ITERATIONS, boosting, colours, file, opened, trained};
use crate::tools::{fails, finish, open, run, target};

#[test]
fn examples_come_to_what_the_model_predicts() {
    let (pipeline, reports) = run(colours(400), boosting(ITERATIONS)).unwrap();
    let (_, told) = trained(&reports);
    assert_eq!(told.examples.len(), 4);
    let csv = colours(400);
    let fitted = &pipeline.outcome().unwrap().fitted;
    let (table, _) = predict(fitted, "same.csv", csv.as_bytes()).unwrap();
    let Predictions::Values(values) = &table.predicted else {
        panic!("values are predicted");
    };
    for example in &told.examples {
        let (first, last) = (example.predicted[0], *example.predicted.last().unwrap());
        assert_eq!(example.predicted.len() as u32, ITERATIONS + 1);
        assert_eq!(last.to_bits(), values[example.row as usize - 1].to_bits());
        assert_eq!(first, told.examples[0].predicted[0], "one baseline");
        assert!((example.truth - last).abs() < (example.truth - first).abs());
    }
    let (_, reports) = run(colours(400), |recipe| {
        boosting(ITERATIONS)(recipe);
        target("colour", Task::Classification)(recipe);
    })
    .unwrap();
    let (report, told) = trained(&reports);
    assert_eq!((told.per_iteration, &*told.loss), (6, "log_loss"));
    assert_eq!(report.trees.len() as u32, ITERATIONS);
    for example in &told.examples {
        assert!(example.class.is_some() && example.truth == 1.0);
        assert!(example.predicted.iter().all(|p| (0.0..=1.0).contains(p)));
    }
}

#[test]
fn an_estimate_foretells_the_size() {
    let (mut pipeline, _, mut recipe) = open(colours(9000).as_bytes()).unwrap();
    boosting(30)(&mut recipe);
    let now = || 0.0;
    let before = pipeline.estimate(&recipe, &now).unwrap().unwrap();
    assert_eq!((before.trees, before.refusal.as_ref()), (30, None));
    assert!(before.rows.abs_diff(6750) < 10, "{} rows", before.rows);
    let reports = finish(&mut pipeline, &recipe).unwrap();
    let bytes = f64::from(trained(&reports).0.bytes);
    let after = pipeline.estimate(&recipe, &now).unwrap().unwrap();
    for estimate in [before, after] {
        let off = estimate.model_bytes / bytes;
        assert!((0.6..1.6).contains(&off), "{off} times the {bytes} bytes");
        assert!(estimate.memory_bytes > estimate.model_bytes);
    }
    let clock = std::cell::Cell::new(0.0);
    let now = || {
        clock.set(clock.get() + 1000.0);
        clock.get()
    };
    let estimate = pipeline.estimate(&recipe, &now).unwrap().unwrap();
    assert!(estimate.seconds >= 30.0, "{}", estimate.seconds);
    recipe.train.choose(ModelName::RandomForest);
    let refused = pipeline.estimate(&recipe, &now).unwrap_err();
    assert_eq!(refused.column.as_deref(), Some("colour"));
}

/// Has little memory.
struct Small(SingleThread);

impl TreeWorkers for Small {
    fn begin(&mut self, job: GrowJob) {
        self.0.begin(job);
    }

    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        self.0.collect()
    }

    fn stop(&mut self) {
        self.0.stop();
    }

    fn worker_count(&self) -> u32 {
        1
    }

    fn memory(&self) -> f64 {
        10_000.0
    }
}

#[test]
fn what_does_not_fit_into_memory_is_refused_with_a_reason() {
    let (_, recipe) = opened(ITERATIONS);
    let mut pipeline = Pipeline::new(Box::new(Small(SingleThread::default())));
    let opened = pipeline.open("test.csv", colours(400).as_bytes(), &recipe.load);
    opened.unwrap();
    let estimate = pipeline.estimate(&recipe, &|| 0.0).unwrap().unwrap();
    assert!(
        estimate
            .refusal
            .unwrap()
            .starts_with("Training would need about")
    );
    let error = finish(&mut pipeline, &recipe).unwrap_err();
    assert!(
        error.problem.starts_with("Training would need about"),
        "{error}"
    );
    assert!(error.stage == Stage::Train && error.advice.starts_with("Grow fewer trees"));
}

#[test]
fn other_models_say_that_they_take_no_categories_as_they_are() {
    for (model, _) in ModelName::OPTIONS {
        let change = |recipe: &mut Recipe| {
            boosting(3)(recipe);
            recipe.train.choose(*model);
            recipe.task = model.about().only_task.unwrap_or(recipe.task);
            if recipe.task == Task::Classification {
                recipe.target = "colour".into();
                recipe.featurize.columns.insert(
                    "noise".into(),
                    serde_json::from_str(r#"{"encoding": "categorical"}"#).unwrap(),
                );
            }
        };
        if model.about().takes_categories {
            run(colours(60), change).unwrap();
            continue;
        }
        let error = fails(colours(60), change);
        assert_eq!(error.stage, Stage::Train, "{error}");
        assert!(error.problem.starts_with(model.about().title), "{error}");
        assert!(["colour", "noise"].contains(&error.column.as_deref().unwrap()));
        assert!(error.advice.contains("gradient boosting"), "{error}");
    }
}

#[test]
fn categories_as_they_are_are_kept_in_the_file_and_unseen_ones_are_missing() {
    let (pipeline, _) = run(colours(400), boosting(60)).unwrap();
    let outcome = pipeline.outcome().unwrap();
    let r2 = outcome.evaluation.metrics[0].value.unwrap();
    assert!(r2 > 0.8, "{r2}");
    let importance = &outcome.evaluation.importances;
    let sum: f64 = importance.iter().map(|of| of.value).sum();
    assert!((sum - 1.0).abs() < 1e-9 && importance[0].column == "colour");
    let read = model::read(&file(&pipeline)).unwrap();
    assert_eq!(read, outcome.fitted);
    assert_eq!(read.summary("a", 1).trees, 60);
    let new = "size,colour,noise\n0.5,red,0.5\n0.5,never seen,0.5\n0.5,,0.5\n";
    let (table, summary) = predict(&read, "new.csv", new.as_bytes()).unwrap();
    let Predictions::Values(values) = &table.predicted else {
        panic!("values are predicted");
    };
    assert_ne!(values[0], values[2]);
    assert_eq!(values[1].to_bits(), values[2].to_bits(), "as a missing one");
    assert!(format!("{summary:?}").contains("never seen"), "{summary:?}");
}

#[test]
fn a_tree_is_drawn_with_the_names_of_its_categories() {
    let (pipeline, reports) = run(colours(400), boosting(ITERATIONS)).unwrap();
    let (report, _) = trained(&reports);
    let tree = pipeline.tree(0).unwrap();
    let correction = tree.correction.as_ref().unwrap();
    assert_eq!((correction.iteration, &correction.class), (1, &None));
    assert_eq!(tree.nodes[0].rows, report.rows);
    let names = ["red", "green", "blue", "violet", "amber", "white"];
    let mut sets = 0;
    for node in &tree.nodes {
        let Some(split) = &node.split else {
            assert!(node.cut || node.values.len() == 1);
            continue;
        };
        let [left, right] = [split.left, split.right].map(|child| &tree.nodes[child as usize]);
        assert_eq!(left.rows + right.rows, node.rows);
        assert!(node.values.is_empty() && split.missing_left.is_some());
        if let TreeTest::In(left) = &split.test {
            assert_eq!(split.feature, "colour");
            assert!(!left.is_empty() && left.iter().all(|name| names.contains(&&**name)));
            sets += 1;
        }
    }
    assert!(sets > 0, "no split by categories");
    assert!(pipeline.tree(ITERATIONS - 1).is_some());
    assert_eq!(pipeline.tree(ITERATIONS), None);
}

#[test]
fn intervals_are_grown_where_they_are_asked_for() {
    let plain = run(colours(800), boosting(40)).unwrap().0;
    assert!(plain.outcome().unwrap().evaluation.intervals.is_none());
    let (pipeline, reports) = run(colours(800), |recipe| {
        boosting(40)(recipe);
        recipe.train.set("intervals", true).unwrap();
    })
    .unwrap();
    let (report, _) = trained(&reports);
    assert_eq!(report.trees.len(), 40, "of the model that predicts");
    let outcome = pipeline.outcome().unwrap();
    let intervals = outcome.evaluation.intervals.as_ref().unwrap();
    assert!((0.6..=1.0).contains(&intervals.coverage), "{intervals:?}");
    assert_eq!(
        outcome.predictions.predicted,
        plain.outcome().unwrap().predictions.predicted
    );
    let ends = outcome.predictions.intervals.as_ref().unwrap();
    assert!(ends.iter().all(|(low, high)| low <= high));
    let read = model::read(&file(&pipeline)).unwrap();
    assert_eq!(read, outcome.fitted);
}

#[test]
fn folds_are_scored() {
    let (pipeline, _) = run(colours(300), |recipe| {
        boosting(10)(recipe);
        recipe.evaluate.cross_validation = grove_recipe::CrossValidation::KFold;
    })
    .unwrap();
    let evaluation = &pipeline.outcome().unwrap().evaluation;
    let folds = evaluation.cross_validation.as_ref().unwrap();
    assert!(folds.scores[0].mean.unwrap() > 0.3, "{folds:?}");
}
