//! The question that stands before everything else where nobody has chosen a target yet.

use yew::{Callback, Html, html};

use crate::ui::page::Page;
use crate::ui::shell::focus;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::columns::{DataSummary, Suggestion};
use grove_recipe::{Recipe, columns_after};

/// Which column to predict: what is suggested with its reason, and any other.
pub fn question(page: &Page, data: &DataSummary, recipe: &Recipe) -> Html {
    let known = columns_after(data.known(), &recipe.clean.steps);
    let names: Vec<String> = known.into_iter().map(|(name, _)| name).collect();
    let suggestions = data.proposal.suggestions.iter();
    let suggestions: Vec<&Suggestion> = suggestions.filter(|s| names.contains(&s.column)).collect();
    let entries = names.iter().map(|name| SelectEntry {
        value: name.clone().into(),
        disabled: false,
    });
    let entries: Vec<SelectEntry> = entries.collect();
    let onother = {
        let page = page.clone();
        Callback::from(move |index: usize| {
            if let Some(name) = names.get(index) {
                choose(&page, name.clone());
            }
        })
    };
    html! {
        <fieldset class="question" tabindex="-1" data-testid="target-question">
            <legend class="section-title">{ "What do you want to predict?" }</legend>
            <p class="section-note">{ "A model learns to tell this column from the others." }</p>
            if !suggestions.is_empty() {
                <ul class="suggestions" aria-label="Suggestions">
                    { for suggestions.into_iter().enumerate().map(|(place, suggestion)| suggested(page, place, suggestion)) }
                </ul>
            }
            <label class="labelled">
                <span class="labelled-name">{ "Another column" }</span>
                <Select testid="target-other" unchosen="choose …" {entries} chosen={None} onchoose={onother} />
            </label>
        </fieldset>
    }
}

fn suggested(page: &Page, place: usize, suggestion: &Suggestion) -> Html {
    let id = format!("suggestion-{place}");
    let onclick = {
        let (page, column) = (page.clone(), suggestion.column.clone());
        move |_| choose(&page, column.clone())
    };
    html! {
        <li class="suggestion">
            <button type="button" class="button" data-testid={["suggest-", &suggestion.column].concat()}
                aria-describedby={id.clone()} {onclick}>{ &suggestion.column }</button>
            <span class="suggestion-why" {id}>{ &suggestion.why }</span>
        </li>
    }
}

/// The question goes with its answer, so that the focus moves to the heading of what it stood in.
fn choose(page: &Page, target: String) {
    page.tell(Action::RecipeEdited {
        field: "target",
        edit: Edit::Target(target),
    });
    focus(&["#panel-title"]);
}
