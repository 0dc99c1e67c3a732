//! Grows one tree node by node. Keeps the open nodes on a stack of its own, so that it can pause after any node.

use std::collections::BinaryHeap;

use super::bootstrap::{SampleRow, draw, stream};
use super::criterion::{Criterion, PredictionBounds};
use super::dataset::Dataset;
use super::draft_tree::{DraftNode, DraftSplit};
use super::grown::{GrownTree, out_of_bag};
use super::parameters::Parameters;
use super::rng::Stream;
use super::search::{BestSplit, SplitSearch};

/// A node that is not yet searched for its best split. Its rows are `start..end` of the tree's sample.
#[derive(Clone, Copy, Debug)]
struct OpenNode {
    /// Its position among the draft nodes.
    index: u32,
    start: u32,
    end: u32,
    depth: u32,
    /// Features that are constant in the parent.
    constants: u32,
    bounds: PredictionBounds,
}

/// A node whose best split is known.
struct SplitCandidate {
    node: OpenNode,
    split: BestSplit,
    constants: u32,
    decrease: f64,
}

/// The tree that is being grown.
pub(super) struct TreeGrower {
    index: u32,
    random: Stream,
    counts: Vec<u16>,
    /// The distinct rows of the bootstrap sample, grouped by node and ascending within each.
    samples: Vec<SampleRow>,
    open: Vec<OpenNode>,
    /// With `max_leaf_nodes`: the nodes that can be split, the largest decrease on top.
    candidates: BinaryHeap<SplitCandidate>,
    drafts: Vec<DraftNode>,
    splits: u32,
    root_weight: f64,
}

impl TreeGrower {
    /// Draws the bootstrap sample of tree `index` and starts at the root.
    pub fn new<C: Criterion>(
        index: u32,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut SplitSearch,
        criterion: &mut C,
    ) -> Self {
        let mut random = stream(parameters, index);
        let counts = draw(dataset, parameters, &mut random);
        criterion.start_tree(&counts);
        let sample = |place| SampleRow {
            place,
            payload: criterion.payload(place),
        };
        let samples: Vec<SampleRow> = (0..)
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(row, _)| sample(row))
            .collect();
        search.start_tree(dataset, &samples);
        let root = OpenNode {
            index: 0,
            start: 0,
            end: samples.len() as u32,
            depth: 0,
            constants: 0,
            bounds: PredictionBounds::NONE,
        };
        Self {
            index,
            random,
            counts,
            samples,
            open: vec![root],
            candidates: BinaryHeap::new(),
            drafts: vec![DraftNode::default()],
            splits: 0,
            root_weight: 0.0,
        }
    }

    /// Grows one node. Returns its cost in rows × searched features, or `None` if the tree is complete.
    pub fn step<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut SplitSearch,
        criterion: &mut C,
    ) -> Option<u64> {
        let Some(node) = self.open.pop() else {
            return self.step_best_first(dataset, parameters, search, criterion);
        };
        let samples = &mut self.samples[node.start as usize..node.end as usize];
        let size = node.end - node.start;
        search.prepare(dataset, (node.start, samples), node.constants, criterion);
        let samples = &*samples;
        let pure = criterion.enter(samples);
        let (impurity, weight) = criterion.impurity();
        if node.depth == 0 {
            self.root_weight = weight;
        }
        let draft = &mut self.drafts[node.index as usize];
        draft.impurity = impurity;
        let is_leaf = pure
            || parameters.max_depth.is_some_and(|max| node.depth >= max)
            || size < parameters.min_samples_split
            || size / 2 < parameters.min_samples_leaf;
        if is_leaf {
            draft.leaf = criterion.leaf(samples, node.bounds);
            return Some(u64::from(size));
        }
        if parameters.ccp_alpha > 0.0 {
            // Pruning can turn it into a leaf.
            draft.leaf = criterion.leaf(samples, node.bounds);
        }
        let found = search.best(
            dataset,
            (node.start, samples),
            (node.constants, node.bounds),
            criterion,
            &mut self.random,
        );
        let work = u64::from(size) * u64::from(found.searched + 1);
        let split = found.split.and_then(|split| {
            let decrease = criterion.decrease(split.gain).max(0.0);
            let share = decrease / self.root_weight;
            (share + f64::EPSILON >= parameters.min_impurity_decrease).then_some((split, decrease))
        });
        let Some((split, decrease)) = split else {
            draft.leaf = criterion.leaf(samples, node.bounds);
            return Some(work);
        };
        let best_first = parameters.max_leaf_nodes.is_some();
        let candidate = SplitCandidate {
            node,
            split,
            // Other nodes are searched before this one is divided, and they reorder the features.
            constants: if best_first { 0 } else { found.constants },
            decrease,
        };
        if best_first {
            self.candidates.push(candidate);
        } else {
            self.divide(candidate, dataset, parameters, search);
        }
        Some(work)
    }

    /// Divides the node whose split decreases the impurity most, or makes it a leaf if the tree has all its leaves.
    fn step_best_first<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut SplitSearch,
        criterion: &mut C,
    ) -> Option<u64> {
        let candidate = self.candidates.pop()?;
        let OpenNode {
            index,
            start,
            end,
            bounds,
            ..
        } = candidate.node;
        if self.splits + 1 < parameters.max_leaf_nodes.unwrap_or(u32::MAX) {
            self.divide(candidate, dataset, parameters, search);
        } else {
            let samples = &self.samples[start as usize..end as usize];
            criterion.enter(samples);
            self.drafts[index as usize].leaf = criterion.leaf(samples, bounds);
        }
        Some(u64::from(end - start))
    }

    /// Divides a node into its children, which become open nodes.
    fn divide(
        &mut self,
        candidate: SplitCandidate,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut SplitSearch,
    ) {
        let SplitCandidate {
            node,
            split,
            constants,
            decrease,
        } = candidate;
        let samples = &mut self.samples[node.start as usize..node.end as usize];
        let size = node.end - node.start;
        let left = search.divide(dataset, (node.start, samples), &split, constants);
        let middle = node.start + left;
        // Where the node has no missing value, those of new rows go to the larger side.
        let missing_left = split.missing_left.unwrap_or(left > size - left);
        let next = self.drafts.len() as u32;
        self.drafts[node.index as usize].split = Some(DraftSplit {
            feature: split.feature,
            low: split.low,
            cut: split.cut,
            missing_left,
            decrease,
            left: next,
            right: next + 1,
        });
        self.drafts
            .extend([DraftNode::default(), DraftNode::default()]);
        self.splits += 1;
        let direction = parameters.direction(split.feature);
        let (left_bounds, right_bounds) = node.bounds.divide(direction, split.predictions);
        let child = |index, start, end, bounds| OpenNode {
            index,
            start,
            end,
            depth: node.depth + 1,
            constants,
            bounds,
        };
        // The left child, pushed last, is grown first.
        self.open
            .push(child(next + 1, middle, node.end, right_bounds));
        self.open.push(child(next, node.start, middle, left_bounds));
    }

    /// Prunes the tree, finds the leaves of the rows out of the bag, and packs the nodes.
    pub fn finish<C: Criterion>(
        mut self,
        dataset: &Dataset,
        parameters: &Parameters,
        criterion: &mut C,
    ) -> GrownTree {
        if parameters.ccp_alpha > 0.0 {
            super::draft_tree::prune(&mut self.drafts, parameters.ccp_alpha * self.root_weight);
        }
        let out_of_bag = if parameters.bootstrap {
            out_of_bag(&self.drafts, dataset, &self.counts)
        } else {
            Vec::new()
        };
        let leaves = criterion.take_leaves();
        GrownTree::new(
            self.index,
            &self.drafts,
            dataset.features(),
            leaves,
            out_of_bag,
        )
    }
}

impl Ord for SplitCandidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let by_decrease = self.decrease.total_cmp(&other.decrease);
        // Of equal decreases, the node that was found first.
        by_decrease.then(other.node.index.cmp(&self.node.index))
    }
}

impl PartialOrd for SplitCandidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SplitCandidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for SplitCandidate {}
