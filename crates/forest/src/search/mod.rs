//! The best split of a node: which features are tried, and where the best of them is cut.

mod copies;
mod near;
mod presorted;
mod random;
mod scan;
mod sorted;

use copies::Copies;
use presorted::Presorted;
pub(super) use presorted::partition;
use random::RandomCut;
use sorted::Sorted;

use super::codes::{Column, with_codes};
use super::criterion::{Bounds, Criterion, Merit};
use super::dataset::Dataset;
use super::parameters::{Parameters, Splitter};
use super::rng::Stream;
use super::sample::Sample;

/// The best split of a node so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub feature: u32,
    /// Rows with codes at or below this go left.
    pub low: u32,
    pub cut: Cut,
    /// Whether rows without a value go left; `None` where the node has no such row.
    pub missing_left: Option<bool>,
    pub merit: Merit,
    /// What both sides would predict.
    pub predictions: (f64, f64),
}

/// What the threshold of a split is made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cut {
    /// The middle between two codes.
    Between(u32, u32),
    At(f64),
}

impl Cut {
    /// Rows of the column with values at or below this go left.
    pub fn threshold(self, column: &Column) -> f64 {
        match self {
            Self::Between(low, high) => column.threshold(low, high),
            Self::At(threshold) => threshold,
        }
    }
}

/// What the finders need to know of a node.
#[derive(Clone, Copy)]
struct Node<'a> {
    /// The node's rows among the tree's rows.
    start: u32,
    samples: &'a [Sample],
    min_samples_leaf: usize,
    bounds: Bounds,
}

/// What a node of a tree is searched with.
pub(super) struct Search {
    /// All features. A node's known constants stand first, in front of the others in any order.
    features: Vec<u32>,
    finder: Finder,
    copies: Copies,
    /// Rows on their way to the right side.
    aside: Vec<Sample>,
    max_features: u32,
    min_samples_split: u32,
    min_samples_leaf: usize,
    monotonic_cst: Vec<i8>,
}

enum Finder {
    Sorted(Sorted),
    Presorted(Presorted),
    Random(RandomCut),
}

/// The result of a search.
pub(super) struct Found {
    /// `None` where all features are constant, or every cut leaves too few rows on a side.
    pub split: Option<Split>,
    /// How many features are now known to be constant in the node, and so in its children.
    pub constants: u32,
    /// The features that were looked at.
    pub looked_at: u32,
}

impl Search {
    pub fn new(dataset: &Dataset, parameters: &Parameters) -> Self {
        let finder = if parameters.splitter == Splitter::Random {
            Finder::Random(RandomCut::default())
        } else if parameters.looks_at_all(dataset.features()) {
            Finder::Presorted(Presorted::new(dataset, parameters))
        } else {
            Finder::Sorted(Sorted::default())
        };
        Self {
            features: Vec::new(),
            finder,
            copies: Copies::new(dataset, parameters),
            aside: Vec::new(),
            max_features: parameters.max_features,
            min_samples_split: parameters.min_samples_split,
            min_samples_leaf: parameters.min_samples_leaf as usize,
            monotonic_cst: parameters.monotonic_cst.clone(),
        }
    }

    /// Starts a tree on these rows. Forgets what an earlier tree left behind.
    pub fn start_tree(&mut self, dataset: &Dataset, samples: &[Sample]) {
        self.features.clear();
        self.features.extend(0..dataset.features());
        self.copies.start_tree();
        if let Finder::Presorted(presorted) = &mut self.finder {
            presorted.start_tree(dataset, samples);
        }
    }

    /// Comes to a node whose rows are the tree's from `start` on, before the criterion enters it. `constants` features
    /// are known to be constant. The rows may get other places.
    pub fn approach(
        &mut self,
        dataset: &Dataset,
        (start, samples): (u32, &mut [Sample]),
        constants: u32,
    ) {
        match &mut self.finder {
            Finder::Presorted(presorted) => {
                presorted.approach(start, samples, &self.features[constants as usize..]);
            }
            _ => self.copies.approach(dataset, start, samples),
        }
    }

    /// Draws features without replacement until `max_features` are drawn and one of them is not
    /// constant, and finds the best cut among them; of equally good ones the first. `samples` are the
    /// rows that the criterion has entered, the tree's rows from `start` on.
    ///
    /// `constants` is what the search of the parent returned. The known constants are drawn too, so
    /// that each feature is as likely as any other, but need no look.
    pub fn best<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        (start, samples): (u32, &[Sample]),
        (constants, bounds): (u32, Bounds),
        criterion: &mut C,
        random: &mut Stream,
    ) -> Found {
        let node = Node {
            start,
            samples,
            min_samples_leaf: self.min_samples_leaf,
            bounds,
        };
        let mut split = None;
        let mut known_left = constants;
        // features[..first] are constant, features[first..end] are not yet drawn.
        let mut first = constants;
        let mut end = dataset.features();
        let mut drawn = 0;
        while first < end && (drawn < self.max_features || end == dataset.features()) {
            drawn += 1;
            let draw = random.below(known_left + end - first);
            if draw < known_left {
                known_left -= 1;
                continue;
            }
            let at = (first + draw - known_left) as usize;
            let feature = self.features[at];
            if self.look(dataset, feature, node, criterion, random, &mut split) {
                end -= 1;
                self.features.swap(at, end as usize);
                if samples.len() == 2 && split.is_some() {
                    // Two rows can be parted in one way only.
                    break;
                }
            } else {
                self.features.swap(at, first as usize);
                first += 1;
            }
        }
        Found {
            split,
            constants: first,
            looked_at: first - constants + dataset.features() - end,
        }
    }

    /// Looks for a better cut of a feature. False if the feature is constant in the node.
    fn look<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        feature: u32,
        node: Node,
        criterion: &mut C,
        random: &mut Stream,
        best: &mut Option<Split>,
    ) -> bool {
        let column = &dataset.columns[feature as usize];
        let direction = self.monotonic_cst.get(feature as usize).copied();
        let mut candidates = Candidates {
            feature,
            node,
            direction: direction.unwrap_or(0),
            best,
        };
        let codes = self.copies.codes(dataset, feature);
        match &mut self.finder {
            Finder::Sorted(sorted) => sorted.look((column, codes), criterion, &mut candidates),
            Finder::Presorted(presorted) => presorted.look(column, criterion, &mut candidates),
            Finder::Random(cut) => cut.look((column, codes), criterion, random, &mut candidates),
        }
    }

    /// Puts the rows of a node that go left in front, both sides keeping their order, and returns their number.
    /// `constants` features are constant in the node.
    pub fn divide(
        &mut self,
        dataset: &Dataset,
        (start, samples): (u32, &mut [Sample]),
        split: &Split,
        constants: u32,
    ) -> u32 {
        let missing_code = dataset.columns[split.feature as usize].missing_code();
        // No code is that large where those without a value go right.
        let missing = match split.missing_left {
            Some(true) => missing_code,
            _ => u32::MAX,
        };
        let goes_left = |code| code <= split.low || code == missing;
        let aside = &mut self.aside;
        match &mut self.finder {
            Finder::Presorted(presorted) => {
                let rows = samples.len() as u32;
                let range = start..start + rows;
                presorted.mark(split.feature, range.clone(), goes_left);
                let goes_left = |sample: Sample| presorted.goes_left(sample.place);
                let left = partition(samples, aside, goes_left) as u32;
                if left.max(rows - left) >= self.min_samples_split {
                    presorted.divide(range, &self.features[constants as usize..]);
                }
                left
            }
            _ => with_codes!(self.copies.codes(dataset, split.feature), codes => {
                partition(samples, aside, |sample| {
                    goes_left(u32::from(codes[sample.place as usize]))
                }) as u32
            }),
        }
    }
}

/// Takes the splits of one feature in a node and keeps the best.
struct Candidates<'a> {
    feature: u32,
    node: Node<'a>,
    direction: i8,
    best: &'a mut Option<Split>,
}

impl Candidates<'_> {
    fn merit(&self) -> Merit {
        self.best.map_or(Merit::NONE, |split| split.merit)
    }

    /// Keeps a split that exceeds the best one. True if it may be kept.
    fn keep<C: Criterion>(
        &mut self,
        (low, cut, missing_left): (u32, Cut, Option<bool>),
        criterion: &C,
        side: &C::Side,
    ) -> bool {
        let predictions = criterion.predictions(side);
        // A free feature may leave the bounds, as in scikit-learn; its leaves are kept within them.
        if self.direction != 0 && !self.node.bounds.allow(self.direction, predictions) {
            return false;
        }
        *self.best = Some(Split {
            feature: self.feature,
            low,
            cut,
            missing_left,
            merit: criterion.merit(side),
            predictions,
        });
        true
    }
}
