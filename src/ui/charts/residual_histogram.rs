//! Evaluate, numbers: how large the errors are and to which side.

use yew::{AttrValue, Html, Properties, component, html};

use super::axis::{PlotArea, px, ticks_across, widest, x_axis, y_axis};
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::histogram::Bins;
use super::number::{count, counted, percent, significant};
use super::scale::{Linear, Ticks};
use super::width::use_width;

#[derive(Properties, PartialEq)]
pub struct ResidualHistogramProps {
    /// Lower end of the first bin and upper end of the last, in the target's unit.
    pub min: f64,
    pub max: f64,
    pub counts: Vec<u32>,
    /// Name of the target column.
    pub target: AttrValue,
}

const HEIGHT: f64 = 260.0;

#[component]
pub fn ResidualHistogram(props: &ResidualHistogramProps) -> Html {
    let ids = use_figure_ids();
    let (node, width) = use_width();
    let rows = props.counts.iter().fold(0u32, |a, b| a.saturating_add(*b));
    let bins = Bins {
        min: props.min,
        max: props.max,
        count: props.counts.len() as u32,
    };
    let drawable = rows > 0 && props.min.is_finite() && props.max.is_finite();
    html! {
        <FigureFrame ids={ids.clone()} title="Residuals" summary={in_words(&bins, &props.counts, rows)} save_as={drawable.then_some("residuals")}>
            <div class="measured" ref={node}>
                if drawable {
                    <svg class="picture plot" role="img" aria-labelledby={ids.title} aria-describedby={ids.summary} width={px(width)} height={px(HEIGHT)}>
                        { bars(&bins, &props.counts, width, &props.target) }
                    </svg>
                } else {
                    { nothing("There are no test rows to draw.") }
                }
            </div>
        </FigureFrame>
    }
}

fn in_words(bins: &Bins, counts: &[u32], rows: u32) -> String {
    let most = counts.iter().copied().max().unwrap_or(0);
    let Some(mode) = counts.iter().position(|&n| n == most && n > 0) else {
        return "Actual minus predicted.".to_string();
    };
    let (from, to) = bins.edges(mode);
    format!(
        "Actual minus predicted, of {}, from {} to {}. Most lie from {} to {} ({}). Right of zero the prediction was too low.",
        counted(rows, "test row", "test rows"),
        significant(bins.min, 3),
        significant(bins.max, 3),
        significant(from, 3),
        significant(to, 3),
        percent(f64::from(most) / f64::from(rows.max(1))),
    )
}

fn bars(bins: &Bins, counts: &[u32], width: f64, target: &str) -> Html {
    let y_ticks = Ticks::of_counts(counts.iter().copied().max().unwrap_or(0), 4);
    let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
    let y = Linear::new(y_ticks.ends(), area.y());
    // A histogram without zero in it would hide that all errors go one way.
    let domain = (bins.min.min(0.0), bins.max.max(0.0));
    let x = Linear::new(domain, area.x());
    let x_ticks = Ticks::within(domain, ticks_across(width));
    html! {
        <>
            { y_axis(area, &y, &y_ticks, "test rows") }
            { for counts.iter().enumerate().map(|(i, &n)| {
                let (from, to) = bins.edges(i);
                let (left, right) = (x.at(from), x.at(to));
                let height = area.bottom - y.at(f64::from(n));
                html! {
                    <rect class="mark" x={px(left)} y={px(area.bottom - height)} width={px((right - left - 1.0).max(1.0))} height={px(height)}>
                        <title>{ format!("{} to {}: {}", significant(from, 4), significant(to, 4), count(n)) }</title>
                    </rect>
                }
            }) }
            <line class="zero-line" x1={px(x.at(0.0))} x2={px(x.at(0.0))} y1={px(area.top)} y2={px(area.bottom)} />
            { x_axis(area, &x, &x_ticks, &format!("actual − predicted {target}")) }
        </>
    }
}
