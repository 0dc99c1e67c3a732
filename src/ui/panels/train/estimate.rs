//! Train: the estimated cost of the next training, which is asked for once the choices have not changed for a moment.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::{Html, component, html, use_effect_with};

use crate::ui::charts::number::{bytes, counted, rough_time};
use crate::ui::page::use_page;
use crate::ui::panels::PanelProps;
use grove_protocol::report::Estimate;
use grove_recipe::Recipe;
use grove_recipe::models::Trees;

/// How long to wait after a change, since a number may still be typed.
const SETTLED_MS: u32 = 500;

#[component]
pub fn EstimateLine(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    use_effect_with(state.estimate_wanted(), move |wanted| {
        let timeout = wanted
            .clone()
            .map(|recipe| Timeout::new(SETTLED_MS, move || page.client().estimate(&recipe)));
        move || drop(timeout)
    });
    html! {
        <div class="estimate" role="status">
            { match state.estimate() {
                Some(estimate) => estimate_text(estimate, state.recipe()),
                None if state.is_estimating() => html! { <p class="estimate-busy">{ "Estimating the cost of training …" }</p> },
                None => html! {},
            } }
        </div>
    }
}

/// Describes how often cross-validation trains in addition.
fn again(recipe: Option<&Rc<Recipe>>) -> String {
    let times = |recipe: &Rc<Recipe>| recipe.evaluate.repeats() * recipe.evaluate.n_splits;
    match recipe.map_or(0, times) {
        0 => String::new(),
        times => format!(
            " Cross-validation then trains {} more, each on a part of these rows.",
            counted(times, "model", "models")
        ),
    }
}

fn estimate_text(estimate: &Estimate, recipe: Option<&Rc<Recipe>>) -> Html {
    let trees = recipe.map_or(Trees::Many, |recipe| recipe.train.about().trees);
    let (one, many) = trees.unit();
    html! {
        <>
            <p data-testid="estimate" data-seconds={estimate.seconds.to_string()}
                data-model-bytes={estimate.model_bytes.to_string()} data-memory-bytes={estimate.memory_bytes.to_string()}>
                { format!(
                    "Training will take {} for {} on {}. The model will have about {}, and training up to {} of memory.",
                    rough_time(estimate.seconds),
                    counted(estimate.trees, one, many),
                    counted(estimate.rows, "row", "rows"),
                    bytes(estimate.model_bytes),
                    bytes(estimate.memory_bytes),
                ) }
                { again(recipe) }
            </p>
            if let Some(refusal) = &estimate.refusal {
                <p class="warning" data-testid="estimate-refusal">
                    <strong>{ "! Too large: " }</strong>{ refusal }
                    { " This is an estimate: you can still press Run, which stops if the first trees confirm it." }
                </p>
            }
        </>
    }
}
