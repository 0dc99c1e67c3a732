//! Evaluate: how the answers depend on a column, beside the importances.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state, use_state_eq};

use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::use_page;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::report::{EffectColumn, EffectReport, StageReport};
use grove_recipe::error::StageError;

#[derive(Properties, PartialEq)]
pub struct EffectProps {
    /// The report of the evaluation whose model is asked.
    pub report: Rc<StageReport>,
}

/// A column with what was answered.
type Told = (String, Result<Rc<EffectReport>, StageError>);

#[component]
pub fn Effect(props: &EffectProps) -> Html {
    let page = use_page();
    let chosen = use_state_eq(|| 0usize);
    let class = use_state_eq(|| None::<usize>);
    let told = use_state(|| None::<Told>);
    // The columns of the file to choose from, the most important first.
    let columns = use_state(Vec::<EffectColumn>::new);
    {
        let (page, columns) = (page.clone(), columns.setter());
        use_effect_with(Rc::as_ptr(&props.report), move |_| {
            let then = Callback::from(move |told| columns.set(told));
            page.client().effect_columns(then);
        });
    }
    let at = (*chosen).min(columns.len().saturating_sub(1));
    let column = columns.get(at).map(|column| column.name.clone());
    {
        let told = told.setter();
        let asked = (column.clone(), Rc::as_ptr(&props.report));
        use_effect_with(asked, move |(column, _)| {
            let Some(column) = column.clone() else {
                return;
            };
            let then = {
                let column = column.clone();
                Callback::from(move |answer: Result<EffectReport, StageError>| {
                    told.set(Some((column.clone(), answer.map(Rc::new))));
                })
            };
            page.client().effect(column, then);
        });
    }
    let entry = |name: &String| SelectEntry {
        value: name.clone().into(),
        disabled: false,
    };
    let entries: Vec<SelectEntry> = columns.iter().map(|column| entry(&column.name)).collect();
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |place: usize| chosen.set(place))
    };
    if columns.is_empty() {
        return html! {};
    }
    let current = told.as_ref().filter(|(of, _)| Some(of) == column.as_ref());
    let mut of_class = Html::default();
    let inside = match current {
        None => html! { <p class="section-note">{ "Computing …" }</p> },
        Some((_, Err(error))) => {
            html! { <p class="section-note" data-testid="effect-error">{ &error.problem }{ " " }{ &error.advice }</p> }
        }
        Some((_, Ok(report))) => {
            // With two classes, the second one is the one that is meant.
            let first = usize::from(report.classes.len() == 2);
            let output = class
                .unwrap_or(first)
                .min(report.classes.len().saturating_sub(1));
            let choose = class.setter();
            let choose = Callback::from(move |place: usize| choose.set(Some(place)));
            let entries: Vec<SelectEntry> = report.classes.iter().map(entry).collect();
            if !entries.is_empty() {
                of_class = html! {
                    <label class="labelled">
                        <span class="labelled-name">{ "Probability of" }</span>
                        <Select testid="effect-class" {entries} chosen={Some(output)} onchoose={choose} />
                    </label>
                };
            }
            html! { <Plot of={Plotted::Effect(Rc::clone(report), output)} /> }
        }
    };
    html! {
        <section aria-labelledby="effect-title" data-testid="effect" data-column={column}>
            <h2 class="section-title" id="effect-title">{ "How the answer depends on a column" }</h2>
            <div class="plane-choice">
                <label class="labelled">
                    <span class="labelled-name">{ "Column" }</span>
                    <Select testid="effect-column" {entries} chosen={Some(at)} onchoose={choose} />
                </label>
                { of_class }
            </div>
            { inside }
        </section>
    }
}
