//! Receiver operating characteristic: the true positive rate of a class against the false positive rate, over all
//! thresholds.

use grove_protocol::tracking::{ActualTargets, PredictedTargets, TestPredictions};
use grove_recipe::number::counted;

use crate::axis::{PlotArea, widest, x_axis, y_axis};
use crate::fit::fit;
use crate::mark::{Anchor, Mark, px};
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// The most points of a curve; more would not be visible.
const POINTS_AT_MOST: usize = 200;

/// The number of line styles that can be distinguished.
const LINES: usize = 6;
/// The room for the names of the classes.
const LEGEND: f64 = 150.0;

/// A class's curve: false and true positive rate from (0, 0) to (1, 1).
struct Curve<'a> {
    class: &'a str,
    points: Vec<(f64, f64)>,
}

/// Draws the curves of some classes against the rest; `None` where there is none. O(rows · log rows × classes).
pub fn scene(predicted: &TestPredictions, width: f64) -> Option<Scene> {
    let curves = curves(predicted);
    let shown = &curves[..curves.len().min(LINES)];
    let (first, rest) = (shown.first()?, curves.len() - shown.len());
    let mut summary = [
        "Each class against the rest, ",
        first.class,
        " first. The dotted line is chance.",
    ]
    .concat();
    if rest > 0 {
        let more = counted(rest as u64, "more class is", "more classes are");
        summary.extend([" ", &more, " not drawn."]);
    }
    let height = (width - LEGEND).clamp(240.0, 420.0);
    let drawing = Drawing::plot(width, height, "roc", marks(shown, width, height));
    let title = "Receiver operating characteristic";
    Some(Scene::drawn(title, summary, drawing))
}

fn marks(curves: &[Curve], width: f64, height: f64) -> Vec<Mark> {
    let ticks = Ticks::within((0.0, 1.0), 5);
    let area = PlotArea::within(width - LEGEND, height, &widest(&ticks));
    let x = Linear::new((0.0, 1.0), area.x());
    let y = Linear::new((0.0, 1.0), area.y());
    let at = |(wrongly, found): (f64, f64)| (x.at(wrongly), y.at(found));
    let mut marks = vec![
        y_axis(area, &y, &ticks, "true positive rate"),
        x_axis(area, &x, &ticks, "false positive rate"),
        Mark::line(at((0.0, 0.0)), at((1.0, 1.0))).class("zero-line"),
    ];
    for (index, curve) in curves.iter().enumerate() {
        let class = ["roc roc-", &index.to_string()].concat();
        let mut path = String::new();
        for &point in &curve.points {
            let (x, y) = at(point);
            let command = if path.is_empty() { "M" } else { "L" };
            path.extend([command, &px(x), " ", &px(y)]);
        }
        marks.push(Mark::path(path).class(class.clone()));
        let (left, down) = (area.right + 12.0, 20.0 + index as f64 * 20.0);
        marks.push(Mark::line((left, down), (left + 26.0, down)).class(class));
        let name = fit(curve.class, LEGEND - 32.0);
        let name = Mark::text((left + 32.0, down + 4.0), Anchor::Start, name);
        marks.push(name.class("panel-label"));
    }
    marks
}

/// Returns the curves of the classes; of two classes, that of the last one, whose rows are the positive ones. There is
/// none for a regression, or for a class that no test row has or that all have.
fn curves(predicted: &TestPredictions) -> Vec<Curve<'_>> {
    let (
        ActualTargets::Classes { labels, classes },
        PredictedTargets::Classes { probabilities, .. },
    ) = (&predicted.actual, &predicted.predicted)
    else {
        return Vec::new();
    };
    let first = if classes.len() == 2 { 1 } else { 0 };
    let of_class = |class: usize| {
        let of_row = probabilities.iter().skip(class).step_by(classes.len());
        let is = labels.iter().map(|&label| label as usize == class);
        let points = points(of_row.copied().zip(is).collect())?;
        let class = classes[class].as_str();
        Some(Curve { class, points })
    };
    (first..classes.len()).filter_map(of_class).collect()
}

/// Returns the points of a curve. Rows of equal probability share a point.
fn points(mut rows: Vec<(f64, bool)>) -> Option<Vec<(f64, f64)>> {
    rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let positive = rows.iter().filter(|(_, is)| *is).count();
    let negative = rows.len() - positive;
    if positive == 0 || negative == 0 {
        return None;
    }
    let (mut found, mut wrongly) = (0usize, 0usize);
    let mut points = vec![(0.0, 0.0)];
    for equal in rows.chunk_by(|a, b| a.0 == b.0) {
        let of_class = equal.iter().filter(|(_, is)| *is).count();
        found += of_class;
        wrongly += equal.len() - of_class;
        points.push((
            wrongly as f64 / negative as f64,
            found as f64 / positive as f64,
        ));
    }
    let (last, step) = (points.len() - 1, points.len().div_ceil(POINTS_AT_MOST));
    let kept = points.iter().enumerate();
    let kept = kept.filter(|(index, _)| index % step == 0 || *index == last);
    Some(kept.map(|(_, point)| *point).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_goes_from_nothing_to_everything_and_takes_ties_together() {
        let rows = vec![(0.9, true), (0.5, false), (0.5, true), (0.1, false)];
        let points = points(rows).unwrap();
        assert_eq!(points, [(0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.0)]);
    }

    #[test]
    fn one_class_alone_has_no_curve_and_many_points_are_thinned() {
        assert_eq!(points(vec![(0.9, true)]), None);
        let many = (0..5000).map(|i| (f64::from(i), i % 3 == 0)).collect();
        let points = points(many).unwrap();
        assert!(points.len() <= POINTS_AT_MOST + 1);
        assert_eq!(points.last(), Some(&(1.0, 1.0)));
    }
}
