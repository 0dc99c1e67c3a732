//! The choice whether the browser keeps the open table for a later visit.

use web_sys::{Event, HtmlInputElement};
use yew::{Html, TargetCast, html};

use crate::ui::charts::number::bytes;
use crate::ui::page::Page;
use crate::ui::state::State;
use grove_protocol::calls::TableChange;
use grove_recipe::columns::DataSummary;
use grove_recipe::link::{DataSource, Link};

pub fn keeping(page: &Page, state: &State, data: &DataSummary) -> Html {
    let Some(recipe) = state.recipe().filter(|_| state.can_keep_table()) else {
        return html! {};
    };
    let onchange = {
        let (page, recipe) = (page.clone(), recipe.clone());
        move |event: Event| {
            let keep = event.target_unchecked_into::<HtmlInputElement>().checked();
            page.client().keep_table(match keep {
                true => TableChange::Keep(Box::new(Link {
                    source: DataSource::Own,
                    recipe: (*recipe).clone(),
                })),
                false => TableChange::Drop(recipe.data.sha256.clone()),
            });
        }
    };
    html! {
        <div class="field field-switch">
            <input type="checkbox" id="keep-table" data-testid="keep-table" checked={state.keeps_table()} {onchange} aria-describedby="keep-table-help" />
            <label class="field-label" for="keep-table">{ "Keep this table in this browser (" }{ bytes(data.bytes) }{ ")" }</label>
            <p class="field-help" id="keep-table-help">{ "Then you can continue after a reload, a crash or on a later visit. The table stays on this machine; whoever uses this browser can open it." }</p>
            if let Some(error) = &state.tables.error {
                <p class="field-message" role="alert" data-testid="keep-table-error">{ &error.problem }{ " " }{ &error.advice }</p>
            }
        </div>
    }
}
