//! The pool: trees grow in several workers at once. No memory is shared, so any static host will do.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::Uint8Array;

use grove_engine::crew::{Alone, Crew, Grown, Job, SMALLER};
use grove_forest::GrownTree;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::signal::Signal;
use super::trainer::{Trainer, Word, encode};

/// A job of fewer visits is done here before trainers have started elsewhere.
const WORTH_IT: u64 = 10_000_000;

/// Trees asked of a trainer at a time, so that the next one begins without a word.
const AHEAD: usize = 2;

/// How long trainers wait for another job, in milliseconds. Each keeps the memory of its largest.
const IDLE: u32 = 20_000;

/// Trainers, started for the first job that is worth it; this thread does the small jobs, and all of them
/// where trainers cannot be had.
pub struct Pool {
    hands: u32,
    script: Option<String>,
    signal: Signal,
    work: Work,
    idle: Rc<RefCell<Vec<Hand>>>,
    /// When it comes, the idle are sent away.
    dismissal: Option<Timeout>,
}

/// The job under way, and who is at it.
enum Work {
    None,
    Here {
        alone: Alone,
        /// Trees to come.
        left: usize,
    },
    Elsewhere(Shift),
}

/// A trainer, and what was asked of it.
struct Hand {
    trainer: Trainer,
    started: bool,
    /// Whether it holds the job.
    learned: bool,
    /// The trees to come, in the order in which they grow.
    asked: VecDeque<u32>,
}

/// A job that trainers are at. Dropping it ends them.
struct Shift {
    job: Job,
    encoded: Uint8Array,
    hands: Vec<Hand>,
    /// Whether any of them has ever started.
    started: bool,
    /// The trees that nobody was asked for, ascending.
    waiting: VecDeque<u32>,
    /// Trees to come, of whomever.
    left: usize,
}

impl Pool {
    /// Up to so many trainers, started from this script. Each word of theirs gives the signal.
    pub fn new(hands: u32, script: Option<String>, signal: Signal) -> Self {
        Self {
            hands: if script.is_some() { hands } else { 1 },
            script,
            signal,
            work: Work::None,
            idle: Rc::default(),
            dismissal: None,
        }
    }

    /// As many trainers as the job has use for, those that wait first; fewer where no more can be had.
    fn muster(&mut self, trees: usize) -> Vec<Hand> {
        self.dismissal = None;
        let mut hands = self.idle.take();
        let wanted = trees.min(self.hands as usize);
        let script = self.script.as_deref().unwrap_or_default();
        let start = || Trainer::start(script, &self.signal).map(Hand::new);
        let missing = wanted.saturating_sub(hands.len());
        hands.extend(std::iter::from_fn(start).take(missing));
        hands.truncate(wanted);
        hands
    }

    fn here(job: Job) -> Work {
        let left = job.trees.len();
        let mut alone = Alone::default();
        alone.begin(job);
        Work::Here { alone, left }
    }

    /// The trainers let go of the job and wait for another one.
    fn rest(&mut self, mut hands: Vec<Hand>) {
        for hand in &mut hands {
            hand.trainer.forget();
            hand.learned = false;
        }
        self.keep(hands);
    }

    /// Trainers without a job are kept for a while.
    fn keep(&mut self, hands: Vec<Hand>) {
        self.idle.replace(hands);
        let idle = Rc::clone(&self.idle);
        self.dismissal = Some(Timeout::new(IDLE, move || idle.borrow_mut().clear()));
    }
}

impl Crew for Pool {
    /// Trainers start while the data are still being coded.
    fn expect(&mut self, trees: usize, visits: u64) {
        self.stop();
        if self.hands > 1 && visits >= WORTH_IT {
            let hands = self.muster(trees);
            self.keep(hands);
        }
    }

    fn begin(&mut self, job: Job) {
        self.stop();
        if self.hands == 1 || job.visits() < WORTH_IT {
            self.work = Self::here(job);
            return;
        }
        let hands = self.muster(job.trees.len());
        if hands.is_empty() {
            // It will not be otherwise next time.
            self.hands = 1;
            self.work = Self::here(job);
            return;
        }
        let mut shift = Shift {
            encoded: encode(&job),
            started: hands.iter().any(|hand| hand.started),
            hands,
            waiting: job.trees.clone().collect(),
            left: job.trees.len(),
            job,
        };
        shift.ask();
        self.work = Work::Elsewhere(shift);
    }

    fn collect(&mut self) -> Result<Grown, StageError> {
        let (grown, left) = match &mut self.work {
            Work::None => return Ok(Grown::Elsewhere),
            Work::Here { alone, left } => {
                let grown = alone.collect()?;
                if let Grown::Trees(trees) = &grown {
                    *left -= trees.len();
                }
                (grown, *left)
            }
            Work::Elsewhere(shift) => match shift.collect() {
                Ok(trees) if trees.is_empty() => return Ok(Grown::Elsewhere),
                Ok(trees) => (Grown::Trees(trees), shift.left),
                Err(Ended::Unstarted) => {
                    self.hands = 1;
                    self.work = Self::here(shift.job.clone());
                    return Ok(Grown::Slice);
                }
                Err(Ended::Broke(reason)) => {
                    self.stop();
                    let problem = format!(
                        "The workers that grew the trees broke, or ran out of memory ({reason})."
                    );
                    return Err(StageError::new(Stage::Train, problem, SMALLER));
                }
            },
        };
        if left == 0
            && let Work::Elsewhere(shift) = std::mem::replace(&mut self.work, Work::None)
        {
            self.rest(shift.hands);
        }
        Ok(grown)
    }

    /// Trainers at work are ended, since they hear nothing before their tree has grown.
    fn stop(&mut self) {
        self.work = Work::None;
    }

    fn hands(&self) -> u32 {
        match &self.work {
            Work::None => self.hands,
            Work::Here { .. } => 1,
            Work::Elsewhere(shift) => shift.hands.len() as u32,
        }
    }
}

impl Hand {
    fn new(trainer: Trainer) -> Self {
        Self {
            trainer,
            started: false,
            learned: false,
            asked: VecDeque::new(),
        }
    }
}

/// Why there are no trainers any more.
enum Ended {
    /// Not one has ever started.
    Unstarted,
    /// The last one broke at work; the text is its reason.
    Broke(String),
}

impl Shift {
    /// The trees that have come; asks for others in their place. What a broken trainer was asked for is asked of
    /// the others, who have the more memory.
    fn collect(&mut self) -> Result<Vec<GrownTree>, Ended> {
        let mut trees = Vec::new();
        let mut broke = None;
        self.hands.retain_mut(|hand| {
            while let Some(word) = hand.trainer.word() {
                match word {
                    Word::Ready => {
                        hand.started = true;
                        self.started = true;
                    }
                    Word::Grown(tree) => {
                        hand.asked.pop_front();
                        trees.push(tree);
                    }
                    Word::Broke(reason) => {
                        self.waiting.extend(hand.asked.drain(..));
                        broke = Some(reason);
                        return false;
                    }
                }
            }
            true
        });
        self.left -= trees.len();
        if let Some(reason) = broke {
            if self.hands.is_empty() && self.left > 0 {
                return Err(match self.started {
                    true => Ended::Broke(reason),
                    false => Ended::Unstarted,
                });
            }
            self.waiting.make_contiguous().sort_unstable();
        }
        self.ask();
        Ok(trees)
    }

    /// Gives every trainer that has started something to do, the first trees first.
    fn ask(&mut self) {
        for ahead in 1..=AHEAD {
            // The last trees are for whoever has nothing to do.
            if ahead > 1 && self.waiting.len() <= self.hands.len() {
                return;
            }
            for hand in &mut self.hands {
                if !hand.started || hand.asked.len() >= ahead {
                    continue;
                }
                let Some(tree) = self.waiting.pop_front() else {
                    return;
                };
                if !hand.learned {
                    hand.trainer.learn(&self.encoded);
                    hand.learned = true;
                }
                hand.trainer.grow(tree);
                hand.asked.push_back(tree);
            }
        }
    }
}
