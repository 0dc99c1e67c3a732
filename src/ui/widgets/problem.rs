//! Shows an error where it was found: what is wrong, where, and what to do about it.

use yew::{Callback, Html, html};

use crate::ui::state::CenterView;
use grove_recipe::error::StageError;

pub fn problem(error: &StageError, ondismiss: Callback<()>) -> Html {
    // Most problems name their place themselves.
    let said = error.problem.to_ascii_lowercase();
    let column = error.column.as_ref();
    let column = column.filter(|column| !said.contains(&column.to_ascii_lowercase()));
    let row = error
        .row
        .filter(|row| !said.contains(&format!("row {row}")));
    let place = match (column, row) {
        (Some(column), Some(row)) => Some(format!("Column “{column}”, row {row}.")),
        (Some(column), None) => Some(format!("Column “{column}”.")),
        (None, Some(row)) => Some(format!("Row {row}.")),
        (None, None) => None,
    };
    let onclick = ondismiss.reform(|_| ());
    html! {
        <div class="problem" role="alert" data-testid="error" data-stage={error.stage.name()}>
            <span class="problem-glyph" aria-hidden="true">{ "✕" }</span>
            <div class="problem-text">
                <p class="problem-what"><strong class="problem-stage">{ CenterView::Stage(error.stage).title() }{ ":" }</strong>{ " " }{ &error.problem }</p>
                if let Some(place) = place {
                    <p class="problem-place">{ place }</p>
                }
                if !error.advice.is_empty() {
                    <p class="problem-advice">{ &error.advice }</p>
                }
            </div>
            <button type="button" class="button button-quiet" {onclick}>{ "Dismiss" }</button>
        </div>
    }
}
