//! Profile: warnings to consider before training, figures of every column, and associations of columns.

mod columns;
mod details;
mod pairs;
mod warnings;

use std::rc::Rc;

use yew::{Html, component, html, use_effect_with, use_state_eq};

use super::PanelProps;
use super::plane::Plane;
use crate::ui::charts::heat_map::HeatMap;
use crate::ui::charts::number::counted;
use crate::ui::charts::tree_view::legend;
use crate::ui::page::{Page, use_page};
use crate::ui::state::{CenterView, PlaneView, State, Status};
use grove_protocol::TableName;
use grove_protocol::profile::ProfileReport;

/// The stage's name as a heading.
pub const TITLE: &str = CenterView::Profile.title();
/// The description on its card.
pub const SHORT: &str = "Examines every column and warns of problems.";

#[component]
pub fn ProfilePanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let choice = use_state_eq(columns::ColumnSelection::default);
    {
        let page = page.clone();
        use_effect_with(state.profile_wanted(), move |wanted| {
            if let Some(subject) = wanted {
                page.client().profile(subject.clone());
            }
        });
    }
    html! {
        <section class="panel" aria-labelledby="panel-title">
            <header class="panel-head">
                <h1 class="panel-title" id="panel-title" tabindex="-1">{ TITLE }</h1>
                <p class="panel-why">{ "A model uses whatever it is given. First find the columns that say nothing, those that say the same, and those that reveal the target." }</p>
            </header>
            { progress(&page, state) }
            <Plane state={state.clone()} view={PlaneView::Data} />
            if let Some(report) = state.profile() {
                { sentence(report, state.profile_status()) }
                { warnings::warnings(&page, state, report) }
                { legend(&report.groups) }
                { columns::columns(report, &choice) }
                { details::details(report, choice.column.as_deref()) }
                <HeatMap report={report.clone()} />
                { pairs::strongest(report) }
            }
        </section>
    }
}

/// Shows the progress of a profile, or why there is none.
fn progress(page: &Page, state: &State) -> Html {
    let button = |words: &'static str,
                  testid: &'static str,
                  onclick: yew::Callback<yew::MouseEvent>| {
        html! { <button type="button" class="button" data-testid={testid} {onclick}>{ words }</button> }
    };
    match state.profile_status() {
        Status::Running { done, total } => {
            let page = page.clone();
            let cancel = button(
                "Stop",
                "profile-cancel",
                (move |_| page.client().cancel()).into(),
            );
            html! {
                <div class="progress">
                    <progress class="progress-bar" aria-label="How much of the table has been examined" max={total.max(1).to_string()} value={done.to_string()} />
                    { cancel }
                </div>
            }
        }
        Status::Fresh => html! {},
        _ if state.engine.run().is_some() => {
            html! { <p class="section-note">{ "The table is profiled once the run has ended." }</p> }
        }
        _ => {
            let page = page.clone();
            let subject = state.profile_subject();
            let again = move |_| {
                if let Some(subject) = &subject {
                    page.client().profile(subject.clone());
                }
            };
            html! {
                <>
                    if let Some(error) = state.profile_error() {
                        <p class="warning" role="alert">{ &error.problem }{ " " }{ &error.advice }</p>
                    }
                    { button("Profile the table", "profile-again", again.into()) }
                </>
            }
        }
    }
}

fn sentence(report: &Rc<ProfileReport>, status: Status) -> Html {
    let table = match report.table {
        TableName::Cleaned => "cleaned table",
        _ => "table as it was opened",
    };
    html! {
        <p class="panel-sentence" data-testid="profile-sentence">
            <span>{ format!(
                "The {table}: {} × {}.",
                counted(report.rows, "row", "rows"),
                counted(report.columns.len() as u32, "column", "columns"),
            ) }</span>
            if status != Status::Fresh {
                <span class="panel-stale">{ "◐ of an earlier table or target" }</span>
            }
        </p>
    }
}
