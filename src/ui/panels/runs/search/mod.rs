//! A search for better parameters: what is varied and how, its progress, and its results.

mod form;
mod result;

use yew::{Html, html};

use crate::ui::charts::metric_names::label;
use crate::ui::charts::number::{counted, score_text};
use crate::ui::page::Page;
use crate::ui::panels::frame::not_yet;
use crate::ui::panels::runs::RunsPanelProps;
use crate::ui::panels::trials;
use crate::ui::state::{OngoingSearch, Runs};

pub fn search(page: &Page, props: &RunsPanelProps) -> Html {
    let (runs, recipe) = (&props.runs, props.recipe.as_ref());
    html! {
        <>
            { match (&props.searching, &props.trying, recipe) {
                (Some(searching), ..) => progress(page, runs, searching),
                (None, Some(trying), _) => trials::progress(page, trying),
                (None, None, Some(recipe)) => form::form(page, runs, recipe, props.ready, &props.trials),
                (None, None, None) => not_yet("Open a table first: a search tries recipes on its train rows."),
            } }
            { result::result(page, runs, recipe) }
        </>
    }
}

fn progress(page: &Page, runs: &Runs, searching: &OngoingSearch) -> Html {
    let page = page.clone();
    let onclick = move |_| page.client().cancel();
    let (done, total) = searching
        .told
        .as_ref()
        .map_or((0, 0), |told| (told.done, told.total));
    let best = searching.told.as_ref().and_then(|told| told.best.as_ref());
    let words = match total {
        0 => "Splitting the train rows into folds …".to_string(),
        _ => [
            &done.to_string(),
            " of ",
            &counted(total, "candidate", "candidates"),
            " scored.",
        ]
        .concat(),
    };
    html! {
        <section aria-labelledby="search-title" data-testid="search-progress" data-done={done.to_string()}>
            <h2 class="section-title" id="search-title">{ "Searching" }</h2>
            <div class="progress">
                <progress class="progress-bar" aria-label="Candidates that are scored" max={total.max(1).to_string()} value={done.to_string()} />
                <button type="button" class="button" data-testid="search-cancel" disabled={searching.stopping} {onclick}>
                    { if searching.stopping { "Stopping …" } else { "Stop" } }
                </button>
            </div>
            <p class="section-note">
                { words }
                if let Some((run, score)) = best {
                    { [" Best so far: ", label(&searching.scoring), " ", &score_text(*score), ", ", runs.name_of(run), "."].concat() }
                }
            </p>
        </section>
    }
}
