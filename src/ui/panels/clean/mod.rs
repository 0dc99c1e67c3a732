//! Clean: the table from far away, the list of steps and what each did, and the cleaned table.

mod editor;
mod expression;
mod fields;
mod leaks;
mod menu;
mod merges;
mod step;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{Html, component, html, use_effect_with, use_node_ref, use_state_eq};

use super::findings::to_mend;
use super::frame::{StageFrame, form, soon};
use super::{PanelProps, Purpose, headings};
use crate::ui::charts::minimap::MinimapChart;
use crate::ui::charts::number::count;
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Edit, State};
use crate::ui::widgets::data_table::DataTable;
use editor::StepEditor;
use grove_protocol::report::{CleanReport, Detail};
use grove_protocol::{Download, TableName};
use grove_recipe::parameters::{SIMILAR_METHOD, SIMILARITY};
use grove_recipe::stage::Stage;
use grove_recipe::{Clean, Recipe};

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "“red” and “red ” are one colour to you and two to a computer, and “n/a” is a third. Cleaning decides which values are the same and which are missing.",
    more: &[
        "Most steps look at one row at a time, or compare rows for equality, and learn nothing from the data. A step that does learn, such as filling a gap with an average, learns from the train rows alone: the rows are split before it.",
        "Decide about duplicates with care. If the same row appears twice, one copy may be a train row and the other a test row, and the score rewards the model for remembering. But two different flowers may really have equal measurements.",
        "The picture shows the whole table from top to bottom, before and after. Coloured cells were changed, hatched ones are still missing.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let open = use_state_eq(|| None::<usize>);
    let looked_for = use_state_eq(|| (SIMILAR_METHOD.default(), SIMILARITY.default));
    let moved = use_state_eq(|| None::<String>);
    let operation = use_node_ref();
    {
        // A step that is moved takes the focus along.
        use_effect_with(moved.clone(), move |moved| {
            if let Some(id) = &**moved {
                let button = gloo::utils::document().get_element_by_id(id);
                let button = button.and_then(|button| button.dyn_into::<HtmlElement>().ok());
                // Nothing depends on it where it fails.
                let _ = button.map(|button| button.focus());
                moved.set(None);
            }
        });
    }
    let finished = state.finished(Stage::Clean);
    let report = finished.and_then(|finished| match &finished.report.detail {
        Detail::Clean(report) => Some((finished, report)),
        _ => None,
    });
    let list = state
        .recipe()
        .zip(state.data.as_ref())
        .map(|(recipe, data)| {
            let editor = StepEditor {
                page: page.clone(),
                recipe: recipe.clone(),
                data: data.clone(),
                open,
                moved,
                looked_for,
            };
            steps(&editor, state, report.map(|(_, report)| report), &operation)
        });
    html! {
        <StageFrame state={state.clone()} stage={Stage::Clean}>
            if let Some((_, report)) = report {
                <MinimapChart minimap={report.minimap.clone()} />
                { leaks::leaks(&page, state, &report.leaks) }
            } else {
                { soon(state, "Press Run to see the table before and after.") }
            }
            { to_mend(&page, state) }
            { list.unwrap_or_default() }
            if let Some(recipe) = state.recipe() {
                { missing_target(&page, recipe, report.map(|(_, report)| report)) }
            }
            if let Some((finished, report)) = report {
                <section aria-labelledby="table-title">
                    <h2 class="section-title" id="table-title">{ "Cleaned table" }</h2>
                    <DataTable page={page.clone()} table={TableName::Cleaned} label="The table after cleaning"
                        version={format!("{:?}", Rc::as_ptr(&finished.report))}
                        columns={headings(&report.columns)} rows={finished.report.rows_out} />
                    { download(&page) }
                </section>
            }
        </StageFrame>
    }
}

fn steps(
    editor: &StepEditor,
    state: &State,
    report: Option<&CleanReport>,
    operation: &yew::NodeRef,
) -> Html {
    let steps = &editor.recipe.clean.steps;
    html! {
        <section class="form" aria-labelledby="steps-title">
            <h2 class="section-title" id="steps-title">{ "Steps" }</h2>
            if steps.is_empty() {
                <p class="section-note">{ "No step yet: the table stays as it was read, but for rows without a target." }</p>
            } else {
                <ol class="steps">
                    { for (0..steps.len()).map(|place| step::step(editor, state, report, place)) }
                </ol>
            }
            { menu::menu(editor, operation) }
        </section>
    }
}

fn missing_target(page: &Page, recipe: &Recipe, report: Option<&CleanReport>) -> Html {
    let now = &recipe.clean;
    let edit = Edit::part;
    let fields = super::fields::PartFields { page, now, edit };
    let dropped = report
        .and_then(|report| report.steps.last())
        .map_or(0, |last| last.rows_dropped());
    form(html! {
        <>
            { fields.field(Clean::missing_target, |clean| &mut clean.missing_target) }
            if dropped > 0 {
                <p class="section-note">{ format!("Rows without a target that were dropped: {}", count(dropped)) }</p>
            }
        </>
    })
}

fn download(page: &Page) -> Html {
    let what = Download::Cleaned;
    let page = page.clone();
    let onclick = move |_| page.client().download(what);
    html! {
        <button type="button" class="button" data-testid={format!("download-{}", what.name())} {onclick}>
            <span aria-hidden="true">{ "↓ " }</span>{ what.file_name() }
        </button>
    }
}
