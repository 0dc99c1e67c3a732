//! The axes that every plot shares: hairlines, round values, a label with its unit.

use yew::{Html, html};

use super::scale::{Linear, Ticks};
use super::text::LETTER;

/// The inside of a plot, in pixels of its SVG.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlotArea {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl PlotArea {
    /// Leaves room for the axes' texts in an SVG of `width` × `height`, where `widest` is the longest text
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

    pub fn x(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// Upwards, as data grows.
    pub fn y(&self) -> (f64, f64) {
        (self.bottom, self.top)
    }
}

/// How many values fit along an axis across a picture of this width without their texts touching.
pub fn ticks_across(width: f64) -> u32 {
    ((width - 72.0) / 60.0).clamp(3.0, 8.0) as u32
}

/// The longest text beside an axis.
pub fn widest(ticks: &Ticks) -> String {
    let labels = ticks.values.iter().map(|&value| ticks.label(value));
    labels
        .max_by_key(|label| label.chars().count())
        .unwrap_or_default()
}

/// The horizontal axis below the plot.
pub fn x_axis(area: PlotArea, scale: &Linear, ticks: &Ticks, label: &str) -> Html {
    let PlotArea {
        left,
        right,
        bottom,
        ..
    } = area;
    html! {
        <g class="axis" aria-hidden="true">
            <line class="axis-line" x1={px(left)} x2={px(right)} y1={px(bottom)} y2={px(bottom)} />
            { for ticks.values.iter().map(|&value| {
                let x = px(scale.at(value));
                html! {
                    <>
                        <line class="axis-line" x1={x.clone()} x2={x.clone()} y1={px(bottom)} y2={px(bottom + 4.0)} />
                        <text class="axis-value" {x} y={px(bottom + 17.0)} text-anchor="middle">{ ticks.label(value) }</text>
                    </>
                }
            }) }
            <text class="axis-label" x={px((left + right) / 2.0)} y={px(bottom + 36.0)} text-anchor="middle">{ label }</text>
        </g>
    }
}

/// The vertical axis to the left of the plot, with a hairline across it at each value.
pub fn y_axis(area: PlotArea, scale: &Linear, ticks: &Ticks, label: &str) -> Html {
    let PlotArea {
        left,
        top,
        right,
        bottom,
    } = area;
    let middle = (top + bottom) / 2.0;
    html! {
        <g class="axis" aria-hidden="true">
            { for ticks.values.iter().map(|&value| {
                let y = scale.at(value);
                html! {
                    <>
                        <line class="grid-line" x1={px(left)} x2={px(right)} y1={px(y)} y2={px(y)} />
                        <text class="axis-value" x={px(left - 6.0)} y={px(y + 4.0)} text-anchor="end">{ ticks.label(value) }</text>
                    </>
                }
            }) }
            <text class="axis-label" x="0" y="0" text-anchor="middle" transform={format!("translate(11 {}) rotate(-90)", px(middle))}>{ label }</text>
        </g>
    }
}

/// A length for an SVG attribute, to a tenth of a pixel.
pub fn px(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    if tenths.is_finite() {
        tenths.to_string()
    } else {
        "0".to_string()
    }
}
