//! The top bar: the open table, the target, and the run.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::app::StateSnapshot;
use super::data_choices::DataChoices;
use super::share::Share;
use super::theme::{ThemeSwitch, theme_name};
use crate::ui::charts::number::count;
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, CenterView, Life, State};
use grove_recipe::{CHOOSE_TARGET, Recipe};

#[derive(Properties, PartialEq)]
pub struct TopBarProps {
    pub state: StateSnapshot,
}

#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    let state = &props.state;
    let page = use_page();
    // A copy of an action would be the code to copy each of them.
    let tell = |action: fn() -> Action| {
        let page = page.clone();
        move |_| page.tell(action())
    };
    let (can_undo, can_redo) = state.history.as_ref().map_or((false, false), |history| {
        (history.can_undo(), history.can_redo())
    });
    html! {
        <header class="top-bar">
            <div class="brand">
                <img class="brand-mark" src="./grove.svg" width="24" height="24" alt="" />
                <span class="brand-name">{ "Grove" }</span>
            </div>
            if let Some(data) = &state.data {
                <div class="data-set">
                    <span class="data-set-name" title={data.name.clone()}>{ &data.name }</span>
                    <span class="data-set-size">{ format!("{} × {}", count(data.rows), count(data.columns.len() as u32)) }</span>
                </div>
            }
            { engine_status(&state.engine.life) }
            if let (Some(data), Some(recipe)) = (&state.data, state.recipe()) {
                <DataChoices data={data.clone()} recipe={recipe.clone()} />
            }
            <div class="tools">
                if state.data.is_some() {
                    <button type="button" class="button button-quiet button-icon" data-testid="undo" disabled={!can_undo} onclick={tell(|| Action::Undone)} aria-label="Undo" title="Undo (Ctrl+Z)"><span aria-hidden="true">{ "↶" }</span></button>
                    <button type="button" class="button button-quiet button-icon" data-testid="redo" disabled={!can_redo} onclick={tell(|| Action::Redone)} aria-label="Redo" title="Redo (Ctrl+Shift+Z)"><span aria-hidden="true">{ "↷" }</span></button>
                }
                if let Some(recipe) = state.recipe() {
                    { share_button(&page, state, recipe) }
                }
                <ThemeSwitch now={theme_name()} />
                if state.data.is_some() {
                    <RunButton state={state.clone()} />
                }
            </div>
            if let Some(fragment) = state.shared() {
                <Share fragment={fragment.clone()} source={state.source.clone()} />
            }
        </header>
    }
}

fn share_button(page: &Page, state: &State, recipe: &Rc<Recipe>) -> Html {
    let (page, recipe, source) = (page.clone(), recipe.clone(), state.source.clone());
    let onclick = move |_| page.client().write_link(&recipe, source.clone());
    // A recipe in a link must have a target.
    let asked = state.asks_for_target();
    let disabled = asked || !state.engine.is_ready();
    html! {
        <button type="button" class="button" data-testid="share" title={asked.then_some(CHOOSE_TARGET)} {disabled} {onclick}>{ "Share" }</button>
    }
}

#[component]
fn RunButton(props: &TopBarProps) -> Html {
    let state = &props.state;
    let page = use_page();
    // One that the page started is stopped only if it takes longer than was thought.
    let lasts = |left: f64| left > 1.0;
    let run = (state.engine.run()).filter(|run| !run.preview || run.left().is_some_and(lasts));
    let run = run.map(|run| run.stopping);
    let search = state.engine.searching();
    if state.engine.opening().is_some() {
        let onclick = move |_| page.client().cancel();
        return html! {
            <button type="button" class="button button-run" data-testid="cancel" {onclick}>{ "Stop" }</button>
        };
    }
    let trials = state.engine.trying().map(|trying| trying.stopping);
    let search = search.map(|search| search.stopping);
    if let Some(stopping) = run.or(search).or(trials) {
        let onclick = move |_| page.client().cancel();
        return html! {
            <button type="button" class="button button-run" data-testid="cancel" disabled={stopping} {onclick}>
                { if stopping { "Cancelling …" } else { "Cancel" } }
            </button>
        };
    }
    let recipe = state.recipe().cloned();
    let onclick = move |_| {
        let Some(recipe) = &recipe else { return };
        match recipe.check() {
            Ok(()) => page.client().run(recipe),
            Err(error) => {
                let place = CenterView::Stage(error.stage);
                page.tell(Action::ProblemFound(error));
                page.tell(Action::PlaceChosen(place));
            }
        }
    };
    let asked = state.asks_for_target();
    html! {
        <>
            if asked {
                <span class="run-why" id="run-why" data-testid="run-why">{ CHOOSE_TARGET }</span>
            }
            <button type="button" class="button button-primary button-run" id="run" data-testid="run-all" disabled={asked || !state.can_run()}
                title="Run all stages that are out of date (Ctrl+Enter or ⌘+Enter, also in a text field)" aria-keyshortcuts="Control+Enter Meta+Enter"
                aria-describedby={asked.then_some("run-why")} {onclick}>{ "Run" }</button>
        </>
    }
}

fn engine_status(life: &Life) -> Html {
    let (name, text) = match life {
        Life::Ready => {
            return html! { <span class="engine" data-testid="engine" data-engine="ready" hidden=true /> };
        }
        Life::Loading => ("loading", "engine loading …".to_string()),
        Life::Restarting => ("restarting", "engine restarting …".to_string()),
        Life::Unusable(why) => {
            return html! {
                <p class="engine engine-unusable" data-testid="engine" data-engine="unusable" role="alert">{ &**why }</p>
            };
        }
    };
    html! { <span class="engine" data-testid="engine" data-engine={name} role="status">{ text }</span> }
}
