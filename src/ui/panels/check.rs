//! Check: one line per expectation.

use yew::{Html, component, html};

use super::PanelProps;
use super::frame::{StageFrame, not_yet};
use crate::api::report::{Detail, Expectation, Verdict};
use crate::api::stage::Stage;
use crate::ui::charts::number::{count, percent, share};

#[component]
pub fn CheckPanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let expectations = match state.report(Stage::Check).map(|report| &report.detail) {
        Some(Detail::Check(report)) => Some(&report.expectations),
        _ => None,
    };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Check}>
            if let Some(expectations) = expectations {
                <ul class="expectations" data-testid="expectations">
                    { for expectations.iter().map(expectation) }
                </ul>
            } else {
                { not_yet("Press Run to hold the data against what a model needs.") }
            }
        </StageFrame>
    }
}

fn expectation(expectation: &Expectation) -> Html {
    let (state, glyph, word) = match expectation.verdict {
        Verdict::Passed => ("passed", "✓", "passed"),
        Verdict::Warned => ("warned", "!", "warning"),
    };
    let failing = share(expectation.failing, expectation.of);
    html! {
        <li class="expectation" data-verdict={state}>
            <span class="expectation-glyph" aria-hidden="true">{ glyph }</span>
            <div class="expectation-text">
                <h2 class="expectation-name">
                    { &expectation.name }
                    <span class="expectation-word">{ word }</span>
                </h2>
                <p>{ &expectation.message }</p>
                if !expectation.columns.is_empty() {
                    <ul class="chips">
                        { for expectation.columns.iter().map(|column| html! { <li class="chip">{ column }</li> }) }
                    </ul>
                }
            </div>
            if expectation.of > 0 {
                <div class="expectation-share">
                    <span class="expectation-bar" aria-hidden="true"><span style={format!("width: {:.1}%", failing * 100.0)} /></span>
                    <span title={percent(failing)}>{ format!("{} of {}", count(expectation.failing), count(expectation.of)) }</span>
                </div>
            }
        </li>
    }
}
