//! Profile: how every two columns go together, as a square of shades that is read with the pointer or the arrow keys.

use std::rc::Rc;

use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::{Html, Properties, TargetCast, component, html, use_state_eq};

use super::axis::px;
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::number::{counted, fixed};
use super::text::{LETTER, fit};
use grove_protocol::profile::{Association, Associations, ProfileReport};

#[derive(Properties)]
pub struct HeatMapProps {
    pub report: Rc<ProfileReport>,
}

impl PartialEq for HeatMapProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.report, &other.report)
    }
}

/// Names are cut to this width, in pixels.
const NAME: f64 = 150.0;

#[component]
pub fn HeatMap(props: &HeatMapProps) -> Html {
    let ids = use_figure_ids();
    let at = use_state_eq(|| (0, 1));
    let report = &props.report;
    let names = names(report);
    let n = names.len();
    let cell = (560.0 / n.max(1) as f64).clamp(14.0, 32.0);
    let longest = names
        .iter()
        .map(|name| name.chars().count())
        .max()
        .unwrap_or(0);
    let margin = (longest as f64 * LETTER + 8.0).min(NAME);
    let (row, column) = *at;
    let (row, column) = (
        row.min(n.saturating_sub(1)),
        column.min(n.saturating_sub(1)),
    );
    let onpointermove = {
        let at = at.clone();
        move |event: PointerEvent| {
            let place = event.target_unchecked_into::<Element>().closest("svg");
            if let Ok(Some(svg)) = place {
                let bounds = svg.get_bounding_client_rect();
                let index = |from: f64, edge: f64| {
                    let index = (from - edge - margin) / cell;
                    (index >= 0.0 && index < n as f64).then_some(index as usize)
                };
                let row = index(f64::from(event.client_y()), bounds.top());
                let column = index(f64::from(event.client_x()), bounds.left());
                if let (Some(row), Some(column)) = (row, column) {
                    at.set((row, column));
                }
            }
        }
    };
    let onkeydown = move |event: KeyboardEvent| {
        let last = n.saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(last), column),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(last)),
            _ => return,
        };
        event.prevent_default();
        at.set(next);
    };
    let place = |index: usize| px(margin + index as f64 * cell);
    let name = |index: usize| fit(names[index], margin - 8.0);
    let size = px(margin + n as f64 * cell);
    html! {
        <FigureFrame ids={ids.clone()} title="How columns go together" summary={in_words(&report.associations)} save_as="associations">
            if n < 2 {
                { nothing("There are no two columns to compare.") }
            } else {
                <p class="heat-readout" role="status" data-testid="association">{ told(report, row, column) }</p>
                <div class="heat-frame">
                    <svg class="picture" data-testid="heat-map" tabindex="0" role="img" aria-labelledby={ids.title} aria-describedby={ids.summary}
                        width={size.clone()} height={size} {onpointermove} {onkeydown}>
                        { for (0..n).map(|i| html! {
                            <>
                                <text class="heat-name" x={px(margin - 6.0)} y={px(margin + (i as f64 + 0.5) * cell + 4.0)} text-anchor="end">{ name(i) }</text>
                                <text class="heat-name" transform={format!("translate({} {}) rotate(-90)", px(margin + (i as f64 + 0.5) * cell + 4.0), px(margin - 6.0))}>{ name(i) }</text>
                                { for (0..n).map(|j| {
                                    let (kind, strength) = shade(&report.associations, i, j);
                                    html! { <rect class={kind} fill-opacity={strength} x={place(j)} y={place(i)} width={px(cell - 1.0)} height={px(cell - 1.0)} /> }
                                }) }
                            </>
                        }) }
                        <rect class="heat-chosen" x={place(column)} y={place(row)} width={px(cell - 1.0)} height={px(cell - 1.0)} />
                    </svg>
                </div>
            }
        </FigureFrame>
    }
}

/// Of the columns that are compared, in their order.
pub fn names(report: &ProfileReport) -> Vec<&str> {
    let columns = report.associations.columns.iter();
    let name = |place: &u32| {
        report
            .columns
            .get(*place as usize)
            .map(|column| column.name.as_str())
    };
    columns.filter_map(name).collect()
}

/// The pair of two of the columns that are compared; `None` of a column with itself.
fn pair(associations: &Associations, i: usize, j: usize) -> Option<&Association> {
    let (first, second) = (i.min(j), i.max(j));
    let n = associations.columns.len();
    let before = first * n - first * (first + 1) / 2;
    associations
        .pairs
        .get(before + second.checked_sub(first + 1)?)
}

/// A style and how opaque it is drawn. Of two measures it is the first that is drawn, and the other where it says more.
fn shade(associations: &Associations, i: usize, j: usize) -> (&'static str, String) {
    let Some(pair) = pair(associations, i, j) else {
        return ("heat-self", "1".to_string());
    };
    let negative = match pair {
        Association::Numbers { pearson, spearman } => {
            let strength = |value: &Option<f64>| value.map_or(0.0, f64::abs);
            let stronger = if strength(spearman) > strength(pearson) {
                spearman
            } else {
                pearson
            };
            stronger.is_some_and(|value| value < 0.0)
        }
        _ => false,
    };
    let kind = if negative { "heat-minus" } else { "heat-plus" };
    (kind, px(pair.strength()))
}

fn told(report: &ProfileReport, i: usize, j: usize) -> String {
    let names = names(report);
    let (Some(a), Some(b)) = (names.get(i), names.get(j)) else {
        return String::new();
    };
    match pair(&report.associations, i, j) {
        Some(pair) => [a, " and ", b, ": ", &measured(pair)].concat(),
        None => a.to_string(),
    }
}

/// An association's measure and value.
pub fn measured(association: &Association) -> String {
    let written = |name: &str, value: Option<f64>| {
        let value = value.map_or("–".to_string(), |value| fixed(value, 2));
        [name, " ", &value].concat()
    };
    match *association {
        Association::Numbers { pearson, spearman } => [
            written("Pearson’s r", pearson),
            written("Spearman’s ρ", spearman),
        ]
        .join(", "),
        Association::CramersV(value) => written("Cramér’s V", value),
        Association::CorrelationRatio(value) => written("correlation ratio η", value),
    }
}

fn in_words(associations: &Associations) -> String {
    let mut words = format!(
        "The fuller the colour, the stronger; orange where one falls as the other grows. Two numbers by Pearson’s r or Spearman’s ρ, whichever is stronger, two categories by Cramér’s V (bias-corrected), a category and a number by the correlation ratio η; over {}.",
        counted(associations.rows, "row", "rows"),
    );
    if associations.left_out > 0 {
        let more = counted(associations.left_out, "more column is", "more columns are");
        words.push_str(&format!(" {more} not shown."));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_on_both_sides_of_the_diagonal() {
        let value = |i: u32, j: u32| Association::CramersV(Some(f64::from(i * 10 + j) / 100.0));
        let associations = Associations {
            columns: vec![4, 2, 0, 1],
            left_out: 0,
            rows: 9,
            pairs: (0..4)
                .flat_map(|i| (i + 1..4).map(move |j| value(i, j)))
                .collect(),
        };
        for i in 0..4 {
            assert_eq!(pair(&associations, i, i), None);
            for j in 0..i {
                let expected = value(j as u32, i as u32);
                assert_eq!(pair(&associations, i, j), Some(&expected));
                assert_eq!(pair(&associations, j, i), Some(&expected));
            }
        }
    }

    #[test]
    fn the_stronger_measure_is_drawn_and_both_are_told() {
        let numbers = Association::Numbers {
            pearson: Some(0.2),
            spearman: Some(-0.9),
        };
        let associations = Associations {
            columns: vec![0, 1],
            left_out: 0,
            rows: 2,
            pairs: vec![numbers],
        };
        assert_eq!(
            shade(&associations, 1, 0),
            ("heat-minus", "0.9".to_string())
        );
        assert_eq!(shade(&associations, 1, 1).0, "heat-self");
        assert_eq!(
            measured(&numbers),
            "Pearson’s r 0.20, Spearman’s ρ \u{2212}0.90"
        );
        assert_eq!(measured(&Association::CramersV(None)), "Cramér’s V –");
    }
}
