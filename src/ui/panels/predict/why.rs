//! Why the model answers as it does for the row in the form.

use std::cell::RefCell;
use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state};

use crate::ui::charts::picture::{Picture, WriteNumbers};
use crate::ui::page::{Page, use_page};
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_charts::waterfall::{numbers, scene};
use grove_protocol::report::{PredictedRow, ShapleyReport};
use grove_recipe::error::StageError;

type Answer = Option<Result<Rc<ShapleyReport>, StageError>>;

#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// The columns and values of the row.
    pub values: Rc<Vec<(String, String)>>,
    /// What the model predicts for it.
    pub answer: PredictedRow,
}

/// What is asked, so that a person who types does not wait for the answers to earlier values.
#[derive(Default)]
struct Asking {
    is_under_way: bool,
    next: Option<Rc<Vec<(String, String)>>>,
}

#[component]
pub fn Why(props: &WhyProps) -> Html {
    let page = use_page();
    let why = use_state(|| None::<Answer>);
    let asking = use_state(|| Rc::new(RefCell::new(Asking::default())));
    let asking = Rc::clone(&asking);
    {
        let told = why.setter();
        // Another model may answer otherwise for the same values.
        let asked = (Rc::clone(&props.values), props.answer.clone());
        use_effect_with(asked, move |(values, _)| {
            let told = Callback::from(move |answer| told.set(Some(answer)));
            ask(page, asking, Rc::clone(values), told);
        });
    }
    let chosen = use_state(|| None::<usize>);
    let inside = match &*why {
        None | Some(None) => html! { <p class="section-note">{ "Computing …" }</p> },
        Some(Some(Err(error))) => {
            html! { <p class="section-note" data-testid="shapley-error">{ &error.problem }{ " " }{ &error.advice }</p> }
        }
        Some(Some(Ok(report))) => {
            let output = chosen.unwrap_or(props.answer.class as usize);
            let output = output.min(report.base.len().saturating_sub(1));
            let choice = {
                let chosen = chosen.setter();
                Callback::from(move |class: usize| chosen.set(Some(class)))
            };
            shown(report, output, choice)
        }
    };
    html! {
        <div class="row-why" data-testid="shapley">{ inside }</div>
    }
}

/// Asks for an explanation, or notes what to ask for next.
fn ask(
    page: Page,
    asking: Rc<RefCell<Asking>>,
    values: Rc<Vec<(String, String)>>,
    told: Callback<Answer>,
) {
    if asking.borrow().is_under_way {
        asking.borrow_mut().next = Some(values);
        return;
    }
    asking.borrow_mut().is_under_way = true;
    let then = {
        let page = page.clone();
        Callback::from(move |answer: Answer| {
            asking.borrow_mut().is_under_way = false;
            let next = asking.borrow_mut().next.take();
            match next {
                Some(next) => ask(page.clone(), Rc::clone(&asking), next, told.clone()),
                None => told.emit(answer),
            }
        })
    };
    page.client().explain_row(values.to_vec(), then);
}

fn shown(report: &Rc<ShapleyReport>, output: usize, choice: Callback<usize>) -> Html {
    let Some(row) = report.rows.first() else {
        return html! {};
    };
    let moved = row.contributions.iter().map(|of| of[output].to_string());
    let moved: Vec<String> = moved.collect();
    let entry = |class: &String| SelectEntry {
        value: class.clone().into(),
        disabled: false,
    };
    let entries: Vec<SelectEntry> = report.classes.iter().map(entry).collect();
    let written: WriteNumbers = {
        let (report, row) = (Rc::clone(report), row.clone());
        Rc::new(move || numbers(&report, &row, output))
    };
    html! {
        <>
            if report.classes.len() > 2 {
                <label class="labelled">
                    <span class="labelled-name">{ "Probability of" }</span>
                    <Select testid="why-class" {entries} chosen={Some(output)} onchoose={choice} />
                </label>
            }
            <div data-testid="shapley-values" data-class={report.classes.get(output).cloned()} data-answer={row.answer[output].to_string()}
                data-base={report.base[output].to_string()} data-contributions={moved.join(" ")}>
                <Picture scene={Rc::new(scene(report, row, output))} numbers={written} />
            </div>
        </>
    }
}
