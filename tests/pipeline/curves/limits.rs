//! One class, equal probabilities, a row, a thousand classes, many rows.

use grove_engine::evaluate::score_intervals::ScoredRows;
use grove_engine::evaluate::{ScoredPart, evaluate};
use grove_engine::pace::{Pace, block_on};
use grove_engine::table::target::TargetValues;
use grove_forest::Stream;
use grove_models::Predictions;
use grove_protocol::report::{BAND_PLACES, CURVE_POINTS_AT_MOST, CurvesReport, Metric};

use super::{of, of_two};

/// Probabilities and labels of a class that is the likelier the higher the probability.
fn noisy(rows: u32) -> (Vec<u32>, Vec<f64>) {
    let mut stream = Stream::new(3, "test", 0);
    let second: Vec<f64> = (0..rows).map(|_| stream.unit()).collect();
    let labels = second
        .iter()
        .map(|yes| u32::from(stream.unit() < *yes))
        .collect();
    (labels, of_two(second))
}

fn assert_in_bands(report: &CurvesReport) {
    for shape in [&report.roc, &report.precision_recall, &report.gain] {
        assert_eq!(shape.band.len(), BAND_PLACES);
        for (height, (low, high)) in shape.heights.iter().zip(&shape.band) {
            assert!((0.0..=1.0).contains(low) && low <= high && *high <= 1.0);
            assert!(
                *height >= low - 0.05 && *height <= high + 0.05,
                "{low} {height} {high}"
            );
        }
    }
}

#[test]
fn bands_and_intervals_hold_the_curve() {
    let (labels, probabilities) = noisy(400);
    let report = of(&labels, &probabilities, None);
    assert_eq!(
        (report.class.as_deref(), report.resamples),
        (Some("class 1"), 1000)
    );
    assert_in_bands(&report);
    for shape in [&report.roc, &report.precision_recall] {
        let ((low, high), area) = (shape.interval.unwrap(), shape.area.unwrap());
        assert!(low < area && area < high && high - low < 0.2);
    }
    assert_eq!(report, of(&labels, &probabilities, None));
    let other = of(&labels, &probabilities, Some(0));
    // Whoever tells one class from the other tells the other from it.
    assert!((other.roc.area.unwrap() - report.roc.area.unwrap()).abs() < 1e-12);
    // A narrower band of more rows.
    let (labels, probabilities) = noisy(6400);
    let narrow = of(&labels, &probabilities, None);
    let width = |report: &CurvesReport| report.roc.band[30].1 - report.roc.band[30].0;
    assert!(width(&narrow) < width(&report) / 2.0);
}

#[test]
fn equal_probabilities_are_a_straight_line_without_lucky_steps() {
    let labels: Vec<u32> = (0..100).map(|row| u32::from(row % 5 == 0)).collect();
    let report = of(&labels, &of_two([0.3; 100]), None);
    assert_eq!(report.points.len(), 2);
    for place in 0..BAND_PLACES {
        let across = place as f64 / 100.0;
        for shape in [&report.roc, &report.gain] {
            assert!((shape.heights[place] - across).abs() < 1e-12);
            assert!((shape.band[place].0 - across).abs() < 1e-12);
        }
    }
    assert_eq!(report.roc.interval, Some((0.5, 0.5)));
    assert_eq!(report.calibration.bins.len(), 1);
    assert_eq!(report.calibration.bins[0].rows, 100);
    assert!((report.calibration.expected_error.unwrap() - 0.1).abs() < 1e-12);
}

#[test]
fn rows_of_one_class_have_what_is_defined() {
    let probabilities = of_two([0.2, 0.9, 0.4]);
    let all = of(&[1, 1, 1], &probabilities, None);
    assert_eq!((all.roc.area, all.roc.heights.len()), (None, 0));
    assert_eq!(all.precision_recall.area, Some(1.0));
    assert!(all.notes[0].contains("no ROC curve"), "{:?}", all.notes);
    let none = of(&[0, 0, 0], &probabilities, None);
    assert!(none.points.is_empty() && none.gain.heights.is_empty());
    assert!(none.notes[0].contains("no curve"), "{:?}", none.notes);
    assert!(none.calibration.brier.is_some());
    let of_three = [0.2, 0.3, 0.5].repeat(4);
    let average = of(&[2; 4], &of_three, None);
    assert!(average.roc.heights.is_empty() && !average.notes.is_empty());
}

#[test]
fn one_row_and_no_row_have_no_band() {
    let one = of(&[1], &of_two([0.7]), None);
    assert_eq!((one.rows, one.resamples), (1, 0));
    assert!(one.gain.band.is_empty() && one.precision_recall.interval.is_none());
    assert_eq!(one.calibration.bins[0].rows, 1);
    let none = of(&[], &[], None);
    assert_eq!((none.rows, none.points.len()), (0, 0));
}

#[test]
fn a_class_of_few_rows_says_what_is_left_out() {
    let mut labels = vec![0; 40];
    labels[7] = 1;
    let second = (0..40).map(|row| if row == 7 { 0.9 } else { 0.1 });
    let report = of(&labels, &of_two(second), None);
    // A resample misses the only row in 36 of 100.
    let left_out = report.notes.iter().find(|note| note.contains("left out"));
    assert!(
        left_out.is_some_and(|note| note.contains("of 1\u{202f}000")),
        "{:?}",
        report.notes
    );
    assert_eq!(report.roc.interval, Some((1.0, 1.0)));
}

#[test]
fn a_thousand_classes_have_an_average_without_band_and_a_curve_each() {
    let classes = 1000u32;
    let (mut labels, mut probabilities) = (Vec::new(), Vec::new());
    for row in 0..2 * classes {
        labels.push(row % classes);
        let of = |class: u32| match (class + row) % 7 {
            0 => 3.0,
            _ => f64::from(u8::from(class == row % classes)) + 1.0,
        };
        let sum: f64 = (0..classes).map(of).sum();
        probabilities.extend((0..classes).map(|class| of(class) / sum));
    }
    let average = of(&labels, &probabilities, None);
    assert_eq!(
        (average.resamples, average.roc.heights.len()),
        (0, BAND_PLACES)
    );
    assert!(average.roc.area.is_some() && average.roc.band.is_empty());
    assert!(
        average.notes.iter().any(|note| note.contains("no bands")),
        "{:?}",
        average.notes
    );
    let one = of(&labels, &probabilities, Some(777));
    assert_eq!((one.positives, one.resamples), (2, 1000));
}

#[test]
fn many_rows_are_thinned_to_what_a_picture_shows() {
    let (labels, probabilities) = noisy(30_000);
    let report = of(&labels, &probabilities, None);
    assert!(report.points.len() <= CURVE_POINTS_AT_MOST);
    let last = report.points.last().unwrap();
    assert_eq!(
        (last.true_positives, last.false_positives),
        (report.positives, report.negatives())
    );
    assert_in_bands(&report);
}

/// The metrics of these rows with their intervals.
fn scored(labels: &[u32], probabilities: &[f64]) -> Vec<Metric> {
    let actual = TargetValues::Classes {
        labels: labels.to_vec(),
        classes: vec!["no".into(), "yes".into()],
    };
    let predicted = Predictions::of_classes(2, probabilities.to_vec());
    let baseline = Predictions::of_classes(2, vec![0.75, 0.25]);
    let repeated = baseline.take(&vec![0; labels.len()]);
    let part = ScoredPart {
        actual: &actual,
        predicted: &predicted,
        baseline: &repeated,
        intervals: None,
    };
    let mut metrics = evaluate(&part, None, Vec::new()).metrics;
    let rows = ScoredRows::new(&actual, &predicted, &baseline);
    block_on(rows.intervals(7, &mut metrics, &Pace::default()));
    metrics
}

#[test]
fn a_score_without_an_interval_says_why() {
    let note = |metric: &Metric| metric.note.clone().unwrap_or_default();
    for metric in scored(&[1], &of_two([0.9])) {
        assert!(metric.interval.is_none() && !note(&metric).is_empty());
    }
    let one_class = scored(&[1; 20], &of_two([0.9; 20]));
    assert_eq!(one_class[0].interval, Some((1.0, 1.0)));
    assert!(
        note(&one_class[0]).contains("no width"),
        "{:?}",
        one_class[0]
    );
    assert_eq!((one_class[4].value, one_class[4].interval), (None, None));
    assert_eq!(note(&one_class[4]), "No scored row is of class no.");
    // Of two rows, half of the resamples are of one class.
    let two = scored(&[0, 1], &of_two([0.4, 0.6]));
    assert!(
        two[4].value.is_some() && two[4].interval.is_none(),
        "{:?}",
        two[4]
    );
    assert!(note(&two[4]).contains("most resamples"), "{:?}", two[4]);
    let few = scored(&[0, 0, 0, 0, 1], &of_two([0.4, 0.3, 0.2, 0.7, 0.6]));
    assert!(
        few[4].interval.is_some() && note(&few[4]).contains("leaves out"),
        "{:?}",
        few[4]
    );
}
