//! A file on its way: how far it is, and what to do where it could not be read.

use yew::{Html, html};

use super::reading::reading;
use crate::ui::page::Page;
use crate::ui::state::{Edit, Opening, State};

/// How much of the file has been read, and a way to stop.
pub fn progress(page: &Page, opening: &Opening) -> Html {
    let oncancel = {
        let page = page.clone();
        move |_| page.client().cancel()
    };
    html! {
        <div class="opening" data-testid="opening">
            <p class="opening-text"><span class="spinner" aria-hidden="true" />{ opening.told() }{ " …" }</p>
            if let Some(percent) = opening.percent() {
                <progress max="100" value={percent.to_string()} aria-label={opening.told()} />
            }
            <button type="button" class="button" data-testid="cancel-opening" onclick={oncancel}>{ "Stop" }</button>
        </div>
    }
}

/// Other choices for a file that could not be read. Where it is the open one, its choices stand in the panel.
pub fn otherwise(page: &Page, state: &State) -> Html {
    let Some(refused) = state.refused.as_ref().filter(|refused| !refused.again) else {
        return html! {};
    };
    let again = {
        let (page, load) = (page.clone(), refused.load.clone());
        move |_| page.client().try_again(&load)
    };
    html! {
        <section class="otherwise" aria-labelledby="otherwise-title">
            <h2 class="section-title" id="otherwise-title">{ "Read the file differently" }</h2>
            { reading(page, None, &refused.load, Edit::Refused) }
            <button type="button" class="button" data-testid="try-again" onclick={again}>{ "Try again" }</button>
        </section>
    }
}
