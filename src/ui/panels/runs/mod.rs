//! Runs: all stored ones, one of them, several side by side, and the registered models.

mod cells;
mod compare;
mod detail;
mod edit;
mod forget;
mod models;
mod scores;
mod search;
mod table;
mod tools;

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html};

pub use forget::forget_all;
pub use tools::import_button;

use super::frame::{not_yet, use_heading};
use crate::ui::charts::number::{bytes, count, counted};
use crate::ui::page::{Page, use_page};
use crate::ui::shell::StateSnapshot;
use crate::ui::state::{
    Action, CenterView, KnownTrials, OngoingSearch, OngoingTrials, Runs, RunsAction, RunsNotice,
    RunsView,
};
use grove_protocol::Request;
use grove_protocol::call::In;
use grove_protocol::calls::RestoreRuns;
use grove_protocol::tracking::{StoreError, Usage};
use grove_recipe::Recipe;

/// The heading, also of the card in the list of stages.
pub const TITLE: &str = CenterView::Runs.title();

#[derive(Properties)]
pub struct RunsPanelProps {
    pub runs: Rc<Runs>,
    /// The recipe of the open data set, if there is one: then the list of stages is shown.
    pub recipe: Option<Rc<Recipe>>,
    /// Whether a search can start now.
    pub ready: bool,
    pub searching: Option<OngoingSearch>,
    pub trying: Option<OngoingTrials>,
    pub trials: KnownTrials,
    /// For an export, which needs more of it; it changes with the recipe.
    pub state: StateSnapshot,
}

impl PartialEq for RunsPanelProps {
    fn eq(&self, other: &Self) -> bool {
        let same_recipe = match (&self.recipe, &other.recipe) {
            (Some(this), Some(other)) => Rc::ptr_eq(this, other),
            (this, other) => this.is_none() && other.is_none(),
        };
        Rc::ptr_eq(&self.runs, &other.runs)
            && same_recipe
            && self.ready == other.ready
            && self.searching == other.searching
            && self.trying == other.trying
            && self.trials == other.trials
    }
}

#[component]
pub fn RunsPanel(props: &RunsPanelProps) -> Html {
    let runs = &props.runs;
    let page = use_page();
    let heading = use_heading(runs.view);
    let back = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(CenterView::Welcome))
    };
    html! {
        <section class="panel runs" aria-labelledby="panel-title">
            <header class="panel-head">
                <h1 class="panel-title" id="panel-title" tabindex="-1" ref={heading}>{ TITLE }</h1>
                <p class="panel-why">{ "Every run is stored with its recipe, its scores and its model: compare runs, repeat them, and use the best." }</p>
            </header>
            if props.recipe.is_none() {
                <button type="button" class="button button-quiet" onclick={back}>{ "← Back to the start" }</button>
            }
            { views(&page, runs) }
            if let Some(error) = &runs.error {
                { problem(&page, error) }
            }
            if let Some(told) = &runs.notice {
                { notice(&page, told) }
            }
            { match runs.view {
                RunsView::Kept | RunsView::Deleted => list(&page, runs, &props.state),
                RunsView::Opened => detail::opened(&page, runs),
                RunsView::Compared => compare::compared(&page, runs),
                RunsView::Models => models::models(&page, runs),
                RunsView::Search => {
                    search::search(&page, props)
                },
            } }
            if let Some(usage) = &runs.usage {
                { room(usage) }
                if usage.kept {
                    { forget_all(&page) }
                }
            }
        </section>
    }
}

/// Shows the choice of the view.
fn views(page: &Page, runs: &Rc<Runs>) -> Html {
    let known = &runs.known;
    let opened = runs
        .opened
        .as_ref()
        .map(|run| runs.name_of(&run.info.id).to_string());
    let mut views = vec![
        (
            RunsView::Kept,
            "runs-kept",
            ["All runs (", &count(known.kept), ")"].concat(),
        ),
        (
            RunsView::Models,
            "runs-models",
            ["Models (", &count(runs.models.len() as u32), ")"].concat(),
        ),
    ];
    views.push((RunsView::Search, "runs-search", "Search".to_string()));
    if let Some(name) = opened {
        views.push((RunsView::Opened, "runs-opened", name));
    }
    if runs.comparison.is_some() {
        views.push((
            RunsView::Compared,
            "runs-compared",
            "Comparison".to_string(),
        ));
    }
    if known.deleted > 0 || runs.view == RunsView::Deleted {
        let words = ["Deleted (", &count(known.deleted), ")"].concat();
        views.push((RunsView::Deleted, "runs-deleted", words));
    }
    html! {
        <nav class="run-views" aria-label="Views of the runs">
            { for views.into_iter().map(|(view, testid, words)| html! {
                <button type="button" class="button" data-testid={testid} aria-current={(runs.view == view).then_some("page")}
                    onclick={press(page, RunsAction::Viewed(view))}>{ words }</button>
            }) }
        </nav>
    }
}

fn list(page: &Page, runs: &Rc<Runs>, state: &StateSnapshot) -> Html {
    let deleted = runs.view == RunsView::Deleted;
    if runs.usage.is_none() {
        return not_yet("One moment …");
    }
    let there = if deleted {
        runs.known.deleted
    } else {
        runs.known.kept
    };
    if there == 0 {
        return html! {
            <>
                { not_yet(if deleted {
                    "Nothing is deleted."
                } else {
                    "No run is stored yet. Open a table and press Run: from then on every run is listed here. You can also import runs that were exported elsewhere."
                }) }
                { tools::files(page, runs, state) }
            </>
        };
    }
    html! {
        <>
            { tools::tools(page, runs) }
            if !deleted {
                { scores::scores(page, runs) }
            }
            <table::RunTable runs={Rc::clone(runs)} />
            { tools::files(page, runs, state) }
        </>
    }
}

/// Shows what the store could not do.
fn problem(page: &Page, error: &StoreError) -> Html {
    html! {
        <div class="problem" role="alert" data-testid="store-error">
            <span class="problem-glyph" aria-hidden="true">{ "✕" }</span>
            <div class="problem-text">
                <p class="problem-what">{ &error.problem }</p>
                <p class="problem-advice">{ &error.advice }</p>
            </div>
            <button type="button" class="button button-quiet" onclick={press(page, RunsAction::ErrorDismissed)}>{ "Dismiss" }</button>
        </div>
    }
}

fn notice(page: &Page, told: &RunsNotice) -> Html {
    let runs = told.undo.clone();
    html! {
        <div class="notice" role="status" data-testid="runs-notice">
            <p>{ &told.text }</p>
            if !runs.is_empty() {
                <button type="button" class="button" data-testid="undo-delete" onclick={ask(page, RestoreRuns { runs })}>{ "Undo" }</button>
            }
            <button type="button" class="button button-quiet" onclick={press(page, RunsAction::NoticeDismissed)}>{ "Dismiss" }</button>
        </div>
    }
}

/// Shows how much storage is used, and how long stored runs stay.
fn room(usage: &Usage) -> Html {
    if !usage.kept {
        return html! {
            <p class="warning" data-testid="runs-usage" data-kept="false">
                <strong>{ "! Nothing is stored: " }</strong>
                { "this browser gives the page no storage, as in a private window. Runs last as long as this tab; export those that you need." }
            </p>
        };
    }
    let used = match (usage.bytes, usage.quota) {
        (Some(used), Some(quota)) => {
            [" ", &bytes(used), " of ", &bytes(quota), " are used."].concat()
        }
        (Some(used), None) => [" ", &bytes(used), " are used."].concat(),
        _ => String::new(),
    };
    html! {
        <p class="section-note" data-testid="runs-usage" data-kept="true">
            { "Stored in this browser, on this machine only." }{ used }
            { if usage.persistent {
                " The browser has promised not to clear it by itself."
            } else {
                " The browser may clear it when it runs out of storage: export what you need."
            } }
        </p>
    }
}

/// Returns the text on the card in the list of stages.
pub fn in_words(runs: &Runs) -> String {
    if runs.error.is_some() {
        return "! Something failed: see here.".to_string();
    }
    match (&runs.usage, runs.known.kept) {
        (None, _) => "Looking for earlier runs …".to_string(),
        (Some(_), 0) => "Every run will be kept here.".to_string(),
        (Some(usage), kept) => {
            let mut words = counted(kept, "run", "runs");
            if !runs.models.is_empty() {
                words.push_str(", ");
                words.push_str(&counted(runs.models.len() as u32, "model", "models"));
            }
            if !usage.kept {
                words.push_str(" until the tab is closed");
            }
            words
        }
    }
}

/// Returns a click handler that acts on the page.
fn press(page: &Page, handled: RunsAction) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |_| page.tell(Action::Runs(handled.clone())))
}

/// Returns a click handler that sends a request to the store.
fn ask(page: &Page, call: impl In<Request> + Clone) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |_| page.client().store(call.clone()))
}
