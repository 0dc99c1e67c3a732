//! Evaluate, numbers: the residuals of the test rows along a column.

use grove_protocol::report::{ResidualPlace, ResidualsReport};
use grove_recipe::number::{count, counted, date, four, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::fit::fit;
use crate::mark::{Anchor, Mark, px};
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 280.0;
/// The height of a category's line.
const ROW: f64 = 24.0;

/// Draws the rows as points, with the median of each bin as a line and the quartiles as a band; for categories a line from
/// quartile to quartile. O(points).
pub fn scene(report: &ResidualsReport, width: f64) -> Scene {
    let title = ["Residuals along ", &report.column].concat();
    let summary = in_words(report);
    let bins: Vec<&ResidualPlace> = report
        .places
        .iter()
        .filter(|of| of.ends.is_some())
        .collect();
    let drawn = match bins.is_empty() {
        true => categories(report, width),
        false => numbers_along(report, &bins, width),
    };
    match drawn {
        Some((marks, height)) => Scene::drawn(
            title,
            summary,
            Drawing::plot(width, height, "residuals-along", marks),
        ),
        None => Scene::nothing(title, summary, "There is no value to draw along."),
    }
}

/// Writes the median and the quartiles of each bin or category as a table.
pub fn numbers(report: &ResidualsReport) -> Numbers {
    let head = [
        &*report.column,
        "rows",
        "lower quartile",
        "median",
        "upper quartile",
    ];
    Numbers::first(&head, report.places.len(), &|place| {
        let of = &report.places[place];
        let quartiles = [of.quartiles.lower, of.quartiles.median, of.quartiles.upper];
        let mut row = vec![name(report, of), count(of.rows)];
        row.extend(quartiles.map(|value| four(Some(value))));
        row
    })
}

fn name(report: &ResidualsReport, place: &ResidualPlace) -> String {
    let text = |value: f64| match report.kind.is_date() {
        true => date(value.floor()),
        false => significant(value, 4),
    };
    match (&place.value, place.ends) {
        (Some(value), _) => value.clone(),
        (None, Some((low, high))) if low == high => text(low),
        (None, Some((low, high))) => [&text(low), " to ", &text(high)].concat(),
        (None, None) => "missing".to_owned(),
    }
}

fn in_words(report: &ResidualsReport) -> String {
    let mut words = [
        "Actual minus predicted, of ",
        &counted(report.rows, "test row", "test rows"),
        ".",
    ]
    .concat();
    let off = |of: &&ResidualPlace| of.quartiles.median.abs();
    let largest = report
        .places
        .iter()
        .max_by(|a, b| off(a).total_cmp(&off(b)));
    if let Some(largest) = largest {
        let (at, median) = (
            name(report, largest),
            significant(largest.quartiles.median, 3),
        );
        words.extend([
            " The median is furthest from 0 at ",
            &at,
            ": ",
            &median,
            ".",
        ]);
    }
    if report.others > 0 {
        let others = counted(report.others, "row has", "rows have");
        words.extend([" ", &others, " another value."]);
    }
    words.push_str(" A median far from 0 in many rows says that the model misses something there, and not why.");
    words
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    values.fold(start, |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

fn numbers_along(
    report: &ResidualsReport,
    bins: &[&ResidualPlace],
    width: f64,
) -> Option<(Vec<Mark>, f64)> {
    let domain = ends(
        bins.iter()
            .filter_map(|of| of.ends)
            .flat_map(|(low, high)| [low, high]),
    );
    if domain.0 >= domain.1 {
        return None;
    }
    let quartiles = bins
        .iter()
        .flat_map(|of| [of.quartiles.lower, of.quartiles.upper]);
    let residuals = report
        .points
        .iter()
        .map(|point| point.1)
        .chain(quartiles)
        .chain([0.0]);
    let y_ticks = Ticks::around(ends(residuals), 4);
    let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
    let (x, y) = (
        Linear::new(domain, area.x()),
        Linear::new(y_ticks.ends(), area.y()),
    );
    let at = |value: f64, residual: f64| [px(x.at(value)), px(y.at(residual))].join(" ");
    let mut marks = vec![y_axis(area, &y, &y_ticks, "actual − predicted")];
    let points = report
        .points
        .iter()
        .map(|(value, of)| ["M", &at(*value, *of), "h0"].concat());
    marks.push(Mark::path(points.collect::<String>()).class("points"));
    let zero = y.at(0.0);
    marks.push(Mark::line((area.left, zero), (area.right, zero)).class("zero-line"));
    let line = |of: &dyn Fn(&ResidualPlace) -> f64| -> String {
        let places = bins.iter().enumerate().map(|(place, bin)| {
            let (low, high) = bin.ends.unwrap_or_default();
            let command = if place == 0 { "M" } else { "L" };
            [command, &at((low + high) / 2.0, of(bin))].concat()
        });
        places.collect()
    };
    for quartile in [
        line(&|bin| bin.quartiles.lower),
        line(&|bin| bin.quartiles.upper),
    ] {
        marks.push(
            Mark::path(quartile)
                .class("effect-row")
                .titled("a quartile of each bin"),
        );
    }
    let median = Mark::path(line(&|bin| bin.quartiles.median)).class("curve");
    marks.push(median.titled("the median of each bin"));
    let mut x_ticks = Ticks::within(domain, ticks_across(width));
    let dates = report.kind.is_date();
    let label = match dates {
        true => {
            x_ticks.values.clear();
            let [from, to] = [domain.0, domain.1].map(|day| date(day.floor()));
            [&report.column, ", ", &from, " to ", &to].concat()
        }
        false => report.column.clone(),
    };
    marks.push(x_axis(area, &x, &x_ticks, &label));
    Some((marks, HEIGHT))
}

fn categories(report: &ResidualsReport, width: f64) -> Option<(Vec<Mark>, f64)> {
    let of = |place: &ResidualPlace| [place.quartiles.lower, place.quartiles.upper];
    let domain = ends(report.places.iter().flat_map(of).chain([0.0]));
    if report.places.is_empty() {
        return None;
    }
    let ticks = Ticks::around(domain, ticks_across(width));
    let names = (width * 0.35).min(220.0);
    let height = ROW * report.places.len() as f64 + 56.0;
    let area = PlotArea {
        left: names + 12.0,
        ..PlotArea::within(width, height, "")
    };
    let x = Linear::new(ticks.ends(), area.x());
    let zero = x.at(0.0);
    let mut marks = vec![Mark::line((zero, area.top), (zero, area.bottom)).class("zero-line")];
    for (place, row) in report.places.iter().zip(0..) {
        let middle = area.top + ROW * (f64::from(row) + 0.5);
        let name = [&name(report, place), " (", &count(place.rows), ")"].concat();
        let text = Mark::text((0.0, middle + 4.0), Anchor::Start, fit(&name, names));
        marks.push(text.class("axis-value"));
        let [low, high] = of(place).map(|value| (x.at(value), middle));
        marks.push(Mark::line(low, high).class("whisker"));
        let median = significant(place.quartiles.median, 4);
        let dot = Mark::circle((x.at(place.quartiles.median), middle), 4.0).class("run-dot");
        marks.push(dot.titled([&name, ": median ", &median].concat()));
    }
    marks.push(x_axis(area, &x, &ticks, "actual − predicted"));
    Some((marks, height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::ResidualQuartiles;
    use grove_recipe::columns::ColumnKind;

    fn place(value: Option<&str>, ends: Option<(f64, f64)>, median: f64) -> ResidualPlace {
        let (lower, upper) = (median - 1.0, median + 1.0);
        ResidualPlace {
            value: value.map(str::to_owned),
            ends,
            rows: 12,
            quartiles: ResidualQuartiles {
                lower,
                median,
                upper,
            },
        }
    }

    fn report(kind: ColumnKind, places: Vec<ResidualPlace>) -> ResidualsReport {
        ResidualsReport {
            column: "age".into(),
            kind,
            target: "price".into(),
            rows: 24,
            points: vec![(1.0, 0.5), (9.0, -3.0)],
            places,
            others: 0,
        }
    }

    #[test]
    fn numbers_have_points_a_median_and_quartiles() {
        let bins = vec![
            place(None, Some((1.0, 4.0)), 0.5),
            place(None, Some((5.0, 9.0)), -3.0),
        ];
        let report = report(ColumnKind::Decimal, bins);
        let scene = scene(&report, 480.0);
        let with = |class: &str| {
            let marks = scene.marks().iter();
            marks
                .filter(|mark| mark.attribute("class") == Some(class))
                .count()
        };
        assert_eq!(
            (
                with("points"),
                with("curve"),
                with("effect-row"),
                with("zero-line")
            ),
            (1, 1, 2, 1)
        );
        assert!(
            scene.summary.contains("at 5 to 9: −3."),
            "{}",
            scene.summary
        );
        assert_eq!(numbers(&report).rows[1][0], "5 to 9");
    }

    #[test]
    fn categories_have_a_line_each_and_one_value_nothing() {
        let of = vec![place(Some("red"), None, 2.0), place(None, None, -1.0)];
        let report_of = report(ColumnKind::Category, of);
        let scene_of = scene(&report_of, 480.0);
        let dots = scene_of.marks().iter();
        assert_eq!(
            dots.filter(|mark| mark.attribute("class") == Some("run-dot"))
                .count(),
            2
        );
        assert_eq!(numbers(&report_of).rows[1][0], "missing");
        let same = report(
            ColumnKind::Integer,
            vec![place(None, Some((4.0, 4.0)), 0.0)],
        );
        assert!(scene(&same, 480.0).drawing().is_none());
    }
}
