//! Trees growing in several workers: which worker grows which trees, and which are done.

use std::collections::VecDeque;

use js_sys::Uint8Array;

use grove_engine::train::tree_workers::GrowJob;
use grove_forest::GrownTree;

use super::trainer::{TreeWorkerHandle, TreeWorkerMessage, encode};

/// Trees that a worker is asked for at a time, so that it begins the next one without waiting for a message.
const AHEAD: usize = 2;

/// A worker and the trees that it was asked for.
pub struct TreeWorker {
    trainer: TreeWorkerHandle,
    started: bool,
    /// Whether it has received the job.
    learned: bool,
    /// The trees that it was asked for, in the order in which they grow.
    asked: VecDeque<u32>,
}

/// A job that workers are busy with. Dropping it ends the workers.
pub struct TreeGrowth {
    pub job: GrowJob,
    encoded: Uint8Array,
    pub workers: Vec<TreeWorker>,
    /// Whether any worker has ever started.
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

    /// Returns whether it has started; `None` where it has failed. Only while it has no job.
    pub fn has_started(&mut self) -> Option<bool> {
        while let Some(word) = self.trainer.word() {
            match word {
                TreeWorkerMessage::Ready => self.started = true,
                TreeWorkerMessage::Answer(_) => {}
                TreeWorkerMessage::Broke(_) => return None,
            }
        }
        Some(self.started)
    }

    /// Sends rows to share, or then a message about them.
    pub fn share(&self, message: &[u8]) {
        self.trainer.share(message);
    }

    /// Returns the answers about the rows that it shares; `None` where it has failed.
    pub fn answers(&self) -> Option<Vec<Vec<u8>>> {
        let mut answers = Vec::new();
        while let Some(word) = self.trainer.word() {
            match word {
                TreeWorkerMessage::Ready => {}
                TreeWorkerMessage::Answer(answer) => answers.push(answer),
                TreeWorkerMessage::Broke(_) => return None,
            }
        }
        Some(answers)
    }

    /// Tells the worker to drop the job, or the rows.
    pub fn forget(&mut self) {
        self.trainer.forget();
        self.learned = false;
    }
}

/// Why no workers are left.
pub enum PoolEnd {
    /// None has ever started.
    Unstarted,
    /// The last one failed at work, for this reason.
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

    /// Returns the trees that have arrived, and asks for more. Trees that were asked of a broken worker are asked of
    /// the others, who have more memory each now.
    pub fn collect(&mut self) -> Result<Vec<GrownTree>, PoolEnd> {
        let mut trees = Vec::new();
        let mut broke = None;
        self.workers.retain_mut(|worker| {
            while let Some(word) = worker.trainer.word() {
                let mut ends = None;
                match word {
                    TreeWorkerMessage::Ready => {
                        worker.started = true;
                        self.started = true;
                    }
                    TreeWorkerMessage::Answer(tree) => match postcard::from_bytes(&tree) {
                        Ok(tree) => {
                            worker.asked.pop_front();
                            trees.push(tree);
                        }
                        Err(error) => ends = Some(error.to_string()),
                    },
                    TreeWorkerMessage::Broke(reason) => ends = Some(reason),
                }
                if ends.is_some() {
                    self.waiting.extend(worker.asked.drain(..));
                    broke = ends;
                    return false;
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

    /// Asks every started worker for trees, lowest numbers first.
    fn ask(&mut self) {
        for ahead in 1..=AHEAD {
            // Near the end each tree goes to a worker that is idle.
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
