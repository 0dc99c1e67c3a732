//! Evaluate: what a column moves in each row, by the row's value of it.

use grove_protocol::report::{ExplainedRow, ShapleyReport};
use grove_recipe::columns::ColumnKind;
use grove_recipe::order::sort_by;

use crate::axis::{PlotArea, ticks_across, value_text, widest, x_axis, y_axis};
use crate::column::written;
use crate::fit::fit;
use crate::mark::{Anchor, Mark};
use crate::moves::{of_what, rows_of};
use crate::plane_marks::shape;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};
use crate::swarm::DOT;

const HEIGHT: f64 = 280.0;
/// The least width of a category's lane, so that its name can be read.
const LANE: f64 = 64.0;

/// Draws what a column moves in each row, by the row's value of it. O(rows · log rows).
pub fn scene(report: &ShapleyReport, column: usize, output: usize, width: f64) -> Scene {
    let name = &report.columns[column];
    let title = ["What ", name, " moves, by its value"].concat();
    let summary = format!(
        "A dot is one of {}. Dots of one value at different heights mean that the other columns decide with it. The picture shows the model, not what a change would cause.",
        rows_of(report)
    );
    let moves = report
        .rows
        .iter()
        .map(|row| row.contributions[column][output]);
    let domain = moves.fold((0.0f64, 0.0f64), |(low, high), of| {
        (low.min(of), high.max(of))
    });
    let y_ticks = Ticks::around(domain, 4);
    let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
    let y = Linear::new(y_ticks.ends(), area.y());
    let of_what = ["moves ", &of_what(report, output), " by"].concat();
    let mut marks = vec![y_axis(area, &y, &y_ticks, &of_what)];
    let zero = y.at(0.0);
    marks.push(Mark::line((area.left, zero), (area.right, zero)).class("zero-line"));
    let mut dots = String::new();
    let amounts = report.rows.iter().filter_map(|row| row.amounts[column]);
    let ends = amounts.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), of| {
        (low.min(of), high.max(of))
    });
    if ends.0 <= ends.1 {
        let x = Linear::new(ends, area.x());
        for row in &report.rows {
            if let Some(amount) = row.amounts[column] {
                let at = (x.at(amount), y.at(row.contributions[column][output]));
                dots.push_str(&shape(0, at, DOT));
            }
        }
        let mut ticks = Ticks::within(ends, ticks_across(width));
        let kind = report.kinds[column];
        if kind.is_date() {
            // Round numbers of days are no round dates.
            ticks.values.clear();
            for (end, anchor) in [(ends.0, Anchor::Start), (ends.1, Anchor::End)] {
                let at = (x.at(end), area.bottom + 17.0);
                let days = match kind {
                    ColumnKind::DateTime => end / 86_400e6,
                    _ => end,
                };
                marks.push(value_text(at, anchor, written(kind, days)));
            }
        }
        marks.push(x_axis(area, &x, &ticks, name));
    } else {
        dots = of_categories(report, column, output, (&mut marks, area, &y));
    }
    marks.push(Mark::path(dots).class("plane-point plane-plain"));
    let drawing = Drawing::plot(width, HEIGHT, "moves", marks);
    Scene::drawn(title, summary, drawing)
}

/// Draws a lane for each of the most frequent categories, and one for the others. Returns the dots.
fn of_categories(
    report: &ShapleyReport,
    column: usize,
    output: usize,
    (marks, area, y): (&mut Vec<Mark>, PlotArea, &Linear),
) -> String {
    let text = |row: &ExplainedRow| row.values[column].clone().unwrap_or("missing".into());
    let mut counts: Vec<(String, u32)> = Vec::new();
    for row in &report.rows {
        let text = text(row);
        match counts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => counts.push((text, 1)),
        }
    }
    sort_by(&mut counts, |a, b| b.1.cmp(&a.1));
    let most = ((area.right - area.left) / LANE).max(2.0) as usize;
    if counts.len() > most {
        counts.truncate(most - 1);
        counts.push(("others".into(), 0));
    }
    let lane = (area.right - area.left) / counts.len().max(1) as f64;
    for (place, (name, _)) in counts.iter().enumerate() {
        let at = area.left + (place as f64 + 0.5) * lane;
        let name = fit(name, lane - 4.0);
        marks.push(value_text((at, area.bottom + 17.0), Anchor::Middle, name));
    }
    let mut used = vec![0u32; counts.len()];
    let mut dots = String::new();
    for row in &report.rows {
        let text = text(row);
        let place = counts.iter().position(|(known, _)| *known == text);
        let place = place.unwrap_or(counts.len() - 1);
        used[place] += 1;
        // Spread over the lane in an order that never repeats.
        let aside = f64::from(used[place]) * 0.618_034 % 1.0;
        let x = area.left + (place as f64 + 0.2 + 0.6 * aside) * lane;
        dots.push_str(&shape(0, (x, y.at(row.contributions[column][output])), DOT));
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moves::dot_numbers;
    use crate::moves::tests::report;

    #[test]
    fn numbers_have_an_axis_and_many_categories_share_a_lane() {
        let report = report();
        let text = crate::markup::figure(&scene(&report, 0, 0, 480.0));
        assert!(text.contains("What size moves"), "{text}");
        let text = crate::markup::figure(&scene(&report, 1, 0, 480.0));
        assert!(
            text.contains("&lt;c1&gt;") && text.contains("others"),
            "{text}"
        );
        assert_eq!(dot_numbers(&report, Some(1), 0).rows.len(), 40);
        assert_eq!(dot_numbers(&report, None, 0).rows.len(), 80);
    }
}
