//! What could not be read: how much of it, and where.

use yew::{Html, html};

use crate::ui::charts::number::counted;
use grove_recipe::columns::BadLines;

pub fn bad_lines(bad: &BadLines) -> Html {
    if bad.rows + bad.cells == 0 {
        return html! {};
    }
    let rows = (bad.rows > 0).then(|| {
        counted(
            bad.rows,
            "row could not be read and is not in the table",
            "rows could not be read and are not in the table",
        )
    });
    let cells = (bad.cells > 0).then(|| {
        counted(
            bad.cells,
            "cell could not be read and counts as missing",
            "cells could not be read and count as missing",
        )
    });
    let parts: Vec<String> = rows.into_iter().chain(cells).collect();
    let listed = bad.listed.len() as u32;
    let all = listed == bad.rows + bad.cells;
    html! {
        <div class="warning" role="status" data-testid="bad-lines">
            <p><strong>{ "! Not everything could be read: " }</strong>{ parts.join("; ") }{ "." }</p>
            <details>
                <summary>{ if all { "Where".to_string() } else { ["The first ", &listed.to_string()].concat() } }</summary>
                <ul class="bad-lines">
                    { for bad.listed.iter().map(|line| html! { <li>{ &line.problem }</li> }) }
                </ul>
            </details>
        </div>
    }
}
