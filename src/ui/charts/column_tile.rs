//! Load: a column on a tile, with its type, its values, and the numbers of missing and different ones.

use yew::{AttrValue, Html, Properties, classes, component, html};

use super::bar::bar;
use super::number::{count, counted, percent, share};
use super::scene::draw;
use grove_charts::column::values;
pub use grove_charts::column::written;
use grove_recipe::columns::ColumnSummary;

#[derive(Properties, PartialEq)]
pub struct ColumnTileProps {
    pub column: ColumnSummary,
    /// The number of rows of the table.
    pub rows: u32,
    /// The column's type, as text or as a list to choose from.
    pub kind: Html,
    /// The role of the column, such as `target` or `left out`.
    #[prop_or_default]
    pub role: Option<AttrValue>,
}

#[component]
pub fn ColumnTile(props: &ColumnTileProps) -> Html {
    let column = &props.column;
    let missing = share(column.missing, props.rows);
    html! {
        <article class={classes!("tile", props.role.is_some().then_some("tile-with-role"))}>
            <header class="tile-head">
                <h4 class="tile-name" title={column.name.clone()}>{ &column.name }</h4>
                { props.kind.clone() }
                if let Some(role) = &props.role {
                    <span class="tile-role">{ role }</span>
                }
            </header>
            <div class="tile-picture">{ draw(&values(column, props.rows)) }</div>
            <dl class="tile-facts">
                <div class="tile-fact">
                    <dt>{ "missing" }</dt>
                    <dd>
                        { bar(missing, "bar-missing") }
                        <span title={counted(column.missing, "row", "rows")}>{ percent(missing) }</span>
                    </dd>
                </div>
                <div class="tile-fact">
                    <dt>{ "distinct" }</dt>
                    <dd>
                        { count(column.distinct) }
                        if column.identifier() {
                            <span class="tile-note">{ "identifies rows" }</span>
                        }
                    </dd>
                </div>
                if let Some(unit) = &column.unit {
                    <div class="tile-fact">
                        <dt>{ "unit" }</dt>
                        <dd>{ unit }</dd>
                    </div>
                }
            </dl>
        </article>
    }
}
