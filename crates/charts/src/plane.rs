//! Rows in the plane of two columns, coloured by the target, with a model's answers as a field behind them.

use grove_protocol::report::{PlaneAxis, PlaneReport};
use grove_recipe::number::date;
use grove_recipe::order::sort_by;

use crate::axis::{PlotArea, axis, grid_line, upright_label, value_text};
use crate::fit::{LETTER, fit};
use crate::mark::{Anchor, Mark};
use crate::plane_field::field;
use crate::plane_legend::{Legend, ROW};
use crate::plane_marks::{points, ring, size};
pub use crate::plane_words::describe;
use crate::plane_words::{in_words, title};
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// The largest distance from the pointer at which a row is read out, in pixels.
const REACH: f64 = 24.0;
/// The longest name of a category beside or below an axis, in pixels.
const NAME: f64 = 84.0;

/// The places of the marks, which do not change while the pointer moves.
#[derive(Debug, PartialEq)]
pub struct PlanePlot {
    pub(crate) area: PlotArea,
    pub(crate) legend: Legend,
    x: Labels,
    y: Labels,
    /// Of each row.
    pub(crate) pixels: Vec<(f64, f64)>,
    /// The size of their marks.
    pub(crate) mark: f64,
    width: f64,
    height: f64,
    /// Whether the names below the plot are written upwards.
    upwards: bool,
}

/// An axis with the texts along it.
#[derive(Debug, PartialEq)]
struct Labels {
    scale: Linear,
    texts: Vec<(f64, String)>,
}

impl Labels {
    fn of(shown: &PlaneAxis, about: u32) -> Self {
        let domain = (shown.low, shown.high);
        let names = shown.categories.iter().zip(0..);
        let texts = if !shown.categories.is_empty() {
            names
                .map(|(name, at)| (f64::from(at), fit(name, NAME)))
                .collect()
        } else if shown.bands {
            let whole = (shown.low.ceil() as i64)..=(shown.high.floor() as i64);
            whole
                .map(|value| (value as f64, value.to_string()))
                .collect()
        } else {
            let ticks = Ticks::within(domain, about);
            let text = |value: f64| match shown.kind.is_date() {
                true => date(value),
                false => ticks.label(value),
            };
            ticks
                .values
                .iter()
                .map(|&value| (value, text(value)))
                .collect()
        };
        Self {
            scale: Linear::new(domain, (0.0, 1.0)),
            texts,
        }
    }

    fn widest(&self) -> f64 {
        let letters = self.texts.iter().map(|(_, text)| text.chars().count());
        letters.max().unwrap_or(0) as f64 * LETTER
    }
}

/// Moves a row within its band, by a low-discrepancy sequence of its number.
fn within_band(row: u32, step: f64) -> f64 {
    (f64::from(row) * step).fract() * 0.7 - 0.35
}

impl PlanePlot {
    /// Computes the places. O(rows).
    pub fn of(report: &PlaneReport, width: f64) -> Self {
        let legend = Legend::of(report, width);
        let letters = if report.x.kind.is_date() { 100.0 } else { 64.0 };
        let x = Labels::of(&report.x, ((width - 72.0) / letters).clamp(2.0, 8.0) as u32);
        let y = Labels::of(&report.y, 6);
        let left = 30.0 + y.widest();
        let right = (width - 12.0).max(left + 40.0);
        let band = (right - left) / x.texts.len().max(1) as f64;
        let upwards = report.x.bands && x.widest() + 8.0 > band;
        let below = 44.0 + if upwards { x.widest() - 12.0 } else { 0.0 };
        let top = 8.0 + f64::from(legend.rows) * ROW;
        let bottom = top + ((right - left) * 0.72).clamp(180.0, 420.0);
        let area = PlotArea {
            left,
            top,
            right,
            bottom,
        };
        let place = |shown: &PlaneAxis, value: f64, row: u32, step: f64| match shown.bands {
            true => value + within_band(row, step),
            false => value,
        };
        let mut plot = Self {
            area,
            legend,
            x,
            y,
            pixels: Vec::new(),
            mark: size((right - left) * (bottom - top), report.points.len()),
            width,
            height: bottom + below,
            upwards,
        };
        let pixels = report.points.iter().map(|point| {
            let x = place(&report.x, point.x, point.row, 0.618_033_988_75);
            let y = place(&report.y, point.y, point.row, 0.754_877_666_25);
            (plot.across(x), plot.up(y))
        });
        plot.pixels = pixels.collect();
        plot
    }

    /// Returns the pixel of a value of the horizontal column.
    fn across(&self, value: f64) -> f64 {
        let PlotArea { left, right, .. } = self.area;
        left + self.x.scale.at(value) * (right - left)
    }

    /// Returns the pixel of a value of the vertical column.
    fn up(&self, value: f64) -> f64 {
        let PlotArea { top, bottom, .. } = self.area;
        bottom - self.y.scale.at(value) * (bottom - top)
    }

    fn x_axis(&self, label: String) -> Mark {
        let PlotArea {
            left,
            right,
            bottom,
            ..
        } = self.area;
        let mut marks = vec![Mark::line((left, bottom), (right, bottom)).class("axis-line")];
        for (value, text) in &self.x.texts {
            let x = self.across(*value);
            marks.push(Mark::line((x, bottom), (x, bottom + 4.0)).class("axis-line"));
            marks.push(match self.upwards {
                true => {
                    let name = Mark::upwards((x + 4.0, bottom + 8.0), Anchor::End, text.clone());
                    name.class("axis-value")
                }
                false => value_text((x, bottom + 17.0), Anchor::Middle, text.clone()),
            });
        }
        let place = ((left + right) / 2.0, self.height - 8.0);
        marks.push(Mark::text(place, Anchor::Middle, label).class("axis-label"));
        axis(marks)
    }

    fn y_axis(&self, label: &str, lines: bool) -> Mark {
        let mut marks = Vec::new();
        for (value, text) in &self.y.texts {
            let y = self.up(*value);
            if lines {
                marks.push(grid_line(self.area, y));
            }
            marks.push(value_text(
                (self.area.left - 6.0, y + 4.0),
                Anchor::End,
                text.clone(),
            ));
        }
        marks.push(upright_label(
            (self.area.top + self.area.bottom) / 2.0,
            label,
        ));
        axis(marks)
    }

    /// Marks the row with this index.
    pub fn read_out(&self, index: usize) -> Vec<Mark> {
        let at = self.pixels.get(index);
        at.map(|at| Mark::circle(*at, self.mark + 3.0).class("point-chosen"))
            .into_iter()
            .collect()
    }

    /// Returns the row nearest to a place in the picture, if one is near. O(rows).
    pub fn nearest(&self, x: f64, y: f64) -> Option<usize> {
        let distances = self.pixels.iter().map(|at| (at.0 - x).hypot(at.1 - y));
        let near = distances
            .enumerate()
            .filter(|(_, distance)| *distance <= REACH);
        near.min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(index, _)| index)
    }

    /// Describes the model's answer at a place in the picture; `None` outside of a field. O(1).
    pub fn read(&self, report: &PlaneReport, x: f64, y: f64) -> Option<String> {
        let field = report.field.as_ref()?;
        let PlotArea {
            left,
            top,
            right,
            bottom,
        } = self.area;
        let across = (x - left) / (right - left) * f64::from(field.columns);
        let up = (bottom - y) / (bottom - top) * f64::from(field.rows);
        let inside = (0.0..f64::from(field.columns)).contains(&across)
            && (0.0..f64::from(field.rows)).contains(&up);
        let cell = up as usize * field.columns as usize + across as usize;
        inside
            .then(|| crate::plane_words::cell(report, cell))
            .flatten()
    }

    /// Returns the row that a key leads to: the next one to the right, to the left, above or below, the first or the last.
    /// `None` for other keys. O(rows · log rows).
    pub fn moved(&self, from: Option<usize>, key: &str) -> Option<usize> {
        let (upwards, step) = match key {
            "ArrowRight" => (false, 1),
            "ArrowLeft" => (false, -1),
            "ArrowUp" => (true, 1),
            "ArrowDown" => (true, -1),
            "Home" => (false, isize::MIN),
            "End" => (false, isize::MAX),
            _ => return None,
        };
        let along = |(x, y): (f64, f64)| if upwards { -y } else { x };
        let mut order: Vec<usize> = (0..self.pixels.len()).collect();
        sort_by(&mut order, |a, b| {
            along(self.pixels[*a])
                .total_cmp(&along(self.pixels[*b]))
                .then(a.cmp(b))
        });
        let last = order.len().checked_sub(1)?;
        let place = match from.and_then(|from| order.iter().position(|&index| index == from)) {
            Some(place) => place.saturating_add_signed(step).min(last),
            None if step == isize::MAX => last,
            None => 0,
        };
        order.get(place).copied()
    }
}

/// Writes the name of a column with the unit of its numbers.
fn label(shown: &PlaneAxis) -> String {
    match &shown.unit {
        Some(unit) => [&shown.column, " (", unit, ")"].concat(),
        None => shown.column.clone(),
    }
}

/// Draws the rows, and the field behind them if there is one. O(rows + cells).
pub fn scene(report: &PlaneReport, plot: &PlanePlot) -> Scene {
    let (title, summary) = (title(report), in_words(report));
    if report.points.is_empty() {
        return Scene::nothing(title, summary, "No row has a value in both columns.");
    }
    let mut marks = vec![plot.y_axis(&label(&report.y), report.field.is_none())];
    if let Some(of) = &report.field {
        marks.push(field(of, plot));
    }
    marks.push(plot.x_axis(label(&report.x)));
    marks.push(points(report, plot));
    marks.extend(ring(report, plot));
    marks.push(plot.legend.marks(report));
    let drawing = Drawing {
        testid: Some("plane"),
        focusable: true,
        ..Drawing::plot(plot.width, plot.height, "plane", marks)
    };
    Scene::drawn(title, summary, drawing)
}

#[cfg(test)]
mod tests;
