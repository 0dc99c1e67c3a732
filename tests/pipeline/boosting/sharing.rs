//! Workers share many rows, whoever they are, and the model stays the same.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use grove_boosting::Share;
use grove_engine::Pipeline;
use grove_engine::train::threads::TreeThreads;
use grove_engine::train::tree_workers::{
    GrowJob, GrowProgress, SharerLost, SingleThread, TreeWorkers,
};
use grove_recipe::error::StageError;
use grove_recipe::{Load, Recipe};

use super::growth::cancel_at;
use super::{boosting, file};
use crate::tools::{finish, open};

const ITERATIONS: u32 = 4;

/// Enough rows to be shared, without those to test and those that early stopping draws.
fn table() -> String {
    let rows = (0..400_000u64).map(|row| {
        let number = row * 7919 % 1009;
        format!("{number},{}\n", number * number % 101 + row % 7)
    });
    format!("x,y\n{}", rows.collect::<String>())
}

fn recipe(table: &str) -> Recipe {
    let (_, _, mut recipe) = open(table.as_bytes()).unwrap();
    boosting(ITERATIONS)(&mut recipe);
    recipe.train.set("max_leaf_nodes", 5u32).unwrap();
    recipe
}

fn pipeline(workers: impl TreeWorkers + 'static, table: &str) -> Pipeline {
    let mut pipeline = Pipeline::new(Box::new(workers));
    let opened = pipeline.open("many.csv", table.as_bytes(), &Load::default());
    opened.unwrap();
    pipeline
}

/// What was asked of [`OneByOne`].
#[derive(Default)]
struct Log {
    shared: u32,
    unshared: u32,
    stopped: u32,
    answered: u32,
}

/// Answers one message each time that it is asked for the second time, as a worker in a browser would. Is lost, once, when
/// it has given so many answers.
struct OneByOne {
    shares: Vec<Share>,
    messages: VecDeque<(usize, Vec<u8>)>,
    was_asked: bool,
    lost_after: Option<u32>,
    log: Rc<RefCell<Log>>,
}

impl OneByOne {
    fn new(lost_after: Option<u32>) -> Self {
        Self {
            shares: Vec::new(),
            messages: VecDeque::new(),
            was_asked: false,
            lost_after,
            log: Rc::default(),
        }
    }
}

impl TreeWorkers for OneByOne {
    fn begin(&mut self, _: GrowJob) {
        panic!("it grows no forest");
    }

    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        panic!("it grows no forest");
    }

    fn sharers(&mut self, cells: u64) -> usize {
        assert!(cells >= 1 << 18);
        1
    }

    fn share(&mut self, shares: Vec<Vec<u8>>) {
        self.log.borrow_mut().shared += 1;
        self.messages.clear();
        let share = |bytes: Vec<u8>| Share::new(&bytes).unwrap();
        self.shares = shares.into_iter().map(share).collect();
    }

    fn tell(&mut self, sharer: usize, message: Vec<u8>) {
        self.messages.push_back((sharer, message));
    }

    fn hear(&mut self) -> Result<Vec<(usize, Vec<u8>)>, SharerLost> {
        self.was_asked = !self.was_asked;
        if self.was_asked {
            return Ok(Vec::new());
        }
        if self.lost_after == Some(self.log.borrow().answered) {
            return Err(SharerLost);
        }
        let (sharer, message) = self.messages.pop_front().expect("a message to wait for");
        let answer = self.shares[sharer].answer(&message).unwrap();
        self.log.borrow_mut().answered += 1;
        Ok(if answer.is_empty() {
            Vec::new()
        } else {
            vec![(sharer, answer)]
        })
    }

    fn unshare(&mut self) {
        self.log.borrow_mut().unshared += 1;
    }

    fn stop(&mut self) {
        self.log.borrow_mut().stopped += 1;
        self.shares.clear();
    }

    fn worker_count(&self) -> u32 {
        2
    }
}

#[test]
fn whoever_shares_the_rows_the_model_is_the_same() {
    let table = table();
    let recipe = recipe(&table);
    let model = |mut pipeline: Pipeline| {
        finish(&mut pipeline, &recipe).unwrap();
        file(&pipeline)
    };
    let alone = model(pipeline(SingleThread::default(), &table));
    assert!(model(pipeline(TreeThreads::new(2), &table)) == alone);

    let others = OneByOne::new(None);
    let log = Rc::clone(&others.log);
    assert!(model(pipeline(others, &table)) == alone);
    assert_eq!((log.borrow().shared, log.borrow().unshared), (1, 1));
    assert!(log.borrow().answered > 4 * ITERATIONS);

    // One that is lost is not asked again.
    let others = OneByOne::new(Some(7));
    let log = Rc::clone(&others.log);
    assert!(model(pipeline(others, &table)) == alone);
    let told = log.borrow();
    assert_eq!((told.shared, told.unshared, told.answered), (1, 0, 7));
    assert!(told.stopped > 0);
}

#[test]
fn what_was_stopped_while_rows_were_shared_goes_on_and_becomes_the_same() {
    let table = table();
    let recipe = recipe(&table);
    let mut whole = pipeline(SingleThread::default(), &table);
    finish(&mut whole, &recipe).unwrap();
    let others = OneByOne::new(None);
    let log = Rc::clone(&others.log);
    let mut stopped = pipeline(others, &table);
    cancel_at(&mut stopped, &recipe, 2);
    assert_eq!((log.borrow().shared, log.borrow().unshared), (1, 0));
    finish(&mut stopped, &recipe).unwrap();
    assert_eq!((log.borrow().shared, log.borrow().unshared), (2, 1));
    assert!(file(&stopped) == file(&whole));
}
