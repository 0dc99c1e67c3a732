//! The axes that every plot shares: hairlines, round values, a label with its unit.

use crate::fit::LETTER;
use crate::mark::{Anchor, Mark};
use crate::scale::{Linear, Ticks};

/// The inner area of a plot, in pixels of its drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the four sides")]
pub struct PlotArea {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl PlotArea {
    /// Makes the area in a drawing of `width` × `height`. Leaves room for the axes' texts; `widest` is the longest text
    /// beside the vertical axis.
    pub fn within(width: f64, height: f64, widest: &str) -> Self {
        let left = 28.0 + widest.chars().count() as f64 * LETTER;
        Self {
            left,
            top: 12.0,
            right: (width - 20.0).max(left + 40.0),
            bottom: (height - 44.0).max(40.0),
        }
    }

    /// Returns the left and the right end.
    pub fn x(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// Returns the lower and the upper end, in the direction in which values grow.
    pub fn y(&self) -> (f64, f64) {
        (self.bottom, self.top)
    }
}

/// Returns how many values fit along the axis of a picture of this width without their texts touching.
pub fn ticks_across(width: f64) -> u32 {
    ((width - 72.0) / 60.0).clamp(3.0, 8.0) as u32
}

/// Returns the longest text beside an axis.
pub fn widest(ticks: &Ticks) -> String {
    let labels = ticks.values.iter().map(|&value| ticks.label(value));
    labels
        .max_by_key(|label| label.chars().count())
        .unwrap_or_default()
}

/// Draws the horizontal axis below the plot.
pub fn x_axis(area: PlotArea, scale: &Linear, ticks: &Ticks, label: &str) -> Mark {
    let PlotArea {
        left,
        right,
        bottom,
        ..
    } = area;
    let mut marks = vec![Mark::line((left, bottom), (right, bottom)).class("axis-line")];
    for &value in &ticks.values {
        let x = scale.at(value);
        marks.push(Mark::line((x, bottom), (x, bottom + 4.0)).class("axis-line"));
        marks.push(value_text(
            (x, bottom + 17.0),
            Anchor::Middle,
            ticks.label(value),
        ));
    }
    let place = ((left + right) / 2.0, bottom + 36.0);
    marks.push(Mark::text(place, Anchor::Middle, label.to_owned()).class("axis-label"));
    axis(marks)
}

/// Draws the vertical axis to the left of the plot, with a hairline across the plot at each value.
pub fn y_axis(area: PlotArea, scale: &Linear, ticks: &Ticks, label: &str) -> Mark {
    let mut marks = Vec::new();
    for &value in &ticks.values {
        let y = scale.at(value);
        marks.push(grid_line(area, y));
        let place = (area.left - 6.0, y + 4.0);
        marks.push(value_text(place, Anchor::End, ticks.label(value)));
    }
    marks.push(upright_label((area.top + area.bottom) / 2.0, label));
    axis(marks)
}

/// Draws a hairline across the plot.
pub fn grid_line(area: PlotArea, y: f64) -> Mark {
    Mark::line((area.left, y), (area.right, y)).class("grid-line")
}

/// Writes a value beside an axis.
pub fn value_text(at: (f64, f64), anchor: Anchor, text: String) -> Mark {
    Mark::text(at, anchor, text).class("axis-value")
}

/// Writes the label of a vertical axis whose middle is at `y`.
pub fn upright_label(y: f64, label: &str) -> Mark {
    Mark::upwards((11.0, y), Anchor::Middle, label.to_owned()).class("axis-label")
}

/// Groups the marks of an axis. Screen readers skip them, since the summary says the same in words.
pub fn axis(marks: Vec<Mark>) -> Mark {
    Mark::group(marks).class("axis").with("aria-hidden", "true")
}
