//! What thresholds are chosen by, and the best of them.

use grove_protocol::report::{DecisionCounts, OutcomeCosts, ThresholdPoint};
use grove_recipe::{Evaluate, ThresholdBy};

use super::candidates::Candidates;

/// The best threshold, and what it reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Best {
    /// The threshold with its counts.
    pub point: ThresholdPoint,
    /// A score, or the cost per 1,000 rows.
    pub value: f64,
}

/// Returns the costs of a recipe.
pub const fn costs(evaluate: &Evaluate) -> OutcomeCosts {
    OutcomeCosts {
        true_positive: evaluate.cost_true_positive,
        false_positive: evaluate.cost_false_positive,
        true_negative: evaluate.cost_true_negative,
        false_negative: evaluate.cost_false_negative,
    }
}

/// Chooses the best of all thresholds. Of equally good ones it is the one nearest to 0.5, which differs from the most
/// probable class of two in the fewest rows; of two equally near the larger. Where the best recall or precision is reached by
/// several, those with more of the other come first.
///
/// `Err` says why there is none: rows of one class alone, or too small a precision. O(rows).
pub fn best(candidates: &Candidates, evaluate: &Evaluate) -> Result<Best, String> {
    for (rows, which) in [
        (candidates.positives, "is of the positive class"),
        (candidates.negatives, "is of another class"),
    ] {
        if rows == 0 {
            return Err(format!("none of these rows {which}"));
        }
    }
    let costs = costs(evaluate);
    let mut best: Option<(Rank, Best)> = None;
    for point in candidates.all() {
        let counts = candidates.counts(&point);
        let Some((value, rank)) = worth(&point, &counts, evaluate, &costs) else {
            continue;
        };
        let rank = Rank {
            worth: rank,
            nearness: -(point.threshold - 0.5).abs(),
        };
        // From the highest threshold down, so that of equal ranks the larger stays.
        if best
            .as_ref()
            .is_none_or(|(before, _)| rank.is_above(before))
        {
            best = Some((rank, Best { point, value }));
        }
    }
    best.map(|(_, best)| best).ok_or_else(|| {
        format!(
            "no threshold reaches a precision of {} there",
            evaluate.min_precision
        )
    })
}

/// What is compared between thresholds: larger is better.
struct Rank {
    worth: [f64; 2],
    nearness: f64,
}

impl Rank {
    fn is_above(&self, other: &Self) -> bool {
        let all = |rank: &Self| [rank.worth[0], rank.worth[1], rank.nearness];
        let pairs = all(self).into_iter().zip(all(other));
        let first = pairs.into_iter().find(|(a, b)| a != b);
        first.is_some_and(|(this, other)| this > other)
    }
}

/// Returns what a threshold reaches, and by what it is compared with others; `None` where it does not meet a condition.
fn worth(
    point: &ThresholdPoint,
    counts: &DecisionCounts,
    evaluate: &Evaluate,
    costs: &OutcomeCosts,
) -> Option<(f64, [f64; 2])> {
    let DecisionCounts {
        true_positives: tp,
        false_positives: fp,
        true_negatives: tn,
        false_negatives: fn_,
    } = *counts;
    let rows = f64::from(tp) + f64::from(fp) + f64::from(tn) + f64::from(fn_);
    let recall = f64::from(tp) / (f64::from(tp) + f64::from(fn_));
    let precision = (tp + fp > 0).then(|| f64::from(tp) / (f64::from(tp) + f64::from(fp)));
    let alone = |value: f64| Some((value, [value, 0.0]));
    match evaluate.threshold_by {
        ThresholdBy::None | ThresholdBy::Fixed => None,
        ThresholdBy::Accuracy => alone(f64::from(point.right) / rows),
        ThresholdBy::F1 => {
            let whole = 2.0 * f64::from(tp) + f64::from(fp) + f64::from(fn_);
            alone(2.0 * f64::from(tp) / whole)
        }
        ThresholdBy::Youden => {
            // As one fraction of whole numbers, so that equal values are equal to the bit.
            let (positives, negatives) = (
                i128::from(tp) + i128::from(fn_),
                i128::from(fp) + i128::from(tn),
            );
            let above = i128::from(tp) * negatives - i128::from(fp) * positives;
            alone(above as f64 / (positives * negatives) as f64)
        }
        ThresholdBy::Cost => {
            let cost = costs.per_thousand(counts);
            Some((cost, [-cost, 0.0]))
        }
        ThresholdBy::RecallAtPrecision => {
            let precision = precision.filter(|precision| *precision >= evaluate.min_precision)?;
            Some((recall, [recall, precision]))
        }
        ThresholdBy::PrecisionAtRecall => {
            let precision = precision.filter(|_| recall >= evaluate.min_recall)?;
            Some((precision, [precision, recall]))
        }
    }
}
