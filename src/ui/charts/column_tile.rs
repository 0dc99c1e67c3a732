//! Load: a column at a glance. Its type, its values, what is missing, how many differ.

use yew::{AttrValue, Html, Properties, classes, component, html};

use super::axis::px;
use super::bar::bar;
use super::number::{count, counted, date, percent, share, significant};
use grove_recipe::columns::{ColumnKind, ColumnSummary, Histogram};

#[derive(Properties, PartialEq)]
pub struct ColumnTileProps {
    pub column: ColumnSummary,
    /// Rows of the table.
    pub rows: u32,
    /// Its type, as text or to choose from.
    pub kind: Html,
    /// What the column is for, such as `target` or `left out`.
    #[prop_or_default]
    pub role: Option<AttrValue>,
}

const VALUES_SHOWN: usize = 4;
/// The histogram is drawn in these units and stretched to the tile.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 56.0;

#[component]
pub fn ColumnTile(props: &ColumnTileProps) -> Html {
    let column = &props.column;
    let missing = share(column.missing, props.rows);
    html! {
        <article class={classes!("tile", props.role.is_some().then_some("tile-with-role"))}>
            <header class="tile-head">
                <h4 class="tile-name" title={column.name.clone()}>{ &column.name }</h4>
                { props.kind.clone() }
                if let Some(role) = &props.role {
                    <span class="tile-role">{ role }</span>
                }
            </header>
            <div class="tile-picture">{ picture(column, props.rows) }</div>
            <dl class="tile-facts">
                <div class="tile-fact">
                    <dt>{ "missing" }</dt>
                    <dd>
                        { bar(missing, "bar-missing") }
                        <span title={counted(column.missing, "row", "rows")}>{ percent(missing) }</span>
                    </dd>
                </div>
                <div class="tile-fact">
                    <dt>{ "distinct" }</dt>
                    <dd>
                        { count(column.distinct) }
                        if column.identifier() {
                            <span class="tile-note">{ "names its rows" }</span>
                        }
                    </dd>
                </div>
                if let Some(unit) = &column.unit {
                    <div class="tile-fact">
                        <dt>{ "unit" }</dt>
                        <dd>{ unit }</dd>
                    </div>
                }
            </dl>
        </article>
    }
}

fn picture(column: &ColumnSummary, rows: u32) -> Html {
    match &column.histogram {
        Histogram::Numbers { min, max, .. } if min == max => {
            let value = written(column.kind, *min);
            html! { <p class="tile-empty">{ format!("always {value}") }</p> }
        }
        Histogram::Numbers { min, max, counts } if counts.iter().any(|&n| n > 0) => {
            numbers(column, *min, *max, counts)
        }
        Histogram::Values { top, other } if !top.is_empty() => values(top, *other, rows),
        _ => html! { <p class="tile-empty">{ "No values to draw" }</p> },
    }
}

fn numbers(column: &ColumnSummary, min: f64, max: f64, counts: &[u32]) -> Html {
    let most = f64::from(counts.iter().copied().max().unwrap_or(1).max(1));
    let step = WIDTH / counts.len() as f64;
    let written = |value: f64| written(column.kind, value);
    let edge = |i: usize| {
        let part = i as f64 / counts.len() as f64;
        min * (1.0 - part) + max * part
    };
    let label = format!(
        "Histogram of {} from {} to {}",
        column.name,
        written(min),
        written(max)
    );
    html! {
        <>
            <svg class="tile-histogram" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" role="img" aria-label={label}>
                { for counts.iter().enumerate().map(|(i, &n)| {
                    // A bin with a single row is seen beside one with thousands.
                    let height = if n == 0 { 0.0 } else { (f64::from(n) / most * HEIGHT).max(1.0) };
                    let x = px(i as f64 * step);
                    let (from, to) = (written(edge(i)), written(edge(i + 1)));
                    html! {
                        <g class="tile-bin">
                            <rect class="tile-bin-ground" x={x.clone()} y="0" width={px(step)} height={px(HEIGHT)}>
                                <title>{ format!("{from} to {to}: {}", counted(n, "row", "rows")) }</title>
                            </rect>
                            <rect class="tile-bin-value" {x} y={px(HEIGHT - height)} width={px((step - 1.0).max(step * 0.8))} height={px(height)} />
                        </g>
                    }
                }) }
            </svg>
            <div class="tile-range"><span>{ written(min) }</span><span>{ written(max) }</span></div>
        </>
    }
}

/// A number as a value of a column of this kind.
pub fn written(kind: ColumnKind, value: f64) -> String {
    match kind {
        ColumnKind::Date | ColumnKind::DateTime => date(value),
        // All digits, where a whole number has no more than a person reads.
        ColumnKind::Integer => significant(value, 7),
        _ => significant(value, 4),
    }
}

fn values(top: &[(String, u32)], other: u32, rows: u32) -> Html {
    let hidden: u32 = top
        .iter()
        .skip(VALUES_SHOWN)
        .fold(other, |sum, (_, n)| sum.saturating_add(*n));
    let most = top.iter().map(|(_, n)| *n).fold(hidden.max(1), u32::max);
    let row = |name: String, n: u32, kind: &'static str| {
        let title = format!(
            "{name}: {} ({})",
            counted(n, "row", "rows"),
            percent(share(n, rows))
        );
        html! {
            <li class="tile-value" {title}>
                <span class="tile-value-name">{ name }</span>
                { bar(share(n, most), kind) }
                <span class="tile-value-count">{ count(n) }</span>
            </li>
        }
    };
    html! {
        <ul class="tile-values">
            { for top.iter().take(VALUES_SHOWN).map(|(name, n)| row(name.clone(), *n, "bar-plain")) }
            if hidden > 0 {
                { row("all others".to_string(), hidden, "bar-quiet") }
            }
        </ul>
    }
}
