//! Evaluate, calibration: the probability that each probability of the model is mapped to, beside the diagonal, where it would
//! stay as it is.

use grove_protocol::report::MapPoints;
use grove_recipe::number::fixed;

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::mark::{Mark, px};
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const ACROSS: &str = "probability of the model";
const UPWARDS: &str = "calibrated probability";

/// Writes the points of a map as a table.
pub fn numbers(map: &MapPoints) -> Numbers {
    Numbers::along(&[ACROSS, UPWARDS], map.points.len(), &|place| {
        let (x, y) = map.points[place];
        [x, y].map(|value| fixed(value, 4)).into()
    })
}

/// Draws the map of a class. O(points).
pub fn scene(map: &MapPoints, width: f64) -> Scene {
    let title = ["Calibration of ", &map.class].concat();
    let summary = "Above the dotted diagonal the model was not sure enough, below it too sure. Where few rows were measured, the line follows chance.";
    let height = (width * 0.7).clamp(220.0, 360.0);
    let y_ticks = Ticks::within((0.0, 1.0), 5);
    let x_ticks = Ticks::within((0.0, 1.0), ticks_across(width).min(5));
    let area = PlotArea::within(width, height, &widest(&y_ticks));
    let (x, y) = (
        Linear::new((0.0, 1.0), area.x()),
        Linear::new((0.0, 1.0), area.y()),
    );
    let mut path = String::new();
    for (across, upwards) in &map.points {
        let command = if path.is_empty() { "M" } else { "L" };
        path.extend([command, &px(x.at(*across)), " ", &px(y.at(*upwards))]);
    }
    let diagonal = Mark::line((x.at(0.0), y.at(0.0)), (x.at(1.0), y.at(1.0)));
    let marks = vec![
        y_axis(area, &y, &y_ticks, UPWARDS),
        x_axis(area, &x, &x_ticks, ACROSS),
        diagonal.class("zero-line"),
        Mark::path(path).class("curve"),
    ];
    let drawing = Drawing::plot(width, height, "calibration", marks);
    Scene::drawn(title, summary.to_owned(), drawing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_drawn_from_corner_to_corner_and_listed() {
        let map = MapPoints {
            class: "yes".into(),
            points: vec![(0.0, 0.1), (0.5, 0.3), (1.0, 0.9)],
        };
        let scene = scene(&map, 400.0);
        assert_eq!(scene.title, "Calibration of yes");
        let figure = crate::markup::figure(&scene);
        assert!(
            figure.contains("zero-line") && figure.contains("curve"),
            "{figure}"
        );
        assert_eq!(numbers(&map).rows[1], ["0.5000", "0.3000"]);
    }
}
