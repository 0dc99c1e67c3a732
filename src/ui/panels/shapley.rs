//! Evaluate: what moves the answers of many test rows.

use std::cell::RefCell;
use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state, use_state_eq};

use crate::ui::charts::number::{count, counted};
use crate::ui::charts::picture::{Picture, WriteNumbers};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::use_page;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_charts::moves::{bar_numbers, bars, by_moves};
use grove_protocol::calls::RowsExplained;
use grove_protocol::report::{EXPLAINED_AT_MOST, ShapleyReport, StageReport};
use grove_recipe::error::StageError;

#[derive(Properties, PartialEq)]
pub struct ShapleyProps {
    /// The report of the evaluation whose model is asked.
    pub report: Rc<StageReport>,
    /// Whether the engine has time for a job.
    pub enabled: bool,
}

/// What is known of the job.
#[derive(Clone, Default, PartialEq)]
struct Explained {
    is_under_way: bool,
    done: u32,
    total: u32,
    report: Option<Rc<ShapleyReport>>,
    error: Option<StageError>,
}

#[component]
pub fn Shapley(props: &ShapleyProps) -> Html {
    let page = use_page();
    let shown = use_state(Explained::default);
    // What has come so far, of which the state has a copy to draw, and which job it is of.
    let latest = use_state(|| Rc::new(RefCell::new((0u32, Explained::default()))));
    let latest = Rc::clone(&latest);
    let chosen = use_state_eq(|| None::<usize>);
    let class = use_state_eq(|| None::<usize>);
    {
        let (shown, latest) = (shown.setter(), Rc::clone(&latest));
        use_effect_with(Rc::as_ptr(&props.report), move |_| {
            // Another model: what is still told is of the one before.
            let job = latest.borrow().0 + 1;
            *latest.borrow_mut() = (job, Explained::default());
            shown.set(Explained::default());
        });
    }
    let run = {
        let (page, shown) = (page.clone(), shown.setter());
        move |_| {
            let job = latest.borrow().0 + 1;
            let begun = Explained {
                is_under_way: true,
                ..Explained::default()
            };
            *latest.borrow_mut() = (job, begun.clone());
            shown.set(begun);
            let (latest, shown) = (Rc::clone(&latest), shown.clone());
            let then = Callback::from(move |told: Result<RowsExplained, Option<StageError>>| {
                let mut latest = latest.borrow_mut();
                if latest.0 == job {
                    take(&mut latest.1, told);
                    shown.set(latest.1.clone());
                }
            });
            page.client().explain_rows(EXPLAINED_AT_MOST, then);
        }
    };
    let (choose_class, choose) = (class.setter(), chosen.setter());
    let onclass = Callback::from(move |place: usize| choose_class.set(Some(place)));
    let oncolumn = Callback::from(move |column: usize| choose.set(Some(column)));
    let stop = move |_| page.client().cancel();
    let now = &*shown;
    let report = now.report.as_ref().filter(|report| !report.rows.is_empty());
    html! {
        <section class="stack" aria-labelledby="shapley-all-title" data-testid="shapley-all" data-under-way={now.is_under_way.to_string()}
            data-rows={report.map(|report| report.rows.len().to_string())}>
            <h2 class="section-title" id="shapley-all-title">{ "Why, over many rows" }</h2>
            <p class="section-note">{ "How far each column moves the answers of up to 500 test rows away from the mean answer: Shapley values, which add up for each row." }</p>
            if now.is_under_way {
                <div class="progress">
                    <progress class="progress-bar" aria-label="Rows that are explained" max={now.total.max(1).to_string()} value={now.done.to_string()} />
                    <span>{ format!("{} of {}", count(now.done), counted(now.total, "row", "rows")) }</span>
                    <button type="button" class="button" data-testid="shapley-all-stop" onclick={stop}>{ "Stop" }</button>
                </div>
            } else {
                <button type="button" class="button" data-testid="shapley-all-run" disabled={!props.enabled} onclick={run}>{ "Explain the test rows" }</button>
            }
            if let Some(error) = &now.error {
                <p class="section-note" data-testid="shapley-all-error">{ &error.problem }{ " " }{ &error.advice }</p>
            }
            if let Some(report) = report {
                { pictures(report, (*class, *chosen), onclass, oncolumn) }
            }
        </section>
    }
}

/// Adds what is told; `Err` is the end, with a reason if it failed.
fn take(explained: &mut Explained, told: Result<RowsExplained, Option<StageError>>) {
    let told = match told {
        Ok(told) => told,
        Err(error) => {
            explained.is_under_way = false;
            explained.error = error;
            return;
        }
    };
    (explained.done, explained.total) = (told.done, told.total);
    match (&mut explained.report, told.report) {
        (Some(known), Some(more)) => Rc::make_mut(known).rows.extend(more.rows),
        (known @ None, Some(first)) => *known = Some(Rc::new(first)),
        (_, None) => {}
    }
}

fn pictures(
    report: &Rc<ShapleyReport>,
    (class, chosen): (Option<usize>, Option<usize>),
    onclass: Callback<usize>,
    oncolumn: Callback<usize>,
) -> Html {
    // With two classes, the second one is the one that is meant.
    let first = usize::from(report.classes.len() == 2);
    let output = class
        .unwrap_or(first)
        .min(report.base.len().saturating_sub(1));
    let order = by_moves(report, output);
    let column = match chosen {
        Some(column) if column < report.columns.len() => column,
        _ => order.first().map_or(0, |column| column.0),
    };
    let entry = |name: &String| SelectEntry {
        value: name.clone().into(),
        disabled: false,
    };
    let classes: Vec<SelectEntry> = report.classes.iter().map(entry).collect();
    let columns = order
        .iter()
        .map(|(column, _)| entry(&report.columns[*column]));
    let columns: Vec<SelectEntry> = columns.collect();
    let at = order.iter().position(|of| of.0 == column);
    let places: Vec<usize> = order.iter().map(|of| of.0).collect();
    let oncolumn = oncolumn.reform(move |place: usize| places.get(place).copied().unwrap_or(0));
    let numbers: WriteNumbers = {
        let report = Rc::clone(report);
        Rc::new(move || bar_numbers(&report, output))
    };
    html! {
        <>
            if !classes.is_empty() {
                <label class="labelled">
                    <span class="labelled-name">{ "Probability of" }</span>
                    <Select testid="shapley-all-class" entries={classes} chosen={Some(output)} onchoose={onclass} />
                </label>
            }
            <Picture scene={Rc::new(bars(report, output))} {numbers} />
            <Plot of={Plotted::Swarm(Rc::clone(report), output)} />
            <label class="labelled">
                <span class="labelled-name">{ "Column" }</span>
                <Select testid="shapley-all-column" entries={columns} chosen={at} onchoose={oncolumn} />
            </label>
            <Plot of={Plotted::Dependence(Rc::clone(report), column, output)} />
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_keeps_what_was_told() {
        let mut explained = Explained {
            is_under_way: true,
            ..Explained::default()
        };
        let told = |done| RowsExplained {
            done,
            total: 5,
            report: None,
        };
        take(&mut explained, Ok(told(2)));
        assert_eq!((explained.done, explained.total), (2, 5));
        take(&mut explained, Err(None));
        assert!(!explained.is_under_way && explained.error.is_none());
        assert_eq!(explained.done, 2);
    }
}
