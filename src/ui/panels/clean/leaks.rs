//! Columns that give a target away, and a button that leaves them out.

use yew::{Html, html};

use crate::ui::page::Page;
use crate::ui::panels::findings::remedy;
use crate::ui::state::State;
use grove_protocol::report::{Leak, Remedy};

pub fn leaks(page: &Page, state: &State, leaks: &[Leak]) -> Html {
    if leaks.is_empty() {
        return html! {};
    }
    let leak = |(index, leak): (usize, &Leak)| {
        let columns = leak.columns.clone();
        // The first are certain; that others follow them is a guess.
        let (verdict, glyph, word, handle) = match index {
            0 => ("stopped", "✕", "problem", "leave-out-leaks"),
            _ => ("warned", "!", "warning", "leave-out-followers"),
        };
        html! {
            <li class="expectation" data-verdict={verdict}>
                <span class="expectation-glyph" aria-hidden="true">{ glyph }</span>
                <div class="expectation-text">
                    <h2 class="expectation-name">{ "Leak" }<span class="expectation-word">{ word }</span></h2>
                    <p>{ &leak.sentence }</p>
                    <div class="belief-steps">{ remedy(page, state, &Remedy::LeaveOut { columns }, handle, None) }</div>
                </div>
            </li>
        }
    };
    html! { <ul class="expectations">{ for leaks.iter().enumerate().map(leak) }</ul> }
}
