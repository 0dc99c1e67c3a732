//! Evaluate: what moves the answers of many rows, a dot for each row and column.

use grove_protocol::report::{ExplainedRow, ShapleyReport};
use grove_recipe::order::sort_by;

use crate::axis::{PlotArea, grid_line, ticks_across, value_text, x_axis};
use crate::fit::{LETTER, fit};
use crate::mark::{Anchor, Mark};
use crate::moves::{COLUMNS, by_moves, of_what, rows_of};
use crate::plane_marks::shape;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// The height of a column's dots in the swarm, and the distance of a dot's edge from its middle.
const LANE: f64 = 26.0;
pub(crate) const DOT: f64 = 2.6;
/// The height of the legend, on two lines.
const LEGEND: f64 = 40.0;

/// What the shape and the colour of a dot stand for: the rank of the row's value among those of the column.
const RANKS: [(&str, &str); 4] = [
    ("plane-point amount-1", "low values"),
    ("plane-point amount-5", "middle"),
    ("plane-point amount-9", "high"),
    ("plane-point plane-plain", "without order, or missing"),
];
/// The shapes of the ranks.
const SHAPES: [usize; 4] = [4, 0, 2, 3];

/// Draws a dot for each row and column at what the column moves. O(rows × columns · log rows).
pub fn scene(report: &ShapleyReport, output: usize, width: f64) -> Scene {
    let title = ["What moves ", &of_what(report, output), " of each row"].concat();
    let summary = format!(
        "A dot is one of {}: to the right the column raises its answer, to the left it lowers it. Shape and colour tell whether the row's value of the column is low or high. Columns that go together share their moves.",
        rows_of(report)
    );
    let mut columns = by_moves(report, output);
    columns.truncate(COLUMNS);
    let moves = report.rows.iter().flat_map(|row| &row.contributions);
    let domain = moves.fold((0.0f64, 0.0f64), |(low, high), of| {
        (low.min(of[output]), high.max(of[output]))
    });
    let height = LEGEND + columns.len() as f64 * LANE + 60.0;
    let mut area = PlotArea::within(width, height, "");
    area.left = (width * 0.3).min(150.0);
    area.top = LEGEND;
    let x = Linear::new(domain, area.x());
    let ticks = Ticks::within(domain, ticks_across(width - area.left));
    let mut marks = legend(width);
    let mut paths: [String; 4] = Default::default();
    for (lane, (column, _)) in columns.iter().enumerate() {
        let middle = area.top + (lane as f64 + 0.5) * LANE;
        marks.push(grid_line(area, middle));
        let name = fit(&report.columns[*column], area.left - 14.0);
        marks.push(value_text(
            (area.left - 8.0, middle + 4.0),
            Anchor::End,
            name,
        ));
        let ranks = ranks(&report.rows, *column);
        let at = |row: &ExplainedRow| x.at(row.contributions[*column][output]);
        let places: Vec<f64> = report.rows.iter().map(at).collect();
        for ((x, y), rank) in beside_each_other(&places).into_iter().zip(ranks) {
            paths[rank].push_str(&shape(SHAPES[rank], (x, middle + y), DOT));
        }
    }
    let zero = x.at(0.0);
    marks.push(Mark::line((zero, area.top), (zero, area.bottom)).class("zero-line"));
    let drawn = paths.into_iter().zip(RANKS);
    let drawn = drawn.filter(|(path, _)| !path.is_empty());
    marks.extend(drawn.map(|(path, (class, _))| Mark::path(path).class(class)));
    let label = ["moves ", &of_what(report, output), " by"].concat();
    marks.push(x_axis(area, &x, &ticks, &label));
    Scene::drawn(title, summary, Drawing::plot(width, height, "swarm", marks))
}

/// Draws which mark is which, on two lines where it is narrow.
fn legend(width: f64) -> Vec<Mark> {
    let (mut x, mut y) = (8.0, 10.0);
    let mut marks = Vec::new();
    for (rank, (class, words)) in RANKS.into_iter().enumerate() {
        let wide = 22.0 + words.chars().count() as f64 * LETTER;
        if x + wide > width && rank > 0 {
            (x, y) = (8.0, y + 16.0);
        }
        marks.push(Mark::path(shape(SHAPES[rank], (x, y), 4.5)).class(class));
        marks.push(Mark::text((x + 9.0, y + 4.0), Anchor::Start, words).class("axis-value"));
        x += wide;
    }
    marks
}

/// Returns for each row whether its value is in the lower, the middle or the upper third of the column's, 0 to 2; 3 where it
/// is missing or in no order.
fn ranks(rows: &[ExplainedRow], column: usize) -> Vec<usize> {
    let mut known: Vec<f64> = rows.iter().filter_map(|row| row.amounts[column]).collect();
    sort_by(&mut known, f64::total_cmp);
    let rank = |row: &ExplainedRow| {
        let Some(amount) = row.amounts[column] else {
            return 3;
        };
        let below = known.partition_point(|of| *of < amount);
        let through = known.partition_point(|of| *of <= amount);
        // The middle of equal values.
        ((below + through) * 3 / (2 * known.len())).min(2)
    };
    rows.iter().map(rank).collect()
}

/// Places dots of a lane beside each other where they would touch. Returns their places, with the distance from the lane's
/// middle. O(dots).
fn beside_each_other(places: &[f64]) -> Vec<(f64, f64)> {
    let mut there: Vec<(i64, u32)> = Vec::new();
    let place = |x: &f64| {
        let column = (x / (1.6 * DOT)) as i64;
        let found = there.iter_mut().find(|of| of.0 == column);
        let before = match found {
            Some(of) => {
                of.1 += 1;
                of.1
            }
            None => {
                there.push((column, 0));
                0
            }
        };
        let steps = f64::from(before.div_ceil(2)) * if before % 2 == 0 { 1.0 } else { -1.0 };
        // More than fit lie on each other.
        let room = LANE / 2.0 - DOT;
        (*x, (steps * 1.6 * DOT).clamp(-room, room))
    };
    places.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moves::tests::report;

    #[test]
    fn ranks_are_thirds_and_missing_values_have_none() {
        let ranks = ranks(&report().rows, 0);
        assert_eq!((ranks[0], ranks[4], ranks[20], ranks[39]), (0, 3, 1, 2));
        let count = |rank| ranks.iter().filter(|of| **of == rank).count();
        assert_eq!([count(0), count(1), count(2), count(3)], [13, 13, 13, 1]);
    }

    #[test]
    fn every_row_is_a_dot_within_its_lane() {
        let places = beside_each_other(&[50.0; 400]);
        let room = LANE / 2.0 - DOT;
        assert!(places.iter().all(|(_, y)| y.abs() <= room));
        assert_eq!(
            (places[0].1, places[1].1 < 0.0, places[2].1 > 0.0),
            (0.0, true, true)
        );
        let text = crate::markup::figure(&scene(&report(), 0, 480.0));
        // Two columns of 40 rows, and the legend.
        let dots: usize = text
            .split(" d=\"")
            .skip(1)
            .map(|path| {
                let path = path.split('"').next().unwrap_or_default();
                path.matches('M').count()
            })
            .sum();
        assert_eq!(dots, 84);
        for words in ["low values", "high", "moves the answer by"] {
            assert!(text.contains(words), "{words}");
        }
    }
}
