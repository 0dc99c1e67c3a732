//! Rows of a table that the engine picks and sorts: headings sort them, and their numbers choose one.

use web_sys::MouseEvent;
use yew::{Callback, Html, classes, html};

use super::data_table::Heading;
use crate::ui::charts::number::count;
use grove_protocol::TableRow;

/// Rows of a table that the engine picks and sorts.
#[derive(Clone, PartialEq)]
pub struct Picked {
    /// Asks for so many rows from this one on.
    pub fetch: Callback<(u32, u32, Callback<Vec<TableRow>>)>,
    /// The column that they are sorted by, and whether the largest values are first.
    pub sorted: Option<(usize, bool)>,
    /// Is called with the column to sort by.
    pub onsort: Callback<usize>,
    /// Is called with the number of the row that is chosen.
    pub onrow: Callback<u32>,
}

/// Shows a column's name, as a button where rows can be sorted.
pub fn heading(place: usize, column: &Heading, picked: Option<&Picked>) -> Html {
    let sorted = picked.and_then(|picked| picked.sorted);
    let sorted = sorted.filter(|(by, _)| *by == place);
    let order = sorted.map(|(_, falling)| if falling { "descending" } else { "ascending" });
    let name = html! { <span class="data-table-name">{ &column.name }</span> };
    let name = match picked {
        Some(picked) => {
            let onclick = picked.onsort.reform(move |_: MouseEvent| place);
            html! { <button type="button" class="data-table-button" {onclick}>{ name }</button> }
        }
        None => name,
    };
    html! {
        <th scope="col" class={classes!(column.number.then_some("data-table-number"))} title={column.name.clone()} aria-sort={order}>
            { name }
            <span class="data-table-note">{ &column.note }</span>
        </th>
    }
}

/// Shows a row's number, as a button where rows can be chosen.
pub fn row_number(number: u32, picked: Option<&Picked>) -> Html {
    let words = count(number);
    let Some(picked) = picked else {
        return words.into();
    };
    let onclick = picked.onrow.reform(move |_: MouseEvent| number);
    let testid = ["behind-row-", &number.to_string()].concat();
    let label = ["Predict row ", &words, " and explain it"].concat();
    html! {
        <button type="button" class="data-table-button" data-testid={testid} title={label.clone()} aria-label={label} {onclick}>{ words }</button>
    }
}
