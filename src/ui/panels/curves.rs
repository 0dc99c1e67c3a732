//! Evaluate: the curves of a class over all thresholds, and the calibration of its probabilities.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state, use_state_eq};

use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::use_page;
use crate::ui::widgets::segments::segments;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_charts::curves::CurveKind;
use grove_protocol::report::{CurvesReport, Detail, EvaluationOutcome, StageReport};
use grove_recipe::error::StageError;

#[derive(Properties, PartialEq)]
pub struct CurvesProps {
    /// The report of the evaluation of the engine's latest run.
    pub report: Rc<StageReport>,
    /// The threshold of the positive class that is looked at, if another than the one that decides.
    pub tried: Option<f64>,
}

/// A class with what was answered.
type Told = (Option<u32>, Result<Rc<CurvesReport>, StageError>);

#[component]
pub fn Curves(props: &CurvesProps) -> Html {
    let page = use_page();
    let class = use_state_eq(|| None::<u32>);
    let kind = use_state_eq(|| 0usize);
    let told = use_state(|| None::<Told>);
    {
        let told = told.setter();
        let asked = (*class, Rc::as_ptr(&props.report));
        use_effect_with(asked, move |(class, _)| {
            let class = *class;
            let then = Callback::from(move |answer: Result<CurvesReport, StageError>| {
                told.set(Some((class, answer.map(Rc::new))));
            });
            page.client().curves(class, then);
        });
    }
    let Detail::Evaluate(evaluation) = &props.report.detail else {
        return html! {};
    };
    let EvaluationOutcome::Classes { classes, .. } = &evaluation.outcome else {
        return html! {};
    };
    let shown = CurveKind::ALL.get(*kind).copied().unwrap_or(CurveKind::Roc);
    let inside = match told.as_ref().filter(|(of, _)| of == &*class) {
        None => html! { <p class="section-note">{ "Computing …" }</p> },
        Some((_, Err(error))) => {
            html! { <p class="section-note">{ &error.problem }{ " " }{ &error.advice }</p> }
        }
        Some((_, Ok(report))) => {
            let decision = evaluation.decision.as_ref();
            let of_class = decision.filter(|of| Some(&of.pos_label) == report.class.as_ref());
            let tried = of_class.and(props.tried).map(|tried| report.place(tried));
            let place = tried.or(report.chosen.map(|place| place as usize));
            html! { <Plot of={Plotted::Curve(Rc::clone(report), shown, place)} /> }
        }
    };
    let choose_kind = kind.setter();
    let choose_kind = Callback::from(move |at| choose_kind.set(at));
    let labels = CurveKind::ALL.map(|kind| kind.words()[0]).to_vec();
    let choose = class.setter();
    let choose = Callback::from(move |at: usize| choose.set(at.checked_sub(1).map(|at| at as u32)));
    let entry = |name: &str| SelectEntry {
        value: name.to_owned().into(),
        disabled: false,
    };
    let names = classes.iter().map(|name| entry(name));
    let entries: Vec<SelectEntry> = std::iter::once(entry("macro average"))
        .chain(names)
        .collect();
    let chosen = class.map_or(0, |class| class as usize + 1);
    html! {
        <section aria-labelledby="curves-title" data-testid="curves">
            <h2 class="section-title" id="curves-title">{ "Curves" }</h2>
            <div class="plane-choice" data-testid="curves-kind">
                { segments("Curve", "curves-kind", labels, *kind, choose_kind) }
                if classes.len() > 2 {
                    <label class="labelled">
                        <span class="labelled-name">{ "Class" }</span>
                        <Select testid="curves-class" {entries} chosen={Some(chosen)} onchoose={choose} />
                    </label>
                }
            </div>
            { inside }
        </section>
    }
}
