//! Beside scikit-learn and scipy (tests/reference/curves.py).

use grove_engine::evaluate::ScoredPart;
use grove_engine::evaluate::evaluate;
use grove_engine::evaluate::score_intervals::ScoredRows;
use grove_engine::pace::{Pace, block_on};
use grove_engine::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::report::{BAND_PLACES, CalibrationReport};
use serde::Deserialize;

use super::of;

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
    intervals: Vec<Intervals>,
}

#[derive(Deserialize)]
struct Case {
    n_classes: u32,
    actual: Vec<u32>,
    probabilities: Vec<f64>,
    of_class: Vec<OfClass>,
    roc_auc: Option<f64>,
    brier: Option<f64>,
    bins: Option<Vec<Bin>>,
}

#[derive(Deserialize)]
struct OfClass {
    class: u32,
    thresholds: Vec<f64>,
    fpr: Vec<f64>,
    tpr: Vec<f64>,
    precision: Vec<f64>,
    recall: Vec<f64>,
    roc_auc: f64,
    average_precision: f64,
    brier: f64,
    bins: Vec<Bin>,
}

#[derive(Deserialize)]
struct Bin {
    answer: f64,
    share: f64,
    interval: (f64, f64),
    rows: u32,
}

#[derive(Deserialize)]
struct Intervals {
    n_classes: u32,
    actual: Vec<f64>,
    predicted: Vec<f64>,
    baseline: Vec<f64>,
    intervals: Draws,
}

/// Of each score, and then of each difference to the baseline.
#[derive(Deserialize)]
struct Draws {
    low: Vec<f64>,
    high: Vec<f64>,
    error: Vec<f64>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../../reference/curves.json")).unwrap()
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12
}

fn assert_bins(found: &CalibrationReport, expected: &[Bin]) {
    assert_eq!(found.bins.len(), expected.len());
    for (found, expected) in found.bins.iter().zip(expected) {
        assert_eq!(found.rows, expected.rows);
        assert!(close(found.answer, expected.answer) && close(found.share, expected.share));
        let ends = (found.interval, expected.interval);
        assert!(
            close(ends.0.0, ends.1.0) && close(ends.0.1, ends.1.1),
            "{ends:?}"
        );
    }
}

#[test]
fn points_and_areas_are_scikit_learns() {
    for case in reference().cases {
        for expected in &case.of_class {
            let found = of(&case.actual, &case.probabilities, Some(expected.class));
            let thresholds: Vec<f64> = found.points.iter().filter_map(|at| at.threshold).collect();
            assert_eq!(thresholds, expected.thresholds);
            for (place, point) in found.points.iter().enumerate() {
                let (tp, fp) = (
                    f64::from(point.true_positives),
                    f64::from(point.false_positives),
                );
                let (positives, negatives) =
                    (f64::from(found.positives), f64::from(found.negatives()));
                assert!(close(fp / negatives, expected.fpr[place]));
                assert!(close(tp / positives, expected.tpr[place]));
                if place > 0 {
                    // scikit-learn ends its curve where all rows of the class are found.
                    let Some(precision) = expected.precision.get(place - 1) else {
                        continue;
                    };
                    assert!(close(tp / (tp + fp), *precision));
                    assert!(close(tp / positives, expected.recall[place - 1]));
                }
            }
            assert!(close(found.roc.area.unwrap(), expected.roc_auc));
            assert!(close(
                found.precision_recall.area.unwrap(),
                expected.average_precision
            ));
            assert!(close(found.calibration.brier.unwrap(), expected.brier));
            assert_bins(&found.calibration, &expected.bins);
        }
    }
}

#[test]
fn macro_averages_are_scikit_learns() {
    let several = reference()
        .cases
        .into_iter()
        .filter(|case| case.n_classes > 2);
    for case in several {
        let found = of(&case.actual, &case.probabilities, None);
        assert_eq!(found.class, None);
        assert!(close(found.roc.area.unwrap(), case.roc_auc.unwrap()));
        assert!(close(found.calibration.brier.unwrap(), case.brier.unwrap()));
        assert_bins(&found.calibration, &case.bins.unwrap());
        let classes = case.of_class.iter();
        let mean = classes.map(|of| of.average_precision).sum::<f64>() / f64::from(case.n_classes);
        assert!(close(found.precision_recall.area.unwrap(), mean));
        assert_eq!(found.roc.heights.len(), BAND_PLACES);
        assert_eq!(found.roc.band.len(), BAND_PLACES);
    }
}

/// Both draw at random: they may differ by what chance does to percentiles of that many resamples.
#[test]
fn intervals_are_scikit_learns_within_what_chance_does() {
    for case in reference().intervals {
        let (actual, predicted, baseline) = match case.n_classes {
            0 => (
                TargetValues::Values(case.actual),
                Predictions::Values(case.predicted),
                Predictions::Values(case.baseline),
            ),
            n => (
                TargetValues::Classes {
                    labels: case.actual.iter().map(|label| *label as u32).collect(),
                    classes: (0..n).map(|class| class.to_string()).collect(),
                },
                Predictions::of_classes(n, case.predicted),
                Predictions::of_classes(n, case.baseline),
            ),
        };
        let repeated = baseline.take(&vec![0; actual.rows() as usize]);
        let part = ScoredPart {
            actual: &actual,
            predicted: &predicted,
            baseline: &repeated,
            intervals: None,
        };
        let mut metrics = evaluate(&part, None, Vec::new()).metrics;
        let prepared = ScoredRows::new(&actual, &predicted, &baseline);
        let resamples = block_on(prepared.intervals(42, &mut metrics, &Pace::default()));
        assert_eq!(resamples, 1000);
        let found = metrics.iter().map(|metric| metric.interval);
        let found = found.chain(metrics.iter().map(|metric| metric.difference));
        let Draws { low, high, error } = &case.intervals;
        assert_eq!(low.len(), 2 * metrics.len());
        for (place, interval) in found.enumerate() {
            let (from, to) = interval.unwrap();
            // An end of 1,000 resamples has a standard error of about 0.08 of that of the score.
            let allowed = error[place] * 0.35;
            let ends = ((from, to), (low[place], high[place]));
            assert!(
                (from - low[place]).abs() <= allowed && (to - high[place]).abs() <= allowed,
                "{place}: {ends:?}"
            );
        }
    }
}
