//! A forest that does not fit into memory is refused: by the estimate, and by the run once its first trees are there.

use grove_engine::train::threads::TreeThreads;
use grove_engine::train::tree_workers::{
    GrowJob, GrowProgress, SMALLER, SingleThread, TreeWorkers, refusal,
};
use grove_engine::{Pipeline, RunEvent};
use grove_forest::Stream;
use grove_protocol::report::Estimate;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Load, Recipe, Task};

use crate::tools::{finish, open, target};

/// Works alone, with so many bytes of memory.
struct Cramped {
    alone: SingleThread,
    memory: f64,
}

impl TreeWorkers for Cramped {
    fn begin(&mut self, job: GrowJob) {
        self.alone.begin(job);
    }

    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        self.alone.collect()
    }

    fn stop(&mut self) {
        self.alone.stop();
    }

    fn worker_count(&self) -> u32 {
        self.alone.worker_count()
    }

    fn memory(&self) -> f64 {
        self.memory
    }
}

/// A number to learn from, and noise in its place.
fn noise(rows: u32) -> String {
    let mut random = Stream::new(7, "noise", 0);
    let mut csv = String::from("x,y\n");
    for _ in 0..rows {
        csv.push_str(&format!("{},{}\n", random.unit(), random.unit()));
    }
    csv
}

fn with_memory(csv: &str, memory: f64) -> Pipeline {
    let alone = SingleThread::default();
    let mut pipeline = Pipeline::new(Box::new(Cramped { alone, memory }));
    pipeline
        .open("test.csv", csv.as_bytes(), &Load::default())
        .unwrap();
    pipeline
}

fn recipe(csv: &str, n_estimators: u32) -> Recipe {
    let (_, _, mut recipe) = open(csv.as_bytes()).unwrap();
    target("y", Task::Regression)(&mut recipe);
    recipe.train.set("n_estimators", n_estimators).unwrap();
    recipe
}

fn estimate(pipeline: &Pipeline, recipe: &Recipe) -> Estimate {
    pipeline.estimate(recipe, &|| 0.0).unwrap().unwrap()
}

/// How many trees a run tells of before it is refused, and the reason.
fn told_until_refused(pipeline: &mut Pipeline, recipe: &Recipe) -> (u32, StageError) {
    pipeline.begin(recipe.clone()).unwrap();
    let mut trees = 0;
    loop {
        match pipeline.step() {
            Ok(RunEvent::Ended) => panic!("the run ended well"),
            Ok(RunEvent::Progressed {
                stage: Stage::Train,
                done,
                ..
            }) => trees = done,
            Ok(_) => {}
            Err(error) => return (trees, error),
        }
    }
}

#[test]
fn the_data_and_the_forest_twice_must_fit() {
    assert_eq!(refusal(1e9, 1e9, 3e9), None);
    let told = refusal(1e9, 1e9, 2.5e9).unwrap();
    assert!(
        told.contains("3.0 GB of memory") && told.contains("2.5 GB are available"),
        "{told}"
    );
    let told = refusal(1e9, 1e9, 3e9 - 1.0).unwrap();
    assert!(
        told.contains("3.0 GB of memory") && told.contains("2.9 GB are available"),
        "{told}"
    );
    assert_eq!(refusal(1e300, 1e300, f64::INFINITY), None);
}

#[test]
fn a_forest_that_does_not_fit_is_refused_and_a_smaller_one_grows() {
    let csv = noise(2000);
    let (large, small) = (recipe(&csv, 1000), recipe(&csv, 20));
    // Room for 100 trees and the data.
    let ample = with_memory(&csv, f64::INFINITY);
    let hundred = estimate(&ample, &recipe(&csv, 100));
    let mut pipeline = with_memory(&csv, 2.0 * hundred.model_bytes + 1e5);

    let refused = estimate(&pipeline, &large).refusal.unwrap();
    assert!(refused.contains("GB of memory"), "{refused}");
    assert!(refused.ends_with(SMALLER), "{refused}");
    let (trees, error) = told_until_refused(&mut pipeline, &large);
    assert_eq!(trees, 0, "the first tree is enough to tell");
    assert_eq!(error.stage, Stage::Train);
    assert!(error.problem.contains("GB of memory"), "{}", error.problem);
    assert_eq!(error.advice, SMALLER);

    assert_eq!(estimate(&pipeline, &small).refusal, None);
    finish(&mut pipeline, &small).unwrap();
    assert_eq!(estimate(&ample, &large).refusal, None);
}

/// Each of the choices that the advice names makes the forest fit.
#[test]
fn what_the_advice_names_helps() {
    let csv = noise(2000);
    let large = recipe(&csv, 1000);
    // Half of what is needed.
    let forest = estimate(&with_memory(&csv, 0.0), &large).model_bytes;
    let pipeline = with_memory(&csv, forest);
    assert!(estimate(&pipeline, &large).refusal.is_some());
    let changes: [fn(&mut Recipe); 4] = [
        |recipe| recipe.train.set("n_estimators", 100).unwrap(),
        |recipe| recipe.train.set("max_depth", Some(4)).unwrap(),
        |recipe| recipe.train.set("max_leaf_nodes", Some(20)).unwrap(),
        |recipe| recipe.train.set("min_samples_leaf", 100).unwrap(),
    ];
    for (index, change) in changes.iter().enumerate() {
        let mut smaller = large.clone();
        change(&mut smaller);
        assert_eq!(
            estimate(&pipeline, &smaller).refusal,
            None,
            "change {index}"
        );
    }
}

/// The command asks the machine, so that it stops before the memory is gone.
#[test]
#[cfg(target_os = "linux")]
fn threads_know_the_memory_of_the_machine() {
    let memory = TreeThreads::new(1).memory();
    assert!(memory.is_finite() && memory > 0.0, "{memory} bytes");
}
