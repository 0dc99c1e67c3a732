//! Grows one tree, node by node, with a stack of its own so that it can pause after any node.

use std::collections::BinaryHeap;

use super::criterion::{Bounds, Criterion};
use super::dataset::Dataset;
use super::draft::{Draft, DraftSplit};
use super::grown::{GrownTree, out_of_bag};
use super::parameters::Parameters;
use super::rng::Stream;
use super::sample::{Sample, draw};
use super::search::{Search, Split};

/// A node that waits to be searched for its best split.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    /// Its place among the drafts.
    index: u32,
    start: u32,
    end: u32,
    depth: u32,
    /// Features that are constant in the parent.
    constants: u32,
    bounds: Bounds,
}

/// A node whose best split is known.
struct Searched {
    node: Waiting,
    split: Split,
    constants: u32,
    decrease: f64,
}

/// The tree that is being grown.
pub(super) struct TreeGrower {
    index: u32,
    random: Stream,
    counts: Vec<u16>,
    /// The distinct rows that the tree learns from, each node's next to each other in ascending order.
    samples: Vec<Sample>,
    waiting: Vec<Waiting>,
    /// Where `max_leaf_nodes` holds: the nodes that may be split, the most worthwhile on top.
    candidates: BinaryHeap<Searched>,
    drafts: Vec<Draft>,
    splits: u32,
    root_weight: f64,
}

impl TreeGrower {
    /// Draws the rows of tree `index`.
    pub fn new<C: Criterion>(
        index: u32,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut Search,
        criterion: &mut C,
    ) -> Self {
        let mut random = Stream::new(parameters.seed, "tree", u64::from(index));
        let counts = draw(dataset, parameters, &mut random);
        criterion.start_tree(&counts);
        let sample = |place| Sample {
            place,
            payload: criterion.payload(place),
        };
        let samples: Vec<Sample> = (0..)
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(row, _)| sample(row))
            .collect();
        search.start_tree(dataset, &samples);
        let root = Waiting {
            index: 0,
            start: 0,
            end: samples.len() as u32,
            depth: 0,
            constants: 0,
            bounds: Bounds::NONE,
        };
        Self {
            index,
            random,
            counts,
            samples,
            waiting: vec![root],
            candidates: BinaryHeap::new(),
            drafts: vec![Draft::default()],
            splits: 0,
            root_weight: 0.0,
        }
    }

    /// Grows one node. Returns the number of row × feature visits that it took, or `None` if the
    /// tree is complete.
    pub fn step<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut Search,
        criterion: &mut C,
    ) -> Option<u64> {
        let Some(node) = self.waiting.pop() else {
            return self.step_best_first(dataset, parameters, search, criterion);
        };
        let samples = &mut self.samples[node.start as usize..node.end as usize];
        let size = node.end - node.start;
        search.approach(dataset, (node.start, samples), node.constants);
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
            // Pruning may make a leaf of it.
            draft.leaf = criterion.leaf(samples, node.bounds);
        }
        let found = search.best(
            dataset,
            (node.start, samples),
            (node.constants, node.bounds),
            criterion,
            &mut self.random,
        );
        let work = u64::from(size) * u64::from(found.looked_at + 1);
        let split = found.split.and_then(|split| {
            let decrease = criterion.decrease(split.merit).max(0.0);
            let share = decrease / self.root_weight;
            (share + f64::EPSILON >= parameters.min_impurity_decrease).then_some((split, decrease))
        });
        let Some((split, decrease)) = split else {
            draft.leaf = criterion.leaf(samples, node.bounds);
            return Some(work);
        };
        let best_first = parameters.max_leaf_nodes.is_some();
        let searched = Searched {
            node,
            split,
            // Before a candidate is divided, other nodes are searched that have other constants.
            constants: if best_first { 0 } else { found.constants },
            decrease,
        };
        if best_first {
            self.candidates.push(searched);
        } else {
            self.divide(searched, dataset, parameters, search);
        }
        Some(work)
    }

    /// Divides the node whose split decreases the impurity most, or closes all where there may be no
    /// more leaves.
    fn step_best_first<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut Search,
        criterion: &mut C,
    ) -> Option<u64> {
        let searched = self.candidates.pop()?;
        let Waiting {
            index,
            start,
            end,
            bounds,
            ..
        } = searched.node;
        if self.splits + 1 < parameters.max_leaf_nodes.unwrap_or(u32::MAX) {
            self.divide(searched, dataset, parameters, search);
        } else {
            let samples = &self.samples[start as usize..end as usize];
            criterion.enter(samples);
            self.drafts[index as usize].leaf = criterion.leaf(samples, bounds);
        }
        Some(u64::from(end - start))
    }

    fn divide(
        &mut self,
        searched: Searched,
        dataset: &Dataset,
        parameters: &Parameters,
        search: &mut Search,
    ) {
        let Searched {
            node,
            split,
            constants,
            decrease,
        } = searched;
        let samples = &mut self.samples[node.start as usize..node.end as usize];
        let size = node.end - node.start;
        let left = search.divide(dataset, (node.start, samples), &split, constants);
        let middle = node.start + left;
        // Rows without a value, where the node had none, go with the larger side.
        let missing_left = split.missing_left.unwrap_or(left > size - left);
        let next = self.drafts.len() as u32;
        self.drafts[node.index as usize].split = Some(DraftSplit {
            feature: split.feature,
            low: split.low,
            threshold: split
                .cut
                .threshold(&dataset.columns[split.feature as usize]),
            missing_left,
            decrease,
            left: next,
            right: next + 1,
        });
        self.drafts.extend([Draft::default(), Draft::default()]);
        self.splits += 1;
        let direction = parameters.direction(split.feature);
        let (left_bounds, right_bounds) = node.bounds.divide(direction, split.predictions);
        let child = |index, start, end, bounds| Waiting {
            index,
            start,
            end,
            depth: node.depth + 1,
            constants,
            bounds,
        };
        // The left child is grown first.
        self.waiting
            .push(child(next + 1, middle, node.end, right_bounds));
        self.waiting
            .push(child(next, node.start, middle, left_bounds));
    }

    pub fn finish<C: Criterion>(
        mut self,
        dataset: &Dataset,
        parameters: &Parameters,
        criterion: &mut C,
    ) -> GrownTree {
        if parameters.ccp_alpha > 0.0 {
            super::draft::prune(&mut self.drafts, parameters.ccp_alpha * self.root_weight);
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

impl Ord for Searched {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let by_decrease = self.decrease.total_cmp(&other.decrease);
        // Of equally worthwhile ones, the one that was found first.
        by_decrease.then(other.node.index.cmp(&self.node.index))
    }
}

impl PartialOrd for Searched {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Searched {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Searched {}
