//! Load: a small picture of a column's values.

use grove_recipe::columns::{ColumnKind, ColumnSummary, Histogram};
use grove_recipe::number::{count, counted, date, percent, share, significant};

use crate::bar::bar;
use crate::bins::Bins;
use crate::mark::{Html, Mark, px};

const VALUES_SHOWN: usize = 4;
/// A histogram is drawn in these units and stretched to the tile.
pub(crate) const WIDTH: f64 = 240.0;
pub(crate) const HEIGHT: f64 = 56.0;

/// Draws a histogram of numbers, or the most frequent values with a bar each. `rows` is the table's number of rows.
pub fn values(column: &ColumnSummary, rows: u32) -> Vec<Mark> {
    match &column.histogram {
        Histogram::Numbers { min, max, .. } if min == max => {
            let value = ["always ", &written(column.kind, *min)].concat();
            vec![Mark::html_text(Html::Paragraph, value).class("tile-empty")]
        }
        Histogram::Numbers { min, max, counts } if counts.iter().any(|&n| n > 0) => {
            numbers(column, *min, *max, counts)
        }
        Histogram::Values { top, other } if !top.is_empty() => {
            vec![frequent(top, *other, rows)]
        }
        _ => vec![nothing()],
    }
}

pub(crate) fn nothing() -> Mark {
    Mark::html_text(Html::Paragraph, "No values to draw").class("tile-empty")
}

/// Draws bars over the whole width of the tile.
pub(crate) fn histogram(label: String, bars: Vec<Mark>) -> Mark {
    let size = ["0 0 ", &px(WIDTH), " ", &px(HEIGHT)].concat();
    Mark::svg(bars)
        .class("tile-histogram")
        .with("viewBox", size)
        .with("preserveAspectRatio", "none")
        .with("role", "img")
        .with("aria-label", label)
}

fn numbers(column: &ColumnSummary, min: f64, max: f64, counts: &[u32]) -> Vec<Mark> {
    let most = f64::from(counts.iter().copied().max().unwrap_or(1).max(1));
    let step = WIDTH / counts.len() as f64;
    let written = |value: f64| written(column.kind, value);
    let bins = Bins {
        min,
        max,
        count: counts.len() as u32,
    };
    let bars = counts.iter().enumerate().map(|(bin, &n)| {
        // A bin with a single row stays visible beside one with thousands.
        let height = if n == 0 {
            0.0
        } else {
            (f64::from(n) / most * HEIGHT).max(1.0)
        };
        let x = bin as f64 * step;
        let (from, to) = bins.edges(bin);
        let rows = counted(n, "row", "rows");
        let title = [&written(from), " to ", &written(to), ": ", &rows].concat();
        let ground = Mark::rect_of(px(x), "0", px(step), px(HEIGHT));
        let wide = (step - 1.0).max(step * 0.8);
        Mark::group(vec![
            ground.class("tile-bin-ground").titled(title),
            Mark::rect(x, HEIGHT - height, wide, height).class("tile-bin-value"),
        ])
        .class("tile-bin")
    });
    let ends = [written(min), written(max)];
    let label = [
        "Histogram of ",
        &column.name,
        " from ",
        &ends[0],
        " to ",
        &ends[1],
    ]
    .concat();
    let ends = ends.map(|end| Mark::html_text(Html::Span, end));
    vec![
        histogram(label, bars.collect()),
        Mark::html(Html::Div, ends.into()).class("tile-range"),
    ]
}

/// Writes a number as a value of a column of this kind.
pub fn written(kind: ColumnKind, value: f64) -> String {
    match kind {
        ColumnKind::Date | ColumnKind::DateTime => date(value),
        // Writes all digits of a whole number unless there are too many to read.
        ColumnKind::Integer => significant(value, 7),
        _ => significant(value, 4),
    }
}

fn frequent(top: &[(String, u32)], other: u32, rows: u32) -> Mark {
    let hidden: u32 = top
        .iter()
        .skip(VALUES_SHOWN)
        .fold(other, |sum, (_, n)| sum.saturating_add(*n));
    let most = top.iter().map(|(_, n)| *n).fold(hidden.max(1), u32::max);
    let item = |name: &str, n: u32, kind: &'static str| {
        let share_of_rows = percent(share(n, rows));
        let title = [
            name,
            ": ",
            &counted(n, "row", "rows"),
            " (",
            &share_of_rows,
            ")",
        ]
        .concat();
        let cells = vec![
            Mark::html_text(Html::Span, name.to_owned()).class("tile-value-name"),
            bar(share(n, most), kind),
            Mark::html_text(Html::Span, count(n)).class("tile-value-count"),
        ];
        Mark::html(Html::Item, cells)
            .class("tile-value")
            .titled(title)
    };
    let shown = top.iter().take(VALUES_SHOWN);
    let mut items: Vec<Mark> = shown.map(|(name, n)| item(name, *n, "bar-plain")).collect();
    if hidden > 0 {
        items.push(item("all others", hidden, "bar-quiet"));
    }
    Mark::html(Html::List, items).class("tile-values")
}
