//! The heights of the curves of weighted rows at the places of a band.

use grove_protocol::report::BAND_PLACES;

use crate::evaluate::ranked::Ranked;

/// The last place.
const END: u64 = BAND_PLACES as u64 - 1;

/// The curves of some rows: ROC, precision by recall, and gain.
#[derive(Clone)]
pub struct OnGrid {
    /// The heights of each curve; `None` for the ROC curve where all rows are of the class.
    pub curves: [Option<Vec<f64>>; 3],
    /// The area under the ROC curve, and the average precision.
    pub areas: [Option<f64>; 2],
}

impl OnGrid {
    /// Computes the curves; `None` where no row is of the class. `weight` has the weight of the row at a place of the order.
    /// O(rows).
    pub fn of(ranked: &Ranked, weight: impl Fn(usize) -> u8) -> Option<Self> {
        let mut steps: Vec<(u64, u64)> = Vec::new();
        let (mut positives, mut negatives) = (0, 0);
        ranked.equals(weight, |equal| {
            if equal.positives + equal.negatives > 0 {
                steps.push((equal.positives, equal.negatives));
            }
            positives += equal.positives;
            negatives += equal.negatives;
        });
        if positives == 0 {
            return None;
        }
        let share = |part: u64| part as f64 / positives as f64;
        let mut heights = [(); 3].map(|()| Vec::with_capacity(BAND_PLACES));
        let (mut found, mut wrong, mut twice, mut average) = (0, 0, 0u64, 0.0);
        for (more_found, more_wrong) in steps {
            let [roc, precision, gain] = &mut heights;
            let (after, wrong_after) = (found + more_found, wrong + more_wrong);
            let (rows, rows_after) = (found + wrong, after + wrong_after);
            // The straight line of equal probabilities, up to which a place may be.
            let along = |across: u64, from: u64, to: u64| {
                let part = (across - END * from) as f64 / (END * (to - from)) as f64;
                (found as f64 + more_found as f64 * part) / positives as f64
            };
            while roc.len() < BAND_PLACES && roc.len() as u64 * negatives < END * wrong_after {
                roc.push(along(roc.len() as u64 * negatives, wrong, wrong_after));
            }
            while precision.len() < BAND_PLACES && precision.len() as u64 * positives <= END * after
            {
                precision.push(after as f64 / rows_after as f64);
            }
            let all = positives + negatives;
            while gain.len() < BAND_PLACES && gain.len() as u64 * all <= END * rows_after {
                gain.push(along(gain.len() as u64 * all, rows, rows_after));
            }
            twice += more_wrong * (2 * found + more_found);
            average += share(more_found) * (after as f64 / rows_after as f64);
            (found, wrong) = (after, wrong_after);
        }
        let [mut roc, precision, gain] = heights;
        roc.resize(BAND_PLACES, 1.0);
        let both = negatives > 0;
        Some(Self {
            curves: [both.then_some(roc), Some(precision), Some(gain)],
            areas: [
                both.then(|| twice as f64 / (2.0 * (positives * negatives) as f64)),
                Some(average),
            ],
        })
    }

    /// Adds the heights and areas of another class. A curve that one of them lacks is lacking.
    pub fn add(&mut self, other: &Self) {
        for (sums, others) in self.curves.iter_mut().zip(&other.curves) {
            *sums = sums.take().zip(others.as_ref()).map(|(sums, others)| {
                sums.iter()
                    .zip(others)
                    .map(|(sum, other)| sum + other)
                    .collect()
            });
        }
        for (sum, other) in self.areas.iter_mut().zip(other.areas) {
            *sum = sum.zip(other).map(|(sum, other)| sum + other);
        }
    }

    /// Returns the heights and areas divided by a number of classes.
    pub fn divided(self, classes: f64) -> Self {
        let divide = |heights: Vec<f64>| heights.iter().map(|height| height / classes).collect();
        Self {
            curves: self.curves.map(|heights| heights.map(divide)),
            areas: self.areas.map(|area| area.map(|area| area / classes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_probabilities_make_a_straight_line() {
        let ranked = Ranked::new(&[0.4; 10], |row| row % 5 == 0);
        let of = OnGrid::of(&ranked, |_| 1).unwrap();
        let [roc, precision, gain] = of.curves.map(Option::unwrap);
        for place in 0..BAND_PLACES {
            let across = place as f64 / 100.0;
            assert!((roc[place] - across).abs() < 1e-12);
            assert!((gain[place] - across).abs() < 1e-12);
            assert_eq!(precision[place], 0.2);
        }
        assert_eq!(of.areas, [Some(0.5), Some(0.2)]);
    }

    #[test]
    fn curves_step_at_each_probability() {
        let ranked = Ranked::new(&[0.9, 0.8, 0.7, 0.6], |row| row == 0 || row == 2);
        let of = OnGrid::of(&ranked, |_| 1).unwrap();
        let [roc, precision, gain] = of.curves.map(Option::unwrap);
        assert_eq!([roc[0], roc[49], roc[50], roc[100]], [0.5, 0.5, 1.0, 1.0]);
        assert_eq!(
            [precision[0], precision[50], precision[51]],
            [1.0, 1.0, 2.0 / 3.0]
        );
        assert_eq!(
            [gain[0], gain[25], gain[50], gain[75], gain[100]],
            [0.0, 0.5, 0.5, 1.0, 1.0]
        );
        assert_eq!(of.areas[0], Some(0.75));
        let none = Ranked::new(&[0.5, 0.1], |_| false);
        assert!(OnGrid::of(&none, |_| 1).is_none());
        let all = OnGrid::of(&Ranked::new(&[0.5, 0.1], |_| true), |_| 1).unwrap();
        assert!(all.curves[0].is_none() && all.areas == [None, Some(1.0)]);
    }
}
