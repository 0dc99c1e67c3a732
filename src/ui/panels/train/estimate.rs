//! Train: the estimated cost of the next training.

use std::rc::Rc;

use yew::{Html, html};

use crate::ui::charts::number::{bytes, counted, rough_time};
use crate::ui::state::State;
use grove_protocol::report::Estimate;
use grove_recipe::Recipe;
use grove_recipe::models::Trees;

pub fn estimate_line(state: &State) -> Html {
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
