//! Evaluate: the test rows behind a number, below its picture.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent};
use yew::{
    Callback, Children, Html, Properties, TargetCast, component, html, use_effect_with, use_state,
};

use crate::ui::charts::number::{counted, significant};
use crate::ui::charts::scene::chosen;
use crate::ui::page::use_page;
use crate::ui::shell::focus;
use crate::ui::widgets::data_table::{DataTable, Heading};
use crate::ui::widgets::picked::Picked;
use grove_charts::bins::Bins;
use grove_protocol::calls::{BehindPage, RowOrder, RowsBehind, Selection};
use grove_protocol::report::{Detail, EvaluationOutcome, StageReport};
use grove_protocol::{TableName, TableRow};
use grove_recipe::error::StageError;

/// The run whose rows can be shown.
#[derive(Clone, PartialEq)]
pub struct RunBehind {
    /// The name of its file.
    pub file: String,
    /// Whether the engine has the run.
    pub current: bool,
    /// Is called with the number of the row that is to be predicted.
    pub onrow: Callback<u32>,
}

#[derive(Properties, PartialEq)]
pub struct BehindProps {
    /// The report of the evaluation.
    pub report: Rc<StageReport>,
    pub run: RunBehind,
    /// The pictures whose parts can be opened.
    pub children: Children,
}

/// What is open, and the element that opened it.
type Opened = (Selection, HtmlElement);
type Told = Result<Rc<BehindPage>, StageError>;

#[component]
pub fn Behind(props: &BehindProps) -> Html {
    let opened = use_state(|| None::<Opened>);
    {
        let (opened, report) = (opened.setter(), Rc::as_ptr(&props.report));
        // Another run has other rows.
        use_effect_with(report, move |_| opened.set(None));
    }
    let open = {
        let (opened, report) = (opened.setter(), props.report.clone());
        move |event: &Event| {
            let of = chosen(event).and_then(|place| part(&report, place));
            if let (Some(of), Some(element)) = (of, opener(event)) {
                opened.set(Some((of, element)));
            }
        }
    };
    let onkeydown = {
        let open = open.clone();
        move |event: KeyboardEvent| {
            // A button is pressed by the browser.
            let is_drawn = opener(&event).is_some_and(|element| element.tag_name() != "BUTTON");
            if is_drawn && matches!(&*event.key(), "Enter" | " ") {
                event.prevent_default();
                open(&event);
            }
        }
    };
    let onclick = move |event: MouseEvent| open(&event);
    let button = |of: Selection, words: &'static str, testid: &'static str| {
        let opened = opened.setter();
        let onclick = move |event: MouseEvent| {
            let element = event.target_unchecked_into();
            opened.set(Some((of, element)));
        };
        html! { <button type="button" class="button" data-testid={testid} {onclick}>{ words }</button> }
    };
    let is_of_classes = match &props.report.detail {
        Detail::Evaluate(of) => matches!(of.outcome, EvaluationOutcome::Classes { .. }),
        _ => false,
    };
    let shown = opened.as_ref().map(|(of, element)| {
        let (opened, element) = (opened.setter(), element.clone());
        let onclose = Callback::from(move |()| {
            opened.set(None);
            // Nothing depends on it where it fails.
            let _ = element.focus();
        });
        let (report, run) = (props.report.clone(), props.run.clone());
        html! { <Rows {report} {run} of={*of} {onclose} /> }
    });
    html! {
        <>
            <div {onclick} {onkeydown}>{ props.children.clone() }</div>
            { note(if is_of_classes {
                "Click a number of the matrix to see the test rows behind it."
            } else {
                "Click a bar of the residuals to see the test rows behind it."
            }) }
            <div class="button-row">
                if is_of_classes {
                    { button(Selection::Mistakes, "All mistakes", "behind-mistakes") }
                }
                { button(Selection::All, "All test rows", "behind-all") }
            </div>
            { shown.unwrap_or_default() }
        </>
    }
}

/// Returns the part of a picture that an event is about.
fn opener(event: &Event) -> Option<HtmlElement> {
    let target = event.target_dyn_into::<Element>()?;
    let element = target.closest("[data-mark]").ok()??;
    // A shape takes the focus as an element of HTML does.
    Some(element.unchecked_into())
}

/// Returns what the part of this place stands for: a cell of the matrix, or a bar of the residuals.
fn part(report: &StageReport, place: u32) -> Option<Selection> {
    let Detail::Evaluate(evaluation) = &report.detail else {
        return None;
    };
    match &evaluation.outcome {
        EvaluationOutcome::Classes { classes, .. } => {
            let actual = place.checked_div(classes.len() as u32)?;
            let predicted = place % classes.len() as u32;
            Some(Selection::Cell { actual, predicted })
        }
        EvaluationOutcome::Numbers {
            residual_min,
            residual_max,
            residual_counts,
            ..
        } => {
            let bins = Bins {
                min: *residual_min,
                max: *residual_max,
                count: residual_counts.len() as u32,
            };
            let (low, high) = bins.edges(place as usize);
            Some(Selection::Residuals { low, high })
        }
    }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    report: Rc<StageReport>,
    run: RunBehind,
    of: Selection,
    onclose: Callback<()>,
}

/// The rows of a selection.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let page = use_page();
    let sort = use_state(RowOrder::default);
    let told = use_state(|| None::<(Selection, Told)>);
    {
        let (told, page) = (told.setter(), page.clone());
        use_effect_with((props.of, props.run.current), move |&(of, current)| {
            focus(&["#behind-title"]);
            let then = move |answer: Result<BehindPage, StageError>| {
                told.set(Some((of, answer.map(Rc::new))));
            };
            if current {
                page.client()
                    .rows_behind(asked(of, RowOrder::default(), 0, 0), then.into());
            }
        });
    }
    let (of, by) = (props.of, *sort);
    let answer = told.as_ref().filter(|(told, _)| *told == of);
    let answer = answer
        .map(|(_, answer)| answer)
        .filter(|_| props.run.current);
    let known = answer.and_then(|answer| answer.as_ref().ok());
    let inside = match (known, answer) {
        (Some(known), _) => {
            let fetch = {
                let page = page.clone();
                let rows = |answer: Result<BehindPage, StageError>| {
                    answer.map_or(Vec::new(), |page| page.rows)
                };
                Callback::from(
                    move |(from, count, then): (u32, u32, Callback<Vec<TableRow>>)| {
                        page.client()
                            .rows_behind(asked(of, by, from, count), then.reform(rows));
                    },
                )
            };
            let sorted = match by {
                RowOrder::WorstFirst => None,
                RowOrder::By { column, falling } => Some((column as usize, falling)),
            };
            let onsort = {
                let sort = sort.setter();
                Callback::from(move |place: usize| {
                    let falling = sorted == Some((place, false));
                    let column = place as u32;
                    sort.set(RowOrder::By { column, falling });
                })
            };
            let headings = known.columns.iter().map(|column| Heading {
                name: column.name.clone(),
                note: String::new(),
                number: column.is_number,
            });
            let picked = Picked {
                fetch,
                sorted,
                onsort,
                onrow: props.run.onrow.clone(),
            };
            html! {
                <DataTable page={page.clone()} table={TableName::Numbered} label="The test rows" version={format!("{:?} {sorted:?}", Rc::as_ptr(known))}
                    columns={headings.collect::<Vec<_>>()} rows={known.total} picked={Some(picked)} />
            }
        }
        (None, Some(Err(error))) => note(&[&error.problem, " ", &error.advice].concat()),
        _ if props.run.current => note("Reading …"),
        _ => note(
            &[
                "The engine no longer has these rows. Open ",
                &props.run.file,
                " and press Run.",
            ]
            .concat(),
        ),
    };
    let save = move |_| page.client().save_behind(of, by);
    let onkeydown = {
        let onclose = props.onclose.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                onclose.emit(());
            }
        }
    };
    let close = props.onclose.reform(|_: MouseEvent| ());
    let total = known.map(|known| known.total.to_string());
    html! {
        <section aria-labelledby="behind-title" data-testid="rows-behind" data-total={total} {onkeydown}>
            <h2 class="section-title" id="behind-title" tabindex="-1">{ title(&props.report, of, known.map(|known| known.total)) }</h2>
            if known.is_some() {
                { note("Mistakes that the model is surest of, or the largest errors, come first: look there for wrong labels and missing columns. A column's name sorts by it; a row's number explains its answer.") }
            }
            { inside }
            <div class="button-row">
                if known.is_some() {
                    <button type="button" class="button" data-testid="rows-behind-save" onclick={save}>{ "Save as CSV" }</button>
                }
                <button type="button" class="button button-quiet" data-testid="rows-behind-close" onclick={close}>{ "Close" }</button>
            </div>
        </section>
    }
}

fn asked(of: Selection, sort: RowOrder, from: u32, count: u32) -> RowsBehind {
    RowsBehind {
        of,
        sort,
        from,
        count,
    }
}

fn note(words: &str) -> Html {
    html! { <p class="section-note">{ words }</p> }
}

/// Says in words which rows are shown.
fn title(report: &StageReport, of: Selection, total: Option<u32>) -> String {
    let classes = match &report.detail {
        Detail::Evaluate(evaluation) => match &evaluation.outcome {
            EvaluationOutcome::Classes { classes, .. } => &classes[..],
            EvaluationOutcome::Numbers { .. } => &[],
        },
        _ => &[],
    };
    let class = |class: u32| classes.get(class as usize).map_or("", String::as_str);
    let rows = total.map_or("Test rows".to_owned(), |total| {
        counted(total, "test row", "test rows")
    });
    let (are, were) = match total {
        Some(1) => (" that is ", " was predicted "),
        _ => (" that are ", " were predicted "),
    };
    let range = |low, high| ["from ", &significant(low, 3), " to ", &significant(high, 3)].concat();
    let which = match of {
        Selection::All => " of this run".to_owned(),
        Selection::Mistakes => [" that", were, "wrong"].concat(),
        Selection::Cell { actual, predicted } => {
            [are, class(actual), " and", were, class(predicted)].concat()
        }
        Selection::Actual { class: of } => [are, class(of)].concat(),
        Selection::Predicted { class: of } => [" that", were, class(of)].concat(),
        Selection::Residuals { low, high } => [" with a residual ", &range(low, high)].concat(),
        Selection::Probability {
            class: of,
            low,
            high,
        } => [
            " whose probability of ",
            class(of),
            " is ",
            &range(low, high),
        ]
        .concat(),
    };
    [rows, which].concat()
}
