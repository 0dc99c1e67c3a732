//! Evaluate, a threshold: cost against the threshold, with the threshold that decides.

use grove_protocol::report::{DecisionReport, ThresholdPoint};
use grove_recipe::number::{four, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::mark::{Mark, px};
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// The labels of the axes.
const AXES: [&str; 2] = ["threshold", "cost of a thousand rows"];

fn at(report: &DecisionReport, point: &ThresholdPoint) -> (f64, f64) {
    let counts = report.counts(point);
    (point.threshold, report.costs.per_thousand(&counts))
}

/// Writes the points of the curve as a table.
pub fn numbers(report: &DecisionReport) -> Numbers {
    Numbers::along(&AXES, report.points.len(), &|place| {
        let (threshold, cost) = at(report, &report.points[place]);
        vec![four(Some(threshold)), four(Some(cost))]
    })
}

/// Draws the cost curve of the test rows and marks the point at this place. O(points).
pub fn scene(report: &DecisionReport, place: Option<usize>, width: f64) -> Scene {
    let title = "Cost curve";
    let marked = place.and_then(|place| report.points.get(place));
    let summary = summary(report, marked);
    let points = || report.points.iter().map(|point| at(report, point));
    if report.points.is_empty() {
        return Scene::nothing(title, summary, "There is no row to draw.");
    }
    let height = (width * 0.7).clamp(220.0, 360.0);
    let costs = || points().map(|point| point.1);
    let low = costs().fold(0.0, f64::min);
    let high = costs().fold(low, f64::max).max(low + f64::MIN_POSITIVE);
    let y_ticks = Ticks::around((low, high), 5);
    let x_ticks = Ticks::within((0.0, 1.0), ticks_across(width).min(5));
    let area = PlotArea::within(width, height, &widest(&y_ticks));
    let x = Linear::new((0.0, 1.0), area.x());
    let y = Linear::new(y_ticks.ends(), area.y());
    let mut path = String::new();
    for (across, upwards) in points() {
        let command = if path.is_empty() { "M" } else { "L" };
        path.extend([command, &px(x.at(across)), " ", &px(y.at(upwards))]);
    }
    let mut marks = vec![
        y_axis(area, &y, &y_ticks, AXES[1]),
        x_axis(area, &x, &x_ticks, AXES[0]),
        Mark::path(path).class("curve"),
    ];
    marks.extend(marked.map(|point| {
        let (across, upwards) = at(report, point);
        let circle = Mark::circle((x.at(across), y.at(upwards)), 5.0);
        let circle = circle.class("threshold-mark");
        circle.with("data-threshold", point.threshold.to_string())
    }));
    let drawing = Drawing::plot(width, height, "threshold-cost", marks);
    Scene::drawn(title, summary, drawing)
}

fn summary(report: &DecisionReport, marked: Option<&ThresholdPoint>) -> String {
    let class = &report.pos_label;
    let mut words = ["What a thousand rows cost by the threshold of ", class, "."].concat();
    if let Some(point) = marked {
        let (threshold, cost) = at(report, point);
        let [threshold, cost] = [threshold, cost].map(|of| significant(of, 4));
        words.extend([
            " The mark is at the threshold ",
            &threshold,
            ": ",
            AXES[1],
            " ",
            &cost,
            ".",
        ]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::{DecisionCost, DecisionCounts, OutcomeCosts};
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
    fn the_threshold_that_decides_is_marked() {
        let report = report();
        let figure = crate::markup::figure(&scene(&report, Some(2), 400.0));
        assert!(figure.contains("data-threshold=\"0.5\""), "{figure}");
        assert!(figure.contains("threshold 0.5"), "{figure}");
        assert_eq!(at(&report, &report.points[2]), (0.5, 600.0));
    }

    #[test]
    fn nothing_is_drawn_without_points() {
        let report = DecisionReport {
            points: Vec::new(),
            chosen: None,
            ..report()
        };
        let scene = scene(&report, None, 400.0);
        assert!(scene.drawing().is_none());
    }
}
