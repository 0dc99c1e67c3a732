//! A pool of workers that grow trees, or share the rows of gradient boosting, in parallel. They have no memory in common,
//! so any static host will do.
//!
//! Why: `docs/decisions/0015-trees-grow-in-workers-without-shared-memory.md`.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;

use grove_engine::train::tree_workers::{
    GrowJob, GrowProgress, SMALLER, SharerLost, SingleThread, TreeWorkers,
};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::growing::{PoolEnd, TreeGrowth, TreeWorker};
use super::signal::Signal;
use super::trainer::TreeWorkerHandle;

/// A job of fewer visits is done on this thread before workers have started.
const WORTH_IT: u64 = 10_000_000;

/// A table of gradient boosting with fewer cells is not shared: with two workers the page in Chromium trained on
/// 570,000 × 20 in 0.9 to 1.15 times the time of one, and on 1,000,000 × 20 in 0.86 to 0.93 times, with binning, which is
/// not shared.
const WORTH_SHARING: u64 = 16_000_000;

/// How many workers share the rows of gradient boosting beside this thread, at most.
const MOST_SHARERS: usize = 3;

/// How long idle workers are kept, in milliseconds. Each keeps the memory of its largest job.
const IDLE: u32 = 20_000;

/// Workers are started for the first job that is large enough. This thread does the small jobs, and all of them where
/// workers cannot be started.
pub struct TreeWorkerPool {
    /// The most workers at a time.
    at_most: u32,
    script: Option<String>,
    signal: Signal,
    work: PoolWork,
    idle: Rc<RefCell<Vec<TreeWorker>>>,
    /// Ends idle workers when it elapses.
    ending_idle: Option<Timeout>,
}

/// The job under way, on this thread or on workers.
enum PoolWork {
    None,
    Here {
        alone: SingleThread,
        /// How many trees are left to grow.
        left: usize,
    },
    Elsewhere(TreeGrowth),
    /// Workers that share the rows of gradient boosting with this thread.
    Shared(Vec<TreeWorker>),
}

impl TreeWorkerPool {
    /// Makes a pool of up to this many workers, started from this script. Each message from a worker gives the signal.
    pub fn new(at_most: u32, script: Option<String>, signal: Signal) -> Self {
        Self {
            at_most: if script.is_some() { at_most } else { 1 },
            script,
            signal,
            work: PoolWork::None,
            idle: Rc::default(),
            ending_idle: None,
        }
    }

    /// Returns as many workers as the job needs, idle ones first; fewer where no more can be started.
    fn take_workers(&mut self, trees: usize) -> Vec<TreeWorker> {
        self.ending_idle = None;
        let mut workers = self.idle.take();
        let wanted = trees.min(self.at_most as usize);
        let script = self.script.as_deref().unwrap_or_default();
        let start = || TreeWorkerHandle::start(script, &self.signal).map(TreeWorker::new);
        let missing = wanted.saturating_sub(workers.len());
        workers.extend(std::iter::from_fn(start).take(missing));
        workers.truncate(wanted);
        workers
    }

    /// Whether a job of so many visits is done on this thread.
    fn grows_here(&self, visits: u64) -> bool {
        self.at_most == 1 || visits < WORTH_IT
    }

    fn here(job: GrowJob) -> PoolWork {
        let left = job.trees.len();
        let mut alone = SingleThread::default();
        alone.begin(job);
        PoolWork::Here { alone, left }
    }

    /// Tells the workers to drop the job, and keeps them for another one.
    fn rest(&mut self, mut workers: Vec<TreeWorker>) {
        for worker in &mut workers {
            worker.forget();
        }
        self.keep(workers);
    }

    /// Keeps workers without a job for a while.
    fn keep(&mut self, workers: Vec<TreeWorker>) {
        self.idle.replace(workers);
        let idle = Rc::clone(&self.idle);
        self.ending_idle = Some(Timeout::new(IDLE, move || idle.borrow_mut().clear()));
    }
}

impl TreeWorkers for TreeWorkerPool {
    /// Starts workers while the data are still being coded.
    fn expect(&mut self, trees: usize, visits: u64) {
        self.stop();
        if !self.grows_here(visits) {
            let workers = self.take_workers(trees);
            self.keep(workers);
        }
    }

    fn begin(&mut self, job: GrowJob) {
        self.stop();
        if self.grows_here(job.visits()) {
            self.work = Self::here(job);
            return;
        }
        let workers = self.take_workers(job.trees.len());
        if workers.is_empty() {
            // The next attempt would fail as well.
            self.at_most = 1;
            self.work = Self::here(job);
            return;
        }
        self.work = PoolWork::Elsewhere(TreeGrowth::begin(job, workers));
    }

    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        let (grown, left) = match &mut self.work {
            PoolWork::None | PoolWork::Shared(_) => return Ok(GrowProgress::Elsewhere),
            PoolWork::Here { alone, left } => {
                let grown = alone.collect()?;
                if let GrowProgress::Trees(trees) = &grown {
                    *left -= trees.len();
                }
                (grown, *left)
            }
            PoolWork::Elsewhere(growing) => match growing.collect() {
                Ok(trees) if trees.is_empty() => return Ok(GrowProgress::Elsewhere),
                Ok(trees) => (GrowProgress::Trees(trees), growing.left),
                Err(PoolEnd::Unstarted) => {
                    self.at_most = 1;
                    self.work = Self::here(growing.job.clone());
                    return Ok(GrowProgress::Slice);
                }
                Err(PoolEnd::Broke(reason)) => {
                    self.stop();
                    let problem =
                        format!("The tree workers failed, or ran out of memory ({reason}).");
                    return Err(StageError::new(Stage::Train, problem, SMALLER));
                }
            },
        };
        if left == 0
            && let PoolWork::Elsewhere(growing) = std::mem::replace(&mut self.work, PoolWork::None)
        {
            self.rest(growing.workers);
        }
        Ok(grown)
    }

    /// Ends workers that are growing a tree, since they receive no message before it is done.
    fn stop(&mut self) {
        self.work = PoolWork::None;
    }

    fn sharers(&mut self, cells: u64) -> usize {
        let wanted = self.sharers_for(cells);
        if wanted == 0 || !matches!(self.work, PoolWork::None) {
            return 0;
        }
        if self.idle.borrow().is_empty() {
            let workers = self.take_workers(wanted);
            self.keep(workers);
        }
        let mut idle = self.idle.borrow_mut();
        let mut are_starting = false;
        idle.retain_mut(|worker| {
            let started = worker.has_started();
            are_starting |= started == Some(false);
            started.is_some()
        });
        if idle.is_empty() {
            // The next attempt would fail as well.
            self.at_most = 1;
        }
        if are_starting {
            0
        } else {
            idle.len().min(wanted)
        }
    }

    fn share(&mut self, shares: Vec<Vec<u8>>) {
        let workers = self.take_workers(shares.len());
        for (worker, share) in workers.iter().zip(&shares) {
            worker.share(share);
        }
        self.work = PoolWork::Shared(workers);
    }

    fn tell(&mut self, sharer: usize, message: Vec<u8>) {
        if let PoolWork::Shared(workers) = &self.work
            && let Some(worker) = workers.get(sharer)
        {
            worker.share(&message);
        }
    }

    fn hear(&mut self) -> Result<Vec<(usize, Vec<u8>)>, SharerLost> {
        let PoolWork::Shared(workers) = &self.work else {
            return Err(SharerLost);
        };
        let mut all = Vec::new();
        for (number, worker) in workers.iter().enumerate() {
            let answers = worker.answers().ok_or(SharerLost)?;
            all.extend(answers.into_iter().map(|answer| (number, answer)));
        }
        Ok(all)
    }

    fn unshare(&mut self) {
        if let PoolWork::Shared(workers) = std::mem::replace(&mut self.work, PoolWork::None) {
            self.rest(workers);
        }
    }

    fn workers_for(&self, trees: u32, visits: u64) -> u32 {
        match self.grows_here(visits) {
            true => 1,
            false => self.at_most.min(trees),
        }
    }

    /// This thread has some of the rows too.
    fn sharers_for(&self, cells: u64) -> usize {
        match cells < WORTH_SHARING {
            true => 0,
            false => MOST_SHARERS.min(self.at_most as usize - 1),
        }
    }

    fn worker_count(&self) -> u32 {
        match &self.work {
            PoolWork::None => self.at_most,
            PoolWork::Here { .. } => 1,
            PoolWork::Elsewhere(growing) => growing.workers.len() as u32,
            PoolWork::Shared(workers) => workers.len() as u32 + 1,
        }
    }
}
