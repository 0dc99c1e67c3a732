//! Loading a recipe that was saved before.

use gloo::file::futures::read_as_text;
use web_sys::File;
use yew::{Callback, Html, component, html};

use crate::api::error::StageError;
use crate::api::recipe::Recipe;
use crate::api::stage::Stage;
use crate::ui::page::use_page;
use crate::ui::state::Action;
use crate::ui::widgets::file_button::FileButton;

/// A recipe is a page of text; what is much larger is something else, chosen by mistake.
const BYTES_AT_MOST: f64 = 1_000_000.0;

#[component]
pub fn RecipeFile() -> Html {
    let page = use_page();
    let onchoose = Callback::from(move |file: File| {
        let page = page.clone();
        wasm_bindgen_futures::spawn_local(async move { page.tell(read(file).await) });
    });
    html! {
        <section aria-labelledby="recipe-title">
            <h2 class="section-title" id="recipe-title">{ "Recipe" }</h2>
            <p class="section-note">{ "A recipe holds every choice that leads from this table to a model: target, seed and all parameters. Save one in Evaluate; load one here to repeat its run." }</p>
            <FileButton label="Load a recipe" accept=".json,application/json" testid="recipe-input" {onchoose} />
        </section>
    }
}

async fn read(file: File) -> Action {
    let recipe = if file.size() > BYTES_AT_MOST {
        Err("This file is too large to be a recipe.".to_string())
    } else {
        match read_as_text(&gloo::file::File::from(file)).await {
            Ok(text) => Recipe::from_json(&text),
            Err(error) => Err(format!("The file could not be read: {error}.")),
        }
    };
    match recipe {
        Ok(recipe) => Action::RecipeLoaded(Box::new(recipe)),
        Err(problem) => Action::ProblemFound(StageError::new(
            Stage::Load,
            problem,
            "Choose a recipe.json that Grove has saved.",
        )),
    }
}
