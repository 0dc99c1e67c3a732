//! The button that loads a saved recipe.

use web_sys::File;
use yew::{Callback, Html, html};

use crate::ui::page::Page;
use crate::ui::state::{Action, CenterView};
use crate::ui::widgets::file_button::FileButton;

pub fn recipe_file(page: &Page) -> Html {
    let onedit = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(CenterView::Recipe))
    };
    html! {
        <section aria-labelledby="recipe-title">
            <h2 class="section-title" id="recipe-title">{ "Recipe" }</h2>
            <p class="section-note">{ "A recipe contains every choice from this table to a model: target, seed and all parameters. Load a saved one to repeat its run, or read and edit the present one as text." }</p>
            <div class="button-row">
                { load_button(page) }
                <button type="button" class="button" data-testid="edit-recipe" onclick={onedit}>{ "Recipe as text" }</button>
            </div>
        </section>
    }
}

pub fn load_button(page: &Page) -> Html {
    let page = page.clone();
    let onchoose = Callback::from(move |file: File| page.client().read_recipe(file.into()));
    html! {
        <FileButton label="Load a recipe" accept=".json,application/json" testid="recipe-input" {onchoose} />
    }
}
