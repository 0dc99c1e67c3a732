//! Fits conformal answers on rows that the model has not learned from, and reports their coverage of the test rows.
//!
//! Why: `docs/decisions/0042-calibration-and-conformal.md`.

use grove_models::conformal::scores;
use grove_models::{Conformal, Predictions};
use grove_protocol::interval::wilson;
use grove_protocol::report::{ChosenOn, ConformalReport, Guarantee, SetSizes};
use grove_recipe::number::share;

use crate::evaluate::held_out::HeldOutAnswers;
use crate::table::target::TargetValues;

/// Fits the distance that holds the truth in this share of the rows, whose answers are those that will be given. Infinite
/// without rows. O(rows · log rows).
pub fn fit(rows: &HeldOutAnswers, level: f64) -> Conformal {
    let scores = rows.as_ref().map_or_else(
        |_| Vec::new(),
        |rows| match &rows.actual {
            TargetValues::Classes { labels, .. } => scores(&rows.predicted, labels, &[]),
            TargetValues::Values(values) => scores(&rows.predicted, &[], values),
        },
    );
    Conformal::fit(scores, level)
}

/// Reports what conformal answers are made of the test rows. `shared` is whether the rows they were fitted on served anything
/// else. O(rows × classes).
pub fn report(
    conformal: &Conformal,
    rows: &HeldOutAnswers,
    shared: bool,
    test: &TargetValues,
    predicted: &Predictions,
) -> ConformalReport {
    let n = test.rows();
    let (mut inside, mut width, mut sets) = (0, None, None);
    match (test, predicted) {
        (TargetValues::Values(actual), Predictions::Values(values)) => {
            let holds = |(actual, value): &(&f64, &f64)| {
                let (low, high) = conformal.interval(**value);
                (low..=high).contains(*actual)
            };
            inside = actual.iter().zip(values).filter(holds).count() as u32;
            let whole = 2.0 * conformal.quantile;
            width = whole.is_finite().then_some(whole);
        }
        (
            TargetValues::Classes { labels, .. },
            Predictions::Probabilities {
                n_classes, values, ..
            },
        ) => {
            let (mut classes, mut empty, mut single) = (0u64, 0, 0);
            let rows = values.chunks_exact((*n_classes).max(1) as usize);
            for (row, label) in rows.zip(labels) {
                let size = row
                    .iter()
                    .filter(|value| conformal.contains(**value))
                    .count();
                classes += size as u64;
                empty += u32::from(size == 0);
                single += u32::from(size == 1);
                inside += u32::from(conformal.contains(row[*label as usize]));
            }
            sets = Some(SetSizes {
                mean: classes as f64 / f64::from(n.max(1)),
                empty: share(empty, n),
                single: share(single, n),
            });
        }
        _ => {}
    }
    let coverage = share(inside, n);
    let measured = rows.as_ref().ok();
    let on = measured.map(|rows| rows.on);
    ConformalReport {
        level: conformal.level,
        measured_on: on,
        rows: measured.map_or(0, |rows| rows.actual.rows()),
        least_rows: Conformal::least_rows(conformal.level),
        quantile: conformal.quantile.is_finite().then_some(conformal.quantile),
        guarantee: match (on, shared) {
            (Some(ChosenOn::Validation), false) => Guarantee::Marginal,
            (Some(ChosenOn::Validation), true) => Guarantee::SharedRows,
            _ => Guarantee::OtherModels,
        },
        test_rows: n,
        coverage,
        coverage_interval: wilson(coverage, n),
        width,
        sets,
        note: rows
            .as_ref()
            .err()
            .map(|why| format!("There are no such rows: {why}.")),
    }
}
