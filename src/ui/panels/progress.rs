//! Train and evaluate: progress, and the remaining time.

use yew::{Html, html};

use crate::ui::charts::number::{count, counted, rough_time};
use crate::ui::state::RunInProgress;

/// Shows the progress of training.
pub fn progress(run: &RunInProgress) -> Html {
    let train = &run.recipe.train;
    if train.trees() == 0 {
        return html! { <p class="progress"><span class="spinner" aria-hidden="true" />{ "The model is fitted in one step …" }</p> };
    }
    let (one, many) = train.about().trees.unit();
    let trees = format!("{} of {}", count(run.done), counted(run.total, one, many));
    bar(run, "Trees that have grown", trees)
}

/// Shows the progress of cross-validation.
pub fn folding(run: &RunInProgress) -> Html {
    let Some((fold, of)) = run.fold else {
        return html! {};
    };
    let fold = ["Cross-validation: fold ", &count(fold), " of ", &count(of)].concat();
    bar(run, "Cross-validation", fold)
}

fn bar(run: &RunInProgress, label: &'static str, words: String) -> Html {
    let left = run.left();
    html! {
        <div class="progress">
            <progress class="progress-bar" aria-label={label} max={run.total.max(1).to_string()} value={run.done.to_string()} />
            <span>{ words }</span>
            <span class="progress-left" data-testid="time-left" data-seconds={left.map(|seconds| seconds.to_string())}>
                { left.map_or("time left: not known yet".to_string(), |seconds| format!("{} left", rough_time(seconds))) }
            </span>
        </div>
    }
}
