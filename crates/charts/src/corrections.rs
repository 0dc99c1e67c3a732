//! Train: the sum of small corrections. For a few train rows, how the prediction changes with each iteration until it is
//! near the truth.

use grove_protocol::report::ExampleRow;
use grove_recipe::number::{count, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::fit::fit;
use crate::mark::{Anchor, Mark, px};
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 260.0;
/// The distance of two names.
const LINE: f64 = 15.0;
/// More steps than this make the lines no clearer.
const STEPS_AT_MOST: usize = 500;

/// Draws a line of steps for each row, and what it should come to. O(rows × iterations).
pub fn scene(rows: &[ExampleRow], target: &str, width: f64) -> Scene {
    let title = "The sum of small corrections";
    let summary = in_words(rows, target);
    let iterations = rows.iter().map(|row| row.predicted.len()).max();
    let Some(iterations) = iterations.filter(|predictions| *predictions > 1) else {
        return Scene::nothing(title, summary, "No row was followed while the trees grew.");
    };
    let plot = Plot::of(rows, iterations as u32 - 1, width);
    let drawing = Drawing::plot(width, HEIGHT, "corrections", plot.marks(rows, target));
    Scene::drawn(title, summary, drawing)
}

struct Plot {
    area: PlotArea,
    x: Linear,
    y: Linear,
    x_ticks: Ticks,
    y_ticks: Ticks,
    /// The room for the names of the rows, on the right.
    names: f64,
}

impl Plot {
    fn of(rows: &[ExampleRow], iterations: u32, width: f64) -> Self {
        let values = || {
            let all = rows
                .iter()
                .flat_map(|row| row.predicted.iter().chain([&row.truth]));
            all.copied().filter(|value| value.is_finite())
        };
        let domain = match of_classes(rows) {
            true => (0.0, 1.0),
            false => (
                values().fold(f64::INFINITY, f64::min),
                values().fold(f64::NEG_INFINITY, f64::max),
            ),
        };
        let y_ticks = Ticks::around(domain, 4);
        let names = if width < 480.0 { 112.0 } else { 150.0 };
        let area = PlotArea::within(width - names, HEIGHT, &widest(&y_ticks));
        let iterations = (0.0, f64::from(iterations));
        Self {
            x: Linear::new(iterations, area.x()),
            y: Linear::new(y_ticks.ends(), area.y()),
            x_ticks: Ticks::whole(iterations, ticks_across(width - names)),
            y_ticks,
            names,
            area,
        }
    }

    fn marks(&self, rows: &[ExampleRow], target: &str) -> Vec<Mark> {
        let label = match of_classes(rows) {
            true => "probability of its class",
            false => target,
        };
        let label = fit(label, self.area.bottom - self.area.top);
        let mut marks = vec![
            y_axis(self.area, &self.y, &self.y_ticks, &label),
            x_axis(self.area, &self.x, &self.x_ticks, "iterations"),
        ];
        // All classes have the same truth.
        let truths = match of_classes(rows) {
            true => rows.get(..1).unwrap_or_default(),
            false => rows,
        };
        for (series, row) in truths.iter().enumerate() {
            let y = self.y.at(row.truth);
            let class = match &row.class {
                Some(_) => "identity-line".to_owned(),
                None => ["truth-line line-", &series.to_string()].concat(),
            };
            let truth = Mark::line((self.area.left, y), (self.area.right, y));
            marks.push(truth.class(class));
        }
        for (series, row) in rows.iter().enumerate() {
            let line = Mark::path(self.steps(&row.predicted)).titled(told(row));
            marks.push(line.class(["step-line line-", &series.to_string()].concat()));
        }
        marks.extend(self.names(rows));
        marks
    }

    /// Draws a step at each iteration; with many iterations at some of them, and always at the last.
    fn steps(&self, predicted: &[f64]) -> String {
        let every = predicted.len().div_ceil(STEPS_AT_MOST).max(1);
        let mut path = String::new();
        for (iteration, &prediction) in predicted.iter().enumerate() {
            if iteration % every != 0 && iteration + 1 != predicted.len() {
                continue;
            }
            let (x, y) = (px(self.x.at(iteration as f64)), px(self.y.at(prediction)));
            match path.is_empty() {
                true => path.extend(["M", &x, " ", &y]),
                false => path.extend(["H", &x, "V", &y]),
            }
        }
        path
    }

    /// Names the rows at the ends of their lines, so far apart that all can be read.
    fn names(&self, rows: &[ExampleRow]) -> Vec<Mark> {
        let end = |row: &ExampleRow| {
            self.y
                .at(row.predicted.last().copied().unwrap_or(row.truth))
        };
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| end(&rows[*a]).total_cmp(&end(&rows[*b])));
        let wanted: Vec<f64> = order.iter().map(|row| end(&rows[*row])).collect();
        let places = apart(&wanted, self.area.top, self.area.bottom);
        let left = self.area.right + 6.0;
        let mut marks = Vec::new();
        for (row, place) in order.into_iter().zip(places) {
            let from = (self.area.right, end(&rows[row]));
            let line = ["name-line line-", &row.to_string()].concat();
            marks.push(Mark::line(from, (left + 8.0, place)).class(line));
            let words = fit(&name(&rows[row]), self.names - 12.0);
            let text = Mark::text((left + 12.0, place + 4.0), Anchor::Start, words);
            marks.push(text.class("panel-label").titled(told(&rows[row])));
        }
        marks
    }
}

/// Moves ascending places apart, so that two are at least a line from each other, and keeps them inside where there is
/// room.
fn apart(wanted: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut places = wanted.to_vec();
    let mut least = top;
    for place in &mut places {
        *place = place.max(least);
        least = *place + LINE;
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - LINE;
    }
    places
}

fn of_classes(rows: &[ExampleRow]) -> bool {
    rows.iter().any(|row| row.class.is_some())
}

/// Writes which row it is, and its truth.
pub(crate) fn name(row: &ExampleRow) -> String {
    let truth = truth(row);
    ["row ", &row.row.to_string(), ": ", &truth].concat()
}

fn truth(row: &ExampleRow) -> String {
    match &row.class {
        Some(class) => class.clone(),
        None => significant(row.truth, 4),
    }
}

/// Says where a row begins and where it ends.
fn told(row: &ExampleRow) -> String {
    let [first, .., last] = &*row.predicted else {
        return name(row);
    };
    let (first, last) = (significant(*first, 3), significant(*last, 3));
    let after = count(row.predicted.len() as u64 - 1);
    let number = row.row;
    match &row.class {
        Some(class) => format!(
            "Row {number} is of class {class}: its probability goes from {first} to {last} in {after} iterations."
        ),
        None => format!(
            "Row {number} is {}: the prediction goes from {first} to {last} in {after} iterations.",
            truth(row)
        ),
    }
}

fn in_words(rows: &[ExampleRow], target: &str) -> String {
    let meaning = match of_classes(rows) {
        true => {
            "Each line is a train row, and shows how likely the model thinks the row's own class is. All rows of a class begin alike; each tree then adds a small correction to the sum, and the probability comes nearer to 1, the dashed line.".to_owned()
        }
        false => format!(
            "Each line is a train row. All begin with the same prediction of {target}; each tree then adds a small correction to the sum, which comes nearer to the row's truth, the dashed line of the same colour."
        ),
    };
    let rows: Vec<String> = rows.iter().map(told).collect();
    [&meaning, " ", &rows.join(" ")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(row: u32, truth: f64, predicted: &[f64]) -> ExampleRow {
        ExampleRow {
            row,
            class: None,
            truth,
            predicted: predicted.to_vec(),
        }
    }

    #[test]
    fn each_row_climbs_in_steps_from_the_first_prediction_towards_its_truth() {
        let rows = [
            row(7, 10.0, &[5.0, 7.0, 9.0]),
            row(3, 0.0, &[5.0, 3.0, 0.0]),
        ];
        let plot = Plot::of(&rows, 2, 600.0);
        let PlotArea {
            left,
            top,
            right,
            bottom,
        } = plot.area;
        let middle = px(f64::midpoint(top, bottom));
        let across = px(f64::midpoint(left, right));
        let steps = plot.steps(&rows[1].predicted);
        assert!(
            steps.starts_with(&["M", &px(left), " ", &middle, "H", &across].concat()),
            "{steps}"
        );
        assert!(
            steps.ends_with(&["H", &px(right), "V", &px(bottom)].concat()),
            "{steps}"
        );
        assert_eq!(plot.y.at(10.0), top);
        let figure = crate::markup::figure(&scene(&rows, "price", 600.0));
        for told in [
            ">row 7: 10<",
            "Row 3 is 0: the prediction goes from 5 to 0 in 2 iterations.",
            "the same prediction of price",
            "truth-line line-1",
        ] {
            assert!(figure.contains(told), "{told}: {figure}");
        }
    }

    #[test]
    fn probabilities_are_drawn_from_0_to_1() {
        let rows = [ExampleRow {
            class: Some("setosa".to_owned()),
            ..row(1, 1.0, &[0.3, 0.6, 0.9])
        }];
        let plot = Plot::of(&rows, 2, 600.0);
        assert_eq!(
            (plot.y.at(0.0), plot.y.at(1.0)),
            (plot.area.bottom, plot.area.top)
        );
        let figure = crate::markup::figure(&scene(&rows, "species", 600.0));
        assert!(figure.contains(">row 1: setosa<"), "{figure}");
        assert!(figure.contains("goes from 0.3 to 0.9"), "{figure}");
    }

    #[test]
    fn names_stay_a_line_apart_and_inside() {
        let places = apart(&[100.0, 101.0, 199.0, 199.5], 0.0, 200.0);
        assert_eq!(places, [100.0, 115.0, 185.0, 200.0]);
        assert!(apart(&[-5.0], 0.0, 200.0) == [0.0]);
    }

    #[test]
    fn without_iterations_there_is_nothing_to_draw() {
        assert!(scene(&[], "y", 600.0).drawing().is_none());
        assert!(
            scene(&[row(1, 2.0, &[1.0])], "y", 600.0)
                .drawing()
                .is_none()
        );
    }
}
