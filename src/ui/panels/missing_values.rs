//! Warns before a run if the chosen model cannot take missing values and there are some.

use yew::{Html, html};

use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::state::{Action, CenterView, State};
use grove_recipe::stage::Stage;

/// Shows the warning, or nothing. `here` is the stage that shows it.
pub fn gaps(page: &Page, state: &State, here: Stage) -> Html {
    let columns = state.gaps_in_the_way();
    let ([first, rest @ ..], Some(recipe)) = (&*columns, state.recipe()) else {
        return html! {};
    };
    let others = match rest.len() as u32 {
        0 => String::new(),
        n => format!(" and {}", counted(n, "more column", "more columns")),
    };
    let model = recipe.train.about().label;
    let (elsewhere, label) = match here {
        Stage::Train => (Stage::Featurize, "Go to featurize"),
        _ => (Stage::Train, "Go to train"),
    };
    let go = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(CenterView::Stage(elsewhere)))
    };
    html! {
        <div class="warning" role="status" data-testid="gaps">
            <p>
                <strong>{ "! Missing values: " }</strong>
                { format!("{model} needs every value, and numbers missing in {first}{others} stay missing. ") }
                { "Choose a replacement in Featurize, or a model of trees in Train." }
            </p>
            <button type="button" class="button" onclick={go}>{ label }</button>
        </div>
    }
}
