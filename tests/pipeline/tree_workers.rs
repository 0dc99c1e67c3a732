//! Whoever grows the trees, and however often they are stopped, the forest is the same.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use grove_engine::train::threads::TreeThreads;
use grove_engine::train::tree_workers::{GrowJob, GrowProgress, SingleThread, TreeWorkers};
use grove_engine::{Pipeline, RunEvent};
use grove_export::model;
use grove_forest::{Grower, GrownTree};
use grove_protocol::report::{Detail, TreeShape};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Load, Recipe};

use crate::shared;
use crate::tools::finish;

const TREES: u32 = 20;

fn recipe(trees: u32) -> Recipe {
    let mut recipe = shared::recipe();
    recipe.train.set("n_estimators", trees).unwrap();
    recipe
}

fn pipeline(workers: impl TreeWorkers + 'static) -> Pipeline {
    let mut pipeline = Pipeline::new(Box::new(workers));
    pipeline
        .open("messy.csv", shared::MESSY, &Load::default())
        .unwrap();
    pipeline
}

/// The model file of a run to its end.
fn model(pipeline: &mut Pipeline, trees: u32) -> Vec<u8> {
    finish(pipeline, &recipe(trees)).unwrap();
    model::write(&pipeline.outcome().unwrap().fitted)
}

/// Runs until at least so many trees have grown, and cancels. Returns how many had.
fn cancel_at(pipeline: &mut Pipeline, trees: u32) -> u32 {
    pipeline.begin(recipe(TREES)).unwrap();
    loop {
        match pipeline.step().unwrap() {
            RunEvent::Progressed {
                stage: Stage::Train,
                done,
                ..
            } if done >= trees => {
                assert_eq!(pipeline.cancel(), done);
                return done;
            }
            RunEvent::Ended => panic!("the run ended before {trees} trees"),
            _ => {}
        }
    }
}

/// Grows all trees of a job at once, the last one first. Notes which it was asked for.
#[derive(Default)]
struct Backwards {
    job: Option<GrowJob>,
    asked: Rc<RefCell<Vec<Range<u32>>>>,
}

impl TreeWorkers for Backwards {
    fn begin(&mut self, job: GrowJob) {
        self.asked.borrow_mut().push(job.trees.clone());
        self.job = Some(job);
    }

    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        let job = self.job.take().expect("a job is under way");
        let mut grower = Grower::new(job.dataset, job.parameters);
        let grow = |tree| -> GrownTree {
            grower.begin(tree);
            grower.advance(u64::MAX).unwrap()
        };
        Ok(GrowProgress::Trees(job.trees.rev().map(grow).collect()))
    }

    fn stop(&mut self) {
        self.job = None;
    }

    fn worker_count(&self) -> u32 {
        1
    }
}

/// Breaks, once, when so many trees have grown. Notes which trees it was asked for, and each stop.
struct Fragile {
    alone: SingleThread,
    trees_to_break: Option<u32>,
    log: Rc<RefCell<Vec<Option<Range<u32>>>>>,
}

impl TreeWorkers for Fragile {
    fn begin(&mut self, job: GrowJob) {
        self.log.borrow_mut().push(Some(job.trees.clone()));
        self.alone.begin(job);
    }

    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        if self.trees_to_break == Some(0) {
            self.trees_to_break = None;
            return Err(StageError::new(Stage::Train, "It broke.", "Try again."));
        }
        let grown = self.alone.collect()?;
        if let (GrowProgress::Trees(_), Some(trees)) = (&grown, &mut self.trees_to_break) {
            *trees -= 1;
        }
        Ok(grown)
    }

    fn stop(&mut self) {
        self.log.borrow_mut().push(None);
        self.alone.stop();
    }

    fn worker_count(&self) -> u32 {
        1
    }
}

#[test]
fn every_crew_grows_the_same_forest() {
    let alone = model(&mut pipeline(SingleThread::default()), TREES);
    assert_eq!(shared::hash(&alone), shared::MODEL);
    for threads in [1, 2, 3, 8] {
        let model = model(&mut pipeline(TreeThreads::new(threads)), TREES);
        assert!(model == alone, "{threads} threads grew another forest");
    }
    let backwards = model(&mut pipeline(Backwards::default()), TREES);
    assert!(backwards == alone, "the order of the trees shows");
}

#[test]
fn trees_are_told_once_each_and_in_their_order() {
    let told = |workers: Box<dyn TreeWorkers>| {
        let mut pipeline = Pipeline::new(workers);
        let opened = pipeline.open("messy.csv", shared::MESSY, &Load::default());
        opened.unwrap();
        pipeline.begin(recipe(TREES)).unwrap();
        let mut told: Vec<TreeShape> = Vec::new();
        loop {
            match pipeline.step().unwrap() {
                RunEvent::Progressed {
                    stage: Stage::Train,
                    done,
                    trees,
                    ..
                } => {
                    told.extend(trees);
                    assert_eq!(told.len() as u32, done);
                }
                RunEvent::Finished(report) => {
                    if let Detail::Train(report) = report.detail {
                        assert_eq!(report.trees, told);
                        return told;
                    }
                }
                _ => {}
            }
        }
    };
    let alone = told(Box::<SingleThread>::default());
    assert_eq!(alone.len() as u32, TREES);
    assert_eq!(told(Box::new(TreeThreads::new(3))), alone);
    assert_eq!(told(Box::<Backwards>::default()), alone);
}

#[test]
fn a_stopped_forest_goes_on_and_becomes_the_same() {
    let whole = model(&mut pipeline(SingleThread::default()), TREES);
    for threads in [1, 3] {
        let mut pipeline = pipeline(TreeThreads::new(threads));
        let first = cancel_at(&mut pipeline, 3);
        assert!(cancel_at(&mut pipeline, TREES) >= first);
        assert!(model(&mut pipeline, TREES) == whole, "{threads} threads");
    }
}

#[test]
fn only_the_missing_trees_grow_after_a_stop() {
    let workers = Fragile {
        alone: SingleThread::default(),
        trees_to_break: None,
        log: Rc::default(),
    };
    let log = Rc::clone(&workers.log);
    let mut pipeline = pipeline(workers);
    let grown = cancel_at(&mut pipeline, 3);
    model(&mut pipeline, TREES + 5);
    let asked: Vec<Range<u32>> = log.borrow().iter().flatten().cloned().collect();
    assert_eq!(asked, [0..TREES, grown..TREES + 5]);
}

#[test]
fn what_a_broken_crew_has_grown_is_kept_and_the_crew_is_stopped() {
    let workers = Fragile {
        alone: SingleThread::default(),
        trees_to_break: Some(4),
        log: Rc::default(),
    };
    let log = Rc::clone(&workers.log);
    let mut pipeline = pipeline(workers);
    let error = finish(&mut pipeline, &recipe(TREES)).unwrap_err();
    assert_eq!((error.stage, &*error.problem), (Stage::Train, "It broke."));
    assert_eq!(
        log.borrow().last(),
        Some(&None),
        "nobody grows trees that nobody waits for"
    );
    let whole = model(&mut self::pipeline(SingleThread::default()), TREES);
    assert!(model(&mut pipeline, TREES) == whole);
    let asked: Vec<Range<u32>> = log.borrow().iter().flatten().cloned().collect();
    assert_eq!(asked, [0..TREES, 4..TREES]);
}
