//! Evaluate: the parameters of a decision threshold, what any threshold makes of the test rows, and the curves of all.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, Properties, TargetCast, component, html, use_state_eq};

use super::curves::Curves;
use super::fields::PartFields;
use crate::ui::charts::number::{count, score_text, significant};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::use_page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::later::Later;
use crate::ui::widgets::number_box::{NumberBox, TypedText};
use grove_protocol::report::{DecisionCounts, DecisionReport, Detail, StageReport};
use grove_recipe::{Evaluate, Task, ThresholdBy};

/// The fields of a threshold that have an effect.
pub fn parameters(fields: &PartFields<Evaluate>) -> Html {
    let by = fields.now.threshold_by;
    html! {
        <>
            { fields.field(Evaluate::threshold_by, |evaluate| &mut evaluate.threshold_by) }
            if by == ThresholdBy::Fixed {
                { fields.field(Evaluate::threshold, |evaluate| &mut evaluate.threshold) }
            }
            if by == ThresholdBy::RecallAtPrecision {
                { fields.field(Evaluate::min_precision, |evaluate| &mut evaluate.min_precision) }
            }
            if by == ThresholdBy::PrecisionAtRecall {
                { fields.field(Evaluate::min_recall, |evaluate| &mut evaluate.min_recall) }
            }
            if by != ThresholdBy::None {
                { fields.field(Evaluate::pos_label, |evaluate| &mut evaluate.pos_label) }
                { fields.field(Evaluate::cost_false_positive, |evaluate| &mut evaluate.cost_false_positive) }
                { fields.field(Evaluate::cost_false_negative, |evaluate| &mut evaluate.cost_false_negative) }
                { fields.field(Evaluate::cost_true_positive, |evaluate| &mut evaluate.cost_true_positive) }
                { fields.field(Evaluate::cost_true_negative, |evaluate| &mut evaluate.cost_true_negative) }
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct ThresholdViewProps {
    pub report: Rc<StageReport>,
    /// What the recipe says now.
    pub now: Evaluate,
    /// Whether the engine has the predictions, so that it can be asked for curves.
    pub current: bool,
}

/// What a threshold makes of the test rows, without a run, and the curves of all of them.
#[component]
pub fn ThresholdView(props: &ThresholdViewProps) -> Html {
    let tried = use_state_eq(|| None::<f64>);
    let page = use_page();
    let Detail::Evaluate(evaluation) = &props.report.detail else {
        return html! {};
    };
    let with_curves = props.current && evaluation.task == Task::Classification;
    let curves = |tried: Option<f64>| match with_curves {
        true => html! { <Later><Curves report={props.report.clone()} {tried} /></Later> },
        false => Html::default(),
    };
    let Some(decision) = evaluation
        .decision
        .as_ref()
        .filter(|of| !of.points.is_empty())
    else {
        return curves(None);
    };
    // Of two classes, the most probable one is that of at least a half.
    let decides = decision.threshold;
    let threshold = tried.or(decides).unwrap_or(Evaluate::threshold.default);
    let looked_at = tried.is_some_and(|tried| decides != Some(tried));
    let place = decision.place(threshold);
    let counts = match looked_at {
        true => decision.counts(&decision.points[place]),
        false => decision.test,
    };
    let marked = (looked_at || decides.is_some()).then_some(place);
    let set = tried.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        let slider = event.target_unchecked_into::<HtmlInputElement>();
        set.set(Some(slider.value_as_number()));
    });
    let set = tried.setter();
    let accept = Callback::from(move |typed: TypedText| {
        Evaluate::threshold
            .check(typed.number)
            .map_err(String::from)?;
        set.set(Some(typed.number));
        Ok(told(typed.number))
    });
    let keep = {
        let (now, reset) = (props.now.clone(), tried.setter());
        move |_| {
            page.tell(Action::RecipeEdited {
                field: Evaluate::threshold_by.name,
                edit: Edit::part(Evaluate {
                    threshold_by: ThresholdBy::Fixed,
                    threshold,
                    ..now.clone()
                }),
            });
            reset.set(None);
        }
    };
    let shown = told(threshold);
    let section = html! {
        <section aria-labelledby="threshold-title" data-testid="threshold">
            <h2 class="section-title" id="threshold-title">{ ["Threshold of ", &decision.pos_label].concat() }</h2>
            { for decision.sentences().into_iter().map(|sentence| html! { <p class="section-note">{ sentence }</p> }) }
            <div class="threshold-choice">
                <label for="threshold-slider">{ "Try a threshold" }</label>
                <input type="range" id="threshold-slider" data-testid="threshold-slider" min="0" max="1" step="0.005"
                    value={shown.clone()} {oninput} />
                <NumberBox name="tried-threshold" label="Threshold" help="" min="0" max="1" step="0.01"
                    testid={Some("threshold-input")} shown={shown.clone()} {accept} />
                if looked_at {
                    <button type="button" class="button" data-testid="threshold-keep" onclick={keep}>{ "Decide by it" }</button>
                }
            </div>
            if looked_at {
                <p class="section-note" data-testid="threshold-warning">
                    { "This threshold is chosen on the test rows: what it reaches on them is too good for new rows. To have one chosen without them, say in the parameters what it is to be best for." }
                </p>
            }
            if looked_at && decision.is_thinned() {
                <p class="section-note">{ "There are many thresholds: the counts are those of the nearest one above that is kept for the pictures." }</p>
            }
            { tiles(decision, &counts) }
            { matrix(decision, &counts) }
            <Plot of={Plotted::Cost(props.report.clone(), marked)} />
        </section>
    };
    html! { <>{ section }{ curves(tried.filter(|_| looked_at)) }</> }
}

/// The scores of the class at a threshold.
fn tiles(decision: &DecisionReport, counts: &DecisionCounts) -> Html {
    let DecisionCounts {
        true_positives: tp,
        false_positives: fp,
        true_negatives: tn,
        false_negatives: fn_,
    } = *counts;
    let ratio =
        |part: u32, whole: u32| (whole > 0).then(|| score_text(f64::from(part) / f64::from(whole)));
    let all = tp + fp + tn + fn_;
    let costs = significant(decision.costs.per_thousand(counts), 4);
    let tiles = [
        ("accuracy", "Right, this class or not", ratio(tp + tn, all)),
        ("precision", "Precision", ratio(tp, tp + fp)),
        ("recall", "Recall", ratio(tp, tp + fn_)),
        ("f1", "F1", ratio(2 * tp, 2 * tp + fp + fn_)),
        ("cost", "Cost of a thousand rows", Some(costs)),
        (
            "predicted",
            "Rows predicted as it",
            Some(count(u64::from(tp + fp))),
        ),
    ];
    let tile = |(name, label, value): (&str, &str, Option<String>)| {
        let value = value.unwrap_or_else(|| "not defined".into());
        html! {
            <li class="metric" data-testid={["threshold-", name].concat()}>
                <span class="metric-name">{ label.to_owned() }</span>
                <span class="metric-value">{ value }</span>
            </li>
        }
    };
    html! { <ul class="metrics">{ for tiles.into_iter().map(tile) }</ul> }
}

/// A threshold as the box has it.
fn told(threshold: f64) -> String {
    significant(threshold, 4)
}

/// The rows of the class and of the others, by whether they are predicted as it.
fn matrix(decision: &DecisionReport, counts: &DecisionCounts) -> Html {
    let class = &decision.pos_label;
    let rows = [
        (
            class.as_str(),
            counts.true_positives,
            counts.false_negatives,
        ),
        ("others", counts.false_positives, counts.true_negatives),
    ];
    let row = |(name, yes, no): (&str, u32, u32)| {
        html! {
            <tr>
                <th scope="row">{ name.to_owned() }</th>
                <td>{ count(u64::from(yes)) }</td>
                <td>{ count(u64::from(no)) }</td>
            </tr>
        }
    };
    html! {
        <table class="threshold-matrix" data-testid="threshold-matrix">
            <caption>{ "Test rows by class and prediction" }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "actual" }</th>
                    <th scope="col">{ ["predicted ", class].concat() }</th>
                    <th scope="col">{ "predicted others" }</th>
                </tr>
            </thead>
            <tbody>{ for rows.into_iter().map(row) }</tbody>
        </table>
    }
}
