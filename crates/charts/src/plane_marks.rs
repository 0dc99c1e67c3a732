//! The rows of a plane: a path for each class, since one element is far faster than thousands.

use grove_protocol::report::{PlanePoint, PlaneReport};

use crate::mark::{Mark, classes, px};
use crate::plane::PlanePlot;

/// The distance of a mark's edge from its middle, in pixels: of few rows, and of many.
pub const LARGE: f64 = 4.5;
const LEAST: f64 = 2.2;
/// How much smaller train rows are beside test rows.
pub const SMALL: f64 = 0.62;

/// Of values, the share of test rows whose errors are the largest.
const LARGEST: f64 = 0.05;

/// Draws a shape of its own for each colour around a place, as commands of a path.
pub fn shape(of: usize, (x, y): (f64, f64), r: f64) -> String {
    let mut path = String::new();
    let polygon = |corners: &[(f64, f64)], path: &mut String| {
        for (place, (dx, dy)) in corners.iter().enumerate() {
            let command = if place == 0 { "M" } else { "L" };
            path.extend([command, &px(x + dx * r), " ", &px(y + dy * r)]);
        }
        path.push('Z');
    };
    match of {
        1 => polygon(
            &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            &mut path,
        ),
        2 => polygon(&[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)], &mut path),
        3 => polygon(
            &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
            &mut path,
        ),
        4 => polygon(&[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)], &mut path),
        5 => polygon(
            &[(-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)],
            &mut path,
        ),
        6 => polygon(
            &[(-0.5, -1.2), (0.5, -1.2), (0.5, 1.2), (-0.5, 1.2)],
            &mut path,
        ),
        _ => {
            path.extend(["M", &px(x - r), " ", &px(y)]);
            for across in [2.0 * r, -2.0 * r] {
                path.extend(["a", &px(r), " ", &px(r), " 0 1 0 ", &px(across), " 0"]);
            }
        }
    }
    path
}

/// Returns the size of the marks of so many rows, which cover a fixed share of an area at most.
pub fn size(area: f64, rows: usize) -> f64 {
    ((area / rows.max(1) as f64).sqrt() * 0.25).clamp(LEAST, LARGE)
}

/// Draws the rows, train rows smaller beside test rows. O(rows).
pub fn points(report: &PlaneReport, plot: &PlanePlot) -> Mark {
    let some_test = report.points.iter().any(|point| point.test);
    let mut paths: Vec<[String; 2]> = vec![Default::default(); plot.legend.colours()];
    for (point, at) in report.points.iter().zip(&plot.pixels) {
        let colour = plot.legend.colour(point.target);
        let small = some_test && !point.test;
        let size = if small { plot.mark * SMALL } else { plot.mark };
        let path = &mut paths[colour][usize::from(small)];
        path.push_str(&shape(plot.legend.shape(colour), *at, size));
    }
    let paths = paths.into_iter().enumerate().flat_map(|(colour, both)| {
        let colour = plot.legend.class(colour);
        let both = both.into_iter().zip(["", "plane-small"]).rev();
        both.filter(|(path, _)| !path.is_empty())
            .map(move |(path, size)| {
                Mark::path(path).class(classes(&["plane-point", &colour, size]))
            })
    });
    Mark::group(paths.collect())
}

/// Returns the indices of the test rows that are ringed: those of a wrong class, or those with the largest errors.
/// O(rows · log rows).
pub fn ringed(report: &PlaneReport) -> Vec<usize> {
    let error = |point: &PlanePoint| Some((point.predicted? - point.target).abs());
    let errors = report.points.iter().enumerate();
    let errors: Vec<(usize, f64)> = errors
        .filter_map(|(i, point)| Some((i, error(point)?)))
        .collect();
    let least = match report.classes.is_empty() {
        true => {
            let mut sizes: Vec<f64> = errors.iter().map(|(_, error)| *error).collect();
            grove_recipe::order::sort_by(&mut sizes, |a, b| b.total_cmp(a));
            let ringed = (sizes.len() as f64 * LARGEST).ceil() as usize;
            sizes.get(ringed.saturating_sub(1)).copied().unwrap_or(0.0)
        }
        false => 0.5,
    };
    let wrong = errors
        .into_iter()
        .filter(|(_, error)| *error >= least && *error > 0.0);
    wrong.map(|(index, _)| index).collect()
}

/// Draws the rings.
pub fn ring(report: &PlaneReport, plot: &PlanePlot) -> Option<Mark> {
    let ringed = ringed(report);
    let circles: String = ringed
        .iter()
        .map(|index| shape(0, plot.pixels[*index], plot.mark + 3.5))
        .collect();
    (!circles.is_empty()).then(|| Mark::path(circles).class("plane-ring"))
}
