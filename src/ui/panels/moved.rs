//! What a change did to a score: from what it moved, by how much, and whether that is more than chance.

use yew::{Html, html};

use crate::ui::charts::metric_names::label;
use crate::ui::charts::number::score_text;
use crate::ui::state::{Before, State, Status};
use grove_protocol::report::{Detail, Metric};
use grove_protocol::tracking::{DifferenceVerdict, MetricDelta};
use grove_recipe::stage::Stage;

/// Says from what a score moved since the run before.
pub fn moved(metric: &Metric, before: Option<&Before>) -> Html {
    let earlier = before.and_then(|before| before.value(&metric.name));
    let Some((value, earlier)) = metric.value.zip(earlier) else {
        return Html::default();
    };
    let noise = before.map_or("", |before| noise(before, metric, value != earlier));
    html! {
        <span class="metric-before" data-testid={["before-", &metric.name].concat()} data-value={earlier.to_string()}>
            { words(value, earlier, metric.higher_is_better) }{ noise }
        </span>
    }
}

/// Shows the leading score in every stage, so that the effect of a parameter is seen beside it.
pub fn leading_score(state: &State) -> Html {
    let Some(Detail::Evaluate(evaluation)) = state.report(Stage::Evaluate).map(|r| &r.detail)
    else {
        return Html::default();
    };
    let Some((metric, value)) = evaluation.metrics.first().and_then(|m| Some((m, m.value?))) else {
        return Html::default();
    };
    let before = state.before();
    let stale = state.statuses().last() != Some(&Status::Fresh);
    html! {
        <p class={if stale { "leading is-stale" } else { "leading" }} data-testid="leading-score" data-value={value.to_string()}>
            <span class="leading-name">{ label(&metric.name) }</span>
            <strong class="leading-value">{ score_text(value) }</strong>
            { moved(metric, before.as_ref()) }
            if let Some(before) = &before {
                <span class="leading-why">{ &before.changed }</span>
            }
        </p>
    }
}

/// Says whether a difference could be chance.
fn noise(before: &Before, metric: &Metric, differs: bool) -> &'static str {
    if !before.same_rows {
        return ", on other test rows";
    }
    let delta = before.delta(&metric.name).filter(|_| differs);
    verdict(delta)
}

fn verdict(delta: Option<&MetricDelta>) -> &'static str {
    match delta.and_then(|delta| delta.verdict) {
        Some(DifferenceVerdict::WithinNoise) => ", within noise",
        Some(DifferenceVerdict::Better | DifferenceVerdict::Worse) => ", more than noise",
        None => "",
    }
}

/// Says from what a score moved, and whether that is better.
fn words(value: f64, before: f64, higher_is_better: bool) -> String {
    let (now, then) = (score_text(value), score_text(before));
    if now == then {
        return format!("as before, {then}");
    }
    let better = (value > before) == higher_is_better;
    let (sign, by) = if value > before {
        ("+", value - before)
    } else {
        ("\u{2212}", before - value)
    };
    let word = if better { "▲ better" } else { "▼ worse" };
    format!("{word}: {then} before, {sign}{}", score_text(by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_that_moved_says_from_what_and_by_how_much() {
        assert_eq!(
            words(0.9, 0.95, true),
            "▼ worse: 0.950 before, \u{2212}0.050"
        );
        assert_eq!(words(0.95, 0.9, true), "▲ better: 0.900 before, +0.050");
        assert_eq!(words(3.0, 2.0, false), "▼ worse: 2.000 before, +1.000");
        assert_eq!(words(0.9, 0.9, true), "as before, 0.900");
    }
}
