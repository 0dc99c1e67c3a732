//! Tree workers: grow the trees of a forest on this thread or on others, and share the rows of gradient boosting. The
//! models are the same.

use std::ops::Range;
use std::sync::Arc;

use grove_forest::{Dataset, Grower, GrownTree, Parameters};
use grove_recipe::error::StageError;

/// The visits in a slice, which take a few hundredths of a second in a browser.
const SLICE: u64 = 2_000_000;

/// The memory that a 32-bit address space leaves for a forest beside the tables, in bytes.
const ADDRESSABLE: f64 = 3e9;

/// Returns why a forest does not fit into memory, or `None` if it does. All sizes are in bytes: of the training data, of
/// the grown forest, and of the memory.
pub fn refusal(dataset: f64, forest: f64, memory: f64) -> Option<String> {
    // While the forest is assembled, thresholds and leaves are in memory twice.
    too_large(
        "Putting the forest together",
        dataset + 2.0 * forest,
        memory,
    )
}

/// Returns why some work does not fit into memory, or `None` if it does. Sizes are in bytes.
pub fn too_large(work: &str, needed: f64, memory: f64) -> Option<String> {
    // Rounded up and down, so that the two numbers in the message differ.
    let tenths = [(needed / 1e8).ceil(), (memory / 1e8).floor()];
    let [needs, has] = tenths.map(|tenths| tenths / 10.0);
    (needed > memory).then(|| {
        format!("{work} would need about {needs:.1} GB of memory; about {has:.1} GB are available.")
    })
}

/// The advice for that case.
pub const SMALLER: &str =
    "Grow fewer trees, limit their depth or number of leaves, or require more rows in a leaf.";

/// Trees to grow.
#[derive(Clone)]
pub struct GrowJob {
    /// The train rows, shared by all trees.
    pub dataset: Arc<Dataset>,
    /// The parameters of the forest.
    pub parameters: Parameters,
    /// The indices of the trees.
    pub trees: Range<u32>,
}

impl GrowJob {
    /// Estimates the job's size in visits, one visit being one row looked at in one feature: O(n log n) per tree.
    pub fn visits(&self) -> u64 {
        visits(self.dataset.rows(), &self.parameters, self.trees.len())
    }
}

/// As [`GrowJob::visits`], for this many trees and rows.
pub fn visits(rows: u32, parameters: &Parameters, trees: usize) -> u64 {
    let levels = u64::from(rows.max(1).ilog2()) + 1;
    let features = u64::from(parameters.max_features);
    u64::from(rows) * levels * features * trees as u64
}

/// What has been grown since the last call.
pub enum GrowProgress {
    /// At least one tree is complete.
    Trees(Vec<GrownTree>),
    /// A slice of a tree was grown on this thread: call again.
    Slice,
    /// Trees are growing on other workers: call again when they send something.
    Elsewhere,
}

/// A worker that shared the rows is no longer there.
#[derive(Debug)]
pub struct SharerLost;

/// Grows trees, one job at a time.
pub trait TreeWorkers {
    /// Prepares for a job of about this size, which may begin soon.
    fn expect(&mut self, _trees: usize, _visits: u64) {}

    /// Begins a job. Drops the one under way.
    fn begin(&mut self, job: GrowJob);

    /// Returns what has been grown since the last call. Do not call it once all trees of the job were returned.
    fn collect(&mut self) -> Result<GrowProgress, StageError>;

    /// Stops the job under way.
    fn stop(&mut self);

    /// Returns how many of [`Self::sharers_for`] can share the rows of gradient boosting with this thread by now. Starts them
    /// if there are none.
    fn sharers(&mut self, _cells: u64) -> usize {
        0
    }

    /// Gives these workers, the first of those, their rows: what [`Booster::share`](grove_boosting::Booster::share)
    /// returned. Drops the job under way.
    fn share(&mut self, _shares: Vec<Vec<u8>>) {}

    /// Sends a message to a worker that shares the rows.
    fn tell(&mut self, _sharer: usize, _message: Vec<u8>) {}

    /// Returns the answers that have come, with the number of the worker; none where the caller has to wait for them.
    ///
    /// # Errors
    /// Where a worker is lost.
    fn hear(&mut self) -> Result<Vec<(usize, Vec<u8>)>, SharerLost> {
        Err(SharerLost)
    }

    /// Ends the sharing, when nothing is left to be answered.
    fn unshare(&mut self) {}

    /// Returns how many trees grow at a time, in the job under way or else in a large one.
    fn worker_count(&self) -> u32;

    /// Returns how many would grow at a time in a job of so many trees and visits.
    fn workers_for(&self, trees: u32, _visits: u64) -> u32 {
        self.worker_count().min(trees)
    }

    /// Returns how many workers would share the rows of a table with so many cells with this thread.
    fn sharers_for(&self, _cells: u64) -> usize {
        0
    }

    /// Returns the memory available for a forest, in bytes.
    fn memory(&self) -> f64 {
        if cfg!(target_pointer_width = "32") {
            ADDRESSABLE
        } else {
            f64::INFINITY
        }
    }
}

/// Grows trees on this thread, a slice at a time.
#[derive(Default)]
pub struct SingleThread {
    grower: Option<Grower>,
    /// The tree that is growing and those after it.
    trees: Range<u32>,
    /// Whether the first of them has begun.
    begun: bool,
}

impl TreeWorkers for SingleThread {
    fn begin(&mut self, job: GrowJob) {
        self.grower = Some(Grower::new(job.dataset, job.parameters));
        self.trees = job.trees;
        self.begun = false;
    }

    fn collect(&mut self) -> Result<GrowProgress, StageError> {
        let Some(grower) = &mut self.grower else {
            return Ok(GrowProgress::Elsewhere);
        };
        if !self.begun {
            // Sorting the rows by every feature takes a slice of its own.
            grower.begin(self.trees.start);
            self.begun = true;
            return Ok(GrowProgress::Slice);
        }
        let Some(tree) = grower.advance(SLICE) else {
            return Ok(GrowProgress::Slice);
        };
        self.trees.next();
        self.begun = false;
        if self.trees.is_empty() {
            self.stop();
        }
        Ok(GrowProgress::Trees(vec![tree]))
    }

    fn stop(&mut self) {
        *self = Self::default();
    }

    fn worker_count(&self) -> u32 {
        1
    }
}
