//! The best split of a node: which features are tried, and where the best of them is cut.

use super::codes::Codes;
use super::criterion::{Criterion, Rows};
use super::rng::Stream;

/// The best split of a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub feature: u32,
    /// The codes on both sides of the cut; rows at or below `low` go left.
    pub low: u32,
    pub high: u32,
    pub score: f64,
}

/// What a node of a tree is searched with.
pub(super) struct Search {
    /// All features. A node's known constants stand first, in front of the others in any order.
    features: Vec<u32>,
    /// One key per row of the node: its code above its payload.
    keys: Vec<u64>,
    max_features: u32,
    min_samples_leaf: usize,
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
    pub fn new(max_features: u32, min_samples_leaf: u32) -> Self {
        Self {
            features: Vec::new(),
            keys: Vec::new(),
            max_features,
            min_samples_leaf: min_samples_leaf as usize,
        }
    }

    /// Forgets the order that an earlier tree left behind.
    pub fn start_tree(&mut self, features: u32) {
        self.features.clear();
        self.features.extend(0..features);
    }

    /// Draws features without replacement until `max_features` are drawn and one of them is not
    /// constant, and finds the best cut among them; of equally good ones the first.
    ///
    /// `constants` is what the search of the parent returned. The known constants are drawn too, so
    /// that each feature is as likely as any other, but need no look.
    pub fn best<C: Criterion>(
        &mut self,
        codes: &Codes,
        rows: Rows,
        constants: u32,
        criterion: &mut C,
        random: &mut Stream,
    ) -> Found {
        let mut split = None;
        let mut known_left = constants;
        // features[..first] are constant, features[first..end] are not yet drawn.
        let mut first = constants;
        let mut end = codes.features();
        let mut drawn = 0;
        while first < end && (drawn < self.max_features || end == codes.features()) {
            drawn += 1;
            let draw = random.below(known_left + end - first);
            if draw < known_left {
                known_left -= 1;
                continue;
            }
            let at = (first + draw - known_left) as usize;
            let feature = self.features[at];
            if self.load(codes, feature, rows, criterion) {
                self.keys.sort_unstable();
                self.scan(feature, criterion, &mut split);
                end -= 1;
                self.features.swap(at, end as usize);
            } else {
                self.features.swap(at, first as usize);
                first += 1;
            }
        }
        Found {
            split,
            constants: first,
            looked_at: first - constants + codes.features() - end,
        }
    }

    /// Makes the keys of a feature. False if it is constant.
    fn load<C: Criterion>(
        &mut self,
        codes: &Codes,
        feature: u32,
        rows: Rows,
        criterion: &C,
    ) -> bool {
        let column = codes.column(feature).codes.as_slice();
        let (mut lowest, mut highest) = (u32::MAX, 0);
        self.keys.clear();
        self.keys
            .extend((0..).zip(rows.samples).map(|(position, row)| {
                let code = column[*row as usize];
                lowest = lowest.min(code);
                highest = highest.max(code);
                let payload = criterion.payload(position, *row, rows.counts[*row as usize]);
                u64::from(code) << 32 | u64::from(payload)
            }));
        lowest < highest
    }

    /// Tries every cut between different values of the sorted keys.
    fn scan<C: Criterion>(&self, feature: u32, criterion: &mut C, best: &mut Option<Split>) {
        let mut best_score = best.map_or(f64::NEG_INFINITY, |split| split.score);
        let last = self.keys.len().saturating_sub(self.min_samples_leaf);
        criterion.reset();
        for (left, pair) in (1..=last).zip(self.keys.windows(2)) {
            criterion.take(pair[0] as u32);
            let (low, high) = ((pair[0] >> 32) as u32, (pair[1] >> 32) as u32);
            if low == high || left < self.min_samples_leaf {
                continue;
            }
            let score = criterion.score();
            if score > best_score {
                best_score = score;
                *best = Some(Split {
                    feature,
                    low,
                    high,
                    score,
                });
            }
        }
    }
}
