//! The verdict of an evaluation: one score beside its baseline and that of the run before.

use yew::{Html, html};

use super::moved::moved;
use crate::ui::charts::metric_names::{label, meaning};
use crate::ui::charts::metric_tiles::{Gain, ends};
use crate::ui::charts::number::score_text;
use crate::ui::state::Before;
use grove_protocol::report::{Evaluation, INTERVAL_NOTE, LIKE_BASELINE};

/// Shows the leading score, and `doubts` beside it: above it for who reads in order.
pub fn verdict(evaluation: &Evaluation, before: Option<&Before>, doubts: Html) -> Html {
    let Some(metric) = evaluation.metrics.first() else {
        return doubts;
    };
    let value = metric.value.map(|value| value.to_string());
    let (low, high) = ends(metric);
    html! {
        <div class="verdict">
            <div class="verdict-doubts">{ doubts }</div>
            <section class="verdict-score" aria-labelledby="verdict-title" data-testid={["metric-", &metric.name].concat()} data-value={value} data-low={low} data-high={high}>
                <h2 class="verdict-name" id="verdict-title" title={meaning(&metric.name)}>{ label(&metric.name) }</h2>
                <p class="verdict-value">{ metric.value.map_or("not defined".to_string(), score_text) }</p>
                if let Some(interval) = metric.interval_text() {
                    <p class="metric-interval">{ interval }</p>
                }
                if let Some(gain) = Gain::of_metric(metric) {
                    <p>{ gain.words }{ metric.baseline.map(|baseline| [" of ", &score_text(baseline)].concat()) }</p>
                }
                if metric.may_be_baseline() {
                    <p class="metric-note" data-testid="like-baseline">{ LIKE_BASELINE }</p>
                }
                if metric.interval.is_some() {
                    <p class="section-note">{ INTERVAL_NOTE }</p>
                }
                if let Some(note) = &metric.note {
                    <p class="metric-note">{ note }</p>
                }
                <p>{ moved(metric, before) }</p>
                if let Some(before) = before {
                    <p class="section-note" data-testid="changed-since">
                        { "Changed since the run before: " }{ &before.changed }
                        if !before.same_rows {
                            { " The test rows are others, so a part of the difference is by chance." }
                        }
                    </p>
                }
            </section>
        </div>
    }
}
