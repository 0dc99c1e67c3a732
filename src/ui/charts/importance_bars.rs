//! Evaluate: which columns a model of trees relied on.

use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::number::{count, percent};
use crate::api::report::Importance;

#[derive(Properties, PartialEq)]
pub struct ImportanceBarsProps {
    /// Largest first.
    pub importances: Vec<Importance>,
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
        <FigureFrame {ids} title="Importance of each column" summary={in_words(&props.importances)}>
            if props.importances.is_empty() {
                { nothing("There are no columns to weigh.") }
            } else {
                <ol class="importances">
                    { for props.importances.iter().take(shown).map(|importance| row(importance, most)) }
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

fn row(importance: &Importance, most: f64) -> Html {
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
        <li class="importance" title={format!("{column}: {} ± {} over the trees", percent(*value), percent(*spread))}>
            <span class="importance-name">{ column }</span>
            <svg class="bar bar-importance" aria-hidden="true" focusable="false">
                <rect class="bar-value" width={at(*value)} y="20%" height="60%" />
                if *spread > 0.0 {
                    <line class="whisker" x1={low.clone()} x2={high.clone()} y1="50%" y2="50%" />
                    <line class="whisker" x1={low.clone()} x2={low} y1="30%" y2="70%" />
                    <line class="whisker" x1={high.clone()} x2={high} y1="30%" y2="70%" />
                }
            </svg>
            <span class="importance-value">{ percent(*value) }</span>
        </li>
    }
}

fn in_words(importances: &[Importance]) -> String {
    let meaning = "Share of the total decrease in impurity, learned on the train rows; the whisker is one standard deviation over the trees.";
    match importances {
        [] => meaning.to_string(),
        [first, rest @ ..] => {
            let second = rest.first().map_or(String::new(), |second| {
                format!(", then {} with {}", second.column, percent(second.value))
            });
            format!(
                "{} counts most with {}{second}. {meaning}",
                first.column,
                percent(first.value)
            )
        }
    }
}
