//! Profile: the warnings, most important first, each with advice.

use yew::{Html, html};

use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::panels::findings::remedy;
use crate::ui::state::State;
use grove_protocol::profile::{ProfileReport, Warning, WarningSeverity};
use grove_protocol::report::Remedy;

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

pub fn warning_item(page: &Page, state: &State, warning: &Warning) -> Html {
    let severity = warning.kind.severity();
    // Notes look like checks that have passed, and so does what the recipe mends.
    let (verdict, glyph, word) = match severity {
        _ if state.mends(warning) => (None, "✓", "mended"),
        WarningSeverity::Problem => (Some("stopped"), severity.glyph(), severity.name()),
        WarningSeverity::Warning => (Some("warned"), severity.glyph(), severity.name()),
        WarningSeverity::Note => (None, severity.glyph(), severity.name()),
    };
    let more = warning.columns.len().saturating_sub(NAMED) as u32;
    html! {
        <li class="expectation" data-verdict={verdict} data-warning={warning.kind.name()}>
            <span class="expectation-glyph" aria-hidden="true">{ glyph }</span>
            <div class="expectation-text">
                <h3 class="expectation-name">
                    { warning.kind.title() }
                    <span class="expectation-word">{ word }</span>
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
                if !warning.remedies.is_empty() {
                    <div class="belief-steps">{ for warning.remedies.iter().map(|change| remedy(page, state, change, "finding-mend", None)) }</div>
                }
            </div>
        </li>
    }
}

fn leave_out(page: &Page, state: &State, column: &str) -> Html {
    let columns = vec![column.to_string()];
    let short = Some(("Leave out", "✓ left out"));
    remedy(
        page,
        state,
        &Remedy::LeaveOut { columns },
        "leave-out",
        short,
    )
}
