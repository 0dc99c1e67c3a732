//! The plane of two columns in a panel: asks for it, and lets the person choose the columns.

use yew::{Callback, Html, Properties, component, html, use_effect_with};

use crate::ui::charts::plane::PlanePicture;
use crate::ui::page::{Page, use_page};
use crate::ui::shell::{StateSnapshot, after_drawing, show_plane};
use crate::ui::state::{Action, CenterView, PlaneView, State};
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::report::PlaneReport;
use grove_recipe::columns::ColumnKind;

#[derive(Properties, PartialEq)]
pub struct PlaneProps {
    pub state: StateSnapshot,
    pub view: PlaneView,
}

#[component]
pub fn Plane(props: &PlaneProps) -> Html {
    let (state, view) = (&props.state, props.view);
    let page = use_page();
    {
        let page = page.clone();
        use_effect_with(state.plane_wanted(view), move |wanted| {
            if let Some(subject) = wanted {
                page.client().plane(subject.clone());
            }
        });
    }
    if let Some(error) = state.plane_error(view) {
        return html! {
            <p class="section-note">
                { &error.problem }{ " " }{ &error.advice }
                if state.planes.names != [None, None] {
                    { again(&page) }
                }
            </p>
        };
    }
    let Some(report) = state.plane(view) else {
        return html! {};
    };
    let above = html! {
        <div class="plane-choice">
            { choice(&page, state, report, 0) }
            { choice(&page, state, report, 1) }
            { draw(&page, state) }
        </div>
    };
    html! { <PlanePicture report={report.clone()} {above} /> }
}

/// Leads to the plane on which points are drawn by hand.
fn draw(page: &Page, state: &State) -> Html {
    let page = page.clone();
    let (testid, words) = match state.is_drawn() {
        true => ("draw-more", "Draw more points"),
        false => ("draw-own", "Draw points by hand"),
    };
    let onclick = move |_| {
        page.tell(Action::PlaceChosen(CenterView::Welcome));
        after_drawing(show_plane);
    };
    html! { <button type="button" class="button" data-testid={testid} {onclick}>{ words }</button> }
}

/// Goes back to the columns that the engine chooses.
fn again(page: &Page) -> Html {
    let page = page.clone();
    let onclick = move |_| page.tell(Action::PlaneChosen([None, None]));
    html! { <button type="button" class="button button-quiet" {onclick}>{ "Draw other columns" }</button> }
}

/// The columns for one of the two axes.
fn choice(page: &Page, state: &State, report: &PlaneReport, axis: usize) -> Html {
    let names = [&report.x.column, &report.y.column];
    let (label, testid) = [("Across", "plane-x"), ("Upwards", "plane-y")][axis];
    let drawable = |kind| {
        !matches!(
            kind,
            ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Empty
        )
    };
    let columns = state.columns_ahead().into_iter();
    let columns: Vec<String> = columns
        .filter(|column| drawable(column.kind))
        .map(|column| column.name)
        .collect();
    let chosen = columns.iter().position(|name| name == names[axis]);
    let entries = columns.iter().map(|name| SelectEntry {
        value: name.clone().into(),
        disabled: name == names[1 - axis],
    });
    let entries: Vec<SelectEntry> = entries.collect();
    let onchoose = {
        let (page, both) = (page.clone(), names.map(|name| Some(name.clone())));
        Callback::from(move |index: usize| {
            let mut both = both.clone();
            both[axis] = columns.get(index).cloned();
            page.tell(Action::PlaneChosen(both));
        })
    };
    html! {
        <label class="labelled">
            <span class="labelled-name">{ label }</span>
            <Select {testid} {entries} {chosen} {onchoose} />
        </label>
    }
}
