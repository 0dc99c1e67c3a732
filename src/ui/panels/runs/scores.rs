//! The scores of the runs that the table shows, as dots on one scale.

use std::rc::Rc;

use web_sys::{Event, KeyboardEvent};
use yew::{Html, MouseEvent, html};

use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::charts::scene::chosen;
use crate::ui::page::Page;
use crate::ui::state::{RunCell, RunColumn, RunRow, Runs};
use grove_charts::run_scores::RunScore;
use grove_protocol::calls::OpenRun;
use grove_protocol::interval::wilson;

/// The most runs that are drawn.
const DRAWN: usize = 12;

/// Draws the first runs of the table that are about the same target of the same table as the first of them.
pub fn scores(page: &Page, runs: &Runs) -> Html {
    let Some((metric, rows)) = drawn(runs) else {
        return html! {};
    };
    let compared = runs.to_compare();
    let column = RunColumn::Metric(Rc::from(metric));
    let score = |row: &&Rc<RunRow>| {
        let RunCell::Number(value) = row.cell(&column) else {
            return None;
        };
        let rows = row.info.test_rows.as_ref().map_or(0, |rows| rows.count);
        Some(RunScore {
            name: row.name().to_string(),
            value,
            interval: wilson(value, rows).filter(|_| metric == "accuracy"),
            chosen: compared.contains(&row.info.id),
        })
    };
    let scores: Vec<RunScore> = rows.iter().filter_map(score).collect();
    if scores.len() < 2 {
        return html! {};
    }
    let open = {
        let page = page.clone();
        let ids: Vec<_> = rows.iter().map(|row| row.info.id.clone()).collect();
        move |event: &Event| {
            let run = chosen(event).and_then(|place| ids.get(place as usize).cloned());
            if let Some(run) = run {
                page.client().store(OpenRun { run });
            }
        }
    };
    let onkeydown = {
        let open = open.clone();
        move |event: KeyboardEvent| {
            if matches!(&*event.key(), "Enter" | " ") && chosen(&event).is_some() {
                event.prevent_default();
                open(&event);
            }
        }
    };
    let onclick = move |event: MouseEvent| open(&event);
    let count = scores.len().to_string();
    let of = Plotted::Runs {
        metric: metric.to_string(),
        higher_is_better: runs.higher_is_better(metric),
        runs: scores,
    };
    html! {
        <div data-testid="run-scores" data-runs={count} {onclick} {onkeydown}><Plot {of} /></div>
    }
}

/// Returns the metric, which is the one that sorts the table or else the first, and the runs that have it.
fn drawn(runs: &Runs) -> Option<(&str, Vec<&Rc<RunRow>>)> {
    let lines = runs.shown.lines.iter();
    let mut rows = lines
        .filter_map(|line| runs.rows.get(line.run))
        .filter(|row| row.info.test_rows.is_some());
    let first = rows.next()?;
    let metric = match &runs.table.sorted_by {
        RunColumn::Metric(name) => name,
        _ => &*first.info.metrics.first()?.name,
    };
    let has = |row: &&Rc<RunRow>| {
        let mut metrics = row.info.metrics.iter();
        metrics.any(|known| known.name == metric && known.value.is_some())
    };
    let rows = rows.filter(|row| row.is_beside(first));
    let rows = std::iter::once(first).chain(rows).filter(has);
    Some((metric, rows.take(DRAWN).collect()))
}
