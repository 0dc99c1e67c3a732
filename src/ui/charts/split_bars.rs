//! Split: whether train, validation and test rows are alike in what is to be predicted.

use yew::{AttrValue, Html, Properties, classes, component, html};

use super::axis::{PlotArea, px, ticks_across, x_axis};
use super::bar::bar;
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::histogram::Bins;
use super::number::{count, counted, percent, share, significant};
use super::scale::{Linear, Ticks};
use super::width::use_width;
use grove_protocol::report::{SplitReport, TargetDistribution};

#[derive(Properties, PartialEq)]
pub struct SplitBarsProps {
    pub report: SplitReport,
    /// Name of the target column.
    pub target: AttrValue,
}

/// More classes than this scroll in a frame.
const ROOMY: usize = 12;

/// Rows of one part; the style's name is the part's.
struct Part<'a> {
    name: &'static str,
    bar: &'static str,
    rows: u32,
    counts: &'a [u32],
}

impl Part<'_> {
    fn share(&self, i: usize) -> f64 {
        share(self.counts.get(i).copied().unwrap_or(0), self.rows)
    }

    fn most(&self) -> f64 {
        (0..self.counts.len()).fold(0.0, |most, i| self.share(i).max(most))
    }
}

fn parts(report: &SplitReport) -> Vec<Part<'_>> {
    let (TargetDistribution::Classes {
        train,
        validation,
        test,
        ..
    }
    | TargetDistribution::Numbers {
        train,
        validation,
        test,
        ..
    }) = &report.target;
    let part = |name, bar, rows, counts| Part {
        name,
        bar,
        rows,
        counts,
    };
    [
        part("train", "bar-train", report.train, train.as_slice()),
        part(
            "validation",
            "bar-validation",
            report.validation,
            validation,
        ),
        part("test", "bar-test", report.test, test),
    ]
    .into_iter()
    .filter(|part| part.rows > 0)
    .collect()
}

#[component]
pub fn SplitBars(props: &SplitBarsProps) -> Html {
    let ids = use_figure_ids();
    let parts = parts(&props.report);
    let (node, width) = use_width();
    let numeric = matches!(props.report.target, TargetDistribution::Numbers { .. });
    let title = format!("“{}” in each part", props.target);
    let picture = match &props.report.target {
        _ if parts.is_empty() => nothing("There are no rows in any part."),
        TargetDistribution::Classes { labels, .. } => class_shares(labels, &parts),
        TargetDistribution::Numbers {
            min, max, train, ..
        } => {
            let bins = Bins {
                min: *min,
                max: *max,
                count: train.len() as u32,
            };
            html! {
                <svg class="picture plot" role="img" aria-labelledby={ids.title.clone()} aria-describedby={ids.summary.clone()}
                    width={px(width)} height={px(height_of(parts.len()))}>
                    { numbers(bins, &parts, width, &props.target) }
                </svg>
            }
        }
    };
    html! {
        <FigureFrame {ids} {title} summary={in_words(&props.report, &parts)} save_as={numeric.then_some("split")}>
            <div class="measured" ref={node}>{ picture }</div>
        </FigureFrame>
    }
}

fn in_words(report: &SplitReport, parts: &[Part]) -> String {
    let rows: Vec<String> = parts
        .iter()
        .map(|part| format!("{} {}", part.name, count(part.rows)))
        .collect();
    let all = rows.join(", ");
    // The largest difference of a bar to the train rows' says how alike the parts are.
    let apart = parts.split_first().map_or(0.0, |(first, others)| {
        others
            .iter()
            .flat_map(|part| (0..part.counts.len()).map(|i| (part.share(i) - first.share(i)).abs()))
            .fold(0.0, f64::max)
    });
    let what = match report.target {
        TargetDistribution::Classes { .. } => "A class's share",
        TargetDistribution::Numbers { .. } => "A bin's share",
    };
    let alike = if parts.len() > 1 {
        format!(
            " {what} differs between train and the other parts by at most {} of rows.",
            percent(apart)
        )
    } else {
        String::new()
    };
    format!("Rows: {all}.{alike}")
}

fn class_shares(labels: &[String], parts: &[Part]) -> Html {
    let most = parts.iter().map(Part::most).fold(0.0, f64::max);
    html! {
        <div class={classes!("split-frame", (labels.len() > ROOMY).then_some("split-many"))} tabindex="0" role="region" aria-label="Class shares per part">
            <dl class="split">
                { for labels.iter().enumerate().map(|(i, label)| html! {
                    <div class="split-class" key={i}>
                        <dt class="split-label" title={label.clone()}>{ label }</dt>
                        { for parts.iter().map(|part| {
                            let n = part.counts.get(i).copied().unwrap_or(0);
                            let of = part.share(i);
                            let title = format!("{label} in {}: {} ({} of {})", part.name, counted(n, "row", "rows"), percent(of), counted(part.rows, "row", "rows"));
                            html! {
                                <dd class="split-part" {title}>
                                    <span class="split-name">{ part.name }</span>
                                    { bar(if most > 0.0 { of / most } else { 0.0 }, part.bar) }
                                    <span class="split-share">{ percent(of) }</span>
                                    <span class="split-count">{ count(n) }</span>
                                </dd>
                            }
                        }) }
                    </div>
                }) }
            </dl>
        </div>
    }
}

const PANEL: f64 = 88.0;
const GAP: f64 = 20.0;

fn height_of(panels: usize) -> f64 {
    panels as f64 * (PANEL + GAP) + 44.0
}

/// A panel per part, one above the other over a common axis, each with the train rows' outline to compare with.
fn numbers(bins: Bins, parts: &[Part], width: f64, target: &str) -> Html {
    let most = parts.iter().map(Part::most).fold(0.0, f64::max);
    let area = PlotArea::within(width, height_of(parts.len()), &percent(most));
    let domain = (bins.min, bins.max);
    let x = Linear::new(domain, area.x());
    let ticks = Ticks::within(domain, ticks_across(width));
    let train: Vec<f64> = parts.first().map_or(Vec::new(), |train| shares(train));
    html! {
        <>
            { for parts.iter().enumerate().map(|(i, part)| {
                let top = GAP + i as f64 * (PANEL + GAP);
                let bottom = top + PANEL;
                let y = Linear::new((0.0, most), (bottom, top));
                html! {
                    <g key={part.name}>
                        <line class="grid-line" x1={px(area.left)} x2={px(area.right)} y1={px(top)} y2={px(top)} />
                        <line class="axis-line" x1={px(area.left)} x2={px(area.right)} y1={px(bottom)} y2={px(bottom)} />
                        <text class="axis-value" x={px(area.left - 6.0)} y={px(top + 4.0)} text-anchor="end">{ percent(most) }</text>
                        <text class="axis-value" x={px(area.left - 6.0)} y={px(bottom + 4.0)} text-anchor="end">{ percent(0.0) }</text>
                        <path class={part.bar} d={bins.outline(&shares(part), &x, &y, true)} />
                        if i > 0 {
                            <path class="outline-train" d={bins.outline(&train, &x, &y, false)} />
                        }
                        <text class="panel-label" x={px(area.right)} y={px(top - 5.0)} text-anchor="end">
                            { format!("{}, {}{}", part.name, counted(part.rows, "row", "rows"), if i > 0 { " (line: train)" } else { "" }) }
                        </text>
                        { for part.counts.iter().enumerate().map(|(bin, &n)| {
                            let (from, to) = bins.edges(bin);
                            let (left, right) = (x.at(from), x.at(to));
                            html! {
                                <rect class="hover-area" x={px(left)} y={px(top)} width={px(right - left)} height={px(PANEL)}>
                                    <title>{ format!("{}, {} to {}: {} ({})", part.name, significant(from, 4), significant(to, 4), counted(n, "row", "rows"), percent(part.share(bin))) }</title>
                                </rect>
                            }
                        }) }
                    </g>
                }
            }) }
            { x_axis(area, &x, &ticks, target) }
            <text class="axis-label" x="0" y="0" text-anchor="middle" transform={format!("translate(11 {}) rotate(-90)", px(area.bottom / 2.0))}>{ "share of the part" }</text>
        </>
    }
}

fn shares(part: &Part) -> Vec<f64> {
    (0..part.counts.len()).map(|i| part.share(i)).collect()
}
