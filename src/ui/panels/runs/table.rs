//! The table of runs. Only the rows on the screen are in the document, so that a thousand runs cost little.

use std::rc::Rc;

use web_sys::{Element, Event, HtmlInputElement};
use yew::{Callback, Html, Properties, TargetCast, classes, component, html, use_state_eq};

use super::cells::{explained, heading, value};
use super::{ask, edit, press};
use crate::ui::charts::number::{count, counted};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, RunColumn, RunLine, RunRow, Runs, RunsAction};
use crate::ui::widgets::paging::TableWindow;
use grove_protocol::calls::OpenRun;
use grove_protocol::tracking::RunId;

/// In pixels, as in `runs.css`.
const ROW_HEIGHT: u32 = 32;
/// The most rows on the screen.
const ROWS_SHOWN: u32 = 16;
/// Room for a scroll bar below the rows.
const SCROLL_BAR: u32 = 18;

#[derive(Properties)]
pub struct RunTableProps {
    pub runs: Rc<Runs>,
}

impl PartialEq for RunTableProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.runs, &other.runs)
    }
}

#[component]
pub fn RunTable(props: &RunTableProps) -> Html {
    let page = use_page();
    let first = use_state_eq(|| 0);
    let runs = &props.runs;
    let shown = &runs.shown;
    let window = TableWindow {
        rows: shown.lines.len() as u32,
        visible: ROWS_SHOWN,
        row_height: f64::from(ROW_HEIGHT),
    };
    let onscroll = {
        let first = first.setter();
        move |event: Event| {
            let frame: Element = event.target_unchecked_into();
            first.set(window.first_at(f64::from(frame.scroll_top())));
        }
    };
    let compared = runs.to_compare();
    let from = (*first).min(window.last_first());
    let visible = window.visible.min(window.rows);
    let rows_height = f64::from((visible + 1) * ROW_HEIGHT);
    let height = rows_height + f64::from(SCROLL_BAR);
    let lines = shown
        .lines
        .iter()
        .enumerate()
        .skip(from as usize)
        .take(visible as usize);
    html! {
        <div class="data-table run-table">
            <div class="data-table-frame" tabindex="0" role="region" aria-label="Runs, scrollable" style={format!("height: {height}px")} {onscroll}>
                <div class="data-table-travel" style={format!("height: {}px", (rows_height + window.travel()).ceil())}>
                    <table aria-label="Runs" aria-rowcount={(window.rows + 1).to_string()} data-testid="runs-table" data-rows={window.rows.to_string()}>
                        <thead><tr aria-rowindex="1">
                            <th class="run-tick" scope="col">{ select_all(&page, runs) }</th>
                            { for shown.columns.iter().map(|column| head(&page, runs, column)) }
                        </tr></thead>
                        <tbody>{ for lines.map(|(index, line)| self::line(&page, runs, &compared, index, *line)) }</tbody>
                    </table>
                </div>
            </div>
            <p class="data-table-position">{ position(from, visible, runs) }</p>
        </div>
    }
}

fn position(from: u32, visible: u32, runs: &Runs) -> String {
    let lines = runs.shown.lines.len() as u32;
    if lines == 0 {
        return "No run matches.".to_string();
    }
    [
        "rows ",
        &count(from + 1),
        " to ",
        &count(from + visible),
        " of ",
        &count(lines),
        "; ",
        &counted(runs.shown.found, "run", "runs"),
    ]
    .concat()
}

fn select_all(page: &Page, runs: &Runs) -> Html {
    let page = page.clone();
    // What is proposed for comparison is not selected yet.
    let selected = runs.selection();
    let all = runs.shown.lines.iter().all(|line| {
        runs.rows
            .get(line.run)
            .is_some_and(|row| selected.contains(&row.info.id))
    });
    let onchange = move |event: Event| {
        let all = event.target_unchecked_into::<HtmlInputElement>().checked();
        page.tell(Action::Runs(RunsAction::AllSelected(all)));
    };
    html! { <input type="checkbox" data-testid="runs-select-all" aria-label="Select all runs that are shown" checked={all && !runs.shown.lines.is_empty()} {onchange} /> }
}

fn head(page: &Page, runs: &Runs, column: &RunColumn) -> Html {
    let sorted = (runs.table.sorted_by == *column).then_some(runs.table.descending);
    let (order, glyph) = match sorted {
        None => ("none", ""),
        Some(false) => ("ascending", " ▲"),
        Some(true) => ("descending", " ▼"),
    };
    html! {
        <th scope="col" aria-sort={order} class={classes!((*column == RunColumn::Name).then_some("run-name"))}>
            <button type="button" class="run-sort" data-testid={["sort-", column.key()].concat()} title={explained(column)}
                onclick={press(page, RunsAction::Sorted(column.clone()))}>
                { heading(column) }<span aria-hidden="true">{ glyph }</span>
            </button>
        </th>
    }
}

fn line(page: &Page, runs: &Runs, compared: &[RunId], index: usize, line: RunLine) -> Html {
    let Some(row) = runs.rows.get(line.run) else {
        return html! {};
    };
    let id = &row.info.id;
    let onchange = {
        let (page, id) = (page.clone(), id.clone());
        move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlInputElement>().checked();
            page.tell(Action::Runs(RunsAction::Selected(id.clone(), chosen)));
        }
    };
    html! {
        <tr key={id.0.clone()} aria-rowindex={(index + 2).to_string()} data-testid="run-row" data-run={id.0.clone()} class={classes!(line.inner.then_some("run-inner"))}>
            <td class="run-tick">
                <input type="checkbox" data-testid="run-select" aria-label={["Select run ", row.name()].concat()} checked={compared.contains(id)} {onchange} />
            </td>
            { for runs.shown.columns.iter().map(|column| match column {
                RunColumn::Name => name(page, runs, row, line),
                _ => cell(page, runs, row, column),
            }) }
        </tr>
    }
}

fn name(page: &Page, runs: &Runs, row: &RunRow, line: RunLine) -> Html {
    let id = &row.info.id;
    let folded = !runs.table.unfolded.contains(id);
    html! {
        <th scope="row" class="run-name">
            if line.candidates > 0 {
                <button type="button" class="run-fold" aria-expanded={(!folded).to_string()} onclick={press(page, RunsAction::Folded(id.clone()))}>
                    <span aria-hidden="true">{ if folded { "▸ " } else { "▾ " } }</span>
                    { counted(line.candidates, "candidate", "candidates") }
                </button>
            }
            if row.info.belief.iter().any(|doubt| !doubt.known) {
                <span class="run-doubt" data-testid="run-doubt" title="There are reasons to doubt these scores. Open the run to read them.">{ "! " }</span>
            }
            if runs.table.editing {
                { edit::name(page, row) }
            } else {
                <button type="button" class="link-button" data-testid="run-open" title={["Open run ", row.name()].concat()}
                    onclick={ask(page, OpenRun { run: id.clone() })}>{ row.name() }</button>
            }
        </th>
    }
}

fn cell(page: &Page, runs: &Runs, row: &RunRow, column: &RunColumn) -> Html {
    if runs.table.editing {
        match column {
            RunColumn::Tags => return html! { <td>{ edit::tags(page, row) }</td> },
            RunColumn::Note => return html! { <td>{ edit::note(page, row) }</td> },
            RunColumn::Experiment => return html! { <td>{ edit::experiment(page, row) }</td> },
            _ => {}
        }
    }
    let (text, number) = value(row, column);
    html! { <td class={classes!(number.then_some("data-table-number"))} title={text.clone()} data-column={column.key().to_string()}>{ text }</td> }
}

/// Returns a handler that gets the text of a box when it loses focus.
pub fn on_text(take: impl Fn(String) + 'static) -> Callback<Event> {
    Callback::from(move |event: Event| {
        take(event.target_unchecked_into::<HtmlInputElement>().value());
    })
}
