//! The field of a plane: cells of equal answers side by side are one rectangle, and all rectangles of a colour one path.

use grove_protocol::report::PlaneField;

use crate::axis::PlotArea;
use crate::mark::{Mark, px};
use crate::plane::PlanePlot;

/// The opacities of a class's colour, from the least certain answer to the most certain.
const LEVELS: [&str; 5] = ["0.08", "0.16", "0.24", "0.32", "0.42"];

/// Draws the answers. O(cells).
pub fn field(field: &PlaneField, plot: &PlanePlot) -> Mark {
    let PlotArea {
        left,
        top,
        right,
        bottom,
    } = plot.area;
    let (columns, rows) = (field.columns as usize, field.rows as usize);
    let edge = |from: f64, to: f64, cells: usize, i: usize| {
        px(from + (to - from) * i as f64 / cells.max(1) as f64)
    };
    let look = |cell: usize| {
        let colour = plot.legend.colour(field.answers[cell]);
        // Half of the probability is certain enough for the lightest.
        let level = field
            .certainty
            .get(cell)
            .map_or(0.0, |p| (p * 2.0 - 1.0) * LEVELS.len() as f64);
        (colour, level.clamp(0.0, (LEVELS.len() - 1) as f64) as usize)
    };
    let mut paths = vec![[const { String::new() }; LEVELS.len()]; plot.legend.colours()];
    for row in 0..rows {
        let (low, high) = (
            edge(bottom, top, rows, row),
            edge(bottom, top, rows, row + 1),
        );
        let mut from = 0;
        for column in 1..=columns {
            let now = look(row * columns + from);
            if column < columns && look(row * columns + column) == now {
                continue;
            }
            let (start, end) = (
                edge(left, right, columns, from),
                edge(left, right, columns, column),
            );
            let path = &mut paths[now.0][now.1];
            path.extend([
                "M", &start, " ", &high, "H", &end, "V", &low, "H", &start, "Z",
            ]);
            from = column;
        }
    }
    let mut marks = Vec::new();
    for (colour, levels) in paths.into_iter().enumerate() {
        for (path, level) in levels.into_iter().zip(LEVELS) {
            if !path.is_empty() {
                let mark = Mark::path(path).class(plot.legend.class(colour));
                let opacity = if field.certainty.is_empty() {
                    "0.6"
                } else {
                    level
                };
                marks.push(mark.with("fill-opacity", opacity));
            }
        }
    }
    Mark::group(marks)
        .class("plane-field")
        .with("data-testid", "plane-field")
        .with("data-trees", field.trees.to_string())
}
