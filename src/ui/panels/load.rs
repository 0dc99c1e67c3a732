//! Load: a tile per column, what to leave out, and the table itself.

use std::rc::Rc;

use yew::{AttrValue, Html, component, html, use_state_eq};

use super::fields::Fields;
use super::frame::{StageFrame, form};
use super::recipe_file::RecipeFile;
use super::{PanelProps, headings};
use crate::api::parameters::{COLUMN_ROLE, ON_BAD_LINES, TRIM};
use crate::api::protocol::Table;
use crate::api::recipe::{Load, Recipe, Role};
use crate::api::stage::Stage;
use crate::ui::charts::column_tile::ColumnTile;
use crate::ui::charts::number::{bytes, counted};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, Edit, Place};
use crate::ui::widgets::data_table::DataTable;
use crate::ui::widgets::growing::use_growing;

/// More tiles than these are shown when they are asked for.
const TILES_SHOWN: usize = 60;
/// Tiles drawn at once.
const TILES_AT_ONCE: usize = 8;

#[component]
pub fn LoadPanel(props: &PanelProps) -> Html {
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
            <ul class="facts">
                <li>{ bytes(data.bytes) }</li>
                <li>{ format!("values separated by {}", delimiter(data.delimiter)) }</li>
                <li title={format!("SHA-256 {}", data.sha256)}>{ format!("fingerprint {}", data.sha256.get(..8).unwrap_or_default()) }</li>
            </ul>
            if !data.notes.is_empty() {
                <ul class="notes">{ for data.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
            }
            <section aria-labelledby="tiles-title">
                <h2 class="section-title" id="tiles-title">{ "Columns" }</h2>
                <div class="tiles">
                    { for data.columns.iter().take(drawn).map(|column| html! {
                        <ColumnTile key={column.name.clone()} column={column.clone()} rows={data.rows} role={role(recipe, &column.name)} />
                    }) }
                </div>
                if hidden > 0 {
                    <button type="button" class="button" onclick={onmore}>{ format!("Show more columns ({hidden} hidden)") }</button>
                }
            </section>
            { parameters(&page, &recipe.load) }
            { roles(&page, recipe) }
            <section aria-labelledby="table-title">
                <h2 class="section-title" id="table-title">{ "Table" }</h2>
                <DataTable page={page.clone()} table={Table::Raw} version={format!("{:?}", Rc::as_ptr(data))} label="The table as it was opened"
                    columns={headings(&data.columns)} rows={data.rows} />
            </section>
            <RecipeFile />
        </StageFrame>
    }
}

fn parameters(page: &Page, now: &Load) -> Html {
    let edit = Edit::Load;
    let fields = Fields { page, now, edit };
    form(html! {
        <>
            { fields.switch(&TRIM, |load| &mut load.trim) }
            { fields.choice(&ON_BAD_LINES, |load| &mut load.on_bad_lines) }
            { fields.words(
                "missing_values",
                "What counts as missing",
                "Besides the empty cell. Separated by commas, compared after trimming.",
                |load| &mut load.missing_values,
            ) }
        </>
    })
}

/// What columns are for is chosen in one place only.
fn roles(page: &Page, recipe: &Recipe) -> Html {
    let left = recipe.leave_out.len() as u32;
    let go = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(Place::Stage(Stage::Featurize)))
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

fn delimiter(character: char) -> String {
    match character {
        ',' => "commas".to_string(),
        ';' => "semicolons".to_string(),
        '\t' => "tabs".to_string(),
        '|' => "bars".to_string(),
        other => format!("“{other}”"),
    }
}
