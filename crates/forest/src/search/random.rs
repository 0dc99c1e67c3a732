//! Draws a random threshold between a feature's extremes in the node, for extremely randomised trees.

use super::super::codes::{CodedColumn, Codes, with_codes};
use super::super::criterion::Criterion;
use super::super::rng::Stream;
use super::{Candidates, CutPoint};

/// Finds random thresholds.
#[derive(Default)]
pub(super) struct RandomCut {
    /// The codes of the node's rows.
    codes: Vec<u32>,
}

impl RandomCut {
    /// Tries one random threshold. Returns false if the feature is constant in the node.
    pub fn search<C: Criterion>(
        &mut self,
        (column, codes): (&CodedColumn, &Codes),
        criterion: &mut C,
        random: &mut Stream,
        candidates: &mut Candidates,
    ) -> bool {
        let missing_code = column.missing_code();
        let (mut lowest, mut highest, mut missing) = (u32::MAX, 0, 0);
        self.codes.clear();
        with_codes!(codes, codes => {
            self.codes.extend(candidates.node.samples.iter().map(|sample| {
                let code = u32::from(codes[sample.place as usize]);
                if code == missing_code {
                    missing += 1;
                } else {
                    lowest = lowest.min(code);
                    highest = highest.max(code);
                }
                code
            }));
        });
        let valued = self.codes.len() - missing;
        if valued == 0 || (lowest == highest && missing == 0) {
            return false;
        }
        let (low, cut, missing_left) = if lowest == highest {
            // All present values are equal: divide them from the missing ones.
            (highest, CutPoint::At(f64::MAX), Some(false))
        } else {
            let (from, to) = (
                column.values[lowest as usize],
                column.values[highest as usize],
            );
            let share = random.unit();
            // Not `from + share * (to - from)`, since the difference could overflow.
            let drawn = from * (1.0 - share) + to * share;
            // Below the upper end, so that both sides have rows.
            let threshold = if drawn < to { drawn.max(from) } else { from };
            let above = column.values.partition_point(|value| *value <= threshold);
            (
                above as u32 - 1,
                CutPoint::At(threshold),
                (missing > 0).then(|| random.below(2) == 0),
            )
        };
        let mut side = criterion.start();
        let mut left = 0;
        for (sample, code) in candidates.node.samples.iter().zip(&self.codes) {
            if *code <= low || (missing_left == Some(true) && *code == missing_code) {
                criterion.take(&mut side, criterion.key(*sample));
                left += 1;
            }
        }
        let fewest = candidates.node.min_samples_leaf;
        if left >= fewest
            && self.codes.len() - left >= fewest
            && criterion.gain(&side).exceeds(candidates.gain())
        {
            candidates.keep((low, cut, missing_left), criterion, &side);
        }
        true
    }
}
