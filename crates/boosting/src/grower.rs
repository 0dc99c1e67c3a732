//! Grows one tree, leaf by leaf: the leaf whose split decreases the loss most is split next.

mod splits;
mod team;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use grove_forest::Stream;

use super::columns::Columns;
use super::derivatives::Derivatives;
use super::draft::{Candidate, DraftNode};
use super::parameters::{MIN_HESSIAN, Parameters};
use super::partition::{Partition, parts_of};
use super::pool::Pool;
use super::split::{Limits, NodeSums, Split, is_idle, search};
use super::summer::Summer;
use super::team::{Lost, Team};

/// A node whose histogram is made and that is searched, if it is to be split.
#[derive(Default)]
struct Job {
    node: u32,
    /// Its histogram's place in the pool.
    place: usize,
    /// Whether a split is searched.
    searches: bool,
    /// By feature, whether the node has drawn it; empty for all.
    drawn: Vec<bool>,
    best: Option<Split>,
}

/// A node whose rows are to be divided among two new ones.
struct Division {
    node: u32,
    split: Split,
}

/// What is left to do before the next leaf is split: the histograms and the splits of the root, or of two children. All is
/// done for one batch of features before the next.
struct Work {
    /// The batch of features.
    batch: usize,
    /// Whether the sums of the small node are made for this batch.
    small_is_summed: bool,
    /// The node that is summed up from its rows.
    small: Job,
    /// Its sibling, whose histogram is their parent's minus that one, unless the parent's was not kept.
    large: Option<Job>,
    subtracts: bool,
    /// Whether the sums of other workers are added, if there are any.
    is_whole: bool,
}

impl Work {
    fn new(small: Job, large: Option<Job>, subtracts: bool) -> Self {
        Self {
            batch: 0,
            small_is_summed: false,
            is_whole: false,
            small,
            large,
            subtracts,
        }
    }
}

/// Grows trees one after the other.
pub(super) struct Grower {
    limits: Limits,
    max_leaves: u32,
    max_depth: u32,
    features: usize,
    /// How many features a node draws; `None` for all.
    drawn: Option<usize>,
    seed: u64,
    pub partition: Partition,
    pub nodes: Vec<DraftNode>,
    candidates: BTreeSet<Candidate>,
    leaves: u32,
    pool: Pool,
    summer: Summer,
    division: Option<Division>,
    work: Option<Work>,
    /// The workers that share the rows, if there are any.
    team: Option<Team>,
    /// Whether they have been told that the tree has begun, and that it is grown.
    told: bool,
    ended: bool,
    /// Whether it is for them to go on.
    waits: bool,
    /// The number of the tree, and of the nodes in it that drew their features.
    tree: u64,
    draws: u64,
}

impl Grower {
    pub fn new(columns: &Columns, parameters: &Parameters, constant_hessian: bool) -> Self {
        let features = columns.features.len();
        let parts = parts_of(columns.rows);
        let drawn = (parameters.max_features * features as f64).ceil() as usize;
        Self {
            limits: Limits::new(parameters),
            max_leaves: parameters.max_leaf_nodes.unwrap_or(u32::MAX),
            max_depth: parameters.max_depth.unwrap_or(u32::MAX),
            features,
            drawn: (drawn < features).then_some(drawn.max(1)),
            seed: parameters.seed,
            partition: Partition::new(&parts, columns.rows),
            nodes: Vec::new(),
            candidates: BTreeSet::new(),
            leaves: 0,
            pool: Pool::new(columns.bins(), constant_hessian),
            summer: Summer::new(columns, constant_hessian, parts.len()),
            division: None,
            work: None,
            team: None,
            told: false,
            ended: false,
            waits: false,
            tree: 0,
            draws: 0,
        }
    }

    /// Begins tree number `tree`, which decides what its nodes draw. `rows` is the number of rows.
    pub fn begin(&mut self, tree: u64, rows: u32) {
        self.partition.reset();
        self.abandon();
        self.pool.begin();
        self.nodes.clear();
        self.candidates.clear();
        self.tree = tree;
        self.draws = 0;
        self.leaves = 1;
        self.nodes.push(DraftNode {
            depth: 0,
            sums: NodeSums {
                rows,
                gradient: 0.0,
                hessian: 0.0,
                value: 0.0,
                lower: f64::NEG_INFINITY,
                upper: f64::INFINITY,
            },
            split: None,
            left: 0,
            right: 0,
            histogram: None,
        });
        if self.is_large(0) {
            self.work = Some(Work::new(self.job(0, None), None, false));
        }
    }

    /// Drops what is left of a tree that is not complete.
    fn abandon(&mut self) {
        let of_nodes = self.nodes.iter_mut();
        let mut places: Vec<usize> = of_nodes.filter_map(|node| node.histogram.take()).collect();
        if let Some(work) = self.work.take() {
            places.push(work.small.place);
            places.extend(work.large.map(|job| job.place));
        }
        places.into_iter().for_each(|place| self.pool.give(place));
        self.summer.reset();
        self.division = None;
        (self.told, self.ended, self.waits) = (false, false, false);
    }

    /// Does a step of the work, and returns about how many rows and bins it looked at; `None` where the tree is grown.
    ///
    /// # Errors
    /// Where the answer of a worker is none that was asked for.
    pub fn step(
        &mut self,
        columns: &Columns,
        source: &impl Derivatives,
    ) -> Result<Option<u64>, Lost> {
        if self.begins_shared(source) {
            return Ok(Some(0));
        }
        if let Some(division) = self.division.take() {
            return Ok(Some(self.divide(division, columns)));
        }
        if let Some(mut work) = self.work.take() {
            let cost = if work.batch < columns.batches() {
                self.make(&mut work, columns, source)
            } else {
                self.complete(&mut work, columns)?
            };
            let is_whole = self.team.is_none() || work.is_whole;
            if work.batch == columns.batches() && is_whole {
                self.conclude(work);
            } else {
                self.work = Some(work);
            }
            return Ok(Some(cost));
        }
        match self.candidates.pop_last() {
            Some(next) => {
                self.split(next.node, columns);
                Ok(Some(0))
            }
            None => self.end(),
        }
    }

    /// Whether a node has enough rows for two leaves.
    fn is_large(&self, node: u32) -> bool {
        let rows = u64::from(self.nodes[node as usize].sums.rows);
        rows >= 2 * u64::from(self.limits.min_rows)
    }

    /// Prepares a node's histogram, at a place in the pool or a new one, and draws its features.
    fn job(&mut self, node: u32, place: Option<usize>) -> Job {
        let searches = self.is_large(node);
        Job {
            node,
            place: place.unwrap_or_else(|| self.pool.take()),
            searches,
            drawn: match self.drawn {
                Some(drawn) if searches => self.draw(drawn),
                _ => Vec::new(),
            },
            best: None,
        }
    }

    /// Adds some rows to the histograms of a batch of features; once all are added, searches it.
    fn make(&mut self, work: &mut Work, columns: &Columns, source: &impl Derivatives) -> u64 {
        let job = match &work.large {
            Some(large) if work.small_is_summed => large,
            _ => &work.small,
        };
        let own = self.own();
        let (cost, is_complete) = self.summer.step(
            (&self.partition, own),
            job.node as usize,
            (columns, work.batch),
            source,
            self.pool.get_mut(job.place),
        );
        if !is_complete {
            return cost;
        }
        if !work.small_is_summed && work.large.is_some() && !work.subtracts {
            work.small_is_summed = true;
            return cost;
        }
        work.small_is_summed = false;
        work.batch += 1;
        if self.team.is_some() {
            return cost;
        }
        cost + self.finish_batch(work, work.batch - 1, columns)
    }

    /// Makes what is left of the histograms of a batch of features, and searches it.
    fn finish_batch(&mut self, work: &mut Work, batch: usize, columns: &Columns) -> u64 {
        let small = work.small.place;
        if work.small.node == 0 && batch == 0 {
            self.sum_up_root(columns, small);
            work.small.searches = self.nodes[0].sums.hessian >= MIN_HESSIAN;
            if !work.small.searches {
                work.batch = columns.batches();
            }
        }
        if let (Some(large), true) = (&work.large, work.subtracts) {
            self.pool
                .subtract(large.place, small, columns.batch_bins(batch));
        }
        let jobs = std::iter::once(&mut work.small).chain(&mut work.large);
        jobs.map(|job| self.search(job, batch, columns)).sum()
    }

    /// Sums up all rows by the bins of the first feature.
    fn sum_up_root(&mut self, columns: &Columns, place: usize) {
        let bins = columns.features[0].all_bins();
        let (mut gradient, mut hessian) = (0.0, 0.0);
        for sums in &self.pool.get(place).sums[..bins] {
            gradient += sums[0];
            hessian += sums[1];
        }
        let root = &mut self.nodes[0];
        root.sums.gradient = gradient;
        root.sums.hessian = hessian;
    }

    /// Searches a batch of features.
    fn search(&self, job: &mut Job, batch: usize, columns: &Columns) -> u64 {
        if !job.searches {
            return 0;
        }
        let node = &self.nodes[job.node as usize].sums;
        for feature in columns.batch(batch) {
            if job.drawn.get(feature).copied().unwrap_or(true) {
                let histogram = self.pool.get(job.place);
                let feature = feature as u32;
                search(
                    columns,
                    feature,
                    histogram,
                    node,
                    &self.limits,
                    &mut job.best,
                );
            }
        }
        2 * columns.batch_bins(batch).len() as u64
    }

    /// Adds the nodes to the leaves that can be split, or gives their histograms back.
    fn conclude(&mut self, work: Work) {
        let mut jobs: Vec<Job> = std::iter::once(work.small).chain(work.large).collect();
        jobs.sort_by_key(|job| job.node);
        for mut job in jobs {
            let node = &self.nodes[job.node as usize].sums;
            job.best = job.best.filter(|split| !is_idle(split, node, &self.limits));
            let keeps = match job.best {
                Some(split) => {
                    self.candidates.insert(Candidate {
                        gain: split.gain,
                        node: job.node,
                    });
                    !self.pool.is_full()
                }
                None => false,
            };
            if !keeps {
                self.pool.give(job.place);
            }
            let node = &mut self.nodes[job.node as usize];
            node.split = job.best;
            node.histogram = keeps.then_some(job.place);
        }
        self.drop_last_candidates();
    }

    /// Draws the features of the next node without replacement.
    fn draw(&mut self, drawn: usize) -> Vec<bool> {
        let index = self.tree << 32 | self.draws;
        self.draws += 1;
        let mut random = Stream::new(self.seed, "boosting features", index);
        let mut features: Vec<u32> = (0..self.features as u32).collect();
        let mut is_drawn = vec![false; self.features];
        for place in 0..drawn {
            let other = place + random.below((self.features - place) as u32) as usize;
            features.swap(place, other);
            is_drawn[features[place] as usize] = true;
        }
        is_drawn
    }

    /// Returns the rows of a node, ascending.
    pub fn rows(&self, node: usize) -> Vec<u32> {
        self.partition.rows(node).flatten().copied().collect()
    }

    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        self.partition.bytes() + self.pool.bytes()
    }
}
