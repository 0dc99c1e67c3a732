//! Grows trees on several threads, natively.
#![allow(
    clippy::disallowed_methods,
    reason = "tree workers for native programs, which have threads"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::{fs, thread};

use grove_forest::{Grower, GrownTree};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::train::tree_workers::{GrowJob, GrowProgress, TreeWorkers};

/// The number of visits after which a thread checks whether it is still needed.
const SLICE: u64 = 20_000_000;

/// Threads that grow trees. They end with the job.
pub struct TreeThreads {
    worker_count: u32,
    /// The available memory in bytes.
    memory: f64,
    job: Option<ThreadedJob>,
}

struct ThreadedJob {
    trees: Receiver<GrownTree>,
    given_up: Arc<AtomicBool>,
}

impl TreeThreads {
    /// Makes this many threads, or one per core if it is 0.
    pub fn new(worker_count: u32) -> Self {
        let cores = || thread::available_parallelism().map_or(1, |cores| cores.get() as u32);
        Self {
            worker_count: if worker_count == 0 {
                cores()
            } else {
                worker_count
            },
            memory: free_memory().unwrap_or(f64::INFINITY),
            job: None,
        }
    }
}

impl TreeWorkers for TreeThreads {
    fn begin(&mut self, job: GrowJob) {
        self.stop();
        let (sender, trees) = channel();
        let given_up = Arc::new(AtomicBool::new(false));
        // Each thread takes the next tree that no other has taken.
        let next = Arc::new(AtomicU32::new(job.trees.start));
        for _ in 0..self.worker_count.min(job.trees.len() as u32) {
            let (job, sender) = (job.clone(), sender.clone());
            let (next, given_up) = (Arc::clone(&next), Arc::clone(&given_up));
            thread::spawn(move || {
                let mut grower = Grower::new(job.dataset, job.parameters);
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= job.trees.end {
                        return;
                    }
                    grower.begin(index);
                    let tree = loop {
                        if given_up.load(Ordering::Relaxed) {
                            return;
                        }
                        if let Some(tree) = grower.advance(SLICE) {
                            break tree;
                        }
                    };
                    if sender.send(tree).is_err() {
                        return;
                    }
                }
            });
        }
        self.job = Some(ThreadedJob { trees, given_up });
    }

    /// Waits for a tree.
    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        let first = self.job.as_ref().and_then(|job| job.trees.recv().ok());
        let first = first.ok_or_else(|| {
            StageError::new(
                Stage::Train,
                "The threads that grew the trees ended early.",
                "Run again, with fewer threads.",
            )
        })?;
        let mut trees = vec![first];
        trees.extend(self.job.iter().flat_map(|job| job.trees.try_iter()));
        Ok(GrowProgress::Trees(trees))
    }

    fn stop(&mut self) {
        if let Some(job) = self.job.take() {
            job.given_up.store(true, Ordering::Relaxed);
        }
    }

    fn worker_count(&self) -> u32 {
        self.worker_count
    }

    /// Returns the memory that was available when this was made; infinite if unknown.
    fn memory(&self) -> f64 {
        self.memory
    }
}

/// Returns the bytes that Linux can provide without swapping.
fn free_memory() -> Option<f64> {
    let told = fs::read_to_string("/proc/meminfo").ok()?;
    let mut lines = told.lines();
    let available = lines.find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: f64 = available.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(1024.0 * kibibytes)
}

impl Drop for TreeThreads {
    fn drop(&mut self) {
        self.stop();
    }
}
