//! The profile, a part of Data: warnings to consider before training, every column, and associations of columns.

mod columns;
mod details;
mod pairs;
pub mod warnings;

use std::rc::Rc;

use yew::{Html, component, html, use_effect_with, use_state_eq};

use super::PanelProps;
use super::plane::Plane;
use crate::ui::charts::heat_map::HeatMap;
use crate::ui::charts::number::counted;
use crate::ui::page::{Page, use_page};
use crate::ui::shell::{after_drawing, find};
use crate::ui::state::{CenterView, PlaneView, State, Status};
use crate::ui::widgets::growing::use_growing;
use crate::ui::widgets::later::Later;
use columns::{AT_ONCE, ColumnChoice, found};
use grove_protocol::TableName;
use grove_protocol::profile::ProfileReport;

#[component]
pub fn Profile(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let choice = use_state_eq(ColumnChoice::default);
    {
        let page = page.clone();
        use_effect_with(state.profile_wanted(), move |wanted| {
            if let Some(subject) = wanted {
                page.client().profile(subject.clone());
            }
        });
    }
    use_effect_with(state.place, |place| {
        if *place == CenterView::Profile {
            after_drawing(show);
        }
    });
    let (Some(data), Some(recipe)) = (&state.data, state.recipe()) else {
        return html! {};
    };
    let report = state.profile();
    let found = found(data, report.map(Rc::as_ref), &choice.search);
    let drawn = use_growing(found.len().min(choice.shown), AT_ONCE);
    let status = state.profile_status();
    html! {
        <>
            <section class="profile-part" aria-labelledby="profile-title">
                <h2 class="section-title" id="profile-title" tabindex="-1">{ "What to look at" }</h2>
                { progress(&page, state) }
                if let Some(report) = report {
                    { sentence(report, status) }
                    { warnings::warnings(&page, state, report) }
                }
            </section>
            <Later><Plane state={state.clone()} view={PlaneView::Data} /></Later>
            <Later>{ columns::columns(&page, recipe, data, report, &found, drawn, &choice) }</Later>
            if let Some(report) = report {
                <Later>
                    <section class="profile-pairs" aria-label="Pairs of columns">
                        <HeatMap report={report.clone()} />
                        { pairs::strongest(report) }
                    </section>
                </Later>
            }
        </>
    }
}

/// Brings the profile in sight, with the focus on its heading.
pub fn show() {
    if let Some(heading) = find("#profile-title") {
        // Nothing depends on it where it fails.
        let _ = heading.focus();
        heading.scroll_into_view();
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
        // It comes in a moment.
        _ if state.profile_wanted().is_some() => html! {},
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
