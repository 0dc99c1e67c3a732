//! Clean: the table from far away, what each step did, and the cleaned table.

use std::rc::Rc;

use yew::{Html, component, html};

use super::fields::Fields;
use super::frame::{StageFrame, form, not_yet};
use super::{PanelProps, headings};
use crate::api::parameters::{DROP_DUPLICATES, MISSING_TARGET};
use crate::api::protocol::Table;
use crate::api::recipe::Clean;
use crate::api::report::{CleanStep, Detail};
use crate::api::stage::Stage;
use crate::ui::charts::minimap::MinimapChart;
use crate::ui::charts::number::count;
use crate::ui::page::{Page, use_page};
use crate::ui::state::Edit;
use crate::ui::widgets::data_table::DataTable;

#[component]
pub fn CleanPanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let finished = state.finished(Stage::Clean);
    let report = finished.and_then(|finished| match &finished.report.detail {
        Detail::Clean(report) => Some((finished, report)),
        _ => None,
    });
    html! {
        <StageFrame state={state.clone()} stage={Stage::Clean}>
            if let Some((_, report)) = report {
                <MinimapChart minimap={report.minimap.clone()} />
                { steps(&report.steps) }
            } else {
                { not_yet("Press Run to see the table before and after.") }
            }
            if let Some(recipe) = state.recipe() {
                { parameters(&page, &recipe.clean) }
            }
            if let Some((finished, report)) = report {
                <section aria-labelledby="table-title">
                    <h2 class="section-title" id="table-title">{ "Cleaned table" }</h2>
                    <DataTable page={page.clone()} table={Table::Cleaned} label="The table after cleaning"
                        version={format!("{:?}", Rc::as_ptr(&finished.report))}
                        columns={headings(&report.columns)} rows={finished.report.rows_out} />
                </section>
            }
        </StageFrame>
    }
}

fn steps(steps: &[CleanStep]) -> Html {
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Steps of cleaning">
            <table class="plain-table">
                <caption class="section-title">{ "Steps" }</caption>
                <thead><tr>
                    <th scope="col">{ "Step" }</th>
                    <th scope="col" class="number">{ "Rows dropped" }</th>
                    <th scope="col" class="number">{ "Cells changed" }</th>
                </tr></thead>
                <tbody>
                    { for steps.iter().map(|step| html! {
                        <tr>
                            <th scope="row">{ &step.name }</th>
                            <td class="number">{ count(step.rows_dropped) }</td>
                            <td class="number">{ count(step.cells_changed) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn parameters(page: &Page, now: &Clean) -> Html {
    let edit = Edit::Clean;
    let fields = Fields { page, now, edit };
    form(html! {
        <>
            { fields.switch(&DROP_DUPLICATES, |clean| &mut clean.drop_duplicates) }
            { fields.choice(&MISSING_TARGET, |clean| &mut clean.missing_target) }
        </>
    })
}
