//! Profile: the warnings, most important first, each with advice.

use yew::{Html, html};

use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::state::{Action, Edit, State};
use grove_protocol::profile::{ProfileReport, Warning, WarningSeverity};
use grove_recipe::Role;
use grove_recipe::parameters::COLUMN_ROLE;

/// The most columns that are named in a warning.
const NAMED: usize = 12;

pub fn warnings(page: &Page, state: &State, report: &ProfileReport) -> Html {
    if report.warnings.is_empty() {
        return html! { <p class="section-note" data-testid="profile-warnings">{ "✓ No problems were found." }</p> };
    }
    html! {
        <ul class="expectations" data-testid="profile-warnings">
            { for report.warnings.iter().map(|warning| warning_item(page, state, warning)) }
        </ul>
    }
}

fn warning_item(page: &Page, state: &State, warning: &Warning) -> Html {
    let severity = warning.kind.severity();
    // Notes look like checks that have passed.
    let verdict = (severity != WarningSeverity::Note).then_some("warned");
    let more = warning.columns.len().saturating_sub(NAMED) as u32;
    html! {
        <li class="expectation" data-verdict={verdict} data-warning={warning.kind.name()}>
            <span class="expectation-glyph" aria-hidden="true">{ severity.glyph() }</span>
            <div class="expectation-text">
                <h3 class="expectation-name">
                    { warning.kind.title() }
                    <span class="expectation-word">{ severity.name() }</span>
                </h3>
                <p>{ &warning.found }{ " " }{ &warning.advice }</p>
                <ul class="chips">
                    { for warning.columns.iter().take(NAMED).map(|(column, figure)| html! {
                        <li class="chip">
                            { column }
                            <span class="chip-note">{ figure }</span>
                            if warning.kind.leaves_out() {
                                { leave_out(page, state, column) }
                            }
                        </li>
                    }) }
                    if more > 0 {
                        <li>{ format!("and {}", counted(more, "more column", "more columns")) }</li>
                    }
                </ul>
            </div>
        </li>
    }
}

fn leave_out(page: &Page, state: &State, column: &str) -> Html {
    let is_out = state
        .recipe()
        .is_some_and(|recipe| recipe.role(column) == Role::Ignored);
    if is_out {
        return html! { <span class="chip-note">{ "✓ left out" }</span> };
    }
    let page = page.clone();
    let label = ["Leave out ", column].concat();
    let column = column.to_string();
    let onclick = move |_| {
        page.tell(Action::RecipeEdited {
            field: COLUMN_ROLE.name,
            edit: Edit::Role {
                column: column.clone(),
                role: Role::Ignored,
            },
        });
    };
    html! { <button type="button" class="link-button" aria-label={label} {onclick}>{ "Leave out" }</button> }
}
