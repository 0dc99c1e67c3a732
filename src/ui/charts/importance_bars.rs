//! Evaluate: which columns the model relied on.

use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::number::{count, fixed, percent};
use grove_protocol::report::Importance;

#[derive(Properties, PartialEq)]
pub struct ImportanceBarsProps {
    pub title: &'static str,
    /// Largest first.
    pub importances: Vec<Importance>,
    /// What the figures are.
    pub meaning: String,
    /// Whether they are shares of a whole, or differences of scores.
    pub shares: bool,
}

const SHOWN: usize = 20;

#[component]
pub fn ImportanceBars(props: &ImportanceBarsProps) -> Html {
    let ids = use_figure_ids();
    let all = use_state_eq(|| false);
    let shown = if *all { usize::MAX } else { SHOWN };
    let hidden = props.importances.len().saturating_sub(shown) as u32;
    let most = props
        .importances
        .iter()
        .map(|i| i.value + i.spread)
        .fold(0.0, f64::max);
    let toggle = {
        let all = all.clone();
        Callback::from(move |_| all.set(!*all))
    };
    html! {
        <FigureFrame {ids} title={props.title} summary={in_words(props)}>
            if props.importances.is_empty() {
                { nothing("There are no columns to weigh.") }
            } else {
                <ol class="importances">
                    { for props.importances.iter().take(shown).map(|importance| row(importance, most, props.shares)) }
                </ol>
            }
            if props.importances.len() > SHOWN {
                <button type="button" class="figure-more" onclick={toggle} aria-expanded={all.to_string()}>
                    { if *all { format!("Show the first {SHOWN}") } else { format!("Show {} more", count(hidden)) } }
                </button>
            }
        </FigureFrame>
    }
}

/// Differences may be below 0.
fn text(value: f64, shares: bool) -> String {
    if shares {
        percent(value)
    } else {
        fixed(value, 3)
    }
}

fn row(importance: &Importance, most: f64, shares: bool) -> Html {
    let at = |value: f64| {
        let share = if most > 0.0 { value / most } else { 0.0 };
        format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
    };
    let Importance {
        column,
        value,
        spread,
    } = importance;
    let (low, high) = (at(value - spread), at(value + spread));
    html! {
        <li class="importance" title={format!("{column}: {} ± {}", text(*value, shares), text(*spread, shares))}>
            <span class="importance-name">{ column }</span>
            <svg class="bar bar-importance" aria-hidden="true" focusable="false">
                <rect class="bar-value" width={at(*value)} y="20%" height="60%" />
                if *spread > 0.0 {
                    <line class="whisker" x1={low.clone()} x2={high.clone()} y1="50%" y2="50%" />
                    <line class="whisker" x1={low.clone()} x2={low} y1="30%" y2="70%" />
                    <line class="whisker" x1={high.clone()} x2={high} y1="30%" y2="70%" />
                }
            </svg>
            <span class="importance-value">{ text(*value, shares) }</span>
        </li>
    }
}

fn in_words(props: &ImportanceBarsProps) -> String {
    let text = |importance: &Importance| text(importance.value, props.shares);
    let meaning = &props.meaning;
    match &props.importances[..] {
        [] => meaning.clone(),
        [first, rest @ ..] => {
            let second = rest.first().map_or(String::new(), |second| {
                format!(", then {} with {}", second.column, text(second))
            });
            let (column, first) = (&first.column, text(first));
            format!("{column} counts most with {first}{second}. {meaning}")
        }
    }
}
