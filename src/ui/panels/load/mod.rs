//! Data, which shows load and profile: the question about the target, what was read and how, each column, the table itself.

mod bad_lines;
mod keeping;
pub mod kinds;
pub mod notes;
pub mod opening;
mod question;
mod reading;

use std::rc::Rc;

use yew::{Html, component, html};

use super::frame::StageFrame;
use super::profile::Profile;
use super::recipe_file::recipe_file;
use super::{PanelProps, Purpose, headings};
use crate::ui::charts::number::{bytes, counted};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, CenterView, Edit};
use crate::ui::widgets::data_table::DataTable;
use crate::ui::widgets::later::Later;
use bad_lines::bad_lines;
use grove_protocol::TableName;
use grove_recipe::Recipe;
use grove_recipe::columns::{DataSummary, FileFormat};
use grove_recipe::stage::Stage;
use keeping::keeping;
use notes::notes;
use opening::{otherwise, progress};
use question::question;
use reading::reading;

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "Before a model can learn from a table, look at it: what is in each column, how much is missing, and what do you want to predict?",
    more: &[
        "A CSV file is only text. Loading decides what that text means: 5.1 is a measurement, 2024-03-01 a day, “red” one of a few categories. A wrong guess here makes every later stage wrong, so look at each column and ask whether it holds what its name says.",
        "The target is the column that the model is to predict. If it names a class (a species, yes or no) the task is a classification; if it is an amount (a price, a temperature) it is a regression. The model may learn from all other columns.",
        "Leave out a column that identifies its rows, such as a customer number. A model could memorise it and would know nothing about the next customer.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let (Some(data), Some(recipe)) = (&state.data, state.recipe()) else {
        return html! {};
    };
    let parameters = html! {
        <>
            { roles(&page, recipe) }
            { keeping(&page, state, data) }
            { reading(&page, Some(data), &recipe.load, Edit::part) }
            { recipe_file(&page) }
        </>
    };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Load} {parameters}>
            if !recipe.has_target() {
                { question(&page, data, recipe) }
            }
            if let Some(opening) = state.engine.opening() {
                { progress(&page, opening) }
            }
            { otherwise(&page, state) }
            { bad_lines(&data.bad_lines) }
            { how_read(&page, data, recipe) }
            <Profile state={state.clone()} />
            <Later><section aria-labelledby="table-title">
                <h2 class="section-title" id="table-title">{ "Table" }</h2>
                <DataTable page={page.clone()} table={TableName::Raw} version={format!("{:?}", Rc::as_ptr(data))} label="The table as it was opened"
                    columns={headings(&data.columns)} rows={data.rows} />
            </section></Later>
        </StageFrame>
    }
}

/// How the file was read, folded unless there is something to tell.
fn how_read(page: &Page, data: &DataSummary, recipe: &Recipe) -> Html {
    let short = notes::in_short(&data.notes);
    html! {
        <details class="how-read" key={data.sha256.clone()} open={short.is_some()}>
            <summary>
                <h2 class="section-title">{ "How the file was read" }</h2>
                <span class="chip-note">{ format(data) }{ short.map(|notes| [", ", &notes].concat()) }</span>
            </summary>
            <ul class="facts">
                <li>{ bytes(data.bytes) }{ ", " }{ bytes(data.memory_bytes) }{ " in memory" }</li>
                <li title={["SHA-256 ", &data.sha256].concat()}>{ "fingerprint " }{ data.sha256.get(..8).unwrap_or_default() }</li>
            </ul>
            { notes(page, data, &recipe.load) }
        </details>
    }
}

/// What the bytes are.
fn format(data: &DataSummary) -> String {
    match data.format {
        FileFormat::JsonLines => "JSON lines".to_string(),
        FileFormat::Parquet => "Parquet".to_string(),
        FileFormat::Delimited => {
            let delimiter = data.layout.delimiter.label();
            let encoding = data.layout.encoding.label();
            ["values separated by ", delimiter, ", ", encoding].concat()
        }
    }
}

/// What columns are for is chosen in one place only.
fn roles(page: &Page, recipe: &Recipe) -> Html {
    let left = recipe.leave_out.len() as u32;
    let go = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(CenterView::Stage(Stage::Featurize)))
    };
    html! {
        <div class="form form-roles">
            <p>{ match left {
                0 => "No column is left out.".to_string(),
                _ => format!("The model will not see {}.", counted(left, "column", "columns")),
            } }</p>
            <button type="button" class="button" data-testid="choose-roles" onclick={go}>{ "Choose what each column is for" }</button>
        </div>
    }
}
