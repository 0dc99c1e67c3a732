//! Featurize: which column became which features.

use yew::{Html, Properties, component, html};

use super::axis::px;
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::number::{count, counted};
use super::text::fit;
use super::width::use_width;
use grove_protocol::report::{Feature, FeaturizeReport};

#[derive(Properties, PartialEq)]
pub struct RibbonsProps {
    pub report: FeaturizeReport,
}

const ROW: f64 = 24.0;
/// A column with more features than this is drawn as one ribbon.
const APART: usize = 4;
/// With more columns than this, the rest is told in words.
const COLUMNS_SHOWN: usize = 150;

#[component]
pub fn Ribbons(props: &RibbonsProps) -> Html {
    let ids = use_figure_ids();
    let (node, width) = use_width();
    let columns = by_column(&props.report.features);
    let shown = columns.iter().take(COLUMNS_SHOWN);
    let used: usize = shown.clone().map(|(_, features)| slots(features)).sum();
    let height = (used + props.report.unused.len()).max(1) as f64 * ROW + 4.0;
    let places = Places::within(width);
    let mut above = 0;
    html! {
        <FigureFrame ids={ids.clone()} title="From columns to features" summary={in_words(&props.report, columns.len())}
            save_as={(height > ROW).then_some("features")}>
            <div class="measured ribbon-frame" ref={node} tabindex="0" role="region" aria-labelledby={ids.title.clone()}>
                if columns.is_empty() && props.report.unused.is_empty() {
                    { nothing("No column gave a feature.") }
                } else {
                    <svg class="picture ribbons" width={px(width)} height={px(height)} role="group" aria-labelledby={ids.title} aria-describedby={ids.summary}>
                        { for shown.map(|(column, features)| {
                            let drawn = one_column(column, features, above, &places);
                            above += slots(features);
                            drawn
                        }) }
                        { for props.report.unused.iter().enumerate().map(|(i, (column, reason))| {
                            unused(column, reason, (used + i) as f64 * ROW + ROW / 2.0, &places)
                        }) }
                    </svg>
                }
            </div>
            if columns.len() > COLUMNS_SHOWN {
                <p class="figure-note">{ format!("Drawn are the first {COLUMNS_SHOWN} of {} columns.", count(columns.len() as u64)) }</p>
            }
        </FigureFrame>
    }
}

/// Features in the order of the columns' first one.
fn by_column(features: &[Feature]) -> Vec<(&str, Vec<&Feature>)> {
    let mut columns: Vec<(&str, Vec<&Feature>)> = Vec::new();
    for feature in features {
        // Features of a column follow each other, so the last one is nearly always it.
        match columns
            .iter_mut()
            .rev()
            .find(|(name, _)| *name == feature.column)
        {
            Some((_, of_column)) => of_column.push(feature),
            None => columns.push((&feature.column, vec![feature])),
        }
    }
    columns
}

/// Rows of the picture that the features of a column take.
fn slots(features: &[&Feature]) -> usize {
    if features.len() > APART {
        1
    } else {
        features.len()
    }
}

/// Where texts end and ribbons begin, in pixels from the left.
struct Places {
    from: f64,
    to: f64,
    end: f64,
}

impl Places {
    fn within(width: f64) -> Self {
        Self {
            from: (width * 0.3).min(220.0),
            to: (width * 0.3).min(220.0) + (width * 0.18).clamp(40.0, 200.0),
            end: width,
        }
    }
}

fn one_column(column: &str, features: &[&Feature], above: usize, places: &Places) -> Html {
    let rows = slots(features);
    let grouped = rows < features.len();
    let top = above as f64 * ROW;
    let middle = top + rows as f64 * ROW / 2.0;
    // A group's ribbon is wider, but by less than in proportion: 1000 must fit beside 1.
    let thick = if grouped {
        (6.0 + (features.len() as f64).log2()).min(16.0)
    } else {
        6.0
    };
    let start = middle - thick * rows as f64 / 2.0;
    let ends: Vec<(String, String)> = if grouped {
        let name = format!("{column}: {} features", count(features.len() as u64));
        vec![(name, listed(features))]
    } else {
        let pair = |f: &&Feature| (f.name.clone(), f.fitted.clone());
        features.iter().map(pair).collect()
    };
    let label = format!("{column} becomes {}", listed(features));
    html! {
        <g class="ribbon" key={column.to_string()} tabindex="0" role="img" aria-label={label}>
            <rect class="hover-area" x="0" y={px(top)} width={px(places.end)} height={px(rows as f64 * ROW)} />
            <text class="ribbon-column" x={px(places.from - 10.0)} y={px(middle + 4.0)} text-anchor="end">
                { fit(column, places.from - 12.0) }<title>{ column }</title>
            </text>
            <rect class="ribbon-end" x={px(places.from - 3.0)} y={px(start)} width="3" height={px(thick * rows as f64)} />
            { for ends.iter().enumerate().map(|(i, (name, fitted))| {
                let from = start + i as f64 * thick;
                let to = top + i as f64 * ROW + (ROW - thick) / 2.0;
                let title = if fitted.is_empty() { name.clone() } else { format!("{name}: {fitted}") };
                let room = places.end - places.to - 12.0;
                let written = fit(name, room);
                html! {
                    <>
                        <path class="ribbon-band" d={band((places.from, from), (places.to, to), thick)}><title>{ title.clone() }</title></path>
                        <rect class="ribbon-end" x={px(places.to)} y={px(to)} width="3" height={px(thick)} />
                        <text class="ribbon-feature" x={px(places.to + 10.0)} y={px(to + thick / 2.0 + 4.0)}>
                            { written.clone() }
                            if !grouped && !fitted.is_empty() && written == *name {
                                <tspan class="ribbon-fitted" dx="8">{ fit_beside(fitted, name, room) }</tspan>
                            }
                            <title>{ title }</title>
                        </text>
                    </>
                }
            }) }
        </g>
    }
}

/// What was fitted, where enough of it fits beside the name to be read.
fn fit_beside(fitted: &str, name: &str, room: f64) -> String {
    let left = room - name.chars().count() as f64 * super::text::LETTER - 12.0;
    if left < 100.0 {
        return String::new();
    }
    fit(fitted, left)
}

fn unused(column: &str, reason: &str, middle: f64, places: &Places) -> Html {
    html! {
        <g class="ribbon-unused" key={format!("unused {column}")}>
            <text class="ribbon-column" x={px(places.from - 10.0)} y={px(middle + 4.0)} text-anchor="end">
                { fit(column, places.from - 12.0) }<title>{ column }</title>
            </text>
            <line class="ribbon-stop" x1={px(places.from)} x2={px(places.from + 24.0)} y1={px(middle)} y2={px(middle)} />
            <line class="ribbon-stop" x1={px(places.from + 24.0)} x2={px(places.from + 24.0)} y1={px(middle - 4.0)} y2={px(middle + 4.0)} />
            <text class="ribbon-feature" x={px(places.to + 10.0)} y={px(middle + 4.0)}>
                { fit(&format!("not used: {reason}"), places.end - places.to - 12.0) }
                <title>{ format!("{column} is not used: {reason}") }</title>
            </text>
        </g>
    }
}

fn band(from: (f64, f64), to: (f64, f64), thick: f64) -> String {
    let middle = px((from.0 + to.0) / 2.0);
    let (x0, x1) = (px(from.0), px(to.0));
    let (a, b) = (px(from.1), px(to.1));
    let (c, d) = (px(to.1 + thick), px(from.1 + thick));
    format!("M{x0} {a}C{middle} {a} {middle} {b} {x1} {b}V{c}C{middle} {c} {middle} {d} {x0} {d}Z")
}

fn listed(features: &[&Feature]) -> String {
    const NAMED: usize = 8;
    let mut names: Vec<&str> = features
        .iter()
        .take(NAMED)
        .map(|f| f.name.as_str())
        .collect();
    let more = features.len().saturating_sub(NAMED);
    let rest = format!("{more} more");
    if more > 0 {
        names.push(&rest);
    }
    names.join(", ")
}

fn in_words(report: &FeaturizeReport, columns: usize) -> String {
    let unused = report.unused.len() as u32;
    let left_out = if unused > 0 {
        format!(" {} not used.", counted(unused, "column is", "columns are"))
    } else {
        String::new()
    };
    format!(
        "{} became {}.{left_out}",
        counted(columns as u64, "column", "columns"),
        counted(report.features.len() as u64, "feature", "features"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(name: &str, column: &str) -> Feature {
        Feature {
            name: name.to_string(),
            column: column.to_string(),
            fitted: String::new(),
        }
    }

    #[test]
    fn features_are_gathered_under_their_column() {
        let features = [
            feature("a", "a"),
            feature("b = x", "b"),
            feature("b = y", "b"),
            feature("a missing", "a"),
        ];
        let columns = by_column(&features);
        let names: Vec<_> = columns.iter().map(|(name, f)| (*name, f.len())).collect();
        assert_eq!(names, [("a", 2), ("b", 2)]);
    }

    #[test]
    fn many_features_of_a_column_take_one_slot() {
        let features: Vec<Feature> = (0..21).map(|i| feature(&i.to_string(), "zone")).collect();
        let all: Vec<&Feature> = features.iter().collect();
        assert_eq!(slots(&all), 1);
        assert_eq!(slots(&all[..APART]), APART);
        assert!(listed(&all).ends_with("7, 13 more"));
    }
}
