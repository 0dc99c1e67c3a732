//! Train: how far it is, and how long it will still take.

use yew::{Html, html};

use crate::ui::charts::number::{count, counted, rough_time};
use crate::ui::state::Run;

/// Of a run that is training.
pub fn progress(run: &Run) -> Html {
    if !run.recipe.train.model.is_made_of_trees() {
        return html! { <p class="progress"><span class="spinner" aria-hidden="true" />{ "The model is fitted all at once …" }</p> };
    }
    let left = run.left();
    html! {
        <div class="progress">
            <progress class="progress-bar" aria-label="Trees that have grown" max={run.total.max(1).to_string()} value={run.done.to_string()} />
            <span>{ format!("{} of {}", count(run.done), counted(run.total, "tree", "trees")) }</span>
            <span class="progress-left" data-testid="time-left" data-seconds={left.map(|seconds| seconds.to_string())}>
                { left.map_or("time left: not known yet".to_string(), |seconds| format!("{} left", rough_time(seconds))) }
            </span>
        </div>
    }
}
