//! Warns before a run if the chosen model cannot take missing values and there are some.

use yew::{Html, html};

use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::state::{Action, CenterView, Edit, State};
use grove_recipe::stage::Stage;
use grove_recipe::{Featurize, NumericImputation};

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
    let fill = {
        let page = page.clone();
        let part = filled(&recipe.featurize);
        move |_| {
            page.tell(Action::RecipeEdited {
                field: Featurize::numeric_imputation.name,
                edit: Edit::part(part.clone()),
            });
        }
    };
    let fill = html! {
        <button type="button" class="button" data-testid="fill-gaps" onclick={fill}>{ "Replace them by the median of the train rows" }</button>
    };
    warning(page, here, "gaps", ("! Missing values: ", words), fill)
}

/// The same with the median in place of every missing number.
fn filled(featurize: &Featurize) -> Featurize {
    let mut filled = featurize.clone();
    filled.numeric_imputation = NumericImputation::Median;
    for own in filled.columns.values_mut() {
        let kept = own.numeric_imputation == Some(NumericImputation::Keep);
        own.numeric_imputation = own.numeric_imputation.filter(|_| !kept);
    }
    filled
}

/// Says how many more columns there are.
pub(super) fn others(columns: usize) -> String {
    match columns as u32 {
        0 => String::new(),
        n => format!(" and {}", counted(n, "more column", "more columns")),
    }
}

/// Shows a warning with a button that leads to the other of featurize and train, and before it an action.
pub(super) fn warning(
    page: &Page,
    here: Stage,
    testid: &'static str,
    (title, words): (&'static str, String),
    action: Html,
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
            { action }
            <button type="button" class="button" onclick={go}>{ label }</button>
        </div>
    }
}
