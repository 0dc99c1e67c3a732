//! Shows a stage's output: its key, the parameters it was made with, its fingerprint, and why it is out of date.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, MouseEvent};
use yew::{Html, TargetCast, html};

use crate::ui::charts::number::{bytes, count, duration};
use crate::ui::page::Page;
use crate::ui::state::{Action, FinishedStage, State};
use grove_recipe::provenance::{hex, parameters, text};
use grove_recipe::stage::{PATH, Stage, keys};

/// The number of digits of a hash that are shown.
const DIGITS: usize = 12;

/// Shows the provenance, folded at first; its content is computed only when it is opened.
pub fn provenance(page: &Page, state: &State, stage: Stage) -> Html {
    let Some(finished) = state.finished(stage) else {
        return html! {};
    };
    let open = state.provenance.open;
    let page = page.clone();
    // The page's state has whether it is open, since the engine is asked for the content.
    let onclick = move |event: MouseEvent| {
        event.prevent_default();
        page.tell(Action::ProvenanceTurned(!open));
    };
    html! {
        <details class="panel-more" data-testid="provenance" {open}>
            <summary data-testid="provenance-turn" {onclick}>{ "How this output was made" }</summary>
            if open {
                { facts(state, stage, finished) }
            }
        </details>
    }
}

fn facts(state: &State, stage: Stage, finished: &FinishedStage) -> Html {
    let (recipe, report) = (&finished.recipe, &finished.report);
    let keys = keys(recipe).map(|key| hex(&key));
    let Some(key) = keys.get(stage as usize) else {
        return html! {};
    };
    let before = PATH.iter().zip(&keys).take(stage as usize);
    let size = format!("{} × {}", count(report.rows_out), count(report.columns_out));
    html! {
        <dl class="provenance">
            <dt>{ "Key" }</dt>
            <dd data-testid="provenance-key" data-key={key.clone()}>{ hash(key) }{ " " }{ copy(key, "Copy the key") }</dd>
            <dt>{ "Made from" }</dt>
            <dd>
                if stage == Stage::Load {
                    { &recipe.data.name }{ " " }{ hash(&recipe.data.sha256) }
                }
                { for before.map(|(stage, key)| html! { <span class="provenance-input">{ stage.name() }{ " " }{ hash(key) }</span> }) }
            </dd>
            <dt>{ "Parameters" }</dt>
            <dd>
                <ul class="provenance-parameters">
                    { for parameters(stage, recipe).iter().map(|(name, value)| html! { <li><code>{ name }</code>{ " " }{ text(value) }</li> }) }
                </ul>
            </dd>
            <dt>{ "Output" }</dt>
            <dd>
                { size }
                if let Some(output) = state.fingerprint(stage) {
                    { ", " }{ bytes(output.bytes) }{ ", SHA-256 " }
                    <span data-testid="provenance-output" data-sha256={output.sha256.clone()}>{ hash(&output.sha256) }</span>
                    { " " }{ copy(&output.sha256, "Copy the hash of the output") }
                }
            </dd>
            if let Some(milliseconds) = finished.milliseconds {
                <dt>{ "Time" }</dt>
                <dd>{ duration(milliseconds) }</dd>
            }
            if let Some(why) = state.why_stale(stage) {
                <dt>{ "Out of date" }</dt>
                <dd data-testid="provenance-stale">{ why }</dd>
            }
        </dl>
    }
}

fn hash(whole: &str) -> Html {
    let shown = whole.get(..DIGITS).unwrap_or(whole).to_string();
    html! { <code title={whole.to_string()}>{ shown }</code> }
}

/// Shows a button that copies a whole hash. The button is marked until the hash changes.
fn copy(whole: &str, label: &'static str) -> Html {
    let hash = whole.to_string();
    let onclick = move |event: MouseEvent| {
        let Some(window) = web_sys::window() else {
            return;
        };
        let clipboard = window.navigator().clipboard();
        // A page without a secure connection has no clipboard.
        if clipboard.is_undefined() {
            return;
        }
        let (written, button) = (
            clipboard.write_text(&hash),
            event.target_unchecked_into::<Element>(),
        );
        spawn_local(async move {
            if JsFuture::from(written).await.is_ok() {
                // Nothing depends on it if it fails.
                let _ = button.set_attribute("data-copied", "");
            }
        });
    };
    html! {
        <button key={whole.to_string()} type="button" class="link-button provenance-copy" aria-label={label} {onclick}>{ "Copy" }</button>
    }
}
