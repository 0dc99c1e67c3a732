//! Load: a tile per column, what to leave out, and the table itself.

mod bad_lines;
mod keeping;
mod kinds;
pub mod notes;
pub mod opening;
mod question;
mod reading;

use std::rc::Rc;

use yew::{AttrValue, Html, component, html, use_state_eq};

use super::frame::StageFrame;
use super::recipe_file::recipe_file;
use super::{PanelProps, Purpose, headings};
use crate::ui::charts::column_tile::ColumnTile;
use crate::ui::charts::number::{bytes, counted};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, CenterView, Edit};
use crate::ui::widgets::data_table::DataTable;
use crate::ui::widgets::growing::use_growing;
use bad_lines::bad_lines;
use grove_protocol::TableName;
use grove_recipe::columns::{DataSummary, FileFormat};
use grove_recipe::parameters::COLUMN_ROLE;
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, Role};
use keeping::keeping;
use kinds::kind_of;
use notes::notes;
use opening::{otherwise, progress};
use question::question;
use reading::reading;

/// More tiles than these are shown when they are asked for.
const TILES_SHOWN: usize = 60;
/// Tiles drawn at once.
const TILES_AT_ONCE: usize = 8;

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "Before a model can learn from a table, look at it: what is in each column, how much is missing, and what do you want to predict?",
    more: &[
        "A CSV file is only text. Loading decides what that text means: 5.1 is a measurement, 2024-03-01 a day, “red” one of a few categories. A wrong guess here makes every later stage wrong, so look at each tile and ask whether the column holds what its name says.",
        "The target is the column that the model is to predict. If it names a class (a species, yes or no) the task is a classification; if it is an amount (a price, a temperature) it is a regression. The model may learn from all other columns.",
        "Leave out a column that identifies its rows, such as a customer number. A model could memorise it and would know nothing about the next customer.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let more = use_state_eq(|| TILES_SHOWN);
    let columns = state.data.as_ref().map_or(0, |data| data.columns.len());
    let drawn = use_growing(columns.min(*more), TILES_AT_ONCE);
    let (Some(data), Some(recipe)) = (&state.data, state.recipe()) else {
        return html! {};
    };
    let hidden = columns.saturating_sub(*more);
    let onmore = {
        let more = more.clone();
        move |_| more.set(*more + TILES_SHOWN)
    };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Load}>
            if !recipe.has_target() {
                { question(&page, data, recipe) }
            }
            <ul class="facts">
                <li>{ bytes(data.bytes) }{ ", " }{ bytes(data.memory_bytes) }{ " in memory" }</li>
                <li>{ format(data) }</li>
                <li title={format!("SHA-256 {}", data.sha256)}>{ format!("fingerprint {}", data.sha256.get(..8).unwrap_or_default()) }</li>
            </ul>
            if let Some(opening) = state.engine.opening() {
                { progress(&page, opening) }
            }
            { keeping(&page, state, data) }
            { otherwise(&page, state) }
            { bad_lines(&data.bad_lines) }
            { notes(&page, data, &recipe.load) }
            { reading(&page, Some(data), &recipe.load, Edit::part) }
            <section aria-labelledby="tiles-title">
                <h2 class="section-title" id="tiles-title">{ "Columns" }</h2>
                <div class="tiles">
                    { for data.columns.iter().take(drawn).map(|column| html! {
                        <ColumnTile key={column.name.clone()} column={column.clone()} rows={data.rows} role={role(recipe, &column.name)} kind={kind_of(&page, &recipe.load, column)} />
                    }) }
                </div>
                if hidden > 0 {
                    <button type="button" class="button" onclick={onmore}>{ format!("Show more columns ({hidden} hidden)") }</button>
                }
            </section>
            { roles(&page, recipe) }
            <section aria-labelledby="table-title">
                <h2 class="section-title" id="table-title">{ "Table" }</h2>
                <DataTable page={page.clone()} table={TableName::Raw} version={format!("{:?}", Rc::as_ptr(data))} label="The table as it was opened"
                    columns={headings(&data.columns)} rows={data.rows} />
            </section>
            { recipe_file(&page) }
        </StageFrame>
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
        <div class="notice">
            <p>{ match left {
                0 => "No column is left out.".to_string(),
                _ => format!("The model will not see {}, marked above.", counted(left, "column", "columns")),
            } }</p>
            <button type="button" class="button" data-testid="choose-roles" onclick={go}>{ "Choose what each column is for" }</button>
        </div>
    }
}

fn role(recipe: &Recipe, name: &str) -> Option<AttrValue> {
    let role = recipe.role(name);
    (role != Role::Feature).then(|| COLUMN_ROLE.label_of(role).into())
}
