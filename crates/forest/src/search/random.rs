//! Cuts each feature at a random place between its extremes in the node.

use super::super::codes::{Codes, Column, with_codes};
use super::super::criterion::Criterion;
use super::super::rng::Stream;
use super::{Candidates, Cut};

#[derive(Default)]
pub(super) struct RandomCut {
    /// Of each row of the node.
    codes: Vec<u32>,
}

impl RandomCut {
    /// False if the feature is constant.
    pub fn look<C: Criterion>(
        &mut self,
        (column, codes): (&Column, &Codes),
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
            // Only whether there is a value tells the rows apart.
            (highest, Cut::At(f64::MAX), Some(false))
        } else {
            let (from, to) = (
                column.values[lowest as usize],
                column.values[highest as usize],
            );
            let share = random.unit();
            // Each end is weighed for itself, since their difference could overflow.
            let drawn = from * (1.0 - share) + to * share;
            // Never the upper end, so that both sides have rows.
            let threshold = if drawn < to { drawn.max(from) } else { from };
            let above = column.values.partition_point(|value| *value <= threshold);
            (
                above as u32 - 1,
                Cut::At(threshold),
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
            && criterion.merit(&side).exceeds(candidates.merit())
        {
            candidates.keep((low, cut, missing_left), criterion, &side);
        }
        true
    }
}
