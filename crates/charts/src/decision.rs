//! Evaluate, a threshold: true against false positive rate, precision against recall, and cost against the threshold, each
//! with the threshold that decides.

use grove_protocol::report::{DecisionCounts, DecisionReport, ThresholdPoint};
use grove_recipe::number::{fixed, four, share, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::mark::{Mark, px};
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// Which curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionCurve {
    /// Receiver operating characteristic: the true positive rate by the false positive rate.
    Roc,
    /// Precision by recall.
    PrecisionRecall,
    /// The cost of 1,000 rows by the threshold.
    Cost,
}

impl DecisionCurve {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Roc, Self::PrecisionRecall, Self::Cost];

    const fn words(self) -> [&'static str; 4] {
        match self {
            Self::Roc => [
                "ROC curve",
                "roc-threshold",
                "false positive rate",
                "true positive rate",
            ],
            Self::PrecisionRecall => [
                "Precision-recall curve",
                "precision-recall",
                "recall",
                "precision",
            ],
            Self::Cost => [
                "Cost curve",
                "threshold-cost",
                "threshold",
                "cost of a thousand rows",
            ],
        }
    }

    /// Where a threshold is; `None` where its precision is not defined.
    fn at(self, report: &DecisionReport, point: &ThresholdPoint) -> Option<(f64, f64)> {
        let counts = report.counts(point);
        let DecisionCounts {
            true_positives: tp,
            false_positives: fp,
            ..
        } = counts;
        let (positives, negatives) = report.of_test();
        let predicted = tp.saturating_add(fp);
        match self {
            Self::Roc => Some((share(fp, negatives), share(tp, positives))),
            Self::PrecisionRecall => {
                (predicted > 0).then(|| (share(tp, positives), share(tp, predicted)))
            }
            Self::Cost => Some((point.threshold, report.costs.per_thousand(&counts))),
        }
    }
}

/// Writes the points of a curve as a table.
pub fn numbers(report: &DecisionReport, curve: DecisionCurve) -> Numbers {
    let [_, _, across, upwards] = curve.words();
    let head = match curve {
        DecisionCurve::Cost => vec![across, upwards],
        _ => vec!["threshold", across, upwards],
    };
    Numbers::along(&head, report.points.len(), &|place| {
        let point = &report.points[place];
        let (x, y) = curve.at(report, point).unzip();
        let all = [Some(point.threshold), x, y];
        all[3 - head.len()..]
            .iter()
            .map(|value| four(*value))
            .collect()
    })
}

/// Draws a curve of the test rows and marks the point at this place. O(points).
pub fn scene(
    report: &DecisionReport,
    curve: DecisionCurve,
    place: Option<usize>,
    width: f64,
) -> Scene {
    let [title, file, across, upwards] = curve.words();
    let all = report.points.iter();
    let mut points: Vec<(f64, f64)> = all.filter_map(|at| curve.at(report, at)).collect();
    if curve == DecisionCurve::Roc && !points.is_empty() {
        // Above all probabilities nothing is predicted as the class.
        points.insert(0, (0.0, 0.0));
    }
    let marked = place.and_then(|place| report.points.get(place));
    let summary = summary(report, curve, marked);
    if points.is_empty() {
        return Scene::nothing(title, summary, "There is no row to draw.");
    }
    let height = (width * 0.7).clamp(220.0, 360.0);
    let ends = |of: fn(&(f64, f64)) -> f64| {
        let values = || points.iter().map(of);
        let low = values().fold(0.0, f64::min);
        (
            low,
            values().fold(low, f64::max).max(low + f64::MIN_POSITIVE),
        )
    };
    let y_ticks = match curve {
        DecisionCurve::Cost => Ticks::around(ends(|point| point.1), 5),
        _ => Ticks::within((0.0, 1.0), 5),
    };
    let x_ticks = Ticks::within((0.0, 1.0), ticks_across(width).min(5));
    let area = PlotArea::within(width, height, &widest(&y_ticks));
    let domain = match curve {
        DecisionCurve::Cost => y_ticks.ends(),
        _ => (0.0, 1.0),
    };
    let (x, y) = (
        Linear::new((0.0, 1.0), area.x()),
        Linear::new(domain, area.y()),
    );
    let mut path = String::new();
    for (across, upwards) in points {
        let command = if path.is_empty() { "M" } else { "L" };
        path.extend([command, &px(x.at(across)), " ", &px(y.at(upwards))]);
    }
    let mut marks = vec![
        y_axis(area, &y, &y_ticks, upwards),
        x_axis(area, &x, &x_ticks, across),
        Mark::path(path).class("curve"),
    ];
    if curve == DecisionCurve::Roc {
        let chance = Mark::line((x.at(0.0), y.at(0.0)), (x.at(1.0), y.at(1.0)));
        marks.push(chance.class("zero-line"));
    }
    let at = marked.and_then(|point| curve.at(report, point));
    marks.extend(at.map(|(across, upwards)| {
        let circle = Mark::circle((x.at(across), y.at(upwards)), 5.0);
        circle.class("threshold-mark").with(
            "data-threshold",
            marked.map_or(String::new(), |at| at.threshold.to_string()),
        )
    }));
    Scene::drawn(title, summary, Drawing::plot(width, height, file, marks))
}

fn summary(
    report: &DecisionReport,
    curve: DecisionCurve,
    marked: Option<&ThresholdPoint>,
) -> String {
    let class = &report.pos_label;
    let what = match curve {
        DecisionCurve::Roc => ["How many of the rows of ", class, " are found, and how many others are taken for it, over all thresholds. The dotted line is chance."].concat(),
        DecisionCurve::PrecisionRecall => ["How many of the rows that are predicted as ", class, " are of it, and how many of its rows are found, over all thresholds."].concat(),
        DecisionCurve::Cost => ["What a thousand rows cost by the threshold of ", class, "."].concat(),
    };
    let Some((point, (across, upwards))) = marked.and_then(|at| Some((at, curve.at(report, at)?)))
    else {
        return what;
    };
    let threshold = significant(point.threshold, 4);
    let [.., x, y] = curve.words();
    let here = match curve {
        DecisionCurve::Cost => [y, " ", &significant(upwards, 4)].concat(),
        _ => [x, " ", &fixed(across, 3), ", ", y, " ", &fixed(upwards, 3)].concat(),
    };
    [
        &what,
        " The mark is at the threshold ",
        &threshold,
        ": ",
        &here,
        ".",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::{DecisionCost, OutcomeCosts};
    use grove_recipe::ThresholdBy;

    fn report() -> DecisionReport {
        let point = |threshold, true_positives, false_positives| ThresholdPoint {
            threshold,
            true_positives,
            false_positives,
            right: 0,
        };
        DecisionReport {
            pos_label: "yes".into(),
            by: ThresholdBy::Fixed,
            threshold: Some(0.5),
            chosen_on: None,
            rows: 0,
            value: None,
            note: None,
            test: DecisionCounts {
                true_positives: 3,
                false_positives: 1,
                true_negatives: 5,
                false_negatives: 1,
            },
            costs: OutcomeCosts {
                true_positive: 0.0,
                false_positive: 1.0,
                true_negative: 0.0,
                false_negative: 5.0,
            },
            cost: DecisionCost {
                model: 600.0,
                always_yes: 600.0,
                always_no: 2000.0,
                chance: 1500.0,
            },
            points: vec![
                point(1.0, 0, 0),
                point(0.9, 2, 0),
                point(0.5, 3, 1),
                point(0.1, 4, 6),
            ],
            chosen: Some(2),
        }
    }

    #[test]
    fn each_curve_marks_the_threshold_that_decides() {
        let report = report();
        for curve in DecisionCurve::ALL {
            let scene = scene(&report, curve, Some(2), 400.0);
            let figure = crate::markup::figure(&scene);
            assert!(figure.contains("threshold-mark"), "{figure}");
            assert!(figure.contains("threshold 0.5"), "{figure}");
        }
        let roc = DecisionCurve::Roc.at(&report, &report.points[2]).unwrap();
        assert_eq!(roc, (1.0 / 6.0, 0.75));
        let recall = DecisionCurve::PrecisionRecall.at(&report, &report.points[2]);
        assert_eq!(recall, Some((0.75, 0.75)));
        let never = DecisionCurve::PrecisionRecall.at(&report, &report.points[0]);
        assert_eq!(never, None);
        let cost = DecisionCurve::Cost.at(&report, &report.points[2]);
        assert_eq!(cost, Some((0.5, 600.0)));
    }

    #[test]
    fn nothing_is_drawn_without_points() {
        let report = DecisionReport {
            points: Vec::new(),
            chosen: None,
            ..report()
        };
        let scene = scene(&report, DecisionCurve::Cost, None, 400.0);
        assert!(scene.drawing().is_none());
    }
}
