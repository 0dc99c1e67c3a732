//! Who grows the trees of a forest: this thread, or others beside it. What grows is the same.

use std::ops::Range;
use std::sync::Arc;

use grove_forest::{Dataset, Grower, GrownTree, Parameters};
use grove_recipe::error::StageError;

/// Row × feature visits in a slice: a few hundredths of a second in a browser.
const SLICE: u64 = 2_000_000;

/// The memory that 32-bit addresses leave to a forest beside the tables, in bytes.
const ADDRESSABLE: f64 = 3e9;

/// Why a forest does not fit into `memory`, if it does not. All are bytes: the data that it learns from, and the
/// grown forest.
pub fn refusal(dataset: f64, forest: f64, memory: f64) -> Option<String> {
    // While the forest is put together, thresholds and leaves are there twice.
    let needed = dataset + 2.0 * forest;
    // Rounded apart, so that nobody is refused 3.0 GB for want of 3.0 GB.
    let tenths = [(needed / 1e8).ceil(), (memory / 1e8).floor()];
    let [needs, has] = tenths.map(|tenths| tenths / 10.0);
    (needed > memory).then(|| {
        format!(
            "Putting the forest together would take about {needs:.1} GB of memory; there are about {has:.1} GB for it."
        )
    })
}

/// What to do about it.
pub const SMALLER: &str =
    "Grow fewer trees, limit their depth or their leaves, or ask for more rows in a leaf.";

/// Trees to grow.
#[derive(Clone)]
pub struct Job {
    pub dataset: Arc<Dataset>,
    pub parameters: Parameters,
    /// Which trees of the forest.
    pub trees: Range<u32>,
}

impl Job {
    /// About how many visits of a row in a feature it takes: O(n log n) for each tree.
    pub fn visits(&self) -> u64 {
        visits(self.dataset.rows(), &self.parameters, self.trees.len())
    }
}

/// As [`Job::visits`], for so many trees on so many rows.
pub fn visits(rows: u32, parameters: &Parameters, trees: usize) -> u64 {
    let levels = u64::from(rows.max(1).ilog2()) + 1;
    let features = u64::from(parameters.max_features);
    u64::from(rows) * levels * features * trees as u64
}

/// What has come of a job since it was last asked for.
pub enum Grown {
    /// At least one tree.
    Trees(Vec<GrownTree>),
    /// A tree grows here, a slice at a time: ask again.
    Slice,
    /// Trees grow elsewhere: ask again when there is word.
    Elsewhere,
}

/// Grows trees, one job at a time.
pub trait Crew {
    /// Makes ready for a job of so many trees and about so many visits, which will begin soon, or never.
    fn expect(&mut self, _trees: usize, _visits: u64) {}

    /// Begins a job, in place of the one under way.
    fn begin(&mut self, job: Job);

    /// What has grown since. Once all trees of the job were given, there is nothing to ask for.
    fn collect(&mut self) -> Result<Grown, StageError>;

    /// Gives up the job under way.
    fn stop(&mut self);

    /// How many trees grow at a time: of the job under way, or of a large one where there is none.
    fn hands(&self) -> u32;

    /// The memory that there is for a forest, in bytes.
    fn memory(&self) -> f64 {
        if cfg!(target_pointer_width = "32") {
            ADDRESSABLE
        } else {
            f64::INFINITY
        }
    }
}

/// This thread alone, a slice at a time.
#[derive(Default)]
pub struct Alone {
    grower: Option<Grower>,
    /// The tree that is growing and those after it.
    trees: Range<u32>,
    /// Whether the first of them has begun.
    begun: bool,
}

impl Crew for Alone {
    fn begin(&mut self, job: Job) {
        self.grower = Some(Grower::new(job.dataset, job.parameters));
        self.trees = job.trees;
        self.begun = false;
    }

    fn collect(&mut self) -> Result<Grown, StageError> {
        let Some(grower) = &mut self.grower else {
            return Ok(Grown::Elsewhere);
        };
        if !self.begun {
            // Sorting the rows by every feature takes a slice of its own.
            grower.begin(self.trees.start);
            self.begun = true;
            return Ok(Grown::Slice);
        }
        let Some(tree) = grower.advance(SLICE) else {
            return Ok(Grown::Slice);
        };
        self.trees.next();
        self.begun = false;
        if self.trees.is_empty() {
            self.stop();
        }
        Ok(Grown::Trees(vec![tree]))
    }

    fn stop(&mut self) {
        *self = Self::default();
    }

    fn hands(&self) -> u32 {
        1
    }
}
