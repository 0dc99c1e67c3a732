//! Train: the loss of gradient boosting on train and validation rows while it grows, with the best iteration.

use grove_protocol::report::{BoostingReport, Losses, TreeShape};
use grove_recipe::number::{count, counted, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::mark::{Anchor, Mark, px};
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 240.0;
/// The height of the legend above the plot.
const LEGEND: f64 = 18.0;
/// More points than this make the lines no clearer.
const POINTS_AT_MOST: usize = 500;

/// The curves with their axes.
pub struct LossPlot {
    /// By iteration, where 0 is before the first; only those that are drawn.
    points: Vec<(u32, Losses)>,
    /// The iteration with the least validation loss so far, with that loss.
    best: Option<(u32, f64)>,
    grown: u32,
    asked: u32,
    stopped_early: bool,
    loss: &'static str,
    area: PlotArea,
    x: Linear,
    y: Linear,
    x_ticks: Ticks,
    y_ticks: Ticks,
}

/// Draws the losses of the iterations so far.
pub fn scene(plot: &LossPlot, width: f64) -> Scene {
    let title = "Loss by iteration";
    let summary = plot.in_words();
    if plot.points.len() < 2 {
        let why = "The loss can be drawn from the first iteration on.";
        return Scene::nothing(title, summary, why);
    }
    let drawing = Drawing::plot(width, HEIGHT, "loss", plot.marks());
    Scene::drawn(title, summary, drawing)
}

/// Returns what people call a loss of scikit-learn's.
fn label(loss: &str) -> &'static str {
    match loss {
        "log_loss" => "log loss",
        "squared_error" => "half of the squared error",
        "absolute_error" => "absolute error",
        "poisson" => "Poisson loss",
        "gamma" => "gamma loss",
        "quantile" => "pinball loss",
        _ => "loss",
    }
}

impl LossPlot {
    /// Makes the curves. `shapes` are the iterations so far, in order, of those that were `asked` for; `report` is there
    /// once growing has ended. O(iterations).
    pub fn of(
        shapes: &[TreeShape],
        asked: u32,
        report: Option<&BoostingReport>,
        width: f64,
    ) -> Self {
        let losses = shapes.iter().map(|shape| shape.losses);
        let before = std::iter::once(report.map(|report| report.baseline));
        let all: Vec<(u32, Losses)> = (0..)
            .zip(before.chain(losses))
            .filter_map(|(iteration, losses)| Some((iteration, losses?)))
            .collect();
        let best = best(&all);
        let every = all.len().div_ceil(POINTS_AT_MOST).max(1);
        let last = all.len().saturating_sub(1);
        let drawn = |&(place, &(iteration, _)): &(usize, &(u32, Losses))| {
            place % every == 0 || place == last || best.is_some_and(|(at, _)| at == iteration)
        };
        let points: Vec<_> = all
            .iter()
            .enumerate()
            .filter(drawn)
            .map(|(_, p)| *p)
            .collect();
        let values = || {
            let both = points.iter().map(|(_, l)| [Some(l.train), l.validation]);
            both.flatten().flatten().filter(|value| value.is_finite())
        };
        let domain = (
            values().fold(f64::INFINITY, f64::min),
            values().fold(f64::NEG_INFINITY, f64::max),
        );
        let y_ticks = Ticks::around(domain, 4);
        let mut area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
        area.top += LEGEND;
        let grown = shapes.len() as u32;
        let asked = asked.max(grown);
        let iterations = (0.0, f64::from(asked.max(2)));
        Self {
            y: Linear::new(y_ticks.ends(), area.y()),
            x: Linear::new(iterations, area.x()),
            x_ticks: Ticks::whole(iterations, ticks_across(width)),
            y_ticks,
            area,
            best,
            grown,
            asked,
            stopped_early: report.is_some_and(|report| report.stopped_early),
            loss: label(report.map_or("", |report| &report.loss)),
            points,
        }
    }

    /// Returns the iteration with the least validation loss so far, and that loss; `None` without validation rows.
    pub fn best(&self) -> Option<(u32, f64)> {
        self.best
    }

    /// Returns the losses after the last iteration so far.
    pub fn last(&self) -> Option<Losses> {
        self.points.last().map(|(_, losses)| *losses)
    }

    fn so_far(&self) -> String {
        counted(self.grown, "iteration", "iterations")
    }

    /// Writes the losses after the last iteration so far.
    pub fn told(&self) -> String {
        let Some(last) = self.last() else {
            return "The loss is not known yet.".to_owned();
        };
        let validation = match last.validation {
            Some(loss) => [", the validation loss ", &significant(loss, 3)].concat(),
            None => String::new(),
        };
        let (so_far, train) = (self.so_far(), significant(last.train, 3));
        format!("After {so_far} the train loss is {train}{validation}.")
    }

    /// Says where the model is best and where it begins to overfit, as far as the curves show it.
    fn describe(&self) -> String {
        let now = self.last().and_then(|last| last.validation);
        let (Some((best, least)), Some(now)) = (self.best, now) else {
            return "All rows are learned from, so the curve cannot show where the model begins to overfit. To see it, stop early, or choose a validation share at split.".to_owned();
        };
        let so_far = self.so_far();
        let least = significant(least, 3);
        let end = if self.stopped_early {
            let asked = count(self.asked);
            format!(" Growing stopped after {so_far} of {asked}, since it no longer decreased.")
        } else if best < self.grown {
            let now = significant(now, 3);
            format!(" After {so_far} it is {now}: what came later fits the train rows alone.")
        } else {
            format!(" It still decreases after {so_far}.")
        };
        let best = match best {
            0 => "before the first iteration".to_owned(),
            best => ["at iteration ", &count(best)].concat(),
        };
        format!("The validation loss is least {best}: {least}.{end}")
    }

    fn in_words(&self) -> String {
        let meaning = format!(
            "The {} says how wrong the predictions are; smaller is better. The train loss falls with every correction. Where the validation loss rises, the model overfits.",
            self.loss
        );
        match &*self.points {
            [_, _, ..] => [&self.describe(), " ", &meaning].concat(),
            _ => meaning,
        }
    }

    fn at(&self, iteration: u32, loss: f64) -> (f64, f64) {
        (self.x.at(f64::from(iteration)), self.y.at(loss))
    }

    fn line(&self, of: impl Fn(&Losses) -> Option<f64>) -> String {
        let mut path = String::new();
        for (iteration, losses) in &self.points {
            let Some(loss) = of(losses).filter(|loss| loss.is_finite()) else {
                continue;
            };
            let (x, y) = self.at(*iteration, loss);
            let command = if path.is_empty() { "M" } else { "L" };
            path.extend([command, &px(x), " ", &px(y)]);
        }
        path
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = vec![
            y_axis(self.area, &self.y, &self.y_ticks, self.loss),
            x_axis(self.area, &self.x, &self.x_ticks, "iterations"),
            Mark::path(self.line(|losses| Some(losses.train))).class("curve"),
        ];
        let validation = self.line(|losses| losses.validation);
        let watched = !validation.is_empty();
        if watched {
            marks.push(Mark::path(validation).class("curve curve-validation"));
        }
        marks.extend(self.legend(watched));
        if self.stopped_early {
            marks.extend(self.note(self.grown, 26.0, "stopped here"));
        }
        if let Some((best, least)) = self.best {
            let words = ["best: ", &count(best)].concat();
            marks.extend(self.note(best, 12.0, &words));
            marks.push(Mark::circle(self.at(best, least), 4.0).class("curve-best"));
        }
        marks
    }

    /// Draws which line is which, above the plot.
    fn legend(&self, watched: bool) -> Vec<Mark> {
        let y = self.area.top - 12.0;
        let entry = |x: f64, class: &'static str, words: &'static str| {
            let line = ["M", &px(x), " ", &px(y), "H", &px(x + 24.0)].concat();
            let text = Mark::text((x + 30.0, y + 4.0), Anchor::Start, words).class("axis-value");
            [Mark::path(line).class(class), text]
        };
        let mut marks = entry(self.area.left, "curve", "train rows").to_vec();
        if watched {
            let left = self.area.left + 110.0;
            marks.extend(entry(left, "curve curve-validation", "validation rows"));
        }
        marks
    }

    /// Draws a line at an iteration with words beside it, so far below the upper edge.
    fn note(&self, iteration: u32, below: f64, words: &str) -> [Mark; 2] {
        let x = self.x.at(f64::from(iteration));
        let in_right_half = x > f64::midpoint(self.area.left, self.area.right);
        let (at, anchor) = match in_right_half {
            true => (x - 5.0, Anchor::End),
            false => (x + 5.0, Anchor::Start),
        };
        let text = Mark::text((at, self.area.top + below), anchor, words.to_owned());
        [
            Mark::line((x, self.area.top), (x, self.area.bottom)).class("zero-line"),
            text.class("panel-label"),
        ]
    }

    /// Describes the iteration that is nearest to a place. O(points).
    pub fn read_out(&self, x: f64) -> Vec<Mark> {
        let distance = |(iteration, _): &(u32, Losses)| (self.at(*iteration, 0.0).0 - x).abs();
        let nearest = |a: &&(u32, Losses), b: &&(u32, Losses)| distance(a).total_cmp(&distance(b));
        let Some((iteration, losses)) = self.points.iter().min_by(nearest) else {
            return Vec::new();
        };
        let mut words = format!(
            "{}: train {}",
            count(*iteration),
            significant(losses.train, 3)
        );
        let mut marks = vec![point(self.at(*iteration, losses.train))];
        if let Some(validation) = losses.validation {
            words.extend([", validation ", &significant(validation, 3)]);
            marks.push(point(self.at(*iteration, validation)));
        }
        let place = (self.area.right, self.area.bottom - 8.0);
        marks.push(Mark::text(place, Anchor::End, words).class("readout"));
        marks
    }
}

fn point(at: (f64, f64)) -> Mark {
    Mark::circle(at, 5.0).class("point-chosen")
}

/// Returns the first iteration with the least validation loss, and that loss.
fn best(points: &[(u32, Losses)]) -> Option<(u32, f64)> {
    let known = points
        .iter()
        .filter_map(|(at, l)| Some((*at, l.validation?)));
    known.reduce(|best, next| if next.1 < best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::Watched;

    fn losses(train: f64, validation: Option<f64>) -> Losses {
        Losses {
            train,
            corrected: 0.0,
            validation,
        }
    }

    fn shapes(points: &[(f64, Option<f64>)]) -> Vec<TreeShape> {
        let shape = |&(train, validation): &(f64, Option<f64>)| TreeShape {
            depth: 1,
            leaves: 2,
            oob_score: None,
            losses: Some(losses(train, validation)),
        };
        points.iter().map(shape).collect()
    }

    fn report(stopped_early: bool) -> BoostingReport {
        BoostingReport {
            loss: "log_loss".to_owned(),
            rows: 10,
            watched: Watched::Split { rows: 5 },
            baseline: losses(1.0, Some(1.0)),
            per_iteration: 1,
            asked: 10,
            stopped_early,
            best: Some(1),
            examples: Vec::new(),
        }
    }

    const OVERFITS: [(f64, Option<f64>); 3] =
        [(0.5, Some(0.6)), (0.25, Some(0.7)), (0.0, Some(0.8))];

    #[test]
    fn lines_reach_from_the_baseline_to_the_last_iteration() {
        let plot = LossPlot::of(&shapes(&OVERFITS), 4, Some(&report(false)), 500.0);
        assert_eq!(plot.points.len(), 4);
        // Losses from 0 to 1 and iterations from 0 to 4 fill the plot.
        let PlotArea {
            left,
            top,
            right,
            bottom,
        } = plot.area;
        assert_eq!(plot.at(0, 1.0), (left, top));
        assert_eq!(plot.at(4, 0.0), (right, bottom));
        let line = plot.line(|losses| Some(losses.train));
        assert!(
            line.starts_with(&["M", &px(left), " ", &px(top)].concat()),
            "{line}"
        );
        let end = [&px(plot.x.at(3.0)), " ", &px(bottom)].concat();
        assert!(line.ends_with(&end), "{line}");
    }

    #[test]
    fn the_best_iteration_is_marked_and_told() {
        let plot = LossPlot::of(&shapes(&OVERFITS), 10, Some(&report(true)), 500.0);
        assert_eq!(plot.best(), Some((1, 0.6)));
        let figure = crate::markup::figure(&scene(&plot, 500.0));
        for told in [
            ">best: 1<",
            ">stopped here<",
            "The validation loss is least at iteration 1: 0.6.",
            "Growing stopped after 3 iterations of 10",
            "log loss",
        ] {
            assert!(figure.contains(told), "{told}: {figure}");
        }
        let later = LossPlot::of(&shapes(&OVERFITS), 10, Some(&report(false)), 500.0);
        let words = later.describe();
        assert!(words.contains("After 3 iterations it is 0.8"), "{words}");
        let told = "After 3 iterations the train loss is 0, the validation loss 0.8.";
        assert_eq!(later.told(), told);
    }

    #[test]
    fn without_validation_rows_only_the_train_loss_is_drawn() {
        let plot = LossPlot::of(&shapes(&[(0.5, None), (0.25, None)]), 2, None, 500.0);
        let figure = crate::markup::figure(&scene(&plot, 500.0));
        assert!(!figure.contains("curve-validation"), "{figure}");
        let words = plot.describe();
        assert!(words.contains("cannot show"), "{words}");
        assert_eq!(plot.told(), "After 2 iterations the train loss is 0.25.");
        assert_eq!(plot.best(), None);
        let none = LossPlot::of(&[], 2, None, 500.0);
        assert!(scene(&none, 500.0).drawing().is_none());
    }

    #[test]
    fn a_long_curve_keeps_its_ends_and_its_best_iteration() {
        let validation = |i: u32| if i == 77 { 0.1 } else { 0.5 };
        let long: Vec<_> = (1..=5000).map(|i| (0.5, Some(validation(i)))).collect();
        let plot = LossPlot::of(&shapes(&long), 5000, None, 500.0);
        assert!(plot.points.len() <= POINTS_AT_MOST + 2);
        assert_eq!(plot.points.first().map(|p| p.0), Some(1));
        assert_eq!(plot.points.last().map(|p| p.0), Some(5000));
        assert!(plot.points.iter().any(|p| p.0 == 77));
    }

    #[test]
    fn the_iteration_under_the_pointer_is_read() {
        let plot = LossPlot::of(&shapes(&OVERFITS), 3, None, 500.0);
        let marks = plot.read_out(500.0);
        assert_eq!(marks.len(), 3);
        let mut text = String::new();
        crate::markup::write(&marks[2], &mut text);
        assert!(text.contains("3: train 0, validation 0.8"), "{text}");
    }
}
