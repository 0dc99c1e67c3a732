//! Train: the out-of-bag score of the forest while it grows.

use grove_protocol::report::{OutOfBagReport, TreeShape};
use grove_recipe::number::{count, counted, fixed};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::mark::{Anchor, Mark, px};
use crate::metric_names::label;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 220.0;
/// More points than this make the line no clearer.
const POINTS_AT_MOST: usize = 500;
/// Scores below this are drawn at the bottom: a single tree can be far below an R² of 0.
const WORST_DRAWN: f64 = -1.0;

/// A curve with its axes.
pub struct CurvePlot {
    curve: Vec<(u32, f64)>,
    metric: &'static str,
    area: PlotArea,
    x: Linear,
    y: Linear,
    x_ticks: Ticks,
    y_ticks: Ticks,
}

/// Draws the curve of the trees grown so far.
pub fn scene(plot: &CurvePlot, width: f64) -> Scene {
    let title = "Out-of-bag score";
    let summary = in_words(plot.metric, &plot.curve);
    if plot.curve.len() < 2 {
        return Scene::nothing(
            title,
            summary,
            "A score can be drawn from the second tree on.",
        );
    }
    let drawing = Drawing::plot(width, HEIGHT, "out-of-bag", plot.marks());
    Scene::drawn(title, summary, drawing)
}

/// Returns pairs of a number of trees and a score, where it is defined: every so many of a long curve, and always the
/// last.
fn curve(shapes: &[TreeShape]) -> Vec<(u32, f64)> {
    let every = shapes.len().div_ceil(POINTS_AT_MOST).max(1);
    let last = shapes.len().saturating_sub(1);
    let drawn = (0..shapes.len()).filter(|index| index % every == 0 || *index == last);
    drawn
        .filter_map(|index| Some((index as u32 + 1, shapes.get(index)?.oob_score?)))
        .collect()
}

fn in_words(metric: &str, curve: &[(u32, f64)]) -> String {
    let meaning = "Each train row is scored by the trees that did not learn from it, so this needs no extra rows. If the curve is flat, more trees change nothing.";
    match curve {
        [first, .., last] => format!(
            "{} from {} with {} to {} with {}. {meaning}",
            label(metric),
            fixed(first.1, 3),
            counted(first.0, "tree", "trees"),
            fixed(last.1, 3),
            counted(last.0, "tree", "trees"),
        ),
        _ => meaning.to_string(),
    }
}

/// Describes the score, and how many of `rows` train rows have no prediction, once all trees have grown.
pub fn describe(
    metric: &str,
    score: Option<f64>,
    trees: u32,
    report: Option<&OutOfBagReport>,
    rows: u32,
) -> String {
    let name = label(metric);
    let Some(score) = score else {
        return [name, " is not defined yet."].concat();
    };
    let trees = counted(trees, "tree", "trees");
    let never = match report {
        None => String::new(),
        Some(report) if report.never == 0 => {
            " Every train row was left out by at least one tree.".to_string()
        }
        Some(report) => format!(
            " {} of {} never left out by any tree, so they are not scored.",
            count(report.never),
            counted(rows, "train row was", "train rows were"),
        ),
    };
    format!("{name} {} with {trees}.{never}", fixed(score, 3))
}

impl CurvePlot {
    /// Makes the curve. `shapes` are the trees grown so far, in order, of those that are `expected`; `metric` is
    /// scikit-learn's name of the score. O(trees).
    pub fn of(shapes: &[TreeShape], expected: u32, metric: &'static str, width: f64) -> Self {
        let curve = curve(shapes);
        let scores = || curve.iter().map(|(_, score)| score.max(WORST_DRAWN));
        let domain = (
            scores().fold(f64::INFINITY, f64::min),
            scores().fold(f64::NEG_INFINITY, f64::max),
        );
        let y_ticks = Ticks::around(domain, 4);
        let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
        let trees = (1.0, f64::from(expected.max(2)));
        Self {
            y: Linear::new(y_ticks.ends(), area.y()),
            x: Linear::new(trees, area.x()),
            x_ticks: Ticks::whole(trees, ticks_across(width)),
            y_ticks,
            area,
            metric,
            curve,
        }
    }

    /// Returns the score of all trees so far.
    pub fn last(&self) -> Option<f64> {
        self.curve.last().map(|(_, score)| *score)
    }

    fn at(&self, (trees, score): (u32, f64)) -> (f64, f64) {
        (self.x.at(f64::from(trees)), self.y.at(score))
    }

    fn marks(&self) -> Vec<Mark> {
        let mut path = String::new();
        for &point in &self.curve {
            let (x, y) = self.at(point);
            let command = if path.is_empty() { "M" } else { "L" };
            path.extend([command, &px(x), " ", &px(y)]);
        }
        vec![
            y_axis(self.area, &self.y, &self.y_ticks, label(self.metric)),
            x_axis(self.area, &self.x, &self.x_ticks, "trees"),
            Mark::path(path).class("curve"),
        ]
    }

    /// Describes the point of the curve that is next on the left of a place. O(points).
    pub fn read_out(&self, x: f64) -> Vec<Mark> {
        let distance = |point: (u32, f64)| (self.at(point).0 - x).abs();
        let nearest = |a: &&(u32, f64), b: &&(u32, f64)| distance(**a).total_cmp(&distance(**b));
        let Some(&(trees, score)) = self.curve.iter().min_by(nearest) else {
            return Vec::new();
        };
        let words = [&counted(trees, "tree", "trees"), ": ", &fixed(score, 3)].concat();
        let place = (self.area.right, self.area.bottom - 8.0);
        vec![
            Mark::circle(self.at((trees, score)), 5.0).class("point-chosen"),
            Mark::text(place, Anchor::End, words).class("readout"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(oob_score: Option<f64>) -> TreeShape {
        TreeShape {
            depth: 1,
            leaves: 2,
            oob_score,
            losses: None,
        }
    }

    #[test]
    fn a_curve_keeps_its_end_and_leaves_out_what_is_not_defined() {
        let shapes = [None, Some(0.5), Some(0.75)].map(shape);
        assert_eq!(curve(&shapes), [(2, 0.5), (3, 0.75)]);
        let long: Vec<TreeShape> = (0..1234).map(|i| shape(Some(f64::from(i)))).collect();
        let drawn = curve(&long);
        assert!(drawn.len() <= POINTS_AT_MOST);
        assert_eq!(drawn.first(), Some(&(1, 0.0)));
        assert_eq!(drawn.last(), Some(&(1234, 1233.0)));
        assert_eq!(curve(&[]), []);
    }

    #[test]
    fn rows_of_which_nothing_can_be_said_are_told() {
        let told = |score, report| describe("r2", score, 1, report, 9);
        assert_eq!(told(Some(0.5), None), "R² 0.500 with 1 tree.");
        let report = OutOfBagReport {
            score: Some(0.5),
            never: 4,
        };
        let words = told(Some(0.5), Some(&report));
        assert!(words.contains("4 of 9 train rows were never"), "{words}");
        assert_eq!(told(None, Some(&report)), "R² is not defined yet.");
    }

    #[test]
    fn the_point_under_the_pointer_is_read() {
        let shapes = [Some(0.5), Some(0.75)].map(shape);
        let plot = CurvePlot::of(&shapes, 2, "accuracy", 480.0);
        let right = plot.read_out(480.0);
        assert_eq!(right.len(), 2);
        let mut text = String::new();
        crate::markup::write(&right[1], &mut text);
        assert!(text.contains("2 trees: 0.750"), "{text}");
    }
}
