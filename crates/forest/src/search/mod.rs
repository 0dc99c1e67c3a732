//! Searches the best split of a node: draws features, and finds the best threshold among them.
//!
//! Why: `docs/decisions/0012-forest-of-our-own.md`.

mod local_codes;
mod presorted;
mod random;
mod renumber;
mod scan;
mod sorted;
mod table_order;

use local_codes::LocalCodes;
use presorted::Presorted;
use presorted::partition;
use random::RandomCut;
use sorted::Sorted;

use super::bootstrap::SampleRow;
use super::codes::with_codes;
use super::criterion::{Criterion, PredictionBounds, SplitGain};
use super::dataset::Dataset;
use super::parameters::{Parameters, Splitter};
use super::rng::Stream;

/// The best split of a node so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct BestSplit {
    pub feature: u32,
    /// Rows with codes up to this one go left.
    pub low: u32,
    pub cut: CutPoint,
    /// Whether rows with a missing value go left; `None` where the node has no such row.
    pub missing_left: Option<bool>,
    pub gain: SplitGain,
    /// The predictions of the left and the right side.
    pub predictions: (f64, f64),
}

/// Where a column is cut.
#[derive(Clone, Copy, Debug)]
pub(super) enum CutPoint {
    /// In the middle between the values of two codes.
    Between(u32, u32),
    /// At this threshold.
    At(f64),
}

/// The node that is searched.
#[derive(Clone, Copy)]
struct NodeToSplit<'a> {
    /// Where the node's rows begin in the tree's sample.
    start: u32,
    samples: &'a [SampleRow],
    min_samples_leaf: usize,
    bounds: PredictionBounds,
}

/// Searches the nodes of a tree, one after the other.
pub(super) struct SplitSearch {
    /// All features. Those known to be constant in the node come first, the others follow in any order.
    features: Vec<u32>,
    finder: Finder,
    copies: LocalCodes,
    /// Working space for dividing rows.
    spare: Vec<SampleRow>,
    max_features: u32,
    min_samples_split: u32,
    min_samples_leaf: usize,
    monotonic_cst: Vec<i8>,
}

/// How the best threshold in a feature is found.
enum Finder {
    Sorted(Sorted),
    Presorted(Presorted),
    Random(RandomCut),
}

/// The result of a search.
pub(super) struct SearchResult {
    /// `None` where all searched features are constant, or every cut leaves too few rows on a side.
    pub split: Option<BestSplit>,
    /// How many features are now known to be constant in the node, and so in its children.
    pub constants: u32,
    /// How many features were searched.
    pub searched: u32,
}

impl SplitSearch {
    pub fn new(dataset: &Dataset, parameters: &Parameters) -> Self {
        let finder = if parameters.splitter == Splitter::Random {
            Finder::Random(RandomCut::default())
        } else if parameters.searches_all(dataset.features()) {
            Finder::Presorted(Presorted::new(dataset, parameters))
        } else {
            Finder::Sorted(Sorted::default())
        };
        Self {
            features: Vec::new(),
            finder,
            copies: LocalCodes::new(dataset, parameters),
            spare: Vec::new(),
            max_features: parameters.max_features,
            min_samples_split: parameters.min_samples_split,
            min_samples_leaf: parameters.min_samples_leaf as usize,
            monotonic_cst: parameters.monotonic_cst.clone(),
        }
    }

    /// Starts a tree on these rows.
    pub fn start_tree(&mut self, dataset: &Dataset, samples: &[SampleRow]) {
        self.features.clear();
        self.features.extend(0..dataset.features());
        self.copies.start_tree();
        if let Finder::Presorted(presorted) = &mut self.finder {
            presorted.start_tree(dataset, samples);
        }
    }

    /// Prepares a node whose rows begin at `start` in the tree's sample; `constants` features are known to be constant.
    /// It may renumber the rows, so the criterion must enter the node afterwards.
    pub fn prepare<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        (start, samples): (u32, &mut [SampleRow]),
        constants: u32,
        criterion: &mut C,
    ) {
        let depth = match &mut self.finder {
            Finder::Presorted(presorted) => {
                let features = &self.features[constants as usize..];
                presorted.prepare((start, samples), features, criterion)
            }
            _ => self.copies.prepare(dataset, (start, samples), criterion),
        };
        criterion.set_depth(depth);
    }

    /// Draws features without replacement until `max_features` are drawn and one of them is not constant, and returns
    /// the best cut among them; the first of equally good ones. `samples` are the rows of the node that the criterion
    /// has entered, which begin at `start` in the tree's sample.
    ///
    /// `constants` is what the search of the parent returned. Known constants are drawn as well, so that each feature is
    /// equally likely, but they are not searched.
    pub fn best<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        (start, samples): (u32, &[SampleRow]),
        (constants, bounds): (u32, PredictionBounds),
        criterion: &mut C,
        random: &mut Stream,
    ) -> SearchResult {
        let node = NodeToSplit {
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
            if self.search(dataset, feature, node, criterion, random, &mut split) {
                end -= 1;
                self.features.swap(at, end as usize);
                if samples.len() == 2 && split.is_some() {
                    // Two rows can be divided in one way only.
                    break;
                }
            } else {
                self.features.swap(at, first as usize);
                first += 1;
            }
        }
        SearchResult {
            split,
            constants: first,
            searched: first - constants + dataset.features() - end,
        }
    }

    /// Searches a feature for a better cut. Returns false if the feature is constant in the node.
    fn search<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        feature: u32,
        node: NodeToSplit,
        criterion: &mut C,
        random: &mut Stream,
        best: &mut Option<BestSplit>,
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
            Finder::Sorted(sorted) => sorted.search((column, codes), criterion, &mut candidates),
            Finder::Presorted(presorted) => presorted.search(column, criterion, &mut candidates),
            Finder::Random(cut) => cut.search((column, codes), criterion, random, &mut candidates),
        }
    }

    /// Moves the node's rows that go left to the front, keeps the order within both sides, and returns the number of the
    /// left ones. `constants` features are constant in the node.
    pub fn divide(
        &mut self,
        dataset: &Dataset,
        (start, samples): (u32, &mut [SampleRow]),
        split: &BestSplit,
        constants: u32,
    ) -> u32 {
        let missing_code = dataset.columns[split.feature as usize].missing_code();
        // `u32::MAX` matches no code: missing values go right.
        let missing = match split.missing_left {
            Some(true) => missing_code,
            _ => u32::MAX,
        };
        let goes_left = |code| code <= split.low || code == missing;
        let spare = &mut self.spare;
        match &mut self.finder {
            Finder::Presorted(presorted) => {
                let rows = samples.len() as u32;
                let range = start..start + rows;
                presorted.mark(split.feature, range.clone(), goes_left);
                let goes_left = |sample: SampleRow| presorted.goes_left(sample.place);
                let left = partition(samples, spare, goes_left) as u32;
                if left.max(rows - left) >= self.min_samples_split {
                    presorted.divide(range, &self.features[constants as usize..]);
                }
                left
            }
            _ => with_codes!(self.copies.codes(dataset, split.feature), codes => {
                partition(samples, spare, |sample| {
                    goes_left(u32::from(codes[sample.place as usize]))
                }) as u32
            }),
        }
    }
}

/// Collects the splits of one feature in a node and keeps the best.
struct Candidates<'a> {
    feature: u32,
    node: NodeToSplit<'a>,
    direction: i8,
    best: &'a mut Option<BestSplit>,
}

impl Candidates<'_> {
    fn gain(&self) -> SplitGain {
        self.best.map_or(SplitGain::NONE, |split| split.gain)
    }

    /// Keeps a split that is better than the best one, and returns true unless a monotonic constraint forbids it.
    fn keep<C: Criterion>(
        &mut self,
        (low, cut, missing_left): (u32, CutPoint, Option<bool>),
        criterion: &C,
        side: &C::Side,
    ) -> bool {
        let predictions = criterion.predictions(side);
        // As in scikit-learn, splits on free features may exceed the bounds, and leaves are clamped to them.
        if self.direction != 0 && !self.node.bounds.allow(self.direction, predictions) {
            return false;
        }
        *self.best = Some(BestSplit {
            feature: self.feature,
            low,
            cut,
            missing_left,
            gain: criterion.gain(side),
            predictions,
        });
        true
    }
}
