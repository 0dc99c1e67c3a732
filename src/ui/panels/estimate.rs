//! Train: what the next training would take, asked for once the choices have come to rest.

use gloo::timers::callback::Timeout;
use yew::{Html, component, html, use_effect_with};

use super::PanelProps;
use crate::api::report::Estimate;
use crate::ui::charts::number::{bytes, counted, rough_time};
use crate::ui::page::use_page;

/// Nobody is asked while a number is still being typed.
const SETTLED_MS: u32 = 500;

#[component]
pub fn EstimateLine(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    use_effect_with(state.estimate_wanted(), move |wanted| {
        let timeout = wanted
            .clone()
            .map(|recipe| Timeout::new(SETTLED_MS, move || page.client().estimate(&recipe)));
        move || drop(timeout)
    });
    html! {
        <div class="estimate" role="status">
            { match state.estimate() {
                Some(estimate) => told(estimate),
                None if state.is_estimating() => html! { <p class="estimate-busy">{ "Estimating what training takes …" }</p> },
                None => html! {},
            } }
        </div>
    }
}

fn told(estimate: &Estimate) -> Html {
    html! {
        <>
            <p data-testid="estimate" data-seconds={estimate.seconds.to_string()}
                data-model-bytes={estimate.model_bytes.to_string()} data-memory-bytes={estimate.memory_bytes.to_string()}>
                { format!(
                    "Training will take {} for {} on {}. The model will have about {}, and take up to {} of memory while it grows.",
                    rough_time(estimate.seconds),
                    counted(estimate.trees, "tree", "trees"),
                    counted(estimate.rows, "row", "rows"),
                    bytes(estimate.model_bytes),
                    bytes(estimate.memory_bytes),
                ) }
            </p>
            if let Some(refusal) = &estimate.refusal {
                <p class="warning" data-testid="estimate-refusal">
                    <strong>{ "! Too large: " }</strong>{ refusal }
                    { " This is an estimate: Run still begins, and stops when the first trees confirm it." }
                </p>
            }
        </>
    }
}
