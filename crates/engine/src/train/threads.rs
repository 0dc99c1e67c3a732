//! Grows trees on several threads, natively.
#![allow(
    clippy::disallowed_methods,
    reason = "tree workers for native programs, which have threads"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::{fs, thread};

use grove_boosting::Share;
use grove_forest::{Grower, GrownTree};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::train::tree_workers::{GrowJob, GrowProgress, SharerLost, TreeWorkers};

/// The number of visits after which a thread checks whether it is still needed.
const SLICE: u64 = 20_000_000;

/// Threads that grow trees. They end with the job.
pub struct TreeThreads {
    worker_count: u32,
    /// The available memory in bytes.
    memory: f64,
    job: Option<ThreadedJob>,
    sharing: Option<Sharing>,
}

/// Threads that share the rows of gradient boosting. They end when nothing more can be sent to them.
struct Sharing {
    /// By thread.
    messages: Vec<Sender<Vec<u8>>>,
    /// `None` where the thread has ended.
    answers: Receiver<(usize, Option<Vec<u8>>)>,
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
            sharing: None,
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
        self.sharing = None;
    }

    /// As soon as rows are shared at all it pays: two threads take a quarter to a third less time at 300,000 × 20.
    fn sharers(&mut self, _cells: u64) -> usize {
        self.worker_count as usize - 1
    }

    fn share(&mut self, shares: Vec<Vec<u8>>) {
        self.stop();
        let (sender, answers) = channel();
        let begin = |(number, bytes): (usize, Vec<u8>)| {
            let sender = sender.clone();
            let (message, messages) = channel::<Vec<u8>>();
            thread::spawn(move || {
                let mut share = Share::new(&bytes);
                drop(bytes);
                for message in messages {
                    let answer = share.as_mut().and_then(|share| share.answer(&message));
                    let is_expected = answer.as_ref().is_none_or(|answer| !answer.is_empty());
                    let is_last = answer.is_none();
                    if is_expected && sender.send((number, answer)).is_err() || is_last {
                        return;
                    }
                }
            });
            message
        };
        self.sharing = Some(Sharing {
            messages: shares.into_iter().enumerate().map(begin).collect(),
            answers,
        });
    }

    fn tell(&mut self, sharer: usize, message: Vec<u8>) {
        let sharing = self.sharing.as_ref();
        if let Some(messages) = sharing.and_then(|sharing| sharing.messages.get(sharer)) {
            // One that has ended is missed when its answer is awaited.
            let _ = messages.send(message);
        }
    }

    /// Waits for an answer.
    fn hear(&mut self) -> Result<Vec<(usize, Vec<u8>)>, SharerLost> {
        let sharing = self.sharing.as_ref().ok_or(SharerLost)?;
        let (number, answer) = sharing.answers.recv().map_err(|_| SharerLost)?;
        Ok(vec![(number, answer.ok_or(SharerLost)?)])
    }

    fn unshare(&mut self) {
        self.sharing = None;
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
