//! Evaluate: how the answers depend on one column.

use grove_protocol::report::{EffectPlaces, EffectReport};
use grove_recipe::number::{count, counted, fixed, four, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::mark::{Anchor, Html, Mark, part, px};
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 260.0;
/// The height of the legend above the plot.
const LEGEND: f64 = 18.0;
/// The most places of a line: more make it no clearer.
const PLACES_AT_MOST: usize = 500;

/// Draws the mean answer along the column with the rows' own lines behind it; for categories a bar each. `output` is the
/// class, or 0.
pub fn scene(report: &EffectReport, output: usize, width: f64) -> Scene {
    let of = match report.classes.get(output) {
        Some(class) => ["Probability of ", class].concat(),
        None => "Answer".to_owned(),
    };
    let title = [&of, " along ", &report.column].concat();
    let summary = in_words(report, output);
    if let EffectPlaces::Categories { values, counts } = &report.places {
        return bars(report, output, (title, summary), values, counts);
    }
    let Some(plot) = EffectPlot::of(report, output, width) else {
        return Scene::nothing(title, summary, "All rows have the same value.");
    };
    let drawing = Drawing::plot(width, HEIGHT, "effect", plot.marks(&of));
    Scene::drawn(title, summary, drawing)
}

/// Writes the mean answers along the column as a table.
pub fn numbers(report: &EffectReport, output: usize) -> Numbers {
    let (column, answers) = (&*report.column, &report.partial_dependence);
    let answer = |place: usize| four(answers.get(place).map(|of| of[output]));
    match &report.places {
        EffectPlaces::Intervals { thresholds, .. } => {
            let up_to = [column, " up to"].concat();
            Numbers::along(&[&up_to, "mean answer"], answers.len(), &|place| {
                let end = thresholds.get(place).map(|at| significant(*at, 6));
                vec![end.unwrap_or("more".into()), answer(place)]
            })
        }
        EffectPlaces::Values { values, .. } => {
            Numbers::along(&[column, "mean answer"], values.len(), &|place| {
                vec![significant(values[place], 6), answer(place)]
            })
        }
        EffectPlaces::Categories { values, counts } => {
            let head = [column, "rows", "mean answer"];
            Numbers::first(&head, values.len(), &|place| {
                vec![values[place].clone(), count(counts[place]), answer(place)]
            })
        }
    }
}

fn number(report: &EffectReport, value: f64) -> String {
    match report.classes.is_empty() {
        true => significant(value, 3),
        false => fixed(value, 3),
    }
}

fn in_words(report: &EffectReport, output: usize) -> String {
    let answers = report.partial_dependence.iter().map(|of| of[output]);
    let (low, high) = answers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let rows = counted(report.rows.len() as u32, "row", "rows");
    let mut words = format!(
        "The mean answer of {rows} goes from {} to {} when all of them are given the same value.",
        number(report, low),
        number(report, high)
    );
    if let Some(missing) = &report.missing {
        let missing = number(report, missing[output]);
        words.extend([" Where the value is missing it is ", &missing, "."]);
    }
    match &report.places {
        EffectPlaces::Intervals { .. } => {
            words.push_str(" The line has every place where the model can change its answer.");
        }
        EffectPlaces::Values { .. } => {
            words.push_str(" The line goes through values that occur.");
        }
        EffectPlaces::Categories { .. } => {}
    }
    words.push_str(" Do not trust it where rows are few, or where the value does not go with the other columns: such rows were never seen.");
    words
}

/// Draws a bar for each category.
fn bars(
    report: &EffectReport,
    output: usize,
    (title, summary): (String, String),
    values: &[String],
    counts: &[u32],
) -> Scene {
    let answers: Vec<f64> = report
        .partial_dependence
        .iter()
        .map(|of| of[output])
        .collect();
    let most = answers.iter().copied().fold(0.0, f64::max);
    let least = answers.iter().copied().fold(0.0, f64::min);
    let share = |value: f64| match most > least {
        true => (value - least) / (most - least),
        false => 0.0,
    };
    let rows = values
        .iter()
        .zip(counts)
        .zip(&answers)
        .map(|((value, rows), answer)| {
            let (low, high) = (share(answer.min(0.0)), share(answer.max(0.0)));
            let bar = Mark::rect_of(part(low), "20%", part(high - low), "60%").class("bar-value");
            let text = number(report, *answer);
            let rows = counted(*rows, "row", "rows");
            let cells = vec![
                Mark::html_text(Html::Span, [value, " (", &rows, ")"].concat())
                    .class("importance-name"),
                Mark::ornament("bar bar-importance", vec![bar]),
                Mark::html_text(Html::Span, text.clone()).class("importance-value"),
            ];
            Mark::html(Html::Item, cells)
                .class("importance")
                .titled([value, ": ", &text].concat())
        });
    let list = Mark::html(Html::NumberedList, rows.collect()).class("importances");
    Scene::flowing(title, summary, vec![list])
}

/// The lines with their axes.
struct EffectPlot<'a> {
    report: &'a EffectReport,
    output: usize,
    seen: &'a [f64],
    area: PlotArea,
    x: Linear,
    y: Linear,
    x_ticks: Ticks,
    y_ticks: Ticks,
}

impl<'a> EffectPlot<'a> {
    fn of(report: &'a EffectReport, output: usize, width: f64) -> Option<Self> {
        let (EffectPlaces::Intervals { seen, .. } | EffectPlaces::Values { seen, .. }) =
            &report.places
        else {
            return None;
        };
        let ends = (*seen.first()?, *seen.last()?);
        if ends.0 == ends.1 {
            return None;
        }
        let lines = report.lines.iter().map(|line| &line.answers);
        let answers = lines.chain([&report.partial_dependence]).flatten();
        let domain = answers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), of| {
            (low.min(of[output]), high.max(of[output]))
        });
        let y_ticks = Ticks::around(domain, 4);
        let mut area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
        area.top += LEGEND;
        Some(Self {
            report,
            output,
            seen,
            x: Linear::new(ends, area.x()),
            y: Linear::new(y_ticks.ends(), area.y()),
            x_ticks: Ticks::within(ends, ticks_across(width)),
            y_ticks,
            area,
        })
    }

    fn marks(&self, of: &str) -> Vec<Mark> {
        let mut marks = vec![y_axis(self.area, &self.y, &self.y_ticks, of)];
        for line in &self.report.lines {
            let row = ["row ", &count(line.row)].concat();
            let path = self.line(&line.answers);
            marks.push(Mark::path(path).class("effect-row").titled(row));
        }
        // The rows, so that nobody trusts an empty region.
        let (top, bottom) = (self.area.bottom - 6.0, self.area.bottom);
        let ticks = self.seen.iter().map(|value| {
            let x = px(self.x.at(*value));
            ["M", &x, " ", &px(top), "V", &px(bottom)].concat()
        });
        marks.push(Mark::path(ticks.collect::<String>()).class("effect-rug"));
        let mean = self.line(&self.report.partial_dependence);
        marks.push(Mark::path(mean).class("curve"));
        marks.extend(self.legend());
        marks.push(x_axis(
            self.area,
            &self.x,
            &self.x_ticks,
            &self.report.column,
        ));
        marks
    }

    /// A line through the answers: with steps at thresholds, else from value to value.
    fn line(&self, answers: &[Vec<f64>]) -> String {
        let every = answers.len().div_ceil(PLACES_AT_MOST).max(1);
        let y = |place: usize| px(self.y.at(answers[place][self.output]));
        let (low, high) = self.x.domain();
        let mut path = String::new();
        match &self.report.places {
            EffectPlaces::Intervals { thresholds, .. } => {
                let first = thresholds.partition_point(|at| *at < low);
                path.extend(["M", &px(self.x.at(low)), " ", &y(first)]);
                let inside = thresholds.iter().enumerate().skip(first);
                for (place, at) in inside.take_while(|(_, at)| **at < high).step_by(every) {
                    path.extend(["H", &px(self.x.at(*at)), "V", &y(place + 1)]);
                }
                path.extend(["H", &px(self.x.at(high))]);
            }
            EffectPlaces::Values { values, .. } => {
                for (place, at) in values.iter().enumerate().step_by(every) {
                    let command = if path.is_empty() { "M" } else { "L" };
                    path.extend([command, &px(self.x.at(*at)), " ", &y(place)]);
                }
            }
            EffectPlaces::Categories { .. } => {}
        }
        path
    }

    /// Draws which line is which, above the plot.
    fn legend(&self) -> Vec<Mark> {
        let y = self.area.top - 12.0;
        let entry = |x: f64, class: &'static str, words: &'static str| {
            let line = ["M", &px(x), " ", &px(y), "H", &px(x + 24.0)].concat();
            let text = Mark::text((x + 30.0, y + 4.0), Anchor::Start, words).class("axis-value");
            [Mark::path(line).class(class), text]
        };
        let mut marks = entry(self.area.left, "curve", "mean").to_vec();
        marks.extend(entry(self.area.left + 90.0, "effect-row", "single rows"));
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::EffectLine;
    use grove_recipe::columns::ColumnKind;

    fn report(places: EffectPlaces, answers: &[f64]) -> EffectReport {
        let answers: Vec<Vec<f64>> = answers.iter().map(|value| vec![*value]).collect();
        EffectReport {
            column: "age".into(),
            kind: ColumnKind::Decimal,
            classes: Vec::new(),
            rows: vec![1, 2, 3],
            places,
            partial_dependence: answers.clone(),
            missing: Some(vec![2.5]),
            lines: vec![EffectLine { row: 3, answers }],
            accumulated: None,
        }
    }

    #[test]
    fn thresholds_make_steps_within_the_rows() {
        let places = EffectPlaces::Intervals {
            thresholds: vec![-5.0, 10.0, 20.0, 90.0],
            seen: vec![0.0, 15.0, 40.0],
        };
        let report = report(places, &[0.0, 1.0, 3.0, 2.0, 9.0]);
        let plot = EffectPlot::of(&report, 0, 480.0).unwrap();
        let line = plot.line(&report.partial_dependence);
        // Two steps are between the smallest and the largest value.
        assert_eq!(line.matches('V').count(), 2, "{line}");
        let scene = scene(&report, 0, 480.0);
        assert_eq!(scene.title, "Answer along age");
        assert!(
            scene
                .summary
                .contains("Where the value is missing it is 2.5."),
            "{}",
            scene.summary
        );
    }

    #[test]
    fn categories_have_bars_and_equal_values_nothing() {
        let places = EffectPlaces::Categories {
            values: vec!["red".into(), "blue".into()],
            counts: vec![2, 1],
        };
        let scene_of = scene(&report(places, &[1.0, -1.0]), 0, 480.0);
        assert_eq!(scene_of.marks()[0].inside().len(), 2);
        let places = EffectPlaces::Values {
            values: vec![4.0],
            seen: vec![4.0, 4.0],
        };
        assert!(scene(&report(places, &[1.0]), 0, 480.0).drawing().is_none());
    }
}
