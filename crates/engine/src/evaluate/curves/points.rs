//! The points of the curves of a class: every threshold that makes another prediction, or enough of them for a picture.

use std::collections::BTreeSet;

use grove_protocol::report::{CURVE_POINTS_AT_MOST, CurvePoint};

use crate::evaluate::ranked::{Equals, Ranked};

/// Returns the points from the highest threshold down, and the place of the one that decides. Where there are too many, the
/// ends, the corners of the ROC curve's convex hull and the one that decides stay, and of the others as many evenly by
/// threshold as evenly by the rows that are found. O(rows).
pub fn points(
    ranked: &Ranked,
    probabilities: &[f64],
    threshold: Option<f64>,
) -> (Vec<CurvePoint>, Option<u32>) {
    let mut all = all(ranked, probabilities);
    let chosen = threshold.map(|threshold| {
        let place = all.partition_point(|at| at.threshold.is_none_or(|of| of > threshold));
        if all
            .get(place)
            .is_none_or(|at| at.threshold != Some(threshold))
        {
            let above = all[place - 1];
            let threshold = Some(threshold);
            all.insert(place, CurvePoint { threshold, ..above });
        }
        place
    });
    if all.len() <= CURVE_POINTS_AT_MOST {
        return (all, chosen.map(|place| place as u32));
    }
    let mut kept: BTreeSet<usize> = [0, all.len() - 1].into_iter().chain(chosen).collect();
    let hull = hull(&all);
    kept.extend(evenly(hull.len(), CURVE_POINTS_AT_MOST - kept.len()).map(|place| hull[place]));
    let half = (CURVE_POINTS_AT_MOST - kept.len()) / 2;
    kept.extend(evenly(all.len(), half));
    let positives = all[all.len() - 1].true_positives as usize;
    kept.extend(
        evenly(positives, half)
            .map(|found| all.partition_point(|at| (at.true_positives as usize) <= found)),
    );
    let place = chosen.map(|chosen| kept.range(..chosen).count() as u32);
    (kept.into_iter().map(|place| all[place]).collect(), place)
}

/// Returns all points: none is predicted as the class, then those of the highest probability, and so on.
fn all(ranked: &Ranked, probabilities: &[f64]) -> Vec<CurvePoint> {
    let mut at = CurvePoint {
        threshold: None,
        true_positives: 0,
        false_positives: 0,
    };
    let mut all = vec![at];
    ranked.equals(
        |_| 1,
        |Equals {
             positives,
             negatives,
             last,
         }| {
            at.threshold = Some(probabilities[ranked.order[last] as usize]);
            at.true_positives += positives as u32;
            at.false_positives += negatives as u32;
            all.push(at);
        },
    );
    all
}

/// Returns the places of the corners of the upper convex hull of the ROC curve (Andrew's monotone chain).
fn hull(all: &[CurvePoint]) -> Vec<usize> {
    let at = |place: usize| {
        let point = &all[place];
        (
            i64::from(point.false_positives),
            i64::from(point.true_positives),
        )
    };
    let mut corners: Vec<usize> = Vec::new();
    for place in 0..all.len() {
        while let [.., before, last] = corners[..] {
            let (from, corner, to) = (at(before), at(last), at(place));
            let turn = (corner.0 - from.0) as i128 * (to.1 - from.1) as i128
                - (corner.1 - from.1) as i128 * (to.0 - from.0) as i128;
            // Below the line to the new point, or on it.
            if turn < 0 {
                break;
            }
            corners.pop();
        }
        corners.push(place);
    }
    corners
}

/// Returns at most so many of the numbers below `all`, evenly.
fn evenly(all: usize, most: usize) -> impl Iterator<Item = usize> {
    let taken = all.min(most);
    (0..taken).map(move |place| place * all / taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noisy(rows: u32) -> (Vec<f64>, Vec<bool>) {
        let mut stream = grove_forest::Stream::new(1, "test", 0);
        let probabilities: Vec<f64> = (0..rows).map(|_| stream.unit()).collect();
        let positive = probabilities.iter().map(|p| stream.unit() < p * p);
        let positive = positive.collect();
        (probabilities, positive)
    }

    #[test]
    fn thinned_points_keep_ends_hull_and_what_decides() {
        let (probabilities, positive) = noisy(20_000);
        let ranked = Ranked::new(&probabilities, |row| positive[row]);
        let all = all(&ranked, &probabilities);
        let (kept, chosen) = points(&ranked, &probabilities, Some(0.377));
        assert!(
            kept.len() <= CURVE_POINTS_AT_MOST && kept.len() > 400,
            "{}",
            kept.len()
        );
        assert_eq!((kept.first(), kept.last()), (all.first(), all.last()));
        let corners = hull(&all);
        assert!(corners.len() > 10);
        assert!(corners.iter().all(|place| kept.contains(&all[*place])));
        assert_eq!(kept[chosen.unwrap() as usize].threshold, Some(0.377));
        assert!(
            kept.windows(2)
                .all(|pair| pair[1].threshold < pair[0].threshold || pair[0].threshold.is_none())
        );
        // Nothing lies above the hull.
        let slope = |a: &CurvePoint, b: &CurvePoint| {
            f64::from(b.true_positives - a.true_positives)
                / f64::from(b.false_positives - a.false_positives)
        };
        let slopes: Vec<f64> = corners
            .windows(2)
            .map(|pair| slope(&all[pair[0]], &all[pair[1]]))
            .collect();
        assert!(
            slopes.windows(2).all(|pair| pair[1] < pair[0]),
            "{slopes:?}"
        );
    }

    #[test]
    fn few_points_are_all_there() {
        let (probabilities, positive) = noisy(50);
        let ranked = Ranked::new(&probabilities, |row| positive[row]);
        let (kept, chosen) = points(&ranked, &probabilities, None);
        assert_eq!((kept.len(), chosen), (51, None));
        let (_, above) = points(&ranked, &probabilities, Some(1.0));
        assert_eq!(above, Some(1));
        let (with, below) = points(&ranked, &probabilities, Some(0.0));
        assert_eq!((with.len(), below), (52, Some(51)));
    }
}
