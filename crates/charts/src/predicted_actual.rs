//! Evaluate, numbers: each test row's prediction against its actual value.

use grove_protocol::report::TestRow;
use grove_recipe::number::{counted, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::mark::{Anchor, Mark, px};
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// The largest distance from the pointer at which a point is read out, in pixels.
const REACH: f64 = 24.0;

/// The lines of more intervals than this would hide each other.
const INTERVALS_AT_MOST: usize = 300;

/// Draws each row as a point, with its interval if the model has them; `target` is the name of the target column.
/// O(points).
pub fn scene(points: &[TestRow], target: &str, width: f64) -> Scene {
    let title = "Predicted and actual";
    let summary = in_words(points);
    if points.is_empty() {
        return Scene::nothing(title, summary, "There are no test rows to draw.");
    }
    let plot = ScatterPlot::of(points, width);
    let drawing = Drawing::plot(width, height(width), "predicted-actual", plot.marks(target));
    Scene::drawn(title, summary, drawing)
}

fn height(width: f64) -> f64 {
    (width * 0.75).clamp(240.0, 420.0)
}

/// The places of the marks, which do not change while the pointer moves.
#[derive(PartialEq)]
pub struct ScatterPlot {
    area: PlotArea,
    x: Linear,
    y: Linear,
    ticks: Ticks,
    pixels: Vec<(f64, f64)>,
    /// All points as one path: one element is far faster than thousands.
    path: String,
    /// A line for each interval, behind the points.
    intervals: Option<String>,
}

impl ScatterPlot {
    /// Computes the places. Both axes have the same values, so that a right prediction is on the diagonal. O(points).
    pub fn of(points: &[TestRow], width: f64) -> Self {
        let few = points.len() <= INTERVALS_AT_MOST;
        let drawn: Vec<Option<(f64, f64)>> =
            points.iter().map(|p| p.interval.filter(|_| few)).collect();
        let ends = drawn.iter().flatten().flat_map(|(low, high)| [*low, *high]);
        let values = points
            .iter()
            .flat_map(|p| [p.actual, p.predicted])
            .chain(ends)
            .filter(|v| v.is_finite());
        let domain = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        // Adds a margin around the outermost points, computed in halves so that huge values stay finite.
        let room = (domain.1 / 2.0 - domain.0 / 2.0) * 0.06;
        let domain = (
            (domain.0 - room).max(f64::MIN),
            (domain.1 + room).min(f64::MAX),
        );
        let ticks = Ticks::within(domain, ticks_across(width));
        let area = PlotArea::within(width, height(width), &widest(&ticks));
        let x = Linear::new(domain, area.x());
        let y = Linear::new(domain, area.y());
        let pixels: Vec<(f64, f64)> = points
            .iter()
            .map(|p| (x.at(p.actual), y.at(p.predicted)))
            .collect();
        let path = pixels
            .iter()
            .map(|(x, y)| ["M", &px(*x), " ", &px(*y), "h0"].concat())
            .collect();
        let mut plot = Self {
            area,
            x,
            y,
            ticks,
            pixels,
            path,
            intervals: None,
        };
        let lines = drawn.iter().zip(&plot.pixels);
        let lines = lines.filter_map(|(ends, at)| Some(plot.line(at.0, (*ends)?)));
        let lines: String = lines.collect();
        plot.intervals = (!lines.is_empty()).then_some(lines);
        plot
    }

    /// Draws an interval as a line, clipped to the plot.
    fn line(&self, x: f64, (low, high): (f64, f64)) -> String {
        let (least, most) = self.y.domain();
        let y = |value: f64| px(self.y.at(value.max(least).min(most)));
        ["M", &px(x), " ", &y(low), "V", &y(high)].concat()
    }

    fn marks(&self, target: &str) -> Vec<Mark> {
        let (low, high) = self.x.domain();
        let at = |value: f64| (self.x.at(value), self.y.at(value));
        let identity = Mark::line(at(low), at(high)).class("identity-line");
        let mut marks = vec![
            y_axis(
                self.area,
                &self.y,
                &self.ticks,
                &["predicted ", target].concat(),
            ),
            identity.titled("Here the prediction equals the actual value"),
            x_axis(
                self.area,
                &self.x,
                &self.ticks,
                &["actual ", target].concat(),
            ),
        ];
        if let Some(intervals) = &self.intervals {
            let lines = Mark::path(intervals.clone()).class("whisker");
            marks.push(lines.with("stroke-opacity", "0.35"));
        }
        marks.push(Mark::path(self.path.clone()).class("points"));
        marks
    }

    /// Describes the point with this index.
    pub fn read_out(&self, points: &[TestRow], index: usize) -> Vec<Mark> {
        let (Some(point), Some(&at)) = (points.get(index), self.pixels.get(index)) else {
            return Vec::new();
        };
        let mut marks = Vec::new();
        if let Some(ends) = point.interval {
            marks.push(Mark::path(self.line(at.0, ends)).class("point-chosen"));
        }
        marks.push(Mark::circle(at, 5.0).class("point-chosen"));
        for (line, down) in describe(point).into_iter().zip([12.0, 28.0]) {
            let place = (self.area.left + 8.0, self.area.top + down);
            marks.push(Mark::text(place, Anchor::Start, line).class("readout"));
        }
        marks
    }

    /// Returns the point nearest to a place in the picture, if one is near. O(points).
    pub fn nearest(&self, x: f64, y: f64) -> Option<usize> {
        let distance = |p: &(f64, f64)| (p.0 - x).hypot(p.1 - y);
        self.pixels
            .iter()
            .map(distance)
            .enumerate()
            .filter(|(_, distance)| *distance <= REACH)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(i, _)| i)
    }
}

/// Describes a point in several lines, which fit on a narrow screen.
fn describe(point: &TestRow) -> Vec<String> {
    let number = |value| significant(value, 4);
    let (actual, predicted) = (number(point.actual), number(point.predicted));
    let mut lines = vec![format!("actual {actual}, predicted {predicted}")];
    if let Some((low, high)) = point.interval {
        lines.push(format!("likely from {} to {}", number(low), number(high)));
    }
    lines
}

fn in_words(points: &[TestRow]) -> String {
    let n = points.len() as u32;
    if n == 0 {
        return "No test row was scored.".to_string();
    }
    let side = |is: fn(&TestRow) -> bool| points.iter().filter(|point| is(point)).count() as u32;
    let below = side(|point| point.predicted < point.actual);
    let above = side(|point| point.predicted > point.actual);
    let lines = if points.len() <= INTERVALS_AT_MOST && points[0].interval.is_some() {
        " Each thin line is the interval that should contain the actual value; it does if it crosses the dashed line."
    } else {
        ""
    };
    format!(
        "{} drawn. On the dashed line the prediction equals the actual value; {} below it (too low) and {} above it (too high).{lines}",
        counted(n, "test row", "test rows"),
        counted(below, "lies", "lie"),
        counted(above, "lies", "lie"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(actual: f64, predicted: f64) -> TestRow {
        TestRow {
            actual,
            predicted,
            interval: None,
        }
    }

    #[test]
    fn intervals_are_drawn_where_they_are_few() {
        let with = |point: TestRow| TestRow {
            interval: Some((point.predicted - 30.0, point.predicted + 5.0)),
            ..point
        };
        let plot = ScatterPlot::of(&[with(point(0.0, 0.0)), point(10.0, 10.0)], 480.0);
        let lines = plot.intervals.unwrap();
        assert_eq!(lines.matches('M').count(), 1);
        // The plot has room for the ends of the interval.
        assert!(plot.y.domain().0 < -30.0);
        let many = vec![with(point(1.0, 2.0)); INTERVALS_AT_MOST + 1];
        let plot = ScatterPlot::of(&many, 480.0);
        assert_eq!(plot.intervals, None);
        // The chosen point's line is still drawn, clipped to the plot.
        let bottom = px(plot.y.at(plot.y.domain().0));
        assert!(
            plot.line(100.0, (-28.0, 2.0))
                .starts_with(&format!("M100 {bottom}V"))
        );
    }

    #[test]
    fn an_interval_is_read_on_a_line_of_its_own() {
        let mut point = point(1.0, 2.0);
        assert_eq!(describe(&point), ["actual 1, predicted 2"]);
        point.interval = Some((0.5, 12_345.0));
        assert_eq!(describe(&point)[1], "likely from 0.5 to 12\u{202f}345");
    }

    #[test]
    fn the_nearest_point_within_reach_is_read() {
        let plot = ScatterPlot::of(&[point(0.0, 0.0), point(10.0, 10.0)], 480.0);
        let (x, y) = plot.pixels[1];
        assert_eq!(plot.nearest(x - 3.0, y + 3.0), Some(1));
        assert_eq!(plot.nearest(x - 100.0, y), None);
    }

    #[test]
    fn values_that_are_not_finite_do_not_break_the_plot() {
        let plot = ScatterPlot::of(&[point(f64::NAN, 1.0), point(f64::INFINITY, 2.0)], 480.0);
        assert!(
            plot.pixels
                .iter()
                .all(|p| p.0.is_finite() && p.1.is_finite())
        );
    }
}
