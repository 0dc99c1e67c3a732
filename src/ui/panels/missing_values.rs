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
    let others = others(rest.len());
    let model = recipe.train.about().label;
    let words = format!(
        "{model} needs every value, and numbers missing in {first}{others} stay missing. Choose a replacement in Featurize, or a model of trees in Train."
    );
    warning(page, here, "gaps", "! Missing values: ", words)
}

/// Says how many more columns there are.
pub(super) fn others(columns: usize) -> String {
    match columns as u32 {
        0 => String::new(),
        n => format!(" and {}", counted(n, "more column", "more columns")),
    }
}

/// Shows a warning with a button that leads to the other of featurize and train.
pub(super) fn warning(
    page: &Page,
    here: Stage,
    testid: &'static str,
    title: &'static str,
    words: String,
) -> Html {
    let (elsewhere, label) = match here {
        Stage::Train => (Stage::Featurize, "Go to featurize"),
        _ => (Stage::Train, "Go to train"),
    };
    let go = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(CenterView::Stage(elsewhere)))
    };
    html! {
        <div class="warning" role="status" data-testid={testid}>
            <p><strong>{ title }</strong>{ words }</p>
            <button type="button" class="button" onclick={go}>{ label }</button>
        </div>
    }
}
