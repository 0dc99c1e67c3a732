//! The best split of a node: which features are tried, and where the best of them is cut.

use super::codes::Codes;
use super::criterion::Criterion;
use super::rng::Stream;
use super::sort::sort_keys;

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
    /// Working space of the same size.
    spare: Vec<u64>,
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
            spare: Vec::new(),
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
    /// constant, and finds the best cut among them; of equally good ones the first. `samples` are the
    /// rows that the criterion has entered.
    ///
    /// `constants` is what the search of the parent returned. The known constants are drawn too, so
    /// that each feature is as likely as any other, but need no look.
    pub fn best<C: Criterion>(
        &mut self,
        codes: &Codes,
        samples: &[u32],
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
            let (lowest, highest) = self.load(codes, feature, samples, criterion.payloads());
            if lowest < highest {
                sort_keys(&mut self.keys, &mut self.spare, lowest, highest);
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

    /// Makes the keys of a feature. Returns its lowest and its highest code.
    fn load(
        &mut self,
        codes: &Codes,
        feature: u32,
        samples: &[u32],
        payloads: &[u32],
    ) -> (u32, u32) {
        let column = codes.column(feature).codes.as_slice();
        let (mut lowest, mut highest) = (u32::MAX, 0);
        self.keys.clear();
        self.keys
            .extend(samples.iter().zip(payloads).map(|(row, payload)| {
                let code = column[*row as usize];
                lowest = lowest.min(code);
                highest = highest.max(code);
                u64::from(code) << 32 | u64::from(*payload)
            }));
        (lowest, highest)
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

#[cfg(test)]
mod tests {
    use super::super::Matrix;
    use super::super::criterion::{Criterion, Gini, Rows};
    use super::{Codes, Search, Stream};

    #[test]
    fn known_constants_take_part_in_the_draw() {
        let columns = vec![vec![0.0; 3], vec![1.0, 2.0, 3.0], vec![3.0, 1.0, 2.0]];
        let codes = Codes::new(&Matrix::new(columns).unwrap());
        let samples = &[0, 1, 2];
        let mut criterion = Gini::new(&[0, 1, 0], 2, false);
        criterion.enter(Rows {
            samples,
            counts: &[1, 1, 1],
        });
        let mut both = 0;
        for index in 0..3000 {
            let mut search = Search::new(2, 1);
            search.start_tree(3);
            let mut random = Stream::new(0, "search", index);
            let found = search.best(&codes, samples, 1, &mut criterion, &mut random);
            assert_eq!(found.constants, 1);
            assert!(found.split.is_some_and(|split| split.feature > 0));
            both += u32::from(found.looked_at == 2);
        }
        // Of two draws from three features, one in three misses the constant; five standard deviations.
        assert!(both.abs_diff(1000) < 130, "{both}");
    }
}
