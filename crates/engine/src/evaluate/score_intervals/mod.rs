//! How sure a score is: its interval, and that of its difference to the baseline, over resamples of the test rows.
//!
//! Why: `docs/decisions/0043-curves-with-uncertainty.md`.

mod classes;
mod values;

use grove_models::Predictions;
use grove_protocol::report::Metric;
use grove_recipe::number::{count, counted};

use crate::bootstrap::{Resamples, interval};
use crate::pace::Pace;
use crate::table::target::TargetValues;
use classes::ClassRows;
use values::ValueRows;

/// The number of resamples, unless there are many rows.
const MOST: u32 = 1000;
/// The least number of resamples: with fewer, the ends of an interval are those of chance.
const FEWEST: u32 = 200;
/// How many rows are scored in all while there are more than [`FEWEST`] resamples.
const VISITS: u64 = 50_000_000;
/// The most rows × classes for the areas of more than two classes.
const AREA_VISITS: u64 = 100_000_000;
/// Rows between two pauses.
const BETWEEN_PAUSES: u64 = 200_000;
/// Rows that are scored in about the time of a slice of predictions.
const A_UNIT: u64 = 2_000_000;

/// A score and the baseline's on the same rows.
pub(super) type Pair = Option<(f64, f64)>;

/// Test rows that are ready to be scored again and again.
pub struct ScoredRows {
    rows: u32,
    resamples: u32,
    /// The resamples in which areas are computed.
    with_areas: u32,
    of: Prepared,
}

enum Prepared {
    Classes(ClassRows),
    Values(ValueRows),
}

impl ScoredRows {
    /// Prepares the rows. `baseline` is its prediction of any row. O(rows · log rows), and × classes for more than two.
    pub fn new(actual: &TargetValues, predicted: &Predictions, baseline: &Predictions) -> Self {
        let rows = actual.rows();
        let resamples = resamples(rows);
        let (with_areas, of) = match (actual, predicted, baseline) {
            (
                TargetValues::Classes { labels, .. },
                Predictions::Probabilities { .. },
                Predictions::Probabilities { values: shares, .. },
            ) => {
                let with_areas = with_areas(rows, shares.len() as u64);
                let rows = ClassRows::new(labels, predicted, shares, with_areas > 0);
                (with_areas, Prepared::Classes(rows))
            }
            (
                TargetValues::Values(actual),
                Predictions::Values(predicted),
                Predictions::Values(mean),
            ) => (
                0,
                Prepared::Values(ValueRows::new(actual, predicted, mean[0])),
            ),
            _ => unreachable!("a model predicts what its target is"),
        };
        Self {
            rows,
            resamples,
            with_areas,
            of,
        }
    }

    /// Scores the rows with these weights, which sum to their number, in the order of the metrics.
    fn scores(&self, weights: &[u8], with_area: bool) -> Vec<Pair> {
        match &self.of {
            Prepared::Classes(rows) => rows.scores(weights, with_area),
            Prepared::Values(rows) => rows.scores(weights),
        }
    }

    /// Gives each metric its intervals, or says in its note why it has none. Returns the number of resamples.
    /// O(resamples × rows).
    pub async fn intervals(&self, seed: u32, metrics: &mut [Metric], pace: &Pace) -> u32 {
        if self.rows < 2 {
            metrics.iter_mut().for_each(|metric| {
                metric
                    .note
                    .get_or_insert_with(|| "One row has no interval.".into());
            });
            pace.breathe(1, 1).await;
            return 0;
        }
        let drawn = Resamples::new(u64::from(seed), "score intervals", self.rows);
        let mut weights = vec![0u8; self.rows as usize];
        let mut found = vec![Vec::new(); metrics.len()];
        let mut since = 0;
        for index in 0..self.resamples {
            drawn.count(index, &mut weights, pace).await;
            let scores = self.scores(&weights, index < self.with_areas);
            for (found, pair) in found.iter_mut().zip(scores) {
                found.extend(pair);
            }
            since += u64::from(self.rows);
            if since >= BETWEEN_PAUSES {
                since = 0;
                pace.breathe(index + 1, self.resamples).await;
            }
        }
        pace.breathe(self.resamples, self.resamples).await;
        for (metric, pairs) in metrics.iter_mut().zip(found) {
            let resamples = match metric.name == AREA {
                true => self.with_areas,
                false => self.resamples,
            };
            settle(metric, pairs, resamples);
        }
        self.resamples
    }
}

/// The metric that needs the rows in another order for each class: the area under the ROC curve.
pub const AREA: &str = "roc_auc";

/// Returns the number of resamples of so many rows.
fn resamples(rows: u32) -> u32 {
    (VISITS / u64::from(rows).max(1)).clamp(u64::from(FEWEST), u64::from(MOST)) as u32
}

/// Returns in how many of them areas are computed; 0 where there is no time for enough.
fn with_areas(rows: u32, classes: u64) -> u32 {
    let resamples = resamples(rows);
    if classes <= 2 {
        return resamples;
    }
    match (AREA_VISITS / (u64::from(rows) * classes).max(1)) as u32 {
        affordable if affordable < FEWEST => 0,
        affordable => affordable.min(resamples),
    }
}

/// Returns the units of progress.
pub fn units(rows: u32) -> u32 {
    (u64::from(rows) * u64::from(resamples(rows)) / A_UNIT + 1) as u32
}

fn settle(metric: &mut Metric, pairs: Vec<(f64, f64)>, resamples: u32) {
    if metric.value.is_none() {
        return;
    }
    let undefined = resamples - pairs.len() as u32;
    metric.interval = interval(pairs.iter().map(|pair| pair.0).collect(), resamples);
    metric.difference = interval(
        pairs.iter().map(|pair| pair.0 - pair.1).collect(),
        resamples,
    );
    let note = match metric.interval {
        None if resamples == 0 => {
            "It has no interval: with so many rows and classes that would take too long.".into()
        }
        None => "It has no interval: it is not defined in most resamples of so few rows.".into(),
        Some(_) if undefined > 0 => format!(
            "Its interval leaves out {} of {}, in which it is not defined.",
            count(undefined),
            counted(resamples, "resample", "resamples")
        ),
        Some((low, high)) if low == high => {
            "Its interval has no width: no resample scores otherwise, which new rows may.".into()
        }
        Some(_) => return,
    };
    metric.note.get_or_insert(note);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::scores;
    use grove_forest::Stream;

    fn classes(n_classes: u32, rows: u32) -> (TargetValues, Predictions, Predictions) {
        let mut stream = Stream::new(5, "test", u64::from(n_classes));
        let mut labels = Vec::new();
        let mut values = Vec::new();
        for _ in 0..rows {
            labels.push(stream.below(n_classes));
            let parts: Vec<f64> = (0..n_classes)
                .map(|_| f64::from(1 + stream.below(6)))
                .collect();
            let sum: f64 = parts.iter().sum();
            values.extend(parts.iter().map(|part| part / sum));
        }
        let names = (0..n_classes).map(|class| class.to_string()).collect();
        let shares = (1..=n_classes)
            .map(f64::from)
            .map(|part| part / f64::from(n_classes * (n_classes + 1) / 2));
        (
            TargetValues::Classes {
                labels,
                classes: names,
            },
            Predictions::of_classes(n_classes, values),
            Predictions::of_classes(n_classes, shares.collect()),
        )
    }

    fn numbers(rows: u32) -> (TargetValues, Predictions, Predictions) {
        let mut stream = Stream::new(6, "test", 0);
        let actual: Vec<f64> = (0..rows).map(|_| f64::from(stream.below(50))).collect();
        let predicted = actual
            .iter()
            .map(|value| value + f64::from(stream.below(9)) - 4.0);
        let predicted = Predictions::Values(predicted.collect());
        (
            TargetValues::Values(actual),
            predicted,
            Predictions::Values(vec![22.5]),
        )
    }

    /// The weights by row and those in the order in which the rows are kept, for the same resample.
    fn check((actual, predicted, baseline): &(TargetValues, Predictions, Predictions)) {
        let prepared = ScoredRows::new(actual, predicted, baseline);
        let order = match (&prepared.of, actual, predicted) {
            (Prepared::Classes(rows), ..) => rows.order(),
            (_, TargetValues::Values(actual), Predictions::Values(predicted)) => {
                let errors = actual.iter().zip(predicted).map(|(a, p)| (a - p).abs());
                values::ascending(&errors.collect::<Vec<f64>>())
            }
            _ => unreachable!("values are predicted for values"),
        };
        for index in 0..20 {
            let drawn = Resamples::new(1, "test", actual.rows()).drawn(index);
            let mut weights = vec![0; drawn.len()];
            drawn.iter().for_each(|place| weights[*place as usize] += 1);
            let rows: Vec<u32> = drawn.iter().map(|place| order[*place as usize]).collect();
            let of_rows = actual.take(&rows);
            let expected = scores(&of_rows, &predicted.take(&rows));
            let of_baseline = scores(&of_rows, &baseline.take(&vec![0; rows.len()]));
            let found = prepared.scores(&weights, true);
            for ((found, (name, value)), (_, baseline)) in
                found.into_iter().zip(expected).zip(of_baseline)
            {
                let close = |found: f64, expected: Option<f64>| {
                    (found - expected.unwrap()).abs() < 1e-12 * found.abs().max(1.0)
                };
                match found {
                    Some((found, of)) => assert!(
                        close(found, value) && close(of, baseline),
                        "{name}: {found} {value:?} {of} {baseline:?}"
                    ),
                    None => assert!(value.is_none() || baseline.is_none(), "{name}"),
                }
            }
        }
    }

    #[test]
    fn weighted_scores_are_those_of_the_repeated_rows() {
        for n_classes in [2, 3, 5] {
            for rows in [2, 3, 9, 60] {
                check(&classes(n_classes, rows));
            }
        }
        for rows in [2, 3, 8, 61] {
            check(&numbers(rows));
        }
    }

    #[test]
    fn many_rows_have_fewer_resamples_and_many_classes_no_interval_of_areas() {
        assert_eq!(
            [1, 100_000, 250_000, 10_000_000].map(resamples),
            [1000, 500, 200, 200]
        );
        assert_eq!(with_areas(1_000_000, 2), 200);
        assert_eq!(with_areas(1000, 3), 1000);
        assert_eq!(with_areas(100_000, 4), 250);
        assert_eq!(with_areas(100_000, 6), 0);
        assert_eq!(with_areas(1000, 1000), 0);
    }
}
