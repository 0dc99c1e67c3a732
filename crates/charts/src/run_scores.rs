//! Runs: the score of each run as a dot, all on one scale.

use grove_recipe::number::{fixed, score_text};

use crate::axis::{axis, value_text};
use crate::fit::fit;
use crate::mark::{Anchor, Mark};
use crate::metric_names::label;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// The score of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct RunScore {
    /// What the run is called.
    pub name: String,
    /// Its score on the test rows.
    pub value: f64,
    /// Where the score may lie, see [`grove_protocol::interval::wilson`].
    pub interval: Option<(f64, f64)>,
    /// Whether the run is chosen for comparison.
    pub chosen: bool,
}

/// The height of a run's line, where its name is beside it and where that is above it.
const ROW: f64 = 28.0;
const TALL: f64 = 46.0;
/// The width from which on names are beside the lines.
const WIDE: f64 = 520.0;
/// The room for a score with its interval.
const SCORE: f64 = 160.0;

/// Draws the runs in this order. Each is a button, whose mark has the run's place in the list. O(runs).
pub fn scene(metric: &str, higher_is_better: bool, runs: &[RunScore], width: f64) -> Scene {
    let title = [label(metric), " of each run"].concat();
    let ends = runs.iter().flat_map(|run| {
        let (low, high) = run.interval.unwrap_or((run.value, run.value));
        [low, run.value, high]
    });
    let domain = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let ticks = Ticks::around(domain, 4);
    let wide = width >= WIDE;
    let lines = Lines {
        name: if wide { (width * 0.3).min(280.0) } else { 0.0 },
        score: if wide { SCORE } else { 0.0 },
        width,
    };
    let x = Linear::new(ticks.ends(), lines.ends());
    let rows = runs.iter().zip(0..);
    let mut marks: Vec<Mark> = rows.map(|(run, place)| lines.row(run, place, &x)).collect();
    let bottom = lines.height() * runs.len() as f64;
    let values = ticks.values.iter().map(|value| {
        let at = (x.at(*value), bottom + 16.0);
        value_text(at, Anchor::Middle, ticks.label(*value))
    });
    marks.push(axis(values.collect()));
    let drawing = Drawing {
        is_group: true,
        ..Drawing::plot(width, bottom + 24.0, "runs", marks)
    };
    Scene::drawn(title, in_words(higher_is_better, runs), drawing)
}

/// Where the parts of a run's line are, in pixels.
struct Lines {
    /// The room for names beside the lines.
    name: f64,
    /// The room for scores beside them.
    score: f64,
    width: f64,
}

impl Lines {
    /// The left and the right end of a line, with room for half of the axis' outer values.
    fn ends(&self) -> (f64, f64) {
        (self.name + 20.0, self.width - self.score - 20.0)
    }

    fn height(&self) -> f64 {
        if self.name > 0.0 { ROW } else { TALL }
    }

    fn row(&self, run: &RunScore, place: u32, x: &Linear) -> Mark {
        let (left, right) = self.ends();
        let top = f64::from(place) * self.height();
        let y = top + self.height() - ROW / 2.0;
        // Names and scores are level with the line, or above it.
        let words = top + ROW / 2.0 + 4.0;
        let mut marks = vec![Mark::line((left, y), (right, y)).class("run-line")];
        let mut score = score_text(run.value);
        if let Some((low, high)) = run.interval {
            let ends = [(low, high, 0.0), (low, low, 5.0), (high, high, 5.0)];
            marks.extend(ends.map(|(from, to, half)| {
                let (from, to) = ((x.at(from), y - half), (x.at(to), y + half));
                Mark::line(from, to).class("whisker")
            }));
            score.extend([" (", &fixed(low, 3), " to ", &fixed(high, 3), ")"]);
        }
        let dot = Mark::circle((x.at(run.value), y), 5.0);
        marks.push(dot.class(match run.chosen {
            true => "run-dot run-dot-chosen",
            false => "run-dot",
        }));
        let room = match self.name > 0.0 {
            true => self.name,
            false => self.width - SCORE,
        };
        let name = Mark::text((0.0, words), Anchor::Start, fit(&run.name, room - 8.0));
        marks.push(name.class("run-link"));
        marks.push(Mark::text((self.width, words), Anchor::End, score).class("run-value"));
        Mark::group(marks)
            .class("run-score")
            .with("tabindex", "0")
            .with("role", "button")
            .with("aria-label", run.name.clone())
            .with("data-value", run.value.to_string())
            .chosen_as(place)
            .titled(run.name.clone())
    }
}

fn in_words(higher_is_better: bool, runs: &[RunScore]) -> String {
    let better = |a: &&RunScore, b: &&RunScore| match higher_is_better {
        true => a.value.total_cmp(&b.value),
        false => b.value.total_cmp(&a.value),
    };
    let mut words = match runs.iter().max_by(better) {
        Some(best) => ["Best: ", &best.name, " with ", &score_text(best.value), "."].concat(),
        None => String::new(),
    };
    if runs.iter().any(|run| run.interval.is_some()) {
        words.push_str(" A line shows where the score would be with 95 % confidence if there were very many test rows.");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::Inside;
    use grove_protocol::interval::wilson;

    fn run(name: &str, value: f64, rows: u32) -> RunScore {
        RunScore {
            name: name.to_owned(),
            value,
            interval: wilson(value, rows),
            chosen: false,
        }
    }

    #[test]
    fn all_runs_have_one_scale_and_nothing_is_outside() {
        let runs = [run("a", 0.5, 20), run("b", 0.9, 200), run("c", 1.0, 5)];
        for width in [320.0, 960.0] {
            let scene = scene("accuracy", true, &runs, width);
            assert_eq!(scene.title, "Accuracy of each run");
            assert!(scene.summary.starts_with("Best: c with 1.000."));
            let drawing = scene.drawing().expect("it can be saved");
            assert_eq!(drawing.marks.len(), 4);
            let dot = |row: &Mark| {
                let inside = row.inside().iter().filter_map(|inside| match inside {
                    Inside::Mark(mark) => mark.attribute("cx"),
                    Inside::Words(_) => None,
                });
                let places: Vec<f64> = inside.map(|place| place.parse().unwrap()).collect();
                places[0]
            };
            let places: Vec<f64> = drawing.marks[..3].iter().map(dot).collect();
            assert!(places.is_sorted(), "{places:?}");
            assert!(places.iter().all(|place| (0.0..=width).contains(place)));
        }
    }

    #[test]
    fn of_errors_the_least_is_best() {
        let runs = [run("a", 5.0, 0), run("b", 4.0, 0)];
        assert_eq!(
            scene("rmse", false, &runs, 480.0).summary,
            "Best: b with 4.000."
        );
    }
}
