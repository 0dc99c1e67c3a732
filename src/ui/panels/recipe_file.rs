//! Loading a recipe that was saved before.

use web_sys::File;
use yew::{Callback, Html, component, html};

use crate::ui::page::use_page;
use crate::ui::widgets::file_button::FileButton;

#[component]
pub fn RecipeFile() -> Html {
    let page = use_page();
    let onchoose = Callback::from(move |file: File| page.client().read_recipe(file.into()));
    html! {
        <section aria-labelledby="recipe-title">
            <h2 class="section-title" id="recipe-title">{ "Recipe" }</h2>
            <p class="section-note">{ "A recipe holds every choice that leads from this table to a model: target, seed and all parameters. Save one in Evaluate; load one here to repeat its run." }</p>
            <FileButton label="Load a recipe" accept=".json,application/json" testid="recipe-input" {onchoose} />
        </section>
    }
}
