//! Grows the trees one after the other, in slices of work.

mod sharing;

use std::ops::Range;

use super::binning::FeatureBins;
use super::columns::Columns;
use super::derivatives::OfClass;
use super::grower::Grower;
use super::iteration::{Iteration, stands_still};
use super::leaf_values::LeafValues;
use super::model::{GradientBoosting, Link};
use super::team::Lost;
use super::train_rows::TrainRows;
use super::tree::PackedTree;
use super::validation::ValidationRows;
use super::{Parameters, assemble};

/// How many rows one step scores.
const ROWS_PER_STEP: usize = 1 << 14;

/// What comes next.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Grow the tree.
    Grow,
    /// Give the next leaf its value.
    Leaves,
    /// Add the tree to the validation rows' sums, from this row on.
    Validate(usize),
    /// Score the train rows, from this row on.
    Score(usize),
}

/// What a [`Booster`] begins with.
pub(super) struct Prepared {
    pub parameters: Parameters,
    /// 0 for a regression.
    pub n_classes: u32,
    /// Those that occur, ascending.
    pub classes: Vec<u32>,
    pub rows: TrainRows,
    pub columns: Columns,
    pub bins: Vec<FeatureBins>,
    pub validation: Option<ValidationRows>,
    /// The factor of the targets.
    pub scale: f64,
    pub stops_early: bool,
}

/// Grows the trees.
pub struct Booster {
    parameters: Parameters,
    rows: TrainRows,
    columns: Columns,
    pub(super) bins: Vec<FeatureBins>,
    /// By feature, whether it has categories.
    is_set: Vec<bool>,
    validation: Option<ValidationRows>,
    /// 0 for a regression.
    pub(super) n_classes: u32,
    /// Those that occur, ascending.
    pub(super) classes: Vec<u32>,
    scale: f64,
    stops_early: bool,
    stopped: bool,
    /// In the targets' unit.
    pub(super) baseline: Vec<f64>,
    baseline_loss: (f64, Option<f64>),
    iterations: Vec<Iteration>,
    /// Those of an iteration that is not complete come last. Leaves are in the scaled unit.
    trees: Vec<PackedTree>,
    pub(super) sets: Vec<[u64; 4]>,
    grower: Grower,
    phase: Phase,
    class: u32,
    /// The leaves of the tree that was grown last.
    leaves: LeafValues,
    /// The sum of the losses of the rows that are scored.
    loss: f64,
}

impl Booster {
    pub(super) fn new(prepared: Prepared) -> Self {
        let Prepared {
            parameters,
            n_classes,
            classes,
            mut rows,
            columns,
            bins,
            mut validation,
            scale,
            stops_early,
        } = prepared;
        let baseline = rows
            .objective
            .baseline(&rows.targets, rows.weights.as_deref());
        rows.begin(&baseline);
        if let Some(validation) = &mut validation {
            validation.begin(&baseline);
        }
        let all = 0..rows.rows();
        let loss = rows.score(all);
        let constant_hessian = rows.has_constant_hessian();
        let is_set = columns.features.iter().map(|feature| feature.categorical);
        let mut booster = Self {
            grower: Grower::new(&columns, &parameters, constant_hessian),
            is_set: is_set.collect(),
            parameters,
            rows,
            columns,
            bins,
            validation,
            n_classes,
            classes,
            scale,
            stops_early,
            stopped: false,
            baseline: baseline.iter().map(|sum| sum / scale).collect(),
            baseline_loss: (0.0, None),
            iterations: Vec::new(),
            trees: Vec::new(),
            sets: Vec::new(),
            phase: Phase::Grow,
            class: 0,
            leaves: LeafValues::default(),
            loss,
        };
        booster.baseline_loss = booster.losses();
        booster.begin_tree();
        booster
    }

    /// Goes on for about so many visits (a row looked at in one feature), and returns the iteration that was completed;
    /// `None` where none was. Does nothing once it is complete.
    ///
    /// However the work is sliced, the bits of the result are the same.
    pub fn advance(&mut self, visits: u64) -> Option<Iteration> {
        let mut done = 0;
        while !self.is_complete() && !self.is_waiting() {
            let (cost, iteration) = self.step();
            if iteration.is_some() {
                return iteration;
            }
            done += cost;
            if done >= visits || self.has_messages() {
                break;
            }
        }
        None
    }

    /// Returns whether there are `max_iter` iterations, or growing has stopped early.
    pub fn is_complete(&self) -> bool {
        self.stopped || self.iterations.len() >= self.parameters.max_iter as usize
    }

    /// Sets the most iterations, so that a model that is complete can be grown on. One that has stopped early stays
    /// complete, as it would have been with more iterations from the beginning.
    pub fn set_max_iter(&mut self, max_iter: u32) {
        self.parameters.max_iter = max_iter;
    }

    /// Returns the losses before the first iteration: of the train rows, and of the validation rows if there are any.
    pub fn baseline_loss(&self) -> (f64, Option<f64>) {
        self.baseline_loss
    }

    /// Returns the iterations so far.
    pub fn iterations(&self) -> &[Iteration] {
        &self.iterations
    }

    /// Returns whether growing has stopped early.
    pub fn stopped_early(&self) -> bool {
        self.stopped
    }

    /// Returns whether early stopping watches the loss.
    pub fn stops_early(&self) -> bool {
        self.stops_early
    }

    /// Returns the number of bins of all features.
    pub fn bins(&self) -> u32 {
        self.columns.bins() as u32
    }

    /// Returns the number of rows that are learned from, without those of weight 0 and the validation rows that were
    /// drawn.
    pub fn rows(&self) -> u32 {
        self.rows.rows() as u32
    }

    /// Returns the number of validation rows, without those of weight 0.
    pub fn validation_rows(&self) -> u32 {
        self.validation
            .as_ref()
            .map_or(0, |rows| rows.rows() as u32)
    }

    /// Returns the size in memory, in bytes, without the model.
    pub fn bytes(&self) -> u64 {
        let bins: u64 = self.bins.iter().map(FeatureBins::bytes).sum();
        let validation = self.validation.as_ref().map_or(0, ValidationRows::bytes);
        self.columns.bytes() + self.rows.bytes() + self.grower.bytes() + bins + validation
    }

    /// Returns the size of the model so far, in bytes.
    pub fn model_bytes(&self) -> u64 {
        let trees: u64 = self.trees.iter().map(PackedTree::bytes).sum();
        let bins: u64 = self.bins.iter().map(FeatureBins::bytes).sum();
        trees + bins + 32 * self.sets.len() as u64
    }

    /// Returns the model of the iterations so far. O(size of the model).
    pub fn model(&self) -> GradientBoosting {
        let trees = self.iterations.len() * self.rows.objective.sums();
        assemble::model(self, &self.trees[..trees])
    }

    pub(super) fn link(&self) -> Link {
        self.rows.objective.link()
    }

    /// The losses of the current sums, in the targets' unit.
    fn losses(&self) -> (f64, Option<f64>) {
        let objective = self.rows.objective;
        let in_unit = |loss: f64| {
            let loss = objective.loss_in_unit(loss, self.scale);
            loss.clamp(-f64::MAX, f64::MAX)
        };
        let validation = self.validation.as_ref();
        (
            in_unit(self.rows.mean(self.loss)),
            validation.map(|rows| in_unit(rows.loss(objective))),
        )
    }

    /// Does a step, and returns about how many visits it took and the iteration that it completed.
    fn step(&mut self) -> (u64, Option<Iteration>) {
        match self.phase {
            Phase::Grow => {
                let source = OfClass {
                    rows: &self.rows,
                    class: self.class,
                };
                match self.grower.step(&self.columns, &source) {
                    Ok(Some(cost)) => (cost, None),
                    Err(Lost) => {
                        self.go_alone();
                        (0, None)
                    }
                    Ok(None) => {
                        self.leaves.clear();
                        self.phase = Phase::Leaves;
                        (0, None)
                    }
                }
            }
            Phase::Leaves => {
                let rate = self.parameters.learning_rate;
                let leaves = &mut self.leaves;
                let cost = leaves.next(
                    &self.grower,
                    &self.columns,
                    &mut self.rows,
                    self.class,
                    rate,
                );
                if cost.is_none() {
                    self.finish_tree();
                }
                (cost.unwrap_or(0), None)
            }
            Phase::Validate(start) => (self.validate(start), None),
            Phase::Score(start) => {
                let rows = self.some_rows(start, self.rows.rows());
                self.loss += self.rows.score(rows.clone());
                let cost = 4 * (rows.len() * self.rows.objective.sums()) as u64;
                if rows.end < self.rows.rows() {
                    self.phase = Phase::Score(rows.end);
                    return (cost, None);
                }
                (cost, Some(self.complete()))
            }
        }
    }

    fn some_rows(&self, start: usize, rows: usize) -> Range<usize> {
        start..rows.min(start + ROWS_PER_STEP)
    }

    fn begin_tree(&mut self) {
        let trees = self.rows.objective.sums();
        let tree = self.iterations.len() * trees + self.class as usize;
        self.grower.begin(tree as u64, self.rows.rows() as u32);
        self.phase = Phase::Grow;
    }

    fn finish_tree(&mut self) {
        let nodes = &self.grower.nodes;
        let number = |place: usize| match (&nodes[place].split, nodes[place].left) {
            (Some(split), 1..) => split.gain,
            _ => self.leaves.values[place],
        };
        let tree = PackedTree::new(nodes, &mut self.sets, number);
        self.trees.push(tree);
        if self.validation.is_some() {
            self.phase = Phase::Validate(0);
        } else {
            self.next_tree();
        }
    }

    fn validate(&mut self, start: usize) -> u64 {
        let (Some(validation), Some(tree)) = (&mut self.validation, self.trees.last()) else {
            self.next_tree();
            return 0;
        };
        let end = validation.rows().min(start + ROWS_PER_STEP);
        let trees = self.rows.objective.sums();
        let class = self.class as usize;
        validation.add(tree, class, trees, &self.is_set, &self.sets, start..end);
        if end == validation.rows() {
            self.next_tree();
        } else {
            self.phase = Phase::Validate(end);
        }
        8 * (end - start) as u64
    }

    fn next_tree(&mut self) {
        self.class += 1;
        if (self.class as usize) < self.rows.objective.sums() {
            self.begin_tree();
        } else {
            self.loss = 0.0;
            self.phase = Phase::Score(0);
        }
    }

    fn complete(&mut self) -> Iteration {
        let trees = self.rows.objective.sums();
        let grown = &self.trees[self.trees.len() - trees..];
        let shapes = grown.iter().map(PackedTree::shape);
        let (train_loss, validation_loss) = self.losses();
        let mut iteration = Iteration {
            train_loss,
            validation_loss,
            depth: 0,
            leaves: 0,
        };
        for shape in shapes {
            iteration.depth = iteration.depth.max(shape.depth);
            iteration.leaves = iteration.leaves.saturating_add(shape.leaves);
        }
        self.iterations.push(iteration);
        let losses = (self.baseline_loss, self.iterations.as_slice());
        self.stopped = self.stops_early && stands_still(losses.0, losses.1, &self.parameters);
        self.class = 0;
        self.begin_tree();
        iteration
    }

    /// Returns a gain or a leaf's value in the targets' unit.
    pub(super) fn in_unit(&self, number: f64, is_leaf: bool) -> f64 {
        match is_leaf {
            true => number / self.scale,
            false => self.rows.objective.gain_in_unit(number, self.scale),
        }
    }
}
