//! Trees growing in several workers: which worker grows which trees, and which are done.

use std::collections::VecDeque;

use js_sys::Uint8Array;

use grove_engine::train::tree_workers::GrowJob;
use grove_forest::GrownTree;

use super::trainer::{TreeWorkerHandle, TreeWorkerMessage, encode};

/// Trees asked of a trainer at a time, so that the next one begins without a word.
const AHEAD: usize = 2;

/// A worker and the trees that it was asked for.
pub struct TreeWorker {
    trainer: TreeWorkerHandle,
    started: bool,
    /// Whether it holds the job.
    learned: bool,
    /// The trees to come, in the order in which they grow.
    asked: VecDeque<u32>,
}

/// A job that workers are busy with. Dropping it ends them.
pub struct TreeGrowth {
    pub job: GrowJob,
    encoded: Uint8Array,
    pub workers: Vec<TreeWorker>,
    /// Whether any of them has ever started.
    started: bool,
    /// The trees that are not yet assigned to a worker, ascending.
    waiting: VecDeque<u32>,
    /// The trees that are not yet grown.
    pub left: usize,
}

impl TreeWorker {
    pub fn new(trainer: TreeWorkerHandle) -> Self {
        Self {
            trainer,
            started: false,
            learned: false,
            asked: VecDeque::new(),
        }
    }

    /// Lets go of the job.
    pub fn forget(&mut self) {
        self.trainer.forget();
        self.learned = false;
    }
}

/// Why there are no workers any more.
pub enum PoolEnd {
    /// Not one has ever started.
    Unstarted,
    /// The last one broke at work; the text is its reason.
    Broke(String),
}

impl TreeGrowth {
    pub fn begin(job: GrowJob, workers: Vec<TreeWorker>) -> Self {
        let mut growing = Self {
            encoded: encode(&job),
            started: workers.iter().any(|worker| worker.started),
            workers,
            waiting: job.trees.clone().collect(),
            left: job.trees.len(),
            job,
        };
        growing.ask();
        growing
    }

    /// The trees that have come; asks for others in their place. What a broken trainer was asked for is asked of
    /// the others, who have the more memory.
    pub fn collect(&mut self) -> Result<Vec<GrownTree>, PoolEnd> {
        let mut trees = Vec::new();
        let mut broke = None;
        self.workers.retain_mut(|worker| {
            while let Some(word) = worker.trainer.word() {
                match word {
                    TreeWorkerMessage::Ready => {
                        worker.started = true;
                        self.started = true;
                    }
                    TreeWorkerMessage::Grown(tree) => {
                        worker.asked.pop_front();
                        trees.push(tree);
                    }
                    TreeWorkerMessage::Broke(reason) => {
                        self.waiting.extend(worker.asked.drain(..));
                        broke = Some(reason);
                        return false;
                    }
                }
            }
            true
        });
        self.left -= trees.len();
        if let Some(reason) = broke {
            if self.workers.is_empty() && self.left > 0 {
                return Err(match self.started {
                    true => PoolEnd::Broke(reason),
                    false => PoolEnd::Unstarted,
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
            if ahead > 1 && self.waiting.len() <= self.workers.len() {
                return;
            }
            for worker in &mut self.workers {
                if !worker.started || worker.asked.len() >= ahead {
                    continue;
                }
                let Some(tree) = self.waiting.pop_front() else {
                    return;
                };
                if !worker.learned {
                    worker.trainer.learn(&self.encoded);
                    worker.learned = true;
                }
                worker.trainer.grow(tree);
                worker.asked.push_back(tree);
            }
        }
    }
}
