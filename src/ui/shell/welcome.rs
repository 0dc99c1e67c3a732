//! The first visit: a forest to grow by one click, data to start with, and what was kept of earlier visits.

use web_sys::File;
use yew::{Callback, Html, Properties, component, html};

use super::app::StateSnapshot;
use super::live_map::live_map;
use super::make_data::MakeData;
use super::samples::{SAMPLES, sample};
use crate::ui::charts::number::bytes;
use crate::ui::page::{Page, use_page};
use crate::ui::panels::load::opening::{otherwise, progress};
use crate::ui::panels::runs::{self, forget_all, import_button};
use crate::ui::state::{Action, CenterView, State};
use crate::ui::widgets::file_button::{FileButton, MODEL, TABLES};
use crate::ui::widgets::problem::problem;
use grove_recipe::link::DataSource;
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};

#[derive(Properties, PartialEq)]
pub struct WelcomeProps {
    pub state: StateSnapshot,
}

#[component]
pub fn Welcome(props: &WelcomeProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let onchoose = {
        let page = page.clone();
        Callback::from(move |file| page.open(file))
    };
    let onmodel = {
        let page = page.clone();
        Callback::from(move |file: File| page.client().load_model(&file.name(), file.into()))
    };
    if state.data.is_some() {
        // Everything else is in the list of stages.
        return html! {
            <div class="welcome">
                <h1 class="welcome-title">{ "Make data to learn from" }</h1>
                { wanted(&page, state) }
                <MakeData state={state.clone()} />
            </div>
        };
    }
    html! {
        <div class="welcome">
            { wanted(&page, state) }
            if let Some(error) = state.failure(Stage::Load) {
                { problem(error, page.dismiss(Stage::Load)) }
            }
            { otherwise(&page, state) }
            if state.engine.opening().is_none() {
                { kept(&page, state) }
            }
            { first_forest(&page, state) }
            <ul class="samples samples-drawn" aria-label="Data to start with">
                { for [0, 4].map(|place| SAMPLES[place].card(&page, true)) }
                { for [SyntheticName::TaxiTrips, SyntheticName::Moons].map(|name| made(&page, name)) }
            </ul>
            <div class="open-bar" data-busy={state.engine.opening().is_some().to_string()}>
                <p>{ "Drop a table anywhere: CSV, TSV, JSON or Parquet, packed or not. It stays on this machine." }</p>
                <FileButton label="Open a file" accept={TABLES} testid="file-input" {onchoose} />
            </div>
            if state.runs.known.kept > 0 || !state.runs.models.is_empty() {
                { earlier(&page, state) }
            }
            <h2 class="welcome-heading" id="samples">{ "More samples" }</h2>
            <ul class="samples samples-small" aria-labelledby="samples">
                { for SAMPLES[1..4].iter().map(|sample| sample.card(&page, false)) }
            </ul>
            <h2 class="welcome-heading">{ "Data made by a known rule, with rows, noise and gaps as you choose" }</h2>
            <div class="samples-small"><MakeData state={state.clone()} /></div>
            <p class="welcome-more">
                <span>{ "You already have a model?" }</span>
                <FileButton label="Load a model and predict" accept={MODEL} testid="model-input" onchoose={onmodel} />
            </p>
            <p class="welcome-more"><span>{ "You come from another browser?" }</span>{ import_button(&page, &state.runs) }</p>
            if let Some(notice) = &state.runs.notice {
                <p class="section-note" role="status" data-testid="runs-notice">{ &notice.text }</p>
            }
            if !state.tables.kept.is_empty() || !state.runs.rows.is_empty() || !state.runs.models.is_empty() {
                { forget_all(&page) }
            }
        </div>
    }
}

/// A forest that grows by one click, beside its picture.
fn first_forest(page: &Page, state: &State) -> Html {
    let grow = {
        let page = page.clone();
        move |_| page.make_and_run(SyntheticSpec::new(SyntheticName::Moons))
    };
    html! {
        <section class="first-forest" aria-labelledby="welcome-title">
            <div class="first-forest-words">
                <h1 class="welcome-title" id="welcome-title">{ "See how a machine learns from a table" }</h1>
                <p class="first-forest-line">{ "In 20 seconds, 100 trees learn where one moon ends and the other begins." }</p>
                <button type="button" class="button button-primary button-large" data-testid="grow-moons" onclick={grow}>{ "Grow a forest" }</button>
                if let Some(opening) = state.engine.opening() {
                    { progress(page, opening) }
                }
            </div>
            <div class="first-forest-picture">{ live_map(state) }</div>
        </section>
    }
}

/// Shows made data as a sample.
fn made(page: &Page, name: SyntheticName) -> Html {
    let set = name.set();
    let page = page.clone();
    let onclick = move |_| page.make(SyntheticSpec::new(name));
    sample(
        set.id,
        set.title,
        set.facts,
        set.line,
        "made by a known rule",
        true,
        onclick.into(),
    )
}

/// Asks for the data of a link's recipe, unless it is on its way.
fn wanted(page: &Page, state: &State) -> Html {
    let Some(link) = state.link_wanted() else {
        return html! {};
    };
    let page = page.clone();
    let ondrop = move |_| page.tell(Action::LinkDropped);
    let data = &link.recipe.data;
    let digits: String = data.sha256.chars().take(8).collect();
    html! {
        <div class="notice" role="status" data-testid="link-wanted">
            <p>{ "This link holds a recipe for " }<strong>{ &data.name }</strong>{ " (fingerprint " }{ digits }{ "), not the data itself. Choose that file: the recipe is applied as soon as it is open." }</p>
            <button type="button" class="button button-quiet" onclick={ondrop}>{ "Forget the recipe" }</button>
        </div>
    }
}

/// Offers the tables of earlier visits.
fn kept(page: &Page, state: &State) -> Html {
    let tables = &state.tables.kept;
    if tables.is_empty() {
        return html! {};
    }
    html! {
        <ul class="kept-tables" aria-label="Tables of earlier visits">
            { for tables.iter().map(|table| {
                let (page, link) = (page.clone(), table.link.clone());
                let from = match link.source {
                    DataSource::Own => [&bytes(table.bytes), ", kept in this browser"].concat(),
                    DataSource::Sample { .. } => "a sample".to_string(),
                    DataSource::Synthetic(_) => "made data".to_string(),
                };
                let name = link.recipe.data.name.clone();
                let onclick = move |_| page.client().continue_with(&link);
                html! {
                    <li>
                        <button type="button" class="button" data-testid="continue-table" data-table={name.clone()} {onclick}>{ "Continue with " }{ name }</button>
                        <span class="kept-table-from">{ from }</span>
                    </li>
                }
            }) }
        </ul>
    }
}

/// Shows the runs of earlier visits.
fn earlier(page: &Page, state: &State) -> Html {
    let page = page.clone();
    let onclick = move |_| page.tell(Action::PlaceChosen(CenterView::Runs));
    html! {
        <p class="welcome-more">
            <span>{ ["From earlier visits: ", &runs::in_words(&state.runs), "."].concat() }</span>
            <button type="button" class="button" data-testid="place-runs" data-runs={state.runs.known.kept.to_string()} {onclick}>{ "Show them" }</button>
        </p>
    }
}
