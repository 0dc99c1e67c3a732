//! Deletes all that the browser keeps, after a second click.

use yew::{Html, html};

use super::ask;
use crate::ui::page::Page;
use crate::ui::shell::forget_theme;
use grove_protocol::calls::ForgetAll;

pub fn forget_all(page: &Page) -> Html {
    let forget = ask(page, ForgetAll);
    let onclick = move |event| {
        forget_theme();
        forget.emit(event);
    };
    html! {
        <details class="run-purge">
            <summary data-testid="forget-all">{ "Forget everything …" }</summary>
            <p class="section-note">{ "Deletes all that this browser keeps of Grove: every run, every model, every table, and the colours. This cannot be undone. A table that is open stays open." }</p>
            <button type="button" class="button" data-testid="forget-all-yes" {onclick}>{ "Delete all of it" }</button>
        </details>
    }
}
