//! Reports a decision on the test rows.

use grove_models::{Decision, Predictions};
use grove_protocol::report::{
    DecisionCost, DecisionCounts, DecisionReport, THRESHOLDS_AT_MOST, ThresholdPoint,
};
use grove_recipe::Evaluate;

use super::Chosen;
use super::candidates::Candidates;
use super::objective::costs;
use crate::table::target::TargetValues;

/// Reports how the test rows are decided, which `predicted` has the decision of. `train` has the class shares of chance.
/// `None` for values. O(rows × (log rows + classes)).
pub fn report(
    chosen: &Chosen,
    evaluate: &Evaluate,
    test: &TargetValues,
    predicted: &Predictions,
    train: &TargetValues,
) -> Option<DecisionReport> {
    let Predictions::Probabilities {
        values, decision, ..
    } = predicted
    else {
        return None;
    };
    let (labels, of_train) = (test.labels()?, train.labels()?);
    let TargetValues::Classes { classes, .. } = test else {
        return None;
    };
    let candidates = Candidates::new(chosen.class, labels, values);
    let counts = counted(chosen.class, labels, &predicted.labels());
    let costs = costs(evaluate);
    let of_class = of_train.iter().filter(|label| **label == chosen.class);
    let share = of_class.count() as f64 / of_train.len().max(1) as f64;
    let [always_yes, always_no] = [f64::NEG_INFINITY, f64::INFINITY]
        .map(|threshold| costs.per_thousand(&candidates.counts(&candidates.at(threshold))));
    let (points, place) = points(&candidates, decision.as_ref());
    Some(DecisionReport {
        pos_label: classes[chosen.class as usize].clone(),
        by: evaluate.threshold_by,
        threshold: decision.map(|decision| decision.threshold),
        chosen_on: chosen.on,
        rows: chosen.rows,
        value: chosen.value,
        note: chosen.note.clone(),
        test: counts,
        costs,
        cost: DecisionCost {
            model: costs.per_thousand(&counts),
            always_yes,
            always_no,
            // Each row is predicted as the class with this probability, whatever it is.
            chance: share * always_yes + (1.0 - share) * always_no,
        },
        points,
        chosen: place,
    })
}

/// Counts rows of these labels by the labels that are predicted.
fn counted(class: u32, labels: &[u32], predicted: &[u32]) -> DecisionCounts {
    let mut counts = DecisionCounts::default();
    for (actual, said) in labels.iter().zip(predicted) {
        let count = match (*actual == class, *said == class) {
            (true, true) => &mut counts.true_positives,
            (false, true) => &mut counts.false_positives,
            (false, false) => &mut counts.true_negatives,
            (true, false) => &mut counts.false_negatives,
        };
        *count += 1;
    }
    counts
}

/// Returns points of the curves from the highest threshold down, evenly over all of them, with both ends and the threshold
/// that decides, and the place of that one.
fn points(
    candidates: &Candidates,
    decision: Option<&Decision>,
) -> (Vec<ThresholdPoint>, Option<u32>) {
    let all: Vec<ThresholdPoint> = candidates.highest().collect();
    let most = THRESHOLDS_AT_MOST - 1;
    let mut points: Vec<ThresholdPoint> = match all.len() <= most {
        true => all,
        false => (0..most)
            .map(|place| all[place * (all.len() - 1) / (most - 1)])
            .collect(),
    };
    let place = decision.map(|decision| {
        let at = candidates.at(decision.threshold);
        let place = points.partition_point(|point| point.threshold > at.threshold);
        match points.get(place) {
            Some(point) if point.threshold == at.threshold => {}
            _ => points.insert(place, at),
        }
        place as u32
    });
    (points, place)
}
