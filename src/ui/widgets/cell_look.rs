//! Shows the full text of a cell that the table shortens.

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state_eq};

use crate::ui::charts::number::count;
use crate::ui::page::Page;
use grove_protocol::TableName;
use grove_recipe::cut::{CELL_IN_FULL, is_longer};

#[derive(Properties, PartialEq)]
pub struct CellLookProps {
    pub page: Page,
    pub table: TableName,
    /// Its place in the table, from 0.
    pub row: u32,
    pub column: u32,
    /// The names of the column and the row.
    pub title: String,
    pub onclose: Callback<()>,
}

#[component]
pub fn CellLook(props: &CellLookProps) -> Html {
    let text = use_state_eq(|| None::<String>);
    {
        let (text, page) = (text.clone(), props.page.clone());
        let place = (props.table, props.row, props.column);
        use_effect_with(place, move |&(table, row, column)| {
            text.set(None);
            let then = move |cell: Option<String>| text.set(Some(cell.unwrap_or_default()));
            page.client().cell(table, row, column, then.into());
        });
    }
    let onclick = props.onclose.reform(|_| ());
    let first = count(CELL_IN_FULL as u32);
    html! {
        <section class="cell-look" aria-label={props.title.clone()} data-testid="cell-look">
            <div class="cell-look-head">
                <p>{ &props.title }</p>
                <button type="button" class="button button-quiet" data-testid="cell-close" {onclick}>{ "Close" }</button>
            </div>
            if let Some(text) = &*text {
                if is_longer(text, CELL_IN_FULL) {
                    <p class="cell-look-note">{ "The first " }{ first }{ " characters:" }</p>
                }
                <pre class="cell-look-text" tabindex="0">{ text }</pre>
            }
        </section>
    }
}
