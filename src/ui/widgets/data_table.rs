//! A table of any length. Only the rows on the screen are in the document; the others are fetched from the engine one
//! page at a time when they are scrolled to.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, KeyboardEvent, MouseEvent};
use yew::component::with_state;
use yew::{
    AttrValue, Callback, Component, Context, Html, NodeRef, Properties, classes, component, html,
};

use super::cell_look::CellLook;
use super::paging::{FetchedPages, PAGE, TableWindow};
use super::picked::{Picked, heading, row_number};
use crate::ui::charts::number::count;
use crate::ui::page::Page;
use grove_protocol::{TableName, TableRow};
use grove_recipe::cut::{CELL, is_longer};

/// In pixels, as in `table.css`.
const ROW_HEIGHT: u32 = 28;
/// The most rows on the screen.
const ROWS_SHOWN: u32 = 14;
/// Room for a scroll bar below the rows.
const SCROLL_BAR: u32 = 18;
/// The most columns at once, since every cell on the screen costs time. A wider table is shown in parts.
const COLUMNS_SHOWN: usize = 60;

#[derive(Clone, Properties, PartialEq)]
pub struct DataTableProps {
    pub page: Page,
    pub table: TableName,
    /// Changes whenever the table's content does.
    pub version: AttrValue,
    pub label: AttrValue,
    pub columns: Vec<Heading>,
    pub rows: u32,
    /// For rows that are not those of the table in its order.
    #[prop_or_default]
    pub picked: Option<Picked>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    pub name: String,
    /// A note below the name, such as the column's type.
    pub note: String,
    /// Whether they are numbers, which are aligned on the right.
    pub number: bool,
}

#[component]
pub fn DataTable(props: &DataTableProps) -> Html {
    with_state::<TablePart>(props.clone())
}

/// The rows and columns that are on the screen.
struct TablePart {
    frame: NodeRef,
    pages: FetchedPages,
    first: u32,
    /// The first column on the screen.
    left: usize,
    /// The page that was asked for.
    awaited: Option<u32>,
    /// The cell that is shown by itself: its row and column.
    looked: Option<(u32, usize)>,
    /// Answers to requests from before the last change of the table are ignored.
    generation: u32,
}

enum Message {
    Scrolled,
    /// Shows the columns from this one on.
    Turned(usize),
    Key(KeyboardEvent),
    /// Shows a cell by itself, or none.
    Looked(Option<(u32, usize)>),
    Arrived {
        generation: u32,
        page: u32,
        rows: Vec<TableRow>,
    },
}

impl Component for TablePart {
    type Message = Message;
    type Properties = DataTableProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut table = Self {
            frame: NodeRef::default(),
            pages: FetchedPages::default(),
            first: 0,
            left: 0,
            awaited: None,
            looked: None,
            generation: 0,
        };
        table.fetch(ctx);
        table
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &DataTableProps) -> bool {
        let props = ctx.props();
        if props.version != before.version || props.rows != before.rows {
            self.pages = FetchedPages::default();
            self.generation += 1;
            self.awaited = None;
            self.left = 0;
            self.looked = None;
            self.first = self.first.min(window(props).last_first());
            if let (Some(_), Some(frame)) = (&props.picked, self.frame.cast::<Element>()) {
                self.first = 0;
                frame.set_scroll_top(0);
            }
            self.fetch(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Scrolled => {
                let Some(frame) = self.frame.cast::<Element>() else {
                    return false;
                };
                let first = window(ctx.props()).first_at(f64::from(frame.scroll_top()));
                self.show(ctx, first)
            }
            Message::Turned(left) => {
                self.left = left;
                true
            }
            Message::Looked(cell) => {
                self.looked = cell;
                true
            }
            // A button in a cell handles its own keys.
            Message::Key(event) if from_button(&event) => false,
            Message::Key(event) => {
                let window = window(ctx.props());
                let step = window.visible.saturating_sub(1).max(1);
                let first = match event.key().as_str() {
                    "ArrowDown" => self.first.saturating_add(1),
                    "ArrowUp" => self.first.saturating_sub(1),
                    "PageDown" | " " => self.first.saturating_add(step),
                    "PageUp" => self.first.saturating_sub(step),
                    "Home" => 0,
                    "End" => u32::MAX,
                    _ => return false,
                };
                event.prevent_default();
                let first = first.min(window.last_first());
                if let Some(frame) = self.frame.cast::<Element>() {
                    frame.set_scroll_top(window.scroll_to(first).round() as i32);
                }
                self.show(ctx, first)
            }
            Message::Arrived {
                generation,
                page,
                rows,
            } => {
                if generation != self.generation {
                    return false;
                }
                self.awaited = None;
                // An engine without such rows is not asked again until the table changes.
                if !rows.is_empty() {
                    self.pages.insert(page, rows, self.first / PAGE);
                    self.fetch(ctx);
                }
                true
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let window = window(props);
        let shown = window.visible.min(props.rows);
        let height = f64::from((shown + 1) * ROW_HEIGHT + SCROLL_BAR);
        let onscroll = ctx.link().callback(|_| Message::Scrolled);
        let onkeydown = ctx.link().callback(Message::Key);
        html! {
            <div class="data-table">
                <div class="data-table-frame" ref={self.frame.clone()} tabindex="0" role="region"
                    aria-label={format!("{}, scrollable", props.label)}
                    style={format!("height: {height}px")} {onscroll} {onkeydown}>
                    <div class="data-table-travel" style={format!("height: {}px", (height + window.travel()).ceil())}>
                        <table aria-label={&props.label} aria-rowcount={(u64::from(props.rows) + 1).to_string()}>
                            <thead>
                                <tr aria-rowindex="1">
                                    <th scope="col" class="data-table-row">{ "row" }</th>
                                    { for self.shown_columns(props).map(|(i, column)| heading(i, column, props.picked.as_ref())) }
                                </tr>
                            </thead>
                            <tbody>
                                { for (self.first..self.first + shown).map(|index| self.row(ctx, index)) }
                            </tbody>
                        </table>
                    </div>
                </div>
                <div class="data-table-foot">
                    <p class="data-table-position">{ position(self.first, shown, props.rows) }</p>
                    { self.column_turner(ctx) }
                </div>
                { self.look(ctx) }
            </div>
        }
    }
}

impl TablePart {
    fn show(&mut self, ctx: &Context<Self>, first: u32) -> bool {
        if first == self.first {
            return false;
        }
        self.first = first;
        self.fetch(ctx);
        true
    }

    /// Asks for the first page that the screen lacks, unless an answer is pending.
    fn fetch(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        if self.awaited.is_some() {
            return;
        }
        let visible = window(props).visible;
        let Some(page) = self.pages.missing(self.first, visible, props.rows) else {
            return;
        };
        self.awaited = Some(page);
        let generation = self.generation;
        let then = ctx.link().callback(move |rows| Message::Arrived {
            generation,
            page,
            rows,
        });
        let from = page * PAGE;
        match &props.picked {
            Some(picked) => picked.fetch.emit((from, PAGE, then)),
            None => props.page.client().rows(props.table, from, PAGE, then),
        }
    }

    fn shown_columns<'a>(
        &self,
        props: &'a DataTableProps,
    ) -> impl Iterator<Item = (usize, &'a Heading)> {
        let columns = props.columns.iter().enumerate();
        columns.skip(self.left).take(COLUMNS_SHOWN)
    }

    fn column_turner(&self, ctx: &Context<Self>) -> Html {
        let all = ctx.props().columns.len();
        if all <= COLUMNS_SHOWN {
            return html! {};
        }
        let (left, right) = (self.left, (self.left + COLUMNS_SHOWN).min(all));
        let to = |left: usize| ctx.link().callback(move |_| Message::Turned(left));
        html! {
            <div class="data-table-columns">
                <button type="button" class="button" disabled={left == 0} onclick={to(left.saturating_sub(COLUMNS_SHOWN))}>{ "← Columns before" }</button>
                <span>{ format!("columns {} to {right} of {all}", left + 1) }</span>
                <button type="button" class="button" disabled={right == all} onclick={to(right)}>{ "Columns after →" }</button>
            </div>
        }
    }

    fn look(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let Some((row, column)) = self.looked else {
            return html! {};
        };
        let name = props.columns.get(column).map_or("", |column| &column.name);
        let number = self.pages.row(row).map_or(row + 1, |row| row.row);
        let title = format!("{name}, row {}", count(number));
        let row = match props.table {
            TableName::Numbered => number,
            _ => row,
        };
        let onclose = ctx.link().callback(|()| Message::Looked(None));
        html! {
            <CellLook page={props.page.clone()} table={props.table} {row} column={column as u32} {title} {onclose} />
        }
    }

    fn row(&self, ctx: &Context<Self>, index: u32) -> Html {
        let props = ctx.props();
        let look = |column: usize| {
            ctx.link()
                .callback(move |_: MouseEvent| Message::Looked(Some((index, column))))
        };
        let row = self.pages.row(index);
        let number = row.map(|row| row_number(row.row, props.picked.as_ref()));
        html! {
            <tr aria-rowindex={(u64::from(index) + 2).to_string()}>
                <th scope="row" class="data-table-row">{ number.unwrap_or_default() }</th>
                { for self.shown_columns(props).map(|(i, column)| match row {
                    None => html! { <td class="data-table-waiting">{ "…" }</td> },
                    Some(row) => match row.cells.get(i).and_then(Option::as_deref) {
                        Some(text) if is_longer(text, CELL) => long_cell(text, look(i)),
                        text => cell(column, text),
                    },
                }) }
            </tr>
        }
    }
}

fn window(props: &DataTableProps) -> TableWindow {
    TableWindow {
        rows: props.rows,
        visible: ROWS_SHOWN,
        row_height: f64::from(ROW_HEIGHT),
    }
}

fn cell(column: &Heading, value: Option<&str>) -> Html {
    match value {
        Some(text) => html! {
            <td class={classes!(column.number.then_some("data-table-number"))} title={text.to_string()}>{ text }</td>
        },
        None => html! { <td class="data-table-missing">{ "missing" }</td> },
    }
}

/// Shows the beginning of a cell, as a button that shows more of it.
fn long_cell(text: &str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <td>
            <button type="button" class="data-table-long" data-testid="cell-more" title="Show more of this cell" {onclick}>{ text }</button>
        </td>
    }
}

fn from_button(event: &KeyboardEvent) -> bool {
    let target = event.target();
    target.is_some_and(|target| target.has_type::<HtmlButtonElement>())
}

fn position(first: u32, shown: u32, rows: u32) -> String {
    if rows == 0 {
        return "No rows.".to_string();
    }
    format!(
        "rows {} to {} of {}",
        count(first + 1),
        count(first + shown),
        count(rows)
    )
}
