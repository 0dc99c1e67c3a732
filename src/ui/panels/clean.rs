//! Clean: the table from far away, what each step did, and the cleaned table.

use std::rc::Rc;

use yew::{Html, component, html};

use super::frame::{Form, StageFrame, not_yet};
use super::{PanelProps, field, headings};
use crate::api::parameters::{DROP_DUPLICATES, MISSING_TARGET, TRIM};
use crate::api::protocol::Table;
use crate::api::recipe::{Clean, MissingTarget};
use crate::api::report::{CleanStep, Detail};
use crate::api::stage::Stage;
use crate::ui::charts::minimap::MinimapChart;
use crate::ui::charts::number::count;
use crate::ui::page::{Page, use_page};
use crate::ui::state::Edit;
use crate::ui::widgets::choice::ChoiceField;
use crate::ui::widgets::data_table::DataTable;
use crate::ui::widgets::switch::SwitchField;
use crate::ui::widgets::words::WordsField;

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
                { form(&page, &recipe.clean) }
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

fn form(page: &Page, clean: &Clean) -> Html {
    let words = field(
        page,
        clean,
        "missing_values",
        |clean: &mut Clean, words| clean.missing_values = words,
        Edit::Clean,
    );
    html! {
        <Form>
            <SwitchField declared={&TRIM} value={clean.trim}
                onchange={field(page, clean, TRIM.name, |clean: &mut Clean, on| clean.trim = on, Edit::Clean)} />
            <SwitchField declared={&DROP_DUPLICATES} value={clean.drop_duplicates}
                onchange={field(page, clean, DROP_DUPLICATES.name, |clean: &mut Clean, on| clean.drop_duplicates = on, Edit::Clean)} />
            <ChoiceField<MissingTarget> declared={&MISSING_TARGET} value={clean.missing_target}
                onchange={field(page, clean, MISSING_TARGET.name, |clean: &mut Clean, chosen| clean.missing_target = chosen, Edit::Clean)} />
            <WordsField name="missing_values" label="What counts as missing" help="Besides the empty cell. Separated by commas, compared after trimming."
                value={clean.missing_values.clone()} onchange={words} />
        </Form>
    }
}
