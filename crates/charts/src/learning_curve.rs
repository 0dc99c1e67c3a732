//! Evaluate: the score by the number of rows that were learned from, on these rows and on held-out folds.

use grove_protocol::report::{CurveSize, LearningCurve, spread};
use grove_recipe::number::{count, four};

use crate::axis::{PlotArea, axis, value_text, widest, y_axis};
use crate::mark::{Anchor, Mark, px};
use crate::metric_names::label;
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 260.0;
/// The height of the legend above the plot.
const LEGEND: f64 = 18.0;

/// The score on one kind of rows, by the place of the size.
type Line<'a> = Vec<(usize, &'a [Option<f64>])>;

/// Draws the curve as far as it is known. Each size has twice the rows of the one before, so that equal steps to the right
/// are equal factors. O(sizes × folds).
pub fn scene(curve: &LearningCurve, width: f64) -> Scene {
    let title = "Learning curve";
    let summary = in_words(curve);
    let lines = [
        |size: &CurveSize| size.train.clone(),
        |size: &CurveSize| size.held_out.clone(),
    ];
    let scores: Vec<Vec<Vec<Option<f64>>>> = lines
        .iter()
        .map(|line| curve.sizes.iter().map(line).collect())
        .collect();
    let known = || scores.iter().flatten().flatten().copied().flatten();
    if known().next().is_none() {
        return Scene::nothing(title, summary, "No model has been trained yet.");
    }
    let domain = (
        known().fold(f64::INFINITY, f64::min),
        known().fold(f64::NEG_INFINITY, f64::max),
    );
    let ticks = Ticks::around(domain, 4);
    let mut area = PlotArea::within(width, HEIGHT, &widest(&ticks));
    area.top += LEGEND;
    let y = Linear::new(ticks.ends(), area.y());
    let last = curve.sizes.len().saturating_sub(1).max(1) as f64;
    let x = Linear::new((-0.3, last + 0.3), area.x());
    let mut marks = vec![
        y_axis(area, &y, &ticks, label(&curve.metric)),
        sizes(area, &x, &curve.sizes),
    ];
    let [train, held_out] = [0, 1].map(|of: usize| -> Line<'_> {
        scores[of].iter().map(Vec::as_slice).enumerate().collect()
    });
    marks.extend(line(&train, &x, &y, "curve"));
    marks.extend(line(&held_out, &x, &y, "curve curve-validation"));
    marks.extend(legend(area));
    Scene::drawn(
        title,
        summary,
        Drawing::plot(width, HEIGHT, "learning-curve", marks),
    )
}

/// The mean score at each size, and a whisker of one standard deviation to either side.
fn line(sizes: &Line, x: &Linear, y: &Linear, class: &'static str) -> Vec<Mark> {
    let (mut path, mut marks) = (String::new(), Vec::new());
    for (place, scores) in sizes {
        let known: Vec<f64> = scores.iter().copied().flatten().collect();
        if known.is_empty() {
            continue;
        }
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let (at_x, at_y) = (x.at(*place as f64), y.at(mean));
        let command = if path.is_empty() { "M" } else { "L" };
        path.extend([command, &px(at_x), " ", &px(at_y)]);
        if let Some((mean, std)) = spread(scores) {
            let (from, to) = ((at_x, y.at(mean - std)), (at_x, y.at(mean + std)));
            marks.push(Mark::line(from, to).class("whisker"));
        }
    }
    marks.push(Mark::path(path).class(class));
    marks
}

/// Draws the axis of the sizes.
fn sizes(area: PlotArea, x: &Linear, sizes: &[CurveSize]) -> Mark {
    let (left, right) = area.x();
    let bottom = area.bottom;
    let mut marks = vec![Mark::line((left, bottom), (right, bottom)).class("axis-line")];
    for (place, size) in sizes.iter().enumerate() {
        let at = x.at(place as f64);
        marks.push(Mark::line((at, bottom), (at, bottom + 4.0)).class("axis-line"));
        marks.push(value_text(
            (at, bottom + 17.0),
            Anchor::Middle,
            count(size.rows),
        ));
    }
    let place = ((left + right) / 2.0, bottom + 36.0);
    marks.push(Mark::text(place, Anchor::Middle, "rows learned from").class("axis-label"));
    axis(marks)
}

/// Draws which line is which, above the plot.
fn legend(area: PlotArea) -> Vec<Mark> {
    let y = area.top - 12.0;
    let entry = |x: f64, class: &'static str, words: &'static str| {
        let line = ["M", &px(x), " ", &px(y), "H", &px(x + 24.0)].concat();
        let text = Mark::text((x + 30.0, y + 4.0), Anchor::Start, words).class("axis-value");
        [Mark::path(line).class(class), text]
    };
    let held_out = entry(area.left + 170.0, "curve curve-validation", "held-out rows");
    let train = entry(area.left, "curve", "rows learned from");
    train.into_iter().chain(held_out).collect()
}

fn in_words(curve: &LearningCurve) -> String {
    let meaning = "Where both lines have met, more rows change little; where the held-out line still rises, more rows help. A wide gap between them says that the model fits its train rows too closely.";
    match curve.sentence() {
        Some(sentence) => [&sentence, " ", meaning].concat(),
        None => meaning.to_owned(),
    }
}

/// The mean and the standard deviation over the folds, for each size.
pub fn numbers(curve: &LearningCurve) -> Numbers {
    let head = ["Rows", "Learned from", "± std", "Held out", "± std"];
    Numbers::first(&head, curve.sizes.len(), &|place| {
        let size = &curve.sizes[place];
        let told = |scores: &[Option<f64>]| {
            let (mean, std) = spread(scores).unzip();
            [four(mean.or(scores.first().copied().flatten())), four(std)]
        };
        let rows = std::iter::once(count(size.rows));
        let both = told(&size.train).into_iter().chain(told(&size.held_out));
        rows.chain(both).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(rows: u32, held_out: &[f64]) -> CurveSize {
        CurveSize {
            rows,
            train: held_out.iter().map(|_| Some(1.0)).collect(),
            held_out: held_out.iter().copied().map(Some).collect(),
        }
    }

    fn curve(half: &[f64], all: &[f64]) -> LearningCurve {
        LearningCurve {
            metric: "accuracy".to_owned(),
            higher_is_better: true,
            folds: 5,
            sizes: vec![size(60, half), size(120, all)],
            note: None,
        }
    }

    #[test]
    fn it_says_whether_more_rows_help() {
        let half = [0.8, 0.81, 0.79, 0.8, 0.8];
        let all = [0.9, 0.91, 0.9, 0.89, 0.9];
        let summary = scene(&curve(&half, &all), 640.0).summary;
        assert!(summary.contains("likely to help"), "{summary}");
        let summary = scene(&curve(&half, &half), 640.0).summary;
        assert!(summary.contains("within noise"), "{summary}");
        let summary = scene(&curve(&half, &all[..3]), 640.0).summary;
        assert!(summary.starts_with("Where both"), "{summary}");
    }

    #[test]
    fn a_curve_without_scores_draws_nothing() {
        assert!(scene(&curve(&[], &[]), 640.0).drawing().is_none());
        assert_eq!(numbers(&curve(&[0.5], &[])).rows.len(), 2);
    }
}
