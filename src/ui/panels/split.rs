//! Split: the target in each part, and how large the parts are.

use yew::{Html, component, html};

use super::PanelProps;
use super::fields::Fields;
use super::frame::{StageFrame, form, not_yet};
use crate::api::parameters::{STRATIFY, TEST_SIZE, VALIDATION_SIZE};
use crate::api::recipe::Recipe;
use crate::api::report::{Detail, SplitReport};
use crate::api::stage::Stage;
use crate::ui::charts::number::count;
use crate::ui::charts::split_bars::SplitBars;
use crate::ui::page::{Page, use_page};
use crate::ui::state::Edit;

#[component]
pub fn SplitPanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let report = match state.report(Stage::Split).map(|report| &report.detail) {
        Some(Detail::Split(report)) => Some(report),
        _ => None,
    };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Split}>
            if let (Some(report), Some(recipe)) = (report, state.recipe()) {
                { parts(report) }
                if let Some(note) = &report.note {
                    <p class="section-note">{ note }</p>
                }
                <SplitBars report={report.clone()} target={recipe.target.clone()} />
            } else {
                { not_yet("Press Run to put rows aside.") }
            }
            if let Some(recipe) = state.recipe() {
                { parameters(&page, recipe) }
            }
        </StageFrame>
    }
}

fn parts(report: &SplitReport) -> Html {
    let part = |name: &'static str, rows: u32, what: &'static str| {
        html! {
            <li class="part" data-part={name}>
                <span class="part-name">{ name }</span>
                <span class="part-rows">{ count(rows) }</span>
                <span class="part-what">{ what }</span>
            </li>
        }
    };
    html! {
        <ul class="parts">
            { part("train", report.train, "rows to learn from") }
            if report.validation > 0 {
                { part("validation", report.validation, "rows to compare settings on") }
            }
            { part("test", report.test, "rows locked away until the end") }
        </ul>
    }
}

fn parameters(page: &Page, recipe: &Recipe) -> Html {
    let edit = Edit::Split;
    let now = &recipe.split;
    let fields = Fields { page, now, edit };
    let together = recipe
        .check()
        .err()
        .filter(|error| error.stage == Stage::Split);
    form(html! {
        <>
            { fields.real(&TEST_SIZE, |split| &mut split.test_size) }
            { fields.real(&VALIDATION_SIZE, |split| &mut split.validation_size) }
            { fields.switch(&STRATIFY, |split| &mut split.stratify) }
            if let Some(error) = together {
                <p class="field-message" role="alert">{ error.problem }</p>
            }
        </>
    })
}
