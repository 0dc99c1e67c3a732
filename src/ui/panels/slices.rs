//! Evaluate: where the model fails, and the residuals along a column.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state, use_state_eq};

use crate::ui::charts::number::{count, counted, fixed, score_text};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::use_page;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_charts::metric_names::label;
use grove_protocol::report::{ResidualsReport, Slice, SliceReport, StageReport};
use grove_recipe::error::StageError;

#[derive(Properties, PartialEq)]
pub struct SlicesProps {
    /// The report of the evaluation whose model is looked at.
    pub report: Rc<StageReport>,
    /// The columns of the cleaned table without the target; empty for classes, which have no residuals.
    pub columns: Vec<String>,
}

/// What was answered, or why not; `None` before.
type Told<T> = Option<Result<Rc<T>, StageError>>;

#[component]
pub fn Slices(props: &SlicesProps) -> Html {
    let page = use_page();
    let told = use_state(|| None::<(*const StageReport, Result<Rc<SliceReport>, StageError>)>);
    let of = Rc::as_ptr(&props.report);
    {
        let (told, page) = (told.setter(), page.clone());
        use_effect_with(of, move |of| {
            let of = *of;
            let then = move |answer: Result<SliceReport, StageError>| {
                told.set(Some((of, answer.map(Rc::new))));
            };
            page.client().slices(Callback::from(then));
        });
    }
    let told = told.as_ref().filter(|told| told.0 == of);
    html! {
        <section class="stack" aria-labelledby="slices-title" data-testid="slices">
            <h2 class="section-title" id="slices-title">{ "Where it fails" }</h2>
            { answered(&told.map(|told| told.1.clone()), table) }
            if !props.columns.is_empty() {
                <Residuals report={props.report.clone()} columns={props.columns.clone()} />
            }
        </section>
    }
}

/// Draws an answer, or says why there is none.
fn answered<T>(told: &Told<T>, draw: impl Fn(&Rc<T>) -> Html) -> Html {
    match told {
        None => html! { <p class="section-note">{ "Computing …" }</p> },
        Some(Err(error)) => {
            html! { <p class="section-note">{ &error.problem }{ " " }{ &error.advice }</p> }
        }
        Some(Ok(report)) => draw(report),
    }
}

fn table(report: &Rc<SliceReport>) -> Html {
    let mut words = report.sentence.clone();
    if report.rows_needed.is_none() {
        words += &format!(
            " They were found on {} and judged on {} others. A slice is where the model fails, not why; one that does not hold may be chance.",
            counted(report.found_on, "test row", "test rows"),
            count(report.judged_on),
        );
    }
    if report.columns_left > 0 {
        words += &format!(" Only the first {} columns were looked at.", report.columns);
    }
    let score = label(&report.metric);
    let heads = [
        "Rows",
        score,
        "95 % interval",
        "Other rows",
        "Corrected p",
        "Holds",
    ];
    html! {
        <>
            <p class="section-note" data-testid="slices-words">{ words }</p>
            if !report.slices.is_empty() {
                <div class="table-frame" tabindex="0" role="region" aria-label="Slices">
                    <table class="scores">
                        <thead><tr>
                            <th scope="col" class="scores-name">{ "Slice" }</th>
                            { for heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }
                        </tr></thead>
                        <tbody>{ for report.slices.iter().enumerate().map(row) }</tbody>
                    </table>
                </div>
            }
        </>
    }
}

fn row((place, slice): (usize, &Slice)) -> Html {
    let [score, low, high, other] = [
        slice.score,
        slice.interval.0,
        slice.interval.1,
        slice.other_score,
    ]
    .map(score_text);
    let cells = [
        count(slice.rows),
        score,
        [&low, " to ", &high].concat(),
        other,
        fixed(slice.corrected_p, 4),
        (if slice.holds { "✓" } else { "–" }).to_owned(),
    ];
    html! {
        <tr data-testid={format!("slice-{place}")} data-rows={slice.rows.to_string()} data-score={slice.score.to_string()}
            data-p={slice.corrected_p.to_string()} data-holds={slice.holds.to_string()}>
            <th scope="row" class="scores-name" title={slice.description.clone()}><span>{ &slice.description }</span></th>
            { for cells.iter().map(|cell| html! { <td>{ cell }</td> }) }
        </tr>
    }
}

/// The residuals along a column that is chosen.
#[component]
fn Residuals(props: &SlicesProps) -> Html {
    let page = use_page();
    let chosen = use_state_eq(|| 0usize);
    let told = use_state(|| None::<Result<Rc<ResidualsReport>, StageError>>);
    let at = (*chosen).min(props.columns.len().saturating_sub(1));
    let column = props.columns.get(at).cloned().unwrap_or_default();
    {
        let told = told.setter();
        let asked = (column.clone(), Rc::as_ptr(&props.report));
        use_effect_with(asked, move |(column, _)| {
            let then = move |answer: Result<ResidualsReport, StageError>| {
                told.set(Some(answer.map(Rc::new)));
            };
            page.client()
                .residuals_along(column.clone(), Callback::from(then));
        });
    }
    let entries = props.columns.iter().map(|name| SelectEntry {
        value: name.clone().into(),
        disabled: false,
    });
    let entries: Vec<SelectEntry> = entries.collect();
    let onchoose = {
        let chosen = chosen.setter();
        Callback::from(move |place: usize| chosen.set(place))
    };
    let draw = |report: &Rc<ResidualsReport>| {
        html! { <Plot of={Plotted::ResidualsAlong(Rc::clone(report))} /> }
    };
    let drawn = match &*told {
        Some(Ok(report)) if report.column == column => Some(Ok(Rc::clone(report))),
        Some(Err(error)) => Some(Err(error.clone())),
        _ => None,
    };
    html! {
        <div data-testid="residuals-along" data-column={column}>
            <label class="labelled">
                <span class="labelled-name">{ "Residuals along" }</span>
                <Select testid="residuals-column" {entries} chosen={Some(at)} {onchoose} />
            </label>
            { answered(&drawn, draw) }
        </div>
    }
}
