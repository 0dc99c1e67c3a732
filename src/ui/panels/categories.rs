//! Warns before a run if the chosen model cannot take categories as they are, and tells where it could.

use yew::{Html, html};

use super::missing_values::{others, warning};
use crate::ui::page::Page;
use crate::ui::state::{Action, Edit, State};
use grove_recipe::stage::Stage;
use grove_recipe::{Encoding, Featurize};

/// Shows the warning, or nothing. `here` is the stage that shows it.
pub fn misfits(page: &Page, state: &State, here: Stage) -> Html {
    let columns = state.categories_in_the_way();
    let (Some(first), Some(recipe)) = (columns.first(), state.recipe()) else {
        return html! {};
    };
    let others = others(columns.len() - 1);
    let model = recipe.train.about().label;
    let words = format!(
        "{model} computes with numbers, and {first}{others} stays a category. Choose another encoding in Featurize, such as one-hot, or gradient boosting in Train."
    );
    warning(
        page,
        here,
        "categories",
        ("! Categories: ", words),
        Html::default(),
    )
}

/// Tells that gradient boosting needs no one-hot features, with a button that keeps categories as they are.
pub fn as_they_are(page: &Page, state: &State) -> Html {
    let columns = state.could_stay_categories();
    let (Some(first), Some(recipe)) = (columns.first(), state.recipe()) else {
        return html! {};
    };
    let words = format!(
        "Gradient boosting takes categories as they are: a question can ask for several at once. {first}{} become one-hot features now.",
        others(columns.len() - 1)
    );
    let featurize = Featurize {
        encoding: Encoding::Categorical,
        ..recipe.featurize.clone()
    };
    let page = page.clone();
    let onclick = move |_| {
        let edit = Edit::part(featurize.clone());
        let field = Featurize::encoding.name;
        page.tell(Action::RecipeEdited { field, edit });
    };
    html! {
        <div class="notice" role="status" data-testid="could-stay-categories">
            <p>{ words }</p>
            if recipe.featurize.encoding == Encoding::OneHot {
                <button type="button" class="button" data-testid="stay-categories" {onclick}>{ "Keep categories as they are" }</button>
            }
        </div>
    }
}
