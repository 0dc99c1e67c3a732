//! Runs: the candidates of a search, each as a line through its parameters to its score.

use grove_recipe::number::{counted, score_text, significant};

use crate::axis::axis;
use crate::fit::fit;
use crate::mark::{Anchor, Mark, classes, px};
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// A search's candidates.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The parameters that are varied.
    pub axes: Vec<ParallelAxis>,
    /// The name of the score.
    pub metric: String,
    /// Whether the best has the highest score.
    pub higher_is_better: bool,
    /// The candidates, in the order of their numbers.
    pub candidates: Vec<Candidate>,
    /// The index of the candidate with the best score.
    pub best: Option<usize>,
}

/// A parameter that is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct ParallelAxis {
    /// The parameter's name.
    pub name: String,
    /// Its values.
    pub values: AxisValues,
}

/// The values of all candidates.
#[derive(Clone, Debug, PartialEq)]
pub enum AxisValues {
    /// One number per candidate.
    Numbers(Vec<f64>),
    /// One of a few options per candidate, as its place among them.
    Options {
        /// The options, in their order.
        options: Vec<String>,
        /// One place per candidate.
        places: Vec<usize>,
    },
}

/// One of the candidates.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The candidate's name.
    pub name: String,
    /// `None` where it could not be scored; it has no line then.
    pub score: Option<f64>,
}

impl ParallelAxis {
    /// Writes the value of a candidate; empty where there is none.
    pub fn text(&self, candidate: usize) -> String {
        let value = match &self.values {
            AxisValues::Numbers(values) => values.get(candidate).map(|n| significant(*n, 4)),
            AxisValues::Options { options, places } => {
                let place = places.get(candidate);
                place.and_then(|place| options.get(*place)).cloned()
            }
        };
        value.unwrap_or_default()
    }
}

/// An axis with its scale.
struct DrawnAxis {
    name: String,
    /// Where each candidate crosses the axis, from 0 at the bottom to 1 at the top.
    crossings: Vec<f64>,
    marks: Vec<(f64, String)>,
}

const HEIGHT: f64 = 300.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 16.0;
/// The room for values beside the outer axes.
const SIDE: f64 = 56.0;
/// Above this ratio of the largest to the smallest value, an axis is logarithmic.
const WIDE: f64 = 30.0;

/// Draws each candidate as a line. O(candidates × axes).
pub fn scene(search: &Search, width: f64) -> Scene {
    let title = "Scores of the candidates";
    let summary = in_words(search);
    if search.candidates.iter().all(|c| c.score.is_none()) {
        return Scene::nothing(title, summary, "No candidate has been scored yet.");
    }
    if search.axes.is_empty() {
        let why = "There must be two candidates to compare.";
        return Scene::nothing(title, summary, why);
    }
    let mut drawing = Drawing::plot(
        width,
        HEIGHT,
        "search",
        ParallelPlot::of(search, width).marks(),
    );
    drawing.testid = Some("parallel");
    Scene::drawn(title, summary, drawing)
}

/// The axes and their distance.
struct ParallelPlot<'a> {
    search: &'a Search,
    axes: Vec<DrawnAxis>,
    room: f64,
}

impl<'a> ParallelPlot<'a> {
    fn of(search: &'a Search, width: f64) -> Self {
        let mut axes: Vec<DrawnAxis> = search.axes.iter().map(drawn).collect();
        let scores = search
            .candidates
            .iter()
            .map(|candidate| candidate.score.unwrap_or(f64::NAN));
        axes.push(numbers(&search.metric, &scores.collect::<Vec<f64>>()));
        let room = (width - 2.0 * SIDE) / (axes.len() - 1).max(1) as f64;
        Self { search, axes, room }
    }

    fn x(&self, place: usize) -> f64 {
        SIDE + self.room * place as f64
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = (0..self.axes.len()).map(|place| self.axis(place)).collect();
        // Draws the best last, above the others.
        let (best, others): (Vec<usize>, Vec<usize>) =
            (0..self.search.candidates.len()).partition(|i| self.search.best == Some(*i));
        marks.extend(others.into_iter().chain(best).filter_map(|i| self.line(i)));
        // Draws values above the lines, so that they can be read.
        let values = (0..self.axes.len()).flat_map(|place| self.values(place));
        marks.push(Mark::group(values.collect()).with("aria-hidden", "true"));
        marks
    }

    fn axis(&self, place: usize) -> Mark {
        let x = self.x(place);
        let name = fit(&self.axes[place].name, self.room.max(SIDE));
        axis(vec![
            Mark::line((x, TOP), (x, HEIGHT - BOTTOM)).class("axis-line"),
            Mark::text((x, TOP - 14.0), Anchor::Middle, name).class("panel-label"),
        ])
    }

    fn line(&self, index: usize) -> Option<Mark> {
        self.search.candidates.get(index)?.score?;
        let mut path = String::new();
        for (place, axis) in self.axes.iter().enumerate() {
            let share = axis.crossings.get(index).copied().unwrap_or(0.0);
            let command = if place == 0 { "M" } else { "L" };
            path.extend([command, &px(self.x(place)), " ", &px(y(share))]);
        }
        let share = self.axes.last()?.crossings.get(index).copied();
        let share = share.unwrap_or(0.0);
        let share = if self.search.higher_is_better {
            share
        } else {
            1.0 - share
        };
        let best = self.search.best == Some(index);
        let best = if best { "parallel-best" } else { "" };
        let class = classes(&["parallel-line", step(share), best]);
        Some(
            Mark::path(path)
                .class(class)
                .titled(describe(self.search, index)),
        )
    }

    fn values(&self, place: usize) -> Vec<Mark> {
        let (dx, anchor) = if place + 1 == self.axes.len() {
            (6.0, Anchor::Start)
        } else {
            (-6.0, Anchor::End)
        };
        let marks = self.axes[place].marks.iter().map(|(share, text)| {
            let text = fit(text, self.room.clamp(SIDE, 110.0));
            let at = (self.x(place) + dx, y(*share) + 4.0);
            Mark::text(at, anchor, text).class("readout")
        });
        marks.collect()
    }
}

fn y(share: f64) -> f64 {
    HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)
}

fn drawn(axis: &ParallelAxis) -> DrawnAxis {
    match &axis.values {
        AxisValues::Numbers(values) => numbers(&axis.name, values),
        AxisValues::Options { options, places } => evenly(&axis.name, options, places),
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "where a line crosses a wide axis is a matter of pixels, and only the page draws it"
)]
fn numbers(name: &str, values: &[f64]) -> DrawnAxis {
    let known = || values.iter().copied().filter(|value| value.is_finite());
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    let by_logarithm = low > 0.0 && high / low >= WIDE;
    let at = |value: f64| if by_logarithm { value.ln() } else { value };
    let scale = Linear::new((at(low), at(high)), (0.0, 1.0));
    let marks = if by_logarithm {
        let middle = (low * high).sqrt();
        [low, middle, high]
            .map(|value| (scale.at(at(value)), significant(value, 2)))
            .to_vec()
    } else {
        let ticks = Ticks::within(scale.domain(), 4);
        ticks
            .values
            .iter()
            .map(|value| (scale.at(*value), ticks.label(*value)))
            .collect()
    };
    DrawnAxis {
        name: name.to_string(),
        crossings: values.iter().map(|value| scale.at(at(*value))).collect(),
        marks,
    }
}

/// Places options at even distances.
fn evenly(name: &str, options: &[String], places: &[usize]) -> DrawnAxis {
    let last = options.len().saturating_sub(1).max(1) as f64;
    let share = |place: usize| place as f64 / last;
    let marks = options.iter().enumerate();
    DrawnAxis {
        name: name.to_string(),
        crossings: places.iter().map(|place| share(*place)).collect(),
        marks: marks
            .map(|(place, text)| (share(place), text.clone()))
            .collect(),
    }
}

/// Describes a candidate.
fn describe(search: &Search, index: usize) -> String {
    let mut words = String::new();
    if let Some(candidate) = search.candidates.get(index) {
        words.push_str(&candidate.name);
        words.push_str(": ");
        words.push_str(&search.metric);
        words.push(' ');
        words.push_str(
            &candidate
                .score
                .map_or("not defined".to_string(), score_text),
        );
    }
    for axis in &search.axes {
        words.extend(["; ", &axis.name, " ", &axis.text(index)]);
    }
    words
}

fn in_words(search: &Search) -> String {
    let scored = search
        .candidates
        .iter()
        .filter(|candidate| candidate.score.is_some())
        .count();
    let all = counted(scored as u32, "candidate", "candidates");
    let how = " Each line is a candidate: it crosses every axis at its value, and ends at its score, the mean over the folds. The stronger its colour, the better the score; the thick line is the best. If lines of one colour meet on an axis, that value matters.";
    match search.best {
        Some(best) => [&all, ". The best is ", &describe(search, best), ".", how].concat(),
        None => [&all, ".", how].concat(),
    }
}

/// Returns the class of the colour for a share from 0 (worst) to 1 (best).
fn step(share: f64) -> &'static str {
    const STEPS: [&str; 6] = [
        "score-0", "score-1", "score-2", "score-3", "score-4", "score-5",
    ];
    let most = STEPS.len() - 1;
    // NaN becomes 0.
    STEPS[((share * STEPS.len() as f64) as usize).min(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_colour_is_as_wide() {
        assert_eq!(
            (step(0.0), step(0.16), step(0.17)),
            ("score-0", "score-0", "score-1")
        );
        assert_eq!((step(0.84), step(1.0)), ("score-5", "score-5"));
        assert_eq!(
            (step(f64::NAN), step(-1.0), step(7.0)),
            ("score-0", "score-0", "score-5")
        );
    }

    #[test]
    fn wide_axes_go_by_the_logarithm_and_others_do_not() {
        let wide = numbers("alpha", &[0.01, 1.0, 100.0]);
        assert!(
            (wide.crossings[1] - 0.5).abs() < 1e-12,
            "{:?}",
            wide.crossings
        );
        let narrow = numbers("depth", &[1.0, 2.0, 5.0]);
        assert_eq!(narrow.crossings, [0.0, 0.25, 1.0]);
        let signed = numbers("score", &[-1.0, 0.0, 1000.0]);
        assert!(signed.crossings[1] < 0.01, "{:?}", signed.crossings);
        let single = numbers("depth", &[3.0, 3.0]);
        assert_eq!(single.crossings, [0.5, 0.5]);
    }

    #[test]
    fn options_stand_evenly_apart() {
        let options = ["a", "b", "c"].map(String::from);
        let drawn = evenly("model", &options, &[1, 0, 2, 0]);
        assert_eq!(drawn.crossings, [0.5, 0.0, 1.0, 0.0]);
        assert_eq!(drawn.marks.len(), 3);
        assert_eq!(evenly("model", &options[..1], &[0]).crossings, [0.0]);
    }

    #[test]
    fn the_best_is_told_in_words() {
        let search = Search {
            axes: vec![ParallelAxis {
                name: "max_depth".into(),
                values: AxisValues::Numbers(vec![2.0, 8.0]),
            }],
            metric: "Accuracy".into(),
            higher_is_better: true,
            candidates: vec![
                Candidate {
                    name: "a1".into(),
                    score: Some(0.8),
                },
                Candidate {
                    name: "b2".into(),
                    score: Some(0.9),
                },
            ],
            best: Some(1),
        };
        let words = in_words(&search);
        assert!(
            words.starts_with("2 candidates. The best is b2: Accuracy 0.900; max_depth 8."),
            "{words}"
        );
    }
}
